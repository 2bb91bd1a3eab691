/** One bank: how it is doing, what arrived, every look we took, and what a person can do. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { connectionQuery, progressQuery } from "@/features/connections/api";
import { hasArrived } from "@/features/connections/parts/arrival";
import { ArrivalChecklist } from "@/features/connections/parts/arrival-checklist";
import { ConnectionAccounts } from "@/features/connections/parts/connection-accounts";
import {
  ChooseAccounts,
  Disconnect,
  SignInAgain,
  SyncNow,
} from "@/features/connections/parts/connection-actions";
import { SyncRuns } from "@/features/connections/parts/sync-runs";
import { ThreeClocks } from "@/features/connections/parts/three-clocks";
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
  const isOver = connection.status === "disconnected" || connection.status === "revoked";
  return (
    <Page
      title={connection.institution_name}
      note={
        <span className="flex flex-wrap items-center gap-2">
          <Pill tone={words.tone}>{words.label}</Pill>
          {words.sentence}
        </span>
      }
      actions={isOver ? undefined : <SyncNow connection={connection} />}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          {words.needsPerson && !isOver ? <Repair connection={connection} /> : null}
          <Arrival connection={connection} />
          <Card title="Freshness">
            <ThreeClocks connection={connection} />
          </Card>
          <Card title="Sync runs">
            <SyncRuns connectionId={connection.id} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Accounts">
            <ConnectionAccounts connectionId={connection.id} />
            {isOver || words.needsPerson ? null : <ChooseAccounts connection={connection} />}
          </Card>
          {connection.status === "disconnected" ? null : (
            <Card title="End the connection">
              <p className="mb-3 text-pretty text-ink-2">Saldo gives its access back. What arrived stays.</p>
              <Disconnect connection={connection} />
            </Card>
          )}
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

function Repair({ connection }: { connection: Connection }) {
  const { label } = connectionWords(connection);
  const title = connection.status === "needs_login" ? "Your bank wants you to sign in again" : label;
  return (
    <Card title={title} className="border-attention/50">
      <p className="mb-3 text-pretty text-ink-2">
        Banks ask for this from time to time, or after you change your password. Nothing is lost: what was
        missed arrives afterwards.
        {connection.error === null ? null : (
          <span className="mt-1 block text-13">Code {connection.error.code}</span>
        )}
      </p>
      <SignInAgain connection={connection} />
    </Card>
  );
}
