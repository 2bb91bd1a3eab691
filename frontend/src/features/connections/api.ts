/** What the pages of connections ask of the server and tell it. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { PlaidLinkOnSuccessMetadata } from "react-plaid-link";
import { api, succeed, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { EventOf } from "@/shared/api/types";

export type SyncProgress = EventOf<"sync_progress">["data"];

export function connectionQuery(connectionId: string) {
  return queryOptions({
    queryKey: keys.connection(connectionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/connections/{connection_id}", {
          params: { path: { connection_id: connectionId } },
          signal,
        }),
      ),
  });
}

export function syncsQuery(connectionId: string, limit = 20) {
  return infiniteQueryOptions({
    queryKey: keys.syncs(connectionId),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { limit, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return unwrap(
        api.GET("/api/connections/{connection_id}/syncs", {
          params: { path: { connection_id: connectionId }, query },
          signal,
        }),
      );
    },
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}

/** The latest progress the live channel told of a connection; nothing is fetched for it. */
export function progressQuery(connectionId: string) {
  return queryOptions<SyncProgress | null>({
    queryKey: keys.syncProgress(connectionId),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
    initialData: null,
  });
}

type Purpose = { connectionId: string | null; choosesAccounts: boolean };

/** A token for the bank's dialog; with a connection, to sign in there again or to choose its accounts anew. */
export function useLinkToken() {
  return useMutation({
    mutationFn: async ({ connectionId, choosesAccounts }: Purpose) => {
      const body =
        connectionId === null ? {} : { connection_id: connectionId, choose_accounts: choosesAccounts };
      return (await unwrap(api.POST("/api/accounts/plaid/link-token", { body }))).link_token;
    },
  });
}

export type Linked = { publicToken: string; metadata: PlaidLinkOnSuccessMetadata };

/** An account of the dialog, and which of ours it carries on. */
export type Relinked = { offered_id: string; account_id: string };

// A few flows end without naming the bank; the server asks Plaid for the true one later.
const UNNAMED_BANK = { institution_id: "unknown", name: "Your bank" };

function offered(metadata: PlaidLinkOnSuccessMetadata) {
  return {
    institution: metadata.institution ?? UNNAMED_BANK,
    accounts: metadata.accounts.map(({ id, name, mask, type, subtype }) => ({
      id,
      name,
      mask,
      type,
      subtype,
    })),
  };
}

/** Which accounts of the dialog were here before; nothing is changed. */
export function usePlanRelink() {
  return useMutation({
    mutationFn: ({ metadata }: Linked) =>
      unwrap(api.POST("/api/connections/relink/plan", { body: offered(metadata) })),
  });
}

export function useExchange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ publicToken, metadata, relink }: Linked & { relink: readonly Relinked[] | null }) =>
      unwrap(
        api.POST("/api/accounts/plaid/exchange-token", {
          body: {
            public_token: publicToken,
            ...offered(metadata),
            ...(relink === null ? {} : { relink: [...relink] }),
          },
        }),
      ),
    onSuccess: ({ connection }) => {
      client.setQueryData(keys.connection(connection.id), connection);
      return client.invalidateQueries();
    },
  });
}

/** The person has signed in at the bank again: have the server look. */
export function useRepaired(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/connections/{connection_id}/repaired", {
          params: { path: { connection_id: connectionId } },
        }),
      ),
    onSuccess: (connection) => {
      client.setQueryData(keys.connection(connectionId), connection);
      return client.invalidateQueries({ queryKey: keys.connections });
    },
  });
}

export function useSyncNow() {
  return useMutation({
    mutationFn: (connectionId: string) =>
      unwrap(api.POST("/api/accounts/sync-transactions", { body: { connection_id: connectionId } })),
  });
}

/** What becomes of a bank's accounts and transactions once it is disconnected. */
export type Afterwards = "keep" | "purge";

export function useDisconnect(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (afterwards: Afterwards) =>
      succeed(
        api.DELETE("/api/connections/{connection_id}", {
          params: { path: { connection_id: connectionId }, query: { history: afterwards } },
        }),
      ),
    onSuccess: () => client.invalidateQueries(),
  });
}
