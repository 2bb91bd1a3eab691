/** How often the bank is asked for an account, how fresh each of the three clocks is, and whether it is unusually quiet. */
import { useQuery } from "@tanstack/react-query";
import { BellRing, RefreshCw } from "lucide-react";
import { syncStatusQuery, useSetFrequency, useSyncAccount } from "@/features/accounts/api";
import type { Account, AccountSyncStatus, Frequency } from "@/shared/api/types";
import { Answered } from "@/shared/ui/answered";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { ThreeClocks } from "@/shared/ui/clocks";
import { InstantText } from "@/shared/ui/date-text";
import { Select } from "@/shared/ui/select";
import { notify } from "@/shared/ui/toast";

const FREQUENCIES: readonly { id: Frequency; label: string }[] = [
  { id: "realtime", label: "Whenever the bank has news" },
  { id: "hourly", label: "Every hour" },
  { id: "every_4_hours", label: "Every 4 hours" },
  { id: "daily", label: "Once a day" },
  { id: "weekly", label: "Once a week" },
  { id: "manual", label: "Only when I ask" },
];

export function SyncCard({ account }: { account: Account }) {
  const query = useQuery(syncStatusQuery(account.id));
  return (
    <Card title="In step with the bank">
      <Answered query={query} what="how fresh this account is" isCompact>
        {(status) => (
          <div className="flex flex-col gap-4">
            <Silence rhythm={status.rhythm} />
            <ThreeClocks clocks={status.connection} />
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
  const set = useSetFrequency(account.id);
  const { pace } = status.connection;
  return (
    <div className="flex flex-col gap-2 border-t border-hairline pt-4">
      <Select
        label="Ask the bank"
        choices={FREQUENCIES}
        value={status.frequency}
        onChange={(id) => {
          const frequency = FREQUENCIES.find((each) => each.id === id)?.id;
          if (frequency === undefined) return;
          set.mutate(frequency, {
            onError: (error) => notify({ title: "It stays as it was", detail: error.message }),
          });
        }}
      />
      <p className="text-13 text-pretty text-ink-2">
        {pace.explanation}
        {pace.next_sync_at === null ? null : (
          <>
            {" Next look: "}
            <InstantText instant={pace.next_sync_at} />.
          </>
        )}
      </p>
    </div>
  );
}

const UNDER_WAY = new Set(["syncing", "queued"]);

export function SyncAccountNow({ account }: { account: Account }) {
  const status = useQuery(syncStatusQuery(account.id)).data;
  const sync = useSyncAccount(account.id);
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
