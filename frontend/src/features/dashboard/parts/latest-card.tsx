/** The newest transactions, with their categories as they arrive. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { transactionsQuery } from "@/shared/api/queries";
import type { Account, Transaction } from "@/shared/api/types";
import { formatDayHeading } from "@/shared/lib/dates";
import { waitingWord } from "@/shared/lib/waiting";
import { Card } from "@/shared/ui/card";
import { ErrorState } from "@/shared/ui/error-state";
import { Highlight } from "@/shared/ui/highlight";
import { Mark } from "@/shared/ui/mark";
import { Money } from "@/shared/ui/money";
import { categorySeries } from "@/shared/ui/series";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

const SHOWN = 8;

export function LatestCard({ accounts }: { accounts: readonly Account[] }) {
  const latest = useInfiniteQuery(transactionsQuery({}, SHOWN));
  const rows = latest.data?.pages[0]?.data ?? [];
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return (
    <Card
      title="Latest transactions"
      action={
        <Link to="/transactions" className="text-13 font-medium text-accent hover:underline">
          See all
        </Link>
      }
    >
      {latest.isPending ? (
        <Loading what="transactions">
          <SkeletonRows rows={SHOWN} />
        </Loading>
      ) : latest.isError ? (
        <ErrorState error={latest.error} onRetry={() => void latest.refetch()} isCompact />
      ) : rows.length === 0 ? (
        <p className="py-8 text-center text-ink-2">Transactions appear here as your bank sends them.</p>
      ) : (
        <Days rows={rows} accountNames={names} />
      )}
    </Card>
  );
}

type AccountNames = ReadonlyMap<string, string>;

function Days({ rows, accountNames }: { rows: readonly Transaction[]; accountNames: AccountNames }) {
  const days = [...Map.groupBy(rows, ({ date }) => date)];
  return (
    <div className="flex flex-col gap-3">
      {days.map(([date, ofDay]) => (
        <section key={date} aria-label={formatDayHeading(date)}>
          <h3 className="text-12 font-medium text-ink-2">{formatDayHeading(date)}</h3>
          <ul>
            {ofDay.map((row) => (
              <Row key={row.id} row={row} accountName={accountNames.get(row.account_id)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ row, accountName }: { row: Transaction; accountName: string | undefined }) {
  const name = row.merchant_name ?? row.description;
  const category = row.category;
  const waiting = waitingWord(row);
  return (
    <li className="flex min-h-(--row) items-center gap-3 border-b border-hairline py-1.5 last:border-0">
      <Mark
        name={name}
        series={category === null ? 12 : (category.color ?? categorySeries(category.primary))}
      />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-13 text-ink-2">
          <Highlight value={category?.label}>
            {category?.label ?? (row.is_categorising ? "Categorising…" : "No category")}
          </Highlight>
          {accountName === undefined ? null : ` · ${accountName}`}
          {waiting === null ? null : ` · ${waiting}`}
        </div>
      </div>
      <Money
        amount={row.amount}
        currency={row.currency}
        signs="always"
        className={row.pending ? "text-ink-2" : "font-medium"}
      />
    </li>
  );
}
