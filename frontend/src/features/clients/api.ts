/** What the page of signed clients reads and does. */
import { queryOptions } from "@tanstack/react-query";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import { bodyOf, type KeyWish } from "@/shared/programs/key-form";

export const clientsQuery = queryOptions({
  queryKey: keys.clients,
  queryFn: ({ signal }) => unwrap(api.GET("/api/clients", { signal })),
});

const STALE = [keys.clients, keys.activity];

export function useMakeClient(wish: KeyWish) {
  return useDeed((_: undefined) => unwrap(api.POST("/api/clients", { body: bodyOf(wish) })), STALE);
}

export function useRotateClient(client_id: string, days: number) {
  return useDeed(
    (_: undefined) =>
      unwrap(
        api.POST("/api/clients/{client_id}/rotate", {
          params: { path: { client_id } },
          body: { expires_in_days: days },
        }),
      ),
    STALE,
  );
}

export function useRevokeClient() {
  return useDeed(
    (client_id: string) =>
      succeed(api.DELETE("/api/clients/{client_id}", { params: { path: { client_id } } })),
    STALE,
  );
}
