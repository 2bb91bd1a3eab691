/** What events mean for the overview of all syncs. */
import { keys } from "@/shared/api/keys";
import type { SyncOverview } from "@/shared/api/types";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const stale = [keys.synchronization];

/** Pages count up many times a second: a run is shown at once, and read again only at its end. */
function markSyncing(overview: SyncOverview | undefined, connectionId: string): SyncOverview | undefined {
  return (
    overview && {
      ...overview,
      connections: overview.connections.map((line) =>
        line.connection.pace.connection_id === connectionId
          ? { ...line, connection: { ...line.connection, state: "syncing", why: "A sync is running." } }
          : line,
      ),
    }
  );
}

export const synchronizationReactions = {
  dashboard_update: ({ data }) => (data.reason === "sync" ? {} : { stale }),
  transaction_created: ignore,
  account_connected: () => ({ stale }),
  account_balance_updated: ignore,
  account_reconciled: ignore,
  bulk_reconciliation_complete: ignore,
  reconciliation_entry_created: ignore,
  sync_progress: ({ data }) =>
    data.phase === "fetching" || data.phase === "saving"
      ? {
          patch: (client) => {
            client.setQueryData<SyncOverview>(keys.syncOverview, (overview) =>
              markSyncing(overview, data.connection_id),
            );
          },
        }
      : { stale },
  connection_updated: () => ({ stale }),
  transactions_changed: ignore,
  transactions_categorised: ignore,
  account_silent: () => ({ stale }),
  categories_changed: ignore,
} satisfies Reactions;
