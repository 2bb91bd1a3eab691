/** What events mean for account lists and account pages. */

import { keys } from "@/shared/api/keys";
import type { Account } from "@/shared/api/types";
import { ignore, type Reactions } from "@/shared/realtime/reactions";

const balances = [keys.accounts, keys.anyAccount];

export const accountReactions = {
  // Whatever is not about rows alone may have opened, closed or taken away an account.
  dashboard_update: ({ data }) => (data.reason === "sync" ? {} : { stale: balances }),
  transaction_created: ignore,
  account_connected: () => ({ stale: balances }),
  account_balance_updated: ({ data }) => ({
    stale: [keys.account(data.account_id)],
    patch: (client) => {
      client.setQueryData<Account[]>(keys.accounts, (accounts) =>
        accounts?.map((account) =>
          account.id === data.account_id
            ? {
                ...account,
                current_balance: data.current_balance,
                available_balance: data.available_balance,
                balance_as_of: data.balance_as_of ?? account.balance_as_of,
              }
            : account,
        ),
      );
    },
  }),
  account_reconciled: ({ data }) => ({ stale: [keys.account(data.account_id)] }),
  bulk_reconciliation_complete: () => ({ stale: balances }),
  reconciliation_entry_created: ({ data }) => ({ stale: [keys.account(data.account_id)] }),
  sync_progress: ({ data }) => ({
    // Pages and rows count up many times a second; the state of a sync changes at its ends.
    stale: data.phase === "fetching" || data.phase === "saving" ? [] : [keys.anySyncStatus],
  }),
  connection_updated: () => ({ stale: [keys.accounts, keys.anySyncStatus] }),
  transactions_changed: ignore,
  transactions_categorised: ignore,
  account_silent: ({ data }) => ({
    stale: [keys.account(data.account_id), keys.syncStatus(data.account_id), keys.health(data.account_id)],
  }),
  categories_changed: ignore,
} satisfies Reactions;
