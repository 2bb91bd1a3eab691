/** Accounts that a link carried on from an earlier one, and taking that back. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

export function relinksQuery(connectionId: string) {
  return queryOptions({
    queryKey: keys.relinks(connectionId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/connections/{connection_id}/relinks", {
            params: { path: { connection_id: connectionId } },
            signal,
          }),
        )
      ).data,
  });
}

/** Two accounts instead of one: nearly everything on any page may look otherwise afterwards. */
export function useUndoRelink(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (relinkId: string) =>
      unwrap(
        api.POST("/api/connections/{connection_id}/relinks/{relink_id}/undo", {
          params: { path: { connection_id: connectionId, relink_id: relinkId } },
        }),
      ),
    onSuccess: () => client.invalidateQueries(),
  });
}
