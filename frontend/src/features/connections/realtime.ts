/** What events mean for connections and the progress of their syncs. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

export const connectionReactions = {
  dashboard_update: ignore,
  transaction_created: ({ data }) => ({
    stale:
      data.connection_id === null
        ? [keys.connections]
        : [keys.connections, keys.connection(data.connection_id)],
  }),
  account_connected: ({ data }) => ({ stale: [keys.connections], say: `${data.institution_name} is linked` }),
  account_balance_updated: ignore,
  account_reconciled: ignore,
  bulk_reconciliation_complete: ignore,
  reconciliation_entry_created: ignore,
  sync_progress: ({ data }) => ({
    patch: (client) => {
      client.setQueryData(keys.syncProgress(data.connection_id), data);
    },
    stale:
      data.phase === "done" || data.phase === "failed"
        ? [keys.connections, keys.connection(data.connection_id)]
        : [],
  }),
  connection_updated: ({ data }) => ({ stale: [keys.connections, keys.connection(data.connection_id)] }),
  transactions_changed: ignore,
  transactions_categorised: () => ({ stale: [keys.connections] }),
} satisfies Reactions;
