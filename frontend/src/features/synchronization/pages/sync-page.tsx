/** How every account is kept in step: what happens now, what comes next and why, and who sees to it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LogIn, RefreshCw } from "lucide-react";
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
            <SyncAll lines={overview.data.connections} />
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
      {totals.needs_person < totals.connections ? inStep : "Nothing can be synced before you sign in again."}
    </span>
  );
}

const isWaiting = ({ connection }: SyncLine) => connection.state === "needs_person";

function SyncAll({ lines }: { lines: readonly SyncLine[] }) {
  const sync = useSyncAll();
  const waiting = lines.filter(isWaiting);
  if (waiting.length === lines.length) return <SignInFirst waiting={waiting} />;
  return (
    <Button
      kind="primary"
      isPending={sync.isPending}
      onPress={() =>
        sync.mutate(undefined, {
          onSuccess: (queued) => notify(tellAsked(queued.length, waiting.length)),
          onError: (error) => notify({ title: "The sync could not start", detail: error.message }),
        })
      }
    >
      <RefreshCw aria-hidden className="size-4" />
      Sync all now
    </Button>
  );
}

function tellAsked(asked: number, waiting: number) {
  const others =
    waiting === 0
      ? ""
      : ` ${formatCounted(waiting, "bank waits", "banks wait")} for you to sign in again and ${waiting === 1 ? "was" : "were"} not asked.`;
  return asked === 0
    ? { title: "No bank can be asked just now", detail: `They were asked a moment ago.${others}` }
    : {
        title: `${formatCounted(asked, "bank is", "banks are")} asked`,
        detail: `What they have appears here by itself.${others}`,
      };
}

/** No login can be asked before its person has signed in: the button that would do nothing is the way to that. */
function SignInFirst({ waiting }: { waiting: readonly SyncLine[] }) {
  const [only, ...others] = waiting;
  if (only === undefined) return null;
  const content = (
    <>
      <LogIn aria-hidden className="size-4" />
      Sign in again
    </>
  );
  if (others.length > 0) {
    return (
      <Link to="/connections/fix" className={buttonClass("primary")}>
        {content}
      </Link>
    );
  }
  return (
    <Link
      to="/connections/$connectionId"
      params={{ connectionId: only.connection.pace.connection_id }}
      className={buttonClass("primary")}
    >
      {content}
    </Link>
  );
}

/** What waits for the person first. */
function byNeed(lines: SyncOverview["connections"]): SyncOverview["connections"] {
  const rank = (line: SyncLine) => (isWaiting(line) ? 0 : 1);
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
