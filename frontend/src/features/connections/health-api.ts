/** What a bank's page asks about its health: clocks, receipts of runs, rows that could not be read. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

export function clocksQuery(connectionId: string) {
  return queryOptions({
    queryKey: keys.clocks(connectionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/connections/{connection_id}/clocks", {
          params: { path: { connection_id: connectionId } },
          signal,
        }),
      ),
  });
}

/** What one run did, sealed: it never changes, so it is read once. */
export function receiptQuery(connectionId: string, syncId: string) {
  return queryOptions({
    queryKey: [...keys.receipts(connectionId), syncId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/connections/{connection_id}/syncs/{sync_id}/receipt", {
          params: { path: { connection_id: connectionId, sync_id: syncId } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The bank's rows that could not be stored, newest first. */
export function setAsideQuery(connectionId: string) {
  return infiniteQueryOptions({
    queryKey: keys.setAside(connectionId),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/connections/{connection_id}/set-aside", {
          params: {
            path: { connection_id: connectionId },
            query: pageParam === "" ? {} : { cursor: pageParam },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}

/** What the provider told of this bank in the last thirty days, newest first. */
export function webhooksQuery(connectionId: string) {
  return infiniteQueryOptions({
    queryKey: keys.webhooks(connectionId),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET("/api/connections/{connection_id}/webhooks", {
          params: {
            path: { connection_id: connectionId },
            query: { limit: 10, ...(pageParam === "" ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}

export function useRetrySetAside(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/connections/{connection_id}/set-aside/retry", {
          params: { path: { connection_id: connectionId } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connection(connectionId) }),
  });
}
