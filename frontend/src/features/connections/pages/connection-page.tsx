/** One bank: how it is doing, what arrived, every look we took, and what a person can do. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { connectionQuery, progressQuery } from "@/features/connections/api";
import { hasArrived } from "@/features/connections/parts/arrival";
import { ArrivalChecklist } from "@/features/connections/parts/arrival-checklist";
import { Attention } from "@/features/connections/parts/attention";
import { ConnectionAccounts } from "@/features/connections/parts/connection-accounts";
import { ChooseAccounts, SyncNow } from "@/features/connections/parts/connection-actions";
import { Disconnect } from "@/features/connections/parts/disconnect";
import { FreshnessCard } from "@/features/connections/parts/freshness-card";
import { Relinks } from "@/features/connections/parts/relinks";
import { SetAside } from "@/features/connections/parts/set-aside";
import { SyncRuns } from "@/features/connections/parts/sync-runs";
import { WebhookList } from "@/features/connections/parts/webhook-list";
import { useBankName } from "@/shared/api/bank-names";
import type { Connection } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";
import { connectionWords } from "@/shared/ui/connection-state";
import { ErrorState } from "@/shared/ui/error-state";
import { Page } from "@/shared/ui/page";
import { Loading, Skeleton, SkeletonRows } from "@/shared/ui/skeleton";
import { Pill } from "@/shared/ui/state";

const route = getRouteApi("/shell/connections/$connectionId");

export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const query = useQuery(connectionQuery(connectionId));
  if (query.isError) {
    return (
      <Page title="Bank">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  if (query.data === undefined) {
    return (
      <Page title="Bank">
        <Loading what="this bank">
          <Skeleton className="mb-4 h-24 w-full" />
          <SkeletonRows rows={6} />
        </Loading>
      </Page>
    );
  }
  return <ConnectionView key={connectionId} connection={query.data} />;
}

function ConnectionView({ connection }: { connection: Connection }) {
  const words = connectionWords(connection);
  const name = useBankName()(connection.id, connection.institution_name);
  const isOver = connection.status === "disconnected" || connection.status === "revoked";
  return (
    <Page
      title={name}
      note={
        <span className="flex flex-wrap items-center gap-2">
          <Pill tone={words.tone}>{words.label}</Pill>
          {words.sentence}
        </span>
      }
      actions={words.isStopped ? undefined : <SyncNow connection={connection} />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          {words.needsPerson || isOver ? <Attention connection={connection} /> : null}
          <Arrival connection={connection} />
          <FreshnessCard connection={connection} />
          <SetAside connection={connection} />
          <Card title="Sync runs">
            <SyncRuns connectionId={connection.id} />
          </Card>
          <Card title="What the bank told us">
            <WebhookList connectionId={connection.id} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Accounts">
            <ConnectionAccounts connectionId={connection.id} />
            {isOver || words.needsPerson ? null : <ChooseAccounts connection={connection} />}
          </Card>
          <Relinks connectionId={connection.id} />
          <Card title={connection.status === "disconnected" ? "What it brought" : "End the connection"}>
            <p className="mb-3 text-pretty text-ink-2">
              {connection.status === "disconnected"
                ? "Its transactions are kept as history. You can have them erased."
                : "Saldo gives its access back. What arrived stays, unless you say otherwise."}
            </p>
            <Disconnect connection={connection} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

/** Stays on the page once it has been seen, so that the last tick is not missed. */
function Arrival({ connection }: { connection: Connection }) {
  const progress = useQuery(progressQuery(connection.id));
  const [wasArriving] = useState(() => !hasArrived(connection));
  const isOver = connection.status === "disconnected" || connection.status === "revoked";
  if (!wasArriving || isOver) return null;
  return (
    <Card title={hasArrived(connection) ? "Everything has arrived" : "Your data is arriving"}>
      <ArrivalChecklist connection={connection} progress={progress.data} />
      {hasArrived(connection) ? null : (
        <p className="mt-4 text-13 text-ink-2">
          You can leave this page at any time; it goes on without you.
        </p>
      )}
    </Card>
  );
}
