/** Statements, newest first: open, signed, and what each was about. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, FileCheck2 } from "lucide-react";
import { statementsQuery } from "@/features/reconciliation/statement-api";
import { accountsQuery } from "@/shared/api/queries";
import type { Statement } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { DateText } from "@/shared/ui/date-text";
import { Money } from "@/shared/ui/money";
import { Pill } from "@/shared/ui/state";

/** Of one account, or of all with their names. */
export function StatementHistory({ accountId }: { accountId: string | null }) {
  const query = useInfiniteQuery(statementsQuery(accountId));
  const accounts = useQuery(accountsQuery).data ?? [];
  const nameOf = (id: string) => accounts.find((account) => account.id === id)?.name ?? "An account";
  return (
    <Answered query={query} what="statements" isCompact>
      {({ pages }) => {
        const statements = pages.flatMap((page) => page.data);
        if (statements.length === 0) return <NoStatements />;
        return (
          <>
            <ul className="-m-2 divide-y divide-hairline">
              {statements.map((statement) => (
                <li key={statement.id}>
                  <StatementLine
                    statement={statement}
                    name={accountId === null ? nameOf(statement.account_id) : null}
                  />
                </li>
              ))}
            </ul>
            {query.hasNextPage ? (
              <Button
                size="small"
                className="mt-4"
                onPress={() => void query.fetchNextPage()}
                isPending={query.isFetchingNextPage}
              >
                Show earlier statements
              </Button>
            ) : null}
          </>
        );
      }}
    </Answered>
  );
}

function NoStatements() {
  return (
    <p className="flex items-start gap-2.5 text-pretty text-ink-2">
      <FileCheck2 aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
      None yet. A signed statement is proof: if a row of its period changes later, Saldo tells you which.
    </p>
  );
}

function StatementLine({ statement, name }: { statement: Statement; name: string | null }) {
  const { currency, closing_balance, difference } = statement;
  const isLocked = statement.status === "locked";
  return (
    <Link
      to="/reconcile/$statementId"
      params={{ statementId: statement.id }}
      className="flex min-h-14 items-center gap-3 rounded-control px-2 py-2 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          {name === null ? null : <span className="block truncate">{name}</span>}
          <DateText date={statement.opening_date} /> to <DateText date={statement.closing_date} />
        </span>
        <span className="block text-13 text-ink-2">
          {statement.ticked_count} {statement.ticked_count === 1 ? "row" : "rows"} ticked, closes at{" "}
          <Money amount={closing_balance} currency={currency} />
        </span>
      </span>
      {isLocked ? (
        <Pill tone="good">Signed</Pill>
      ) : (
        <Pill tone="attention">
          <span>
            <Money amount={difference} currency={currency} signs="always" className="text-current!" /> left
          </span>
        </Pill>
      )}
      <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-3" />
    </Link>
  );
}
