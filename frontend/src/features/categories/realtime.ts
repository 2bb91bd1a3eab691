/** What events mean for categories: a changed name is shown on every page, a moved transaction changes only counts. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const counts = () => ({ stale: [keys.categoryCounts] });

export const categoryReactions = {
  dashboard_update: ignore,
  transaction_created: counts,
  account_connected: ignore,
  account_balance_updated: ignore,
  account_reconciled: ignore,
  bulk_reconciliation_complete: ignore,
  reconciliation_entry_created: counts,
  sync_progress: ignore,
  connection_updated: ignore,
  transactions_changed: counts,
  transactions_categorised: counts,
  account_silent: ignore,
  categories_changed: () => ({
    stale: [
      keys.categories,
      keys.transactions,
      keys.review,
      keys.rules,
      keys.learning,
      keys.merchants,
      keys.dashboard,
    ],
  }),
} satisfies Reactions;
