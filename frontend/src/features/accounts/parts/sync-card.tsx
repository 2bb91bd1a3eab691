/** How often the bank is asked for an account, how fresh each of the three clocks is, and whether it is unusually quiet. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellRing, LogIn, RefreshCw } from "lucide-react";
import { syncStatusQuery } from "@/features/accounts/api";
import { useSyncAccount } from "@/shared/api/pace";
import type { Account, AccountSyncStatus } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button, buttonClass } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ThreeClocks } from "@/shared/ui/clocks";
import { InstantText } from "@/shared/ui/date-text";
import { FrequencySelect } from "@/shared/ui/frequency-select";
import { notify } from "@/shared/ui/toast";

export function SyncCard({ account }: { account: Account }) {
  const query = useQuery(syncStatusQuery(account.id));
  return (
    <Card title="In step with the bank">
      <Answered query={query} what="how fresh this account is" isCompact>
        {(status) => (
          <div className="flex flex-col gap-4">
            <Silence rhythm={status.rhythm} />
            <ThreeClocks clocks={status.connection} isStopped={status.connection.state === "needs_person"} />
            <HowOften account={account} status={status} />
          </div>
        )}
      </Answered>
    </Card>
  );
}

/** The alarm for an account that has gone quiet; its usual rhythm is said in either case. */
function Silence({ rhythm }: Pick<AccountSyncStatus, "rhythm">) {
  if (!rhythm.is_silent) return <p className="text-13 text-pretty text-ink-2">{rhythm.text}</p>;
  return (
    <p
      role="status"
      className="flex gap-2.5 rounded-control bg-attention/12 px-3 py-2.5 text-pretty text-[color-mix(in_srgb,var(--attention)_72%,var(--ink))]"
    >
      <BellRing aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        <b className="font-medium">Unusually quiet.</b> {rhythm.text}
      </span>
    </p>
  );
}

function HowOften({ account, status }: { account: Account; status: AccountSyncStatus }) {
  const { pace } = status.connection;
  return (
    <div className="flex flex-col gap-2 border-t border-hairline pt-4">
      <FrequencySelect accountId={account.id} label="Ask the bank" value={status.frequency} />
      <p className="text-13 text-pretty text-ink-2">
        {pace.explanation}
        {pace.next_sync_at === null ? null : (
          <>
            {" Next sync: "}
            <InstantText instant={pace.next_sync_at} />.
          </>
        )}
      </p>
    </div>
  );
}

/** Nothing can be asked of a bank that waits for its person: the button leads to where that is mended. */
function SignInFirst({ connectionId }: { connectionId: string }) {
  return (
    <Link to="/connections/$connectionId" params={{ connectionId }} className={buttonClass("primary")}>
      <LogIn aria-hidden className="size-4" />
      Sign in at the bank
    </Link>
  );
}

const UNDER_WAY = new Set(["syncing", "queued"]);

export function SyncAccountNow({ account }: { account: Account }) {
  const status = useQuery(syncStatusQuery(account.id)).data;
  const sync = useSyncAccount(account.id);
  if (status?.connection.state === "needs_person")
    return <SignInFirst connectionId={account.connection_id} />;
  const isSyncing = status !== undefined && UNDER_WAY.has(status.connection.state);
  return (
    <Button
      isPending={sync.isPending || isSyncing}
      onPress={() =>
        sync.mutate(undefined, {
          onSuccess: ({ together_with }) =>
            notify({
              title: "The bank is asked",
              ...(together_with.length === 0
                ? {}
                : { detail: `Together with ${together_with.length} more of the same login.` }),
            }),
          onError: (error) => notify({ title: "Not just now", detail: error.message }),
        })
      }
    >
      <RefreshCw aria-hidden className={isSyncing ? "size-4 animate-spin" : "size-4"} />
      {isSyncing ? "Syncing…" : "Sync now"}
    </Button>
  );
}
