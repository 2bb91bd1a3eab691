/** Comparing an account with its bank: what explains a difference, mending it by one click, and taking that back. */
import {
  type QueryClient,
  type QueryKey,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { Comparison, Reconciled, Suggestion } from "@/shared/api/types";

/** `stated` is what a person reads off the bank's own page; null compares with what the bank told us. */
export function comparisonKey(accountId: string, stated: string | null): QueryKey {
  return [...keys.comparison(accountId), stated === null ? "told" : "stated", stated];
}

export function comparisonQuery(accountId: string, stated: string | null) {
  return queryOptions({
    queryKey: comparisonKey(accountId, stated),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/accounts/{account_id}/reconcile", {
          params: { path: { account_id: accountId } },
          body: { bank_balance: stated },
          signal,
        }),
      ),
  });
}

/** What people decided on suggestions of this account, the last decision first. */
export function decisionsQuery(accountId: string) {
  return queryOptions({
    queryKey: keys.decisions(accountId),
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET("/api/accounts/{account_id}/suggestions", {
            params: { path: { account_id: accountId } },
            signal,
          }),
        )
      ).data,
  });
}

type Decision = "apply" | "undo" | "ignore";

const PATHS = {
  apply: "/api/reconciliations/suggestions/{suggestion_id}/apply",
  undo: "/api/reconciliations/suggestions/{suggestion_id}/undo",
} as const;

/** Decides on a suggestion, and moves the difference that the page shows at once. */
export function useDecide(accountId: string, stated: string | null) {
  const client = useQueryClient();
  const shown = comparisonKey(accountId, stated);
  return useMutation({
    mutationFn: async ({ suggestion, decision }: { suggestion: Suggestion; decision: Decision }) => {
      const params = { path: { suggestion_id: suggestion.id } };
      if (decision === "ignore") {
        await unwrap(api.POST("/api/reconciliations/suggestions/{suggestion_id}/ignore", { params }));
        return [];
      }
      return (await unwrap(api.POST(PATHS[decision], { params }))).comparisons;
    },
    onSuccess: (comparisons, { suggestion, decision }) => {
      for (const comparison of comparisons) showComparison(client, shown, accountId, comparison);
      if (decision === "ignore") forget(client, shown, suggestion.id);
      return refresh(client, accountId);
    },
    // A suggestion that is stale was made for other figures: look again, whatever was answered.
    onError: () => client.invalidateQueries({ queryKey: shown }),
  });
}

function showComparison(client: QueryClient, shown: QueryKey, accountId: string, comparison: Comparison) {
  if (comparison.account_id !== accountId) return;
  client.setQueryData<Reconciled>(shown, (before) => {
    if (before === undefined) return undefined;
    return { comparison, suggestions: comparison.status === "off" ? before.suggestions : [] };
  });
}

function forget(client: QueryClient, shown: QueryKey, suggestionId: string) {
  client.setQueryData<Reconciled>(
    shown,
    (before) =>
      before && { ...before, suggestions: before.suggestions.filter(({ id }) => id !== suggestionId) },
  );
}

function refresh(client: QueryClient, accountId: string) {
  const touched = [
    keys.decisions(accountId),
    keys.comparison(accountId),
    keys.balances(accountId),
    keys.standings,
    keys.health(accountId),
    keys.statements,
    keys.transactions,
  ];
  return Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Compares every account anew. */
export function useCompareAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => (await unwrap(api.POST("/api/accounts/reconcile", { body: {} }))).results,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.anyBalances }),
        client.invalidateQueries({ queryKey: keys.standings }),
        client.invalidateQueries({ queryKey: keys.anyComparison }),
      ]),
  });
}
