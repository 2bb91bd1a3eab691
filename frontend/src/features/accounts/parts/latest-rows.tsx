/** The newest rows of one account, and the way to all of them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { transactionsQuery } from "@/shared/api/queries";
import type { Transaction } from "@/shared/api/types";
import { waitingWord } from "@/shared/lib/waiting";
import { DateText } from "@/shared/ui/date-text";
import { ErrorState } from "@/shared/ui/error-state";
import { Money } from "@/shared/ui/money";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Cell, HeadCell, Table } from "@/shared/ui/table";

export function LatestRows({ accountId }: { accountId: string }) {
  const query = useInfiniteQuery(transactionsQuery({ account_id: accountId }, 15));
  if (query.isError) return <ErrorState isCompact error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <Loading what="transactions">
        <SkeletonRows rows={8} />
      </Loading>
    );
  }
  const rows = query.data.pages.flatMap((page) => page.data);
  if (rows.length === 0)
    return <p className="text-ink-2">The bank has sent no transactions for this account.</p>;
  return (
    <>
      <Table caption="Latest transactions of this account">
        <thead>
          <tr>
            <HeadCell>Day</HeadCell>
            <HeadCell>Who</HeadCell>
            <HeadCell className="max-sm:hidden">Category</HeadCell>
            <HeadCell isNumber>Amount</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </Table>
      <Link
        to="/transactions"
        search={{ account_id: accountId }}
        className="mt-3 inline-block font-medium text-accent hover:underline"
      >
        All transactions of this account
      </Link>
    </>
  );
}

function Row({ row }: { row: Transaction }) {
  const waiting = waitingWord(row);
  return (
    <tr>
      <Cell className="whitespace-nowrap text-ink-2">
        <DateText date={row.date} />
      </Cell>
      <Cell className="w-full max-w-0 truncate">
        {row.merchant_name ?? row.description}
        {waiting === null ? null : <span className="text-ink-2">, {waiting.toLowerCase()}</span>}
      </Cell>
      <Cell className="max-w-44 truncate text-ink-2 max-sm:hidden">
        {row.category?.label ?? "Categorising…"}
      </Cell>
      <Cell isNumber>
        <Money amount={row.amount} currency={row.currency} signs="always" />
      </Cell>
    </tr>
  );
}
