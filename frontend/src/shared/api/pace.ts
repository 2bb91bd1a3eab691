/** Asking a bank now, and how often it is asked unasked: the same deeds on an account's page and on the overview. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { AccountSyncStatus, Frequency, SyncOverview } from "@/shared/api/types";

const STALE = [keys.anySyncStatus, keys.synchronization];

function readAgain(client: QueryClient) {
  return Promise.all(STALE.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Asks the bank now; one login is asked for all of its accounts together. */
export function useSyncAccount(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/accounts/{account_id}/sync/immediate", {
          params: { path: { account_id: accountId } },
        }),
      ),
    onSettled: () => readAgain(client),
  });
}

/** How often an account is asked for: shown at once, taken back if the server refuses. */
export function useSetFrequency(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (frequency: Frequency) =>
      unwrap(
        api.PUT("/api/accounts/{account_id}/sync-frequency", {
          params: { path: { account_id: accountId } },
          body: { frequency },
        }),
      ),
    onMutate: (frequency) => {
      client.setQueryData<AccountSyncStatus>(
        keys.syncStatus(accountId),
        (before) => before && { ...before, frequency },
      );
      client.setQueryData<SyncOverview>(
        keys.syncOverview,
        (before) => before && withPace(before, accountId, frequency),
      );
    },
    onSettled: () => readAgain(client),
  });
}

function withPace(overview: SyncOverview, accountId: string, frequency: Frequency): SyncOverview {
  const connections = overview.connections.map((line) => ({
    ...line,
    accounts: line.accounts.map((account) =>
      account.account_id === accountId ? { ...account, frequency } : account,
    ),
  }));
  return { ...overview, connections };
}
