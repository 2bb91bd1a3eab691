/** What the page of an account asks of the server beyond the shared queries, and tells it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { AccountSyncStatus, Frequency } from "@/shared/api/types";

export function healthQuery(accountId: string) {
  return queryOptions({
    queryKey: keys.health(accountId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/accounts/{account_id}/health", { params: { path: { account_id: accountId } }, signal }),
      ),
  });
}

export function syncStatusQuery(accountId: string) {
  return queryOptions({
    queryKey: keys.syncStatus(accountId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/accounts/{account_id}/sync-status", {
          params: { path: { account_id: accountId } },
          signal,
        }),
      ),
  });
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
    onSettled: () => client.invalidateQueries({ queryKey: keys.syncStatus(accountId) }),
  });
}

/** How often an account is asked for: shown at once, taken back if the server refuses. */
export function useSetFrequency(accountId: string) {
  const client = useQueryClient();
  const queryKey = keys.syncStatus(accountId);
  return useMutation({
    mutationFn: (frequency: Frequency) =>
      unwrap(
        api.PUT("/api/accounts/{account_id}/sync-frequency", {
          params: { path: { account_id: accountId } },
          body: { frequency },
        }),
      ),
    onMutate: (frequency) => {
      client.setQueryData<AccountSyncStatus>(queryKey, (before) => before && { ...before, frequency });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.anySyncStatus }),
  });
}
