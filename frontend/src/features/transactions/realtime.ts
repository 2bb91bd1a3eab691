/** What events mean for lists of transactions. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const lists = () => ({ stale: [keys.transactions] });

export const transactionReactions = {
  dashboard_update: ignore,
  transaction_created: ({ data }) => ({
    stale: [keys.transactions],
    say: data.count === 1 ? "1 new transaction" : `${data.count} new transactions`,
  }),
  account_connected: ignore,
  account_balance_updated: ignore,
  account_reconciled: ignore,
  bulk_reconciliation_complete: ignore,
  reconciliation_entry_created: lists,
  sync_progress: ignore,
  connection_updated: ignore,
  transactions_changed: lists,
  transactions_categorised: lists,
  account_silent: ignore,
  categories_changed: ignore,
} satisfies Reactions;
