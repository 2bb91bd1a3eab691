/** What events mean for connections and the progress of their syncs. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const counts = [keys.connections, keys.anyConnection];
const everything = (connectionId: string) => [
  ...counts,
  keys.syncs(connectionId),
  keys.clocks(connectionId),
  keys.setAside(connectionId),
  keys.webhooks(connectionId),
  keys.relinks(connectionId),
];

export const connectionReactions = {
  dashboard_update: ignore,
  transaction_created: () => ({ stale: counts }),
  account_connected: ({ data }) => ({ stale: counts, say: `${data.institution_name} is linked` }),
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
        ? everything(data.connection_id)
        : [keys.syncs(data.connection_id)],
  }),
  connection_updated: ({ data }) => ({ stale: everything(data.connection_id) }),
  transactions_changed: () => ({ stale: counts }),
  // The checklist counts what has its category.
  transactions_categorised: () => ({ stale: counts }),
  account_silent: ignore,
  categories_changed: ignore,
} satisfies Reactions;
