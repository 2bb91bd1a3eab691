/** One login at one bank: its accounts are fetched together, at the pace of the fastest. */
import { Link } from "@tanstack/react-router";
import { BellRing, LogIn, RefreshCw } from "lucide-react";
import { describeQuietHours } from "@/features/synchronization/hours";
import { useIsOver } from "@/features/synchronization/use-is-over";
import { STATES } from "@/features/synchronization/wording";
import { useBankName } from "@/shared/api/bank-names";
import { useSyncAccount } from "@/shared/api/pace";
import type { SyncLine } from "@/shared/api/types";
import { Button, buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ThreeClocks } from "@/shared/ui/clocks";
import { InstantText } from "@/shared/ui/date-text";
import { FrequencySelect } from "@/shared/ui/frequency-select";
import { Pill } from "@/shared/ui/state";
import { notify } from "@/shared/ui/toast";

type Login = SyncLine["connection"];

export function LoginCard({ line: { connection, accounts } }: { line: SyncLine }) {
  const first = accounts[0];
  const state = STATES[connection.state];
  const { connection_id, institution_name } = connection.pace;
  const name = useBankName()(connection_id, institution_name);
  return (
    <Card
      title={name}
      action={
        <span className="flex items-center gap-2">
          <Pill tone={state.tone}>{state.label}</Pill>
          {connection.state === "needs_person" ? (
            <Mend connectionId={connection_id} name={name} />
          ) : first === undefined ? null : (
            <AskNow connection={connection} name={name} accountId={first.account_id} />
          )}
        </span>
      }
    >
      <Next connection={connection} />
      <div className="my-4">
        <ThreeClocks clocks={connection} isStopped={NEEDS_HELP.has(connection.state)} />
      </div>
      <ul className="divide-y divide-hairline border-t border-hairline">
        {accounts.map((account) => (
          <AccountLine key={account.account_id} account={account} />
        ))}
      </ul>
      <p className="mt-3 text-13 text-pretty text-ink-2">
        {connection.pace.explanation}{" "}
        <Link
          to="/connections/$connectionId"
          params={{ connectionId: connection_id }}
          className="text-accent underline underline-offset-4"
        >
          All runs<span className="sr-only"> of {name}</span>
        </Link>
      </p>
    </Card>
  );
}

function Next({ connection }: { connection: Login }) {
  const { next_sync_at, quiet_hours } = connection.pace;
  // At the hours of this very day: over a change of the clocks they move by one, as the bank's own do.
  const quiet = describeQuietHours(quiet_hours, -new Date().getTimezoneOffset());
  return (
    <div className="flex flex-col gap-1 text-pretty">
      <p>
        {next_sync_at === null || connection.state === "syncing" ? null : (
          <>
            <b className="font-medium">
              Next sync <InstantText instant={next_sync_at} />
            </b>
            {connection.overdue ? ", overdue. " : ". "}
          </>
        )}
        {connection.why}
      </p>
      {connection.bank_trouble === null ? null : (
        <p className="text-13 text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]">
          The bank failed again and again, so all of Saldo leaves it alone until{" "}
          <InstantText instant={connection.bank_trouble.paused_until} />; then one login tries.
        </p>
      )}
      {quiet === "" ? null : (
        <p className="text-13 text-ink-2">
          Quiet hours {quiet}: this bank has often failed then, so its turns move to after them.
        </p>
      )}
    </div>
  );
}

const NEEDS_HELP = new Set<Login["state"]>(["needs_person", "ended"]);

/** A login that a person must mend is not asked: the way to mending it stands where the asking was. */
function Mend({ connectionId, name }: { connectionId: string; name: string }) {
  return (
    <Link
      to="/connections/$connectionId"
      params={{ connectionId }}
      aria-label={`Sign in again: ${name}`}
      className={buttonClass("primary", "small")}
    >
      <LogIn aria-hidden className="size-3.5" />
      Sign in again
    </Link>
  );
}

const UNDER_WAY = new Set<Login["state"]>(["syncing", "queued"]);
const ASKABLE = new Set<Login["state"]>(["scheduled", "manual", "backing_off", "waiting_for_bank"]);

type AskNowProps = { connection: Login; name: string; accountId: string };

function AskNow({ connection, name, accountId }: AskNowProps) {
  const sync = useSyncAccount(accountId);
  const hasCooled = useIsOver(connection.next_allowed_at);
  const isUnderWay = UNDER_WAY.has(connection.state);
  if (!isUnderWay && !ASKABLE.has(connection.state)) return null;
  if (!isUnderWay && !hasCooled && connection.next_allowed_at !== null) {
    return (
      <span className="text-13 text-ink-2">
        Asked just now, again from <InstantText instant={connection.next_allowed_at} />
      </span>
    );
  }
  return (
    <Button
      size="small"
      isPending={sync.isPending || isUnderWay}
      aria-label={`Sync now: ${name}`}
      onPress={() =>
        sync.mutate(undefined, {
          onError: (error) => notify({ title: "Not just now", detail: error.message }),
        })
      }
    >
      <RefreshCw aria-hidden className={isUnderWay ? "size-3.5 animate-spin" : "size-3.5"} />
      {isUnderWay ? "Syncing…" : "Sync now"}
    </Button>
  );
}

function AccountLine({ account }: { account: SyncLine["accounts"][number] }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <Link
          to="/accounts/$accountId"
          params={{ accountId: account.account_id }}
          className="block truncate font-medium hover:underline"
        >
          {account.name}
        </Link>
        <p className="flex items-center gap-1.5 text-13 text-pretty text-ink-2">
          {account.rhythm.is_silent ? (
            <BellRing aria-hidden className="size-3.5 shrink-0 text-attention" />
          ) : null}
          <span>
            {account.rhythm.is_silent ? "Unusually quiet. " : ""}
            {account.rhythm.text}
          </span>
        </p>
      </div>
      <FrequencySelect
        accountId={account.account_id}
        label={`How often ${account.name} is asked for`}
        hideLabel
        value={account.frequency}
        className="w-full sm:w-60"
      />
    </li>
  );
}
