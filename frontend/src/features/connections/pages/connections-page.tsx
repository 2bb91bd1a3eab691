/** All linked banks, those that need a person first. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Landmark, Plus, Wrench } from "lucide-react";
import { BankLabLink } from "@/features/connections/parts/bank-lab-link";
import { useBankName } from "@/shared/api/bank-names";
import { connectionsQuery } from "@/shared/api/queries";
import type { Connection } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { connectionWords } from "@/shared/ui/connection-state";
import { AgoText } from "@/shared/ui/date-text";
import { EmptyState } from "@/shared/ui/empty-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Mark } from "@/shared/ui/mark";
import { Page } from "@/shared/ui/page";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";
import { Pill } from "@/shared/ui/state";

export function ConnectionsPage() {
  const query = useQuery(connectionsQuery);
  const connections = query.data?.connections;
  return (
    <Page
      title="Banks"
      note={connections === undefined ? undefined : summary(connections)}
      actions={
        <>
          <BankLabLink />
          <FixAll connections={connections ?? []} />
          <LinkABank />
        </>
      }
    >
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <Loading what="your banks">
          <SkeletonRows rows={3} />
        </Loading>
      ) : null}
      {connections === undefined ? null : <ConnectionList connections={connections} />}
    </Page>
  );
}

function LinkABank() {
  return (
    <Link to="/connections/new" className={buttonClass("primary")}>
      <Plus aria-hidden className="size-4" />
      Link a bank
    </Link>
  );
}

function FixAll({ connections }: { connections: readonly Connection[] }) {
  if (!connections.some((connection) => connectionWords(connection).needsPerson)) return null;
  return (
    <Link to="/connections/fix" className={buttonClass("secondary")}>
      <Wrench aria-hidden className="size-4" />
      Fix all
    </Link>
  );
}

function summary(connections: readonly Connection[]): string | undefined {
  const alive = connections.filter(({ status }) => status !== "disconnected");
  if (alive.length === 0) return undefined;
  const waiting = alive.filter((connection) => connectionWords(connection).needsPerson).length;
  const linked = `${alive.length} ${alive.length === 1 ? "bank" : "banks"} linked`;
  return waiting === 0
    ? `${linked}, all well`
    : `${linked}, ${waiting} ${waiting === 1 ? "needs" : "need"} you`;
}

function ConnectionList({ connections }: { connections: readonly Connection[] }) {
  if (connections.length === 0) {
    return (
      <EmptyState icon={<Landmark />} title="No bank is linked yet" action={<LinkABank />}>
        Link one, and its accounts, balances and up to two years of transactions arrive within seconds.
      </EmptyState>
    );
  }
  const byNeed = [...connections].sort((one, other) => rank(one) - rank(other));
  return (
    <Card title="Linked banks" hideTitle className="overflow-hidden">
      <ul className="-m-5 divide-y divide-hairline">
        {byNeed.map((connection) => (
          <li key={connection.id}>
            <ConnectionRow connection={connection} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function rank(connection: Connection): number {
  if (connection.status === "disconnected") return 2;
  return connectionWords(connection).needsPerson ? 0 : 1;
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const words = connectionWords(connection);
  const name = useBankName()(connection.id, connection.institution_name);
  const { accounts, transactions } = connection.counts;
  return (
    <Link
      to="/connections/$connectionId"
      params={{ connectionId: connection.id }}
      className="flex min-h-16 items-center gap-3 px-5 py-3 hover:bg-sunken"
    >
      <Mark name={connection.institution_name} />
      <span className="flex min-w-0 flex-1 flex-col items-start gap-x-3 gap-y-1.5 sm:flex-row sm:items-center">
        <span className="min-w-0 sm:flex-1">
          <span className="block font-medium text-pretty sm:truncate">{name}</span>
          <span className="block text-13 text-ink-2 sm:truncate">
            {formatCounted(accounts, "account")}, {formatCounted(transactions, "transaction")}
            {connection.last_synced_at === null ? null : (
              <>
                , synced <AgoText instant={connection.last_synced_at} />
              </>
            )}
          </span>
        </span>
        <Pill tone={words.tone}>{words.label}</Pill>
      </span>
      <ChevronRight aria-hidden className="size-4 text-ink-3" />
    </Link>
  );
}
