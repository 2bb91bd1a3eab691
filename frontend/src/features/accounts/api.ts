/** What the page of an account asks of the server beyond the shared queries. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

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
