/** What events mean for comparisons and statements: rows and balances move differences. */
import { keys } from "@/shared/api/keys";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const standings = [keys.anyBalances, keys.standings, keys.anyHealth];
const everything = [...standings, keys.anyComparison, keys.anyDecisions, keys.statements];
const ofAccount = (accountId: string) => [
  keys.balances(accountId),
  keys.standings,
  keys.health(accountId),
  keys.comparison(accountId),
];

export const reconciliationReactions = {
  dashboard_update: ignore,
  transaction_created: () => ({ stale: everything }),
  account_connected: () => ({ stale: standings }),
  account_balance_updated: ({ data }) => ({ stale: ofAccount(data.account_id) }),
  account_reconciled: ({ data }) => ({
    // Only comparisons with what the bank told: two people who state different balances would ask each other for ever.
    stale: [
      keys.balances(data.account_id),
      keys.standings,
      keys.health(data.account_id),
      keys.decisions(data.account_id),
      [...keys.comparison(data.account_id), "told"],
    ],
  }),
  bulk_reconciliation_complete: ({ data }) => ({
    stale: standings,
    say: `${data.reconciled} accounts compared with their banks`,
  }),
  reconciliation_entry_created: ({ data }) => ({
    stale: [...ofAccount(data.account_id), keys.decisions(data.account_id), keys.statements],
  }),
  sync_progress: ignore,
  connection_updated: () => ({ stale: [keys.anyHealth] }),
  transactions_changed: () => ({ stale: everything }),
  transactions_categorised: ignore,
  account_silent: ignore,
  categories_changed: ignore,
} satisfies Reactions;
