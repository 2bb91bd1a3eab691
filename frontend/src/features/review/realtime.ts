/** What events mean for the inbox, and for what people taught: labels and changes may fill or empty them. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const inbox = () => ({ stale: [keys.review] });
const everything = () => ({ stale: [keys.review, keys.learning, keys.merchants] });

export const reviewReactions = {
  dashboard_update: ignore,
  transaction_created: ignore,
  account_connected: ignore,
  account_balance_updated: ignore,
  account_reconciled: ignore,
  bulk_reconciliation_complete: ignore,
  reconciliation_entry_created: ignore,
  sync_progress: ignore,
  connection_updated: ignore,
  transactions_changed: everything,
  transactions_categorised: inbox,
  account_silent: ignore,
  categories_changed: ignore,
} satisfies Reactions;
