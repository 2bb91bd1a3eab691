/** What events mean for the dashboard: almost everything moves one of its numbers, and the server does the sums. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const numbers = () => ({ stale: [keys.dashboard] });

export const dashboardReactions = {
  dashboard_update: numbers,
  transaction_created: numbers,
  account_connected: numbers,
  account_balance_updated: numbers,
  account_reconciled: ignore,
  bulk_reconciliation_complete: numbers,
  reconciliation_entry_created: numbers,
  sync_progress: ignore,
  connection_updated: ignore,
  transactions_changed: numbers,
  transactions_categorised: numbers,
  account_silent: ignore,
  categories_changed: ignore,
} satisfies Reactions;
