/** How every account is kept in step: what happens now, what comes next and why, and who sees to it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { syncOverviewQuery, useSyncAll } from "@/features/synchronization/api";
import { LoginCard } from "@/features/synchronization/parts/login-card";
import { PaceForAll } from "@/features/synchronization/parts/pace-for-all";
import { SchedulerCard } from "@/features/synchronization/parts/scheduler-card";
import { TotalsCard } from "@/features/synchronization/parts/totals-card";
import type { SyncLine, SyncOverview } from "@/shared/api/types";
import { formatCounted } from "@/shared/lib/figures";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { EmptyState } from "@/shared/ui/empty-state";
import { Page } from "@/shared/ui/page";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

export function SyncPage() {
  const overview = useQuery(syncOverviewQuery);
  const hasBanks = overview.data !== undefined && overview.data.connections.length > 0;
  return (
    <Page
      title="Sync"
      note={hasBanks ? summary(overview.data) : undefined}
      actions={
        hasBanks ? (
          <>
            <PaceForAll />
            <SyncAll />
          </>
        ) : undefined
      }
    >
      <Answered query={overview} what="how your accounts are kept in step" rows={6}>
        {(found) => (found.connections.length === 0 ? <NoBanks /> : <Everything overview={found} />)}
      </Answered>
    </Page>
  );
}

function summary({ totals }: SyncOverview): ReactNode {
  const inStep = `${formatCounted(totals.connections, "bank")}, ${formatCounted(totals.accounts, "account")}`;
  if (totals.needs_person === 0) return `${inStep} kept in step`;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Pill tone="attention">
        {totals.needs_person === 1 ? "1 bank needs you" : `${totals.needs_person} banks need you`}
      </Pill>
      {inStep}
    </span>
  );
}

function SyncAll() {
  const sync = useSyncAll();
  return (
    <Button
      kind="primary"
      isPending={sync.isPending}
      onPress={() =>
        sync.mutate(undefined, {
          onSuccess: (queued) =>
            notify({
              title: queued.length === 0 ? "No bank can be asked just now" : "Your banks are asked",
              detail:
                queued.length === 0
                  ? "They were asked a moment ago, or wait for you to sign in again."
                  : "What they have appears here by itself.",
            }),
          onError: (error) => notify({ title: "The sync could not start", detail: error.message }),
        })
      }
    >
      <RefreshCw aria-hidden className="size-4" />
      Sync all now
    </Button>
  );
}

/** What waits for the person first. */
function byNeed(lines: SyncOverview["connections"]): SyncOverview["connections"] {
  const rank = ({ connection }: SyncLine) => (connection.state === "needs_person" ? 0 : 1);
  return [...lines].sort((one, other) => rank(one) - rank(other));
}

function Everything({ overview }: { overview: SyncOverview }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="flex min-w-0 flex-col gap-4">
        {byNeed(overview.connections).map((line) => (
          <LoginCard key={line.connection.pace.connection_id} line={line} />
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <TotalsCard totals={overview.totals} />
        <SchedulerCard />
      </div>
    </div>
  );
}

function NoBanks() {
  return (
    <EmptyState
      icon={<RefreshCw />}
      title="Nothing to keep in step yet"
      action={
        <Link to="/connections/new" className={buttonClass("primary")}>
          Link a bank
        </Link>
      }
    >
      Once a bank is linked, this page says when it was asked, when it is asked next, and why.
    </EmptyState>
  );
}
