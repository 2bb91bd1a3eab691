/** What the server knows, as query options that several features share. Features keep their own beside their pages. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys, type TransactionFilter } from "@/shared/api/keys";
import type { CategoryGroup } from "@/shared/api/types";

export const configQuery = queryOptions({
  queryKey: keys.config,
  queryFn: ({ signal }) => unwrap(api.GET("/api/config", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => unwrap(api.GET("/api/auth/me", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const profileQuery = queryOptions({
  queryKey: keys.profile,
  queryFn: ({ signal }) => unwrap(api.GET("/api/profile", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const accountsQuery = queryOptions({
  queryKey: keys.accounts,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/accounts", { signal }))).data,
});

export function accountQuery(accountId: string) {
  return queryOptions({
    queryKey: keys.account(accountId),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/accounts/{account_id}", { params: { path: { account_id: accountId } }, signal })),
  });
}

export const connectionsQuery = queryOptions({
  queryKey: keys.connections,
  queryFn: ({ signal }) => unwrap(api.GET("/api/accounts/connection-status", { signal })),
});

export const categoriesQuery = queryOptions({
  queryKey: keys.categories,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/categories", { signal }))).data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Every category as a choice of a form: "Food and drink: Coffee". What is hidden stands there only if it is chosen. */
export function categoryChoicesOf(groups: readonly CategoryGroup[], chosen?: string) {
  return groups.flatMap((group) =>
    group.children
      .filter(({ detailed, is_hidden }) => !is_hidden || detailed === chosen)
      .map((child) => ({ id: child.detailed, label: `${group.label}: ${child.label}` })),
  );
}

export function categoryChoicesQuery(chosen?: string) {
  return queryOptions({ ...categoriesQuery, select: (groups) => categoryChoicesOf(groups, chosen) });
}

/** What corrections have taught, by merchant. */
export const lessonsQuery = queryOptions({
  queryKey: keys.lessons,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/api/ml/memory", { signal }))).data,
});

/** How many groups wait for a person's look; kept fresh with the inbox. */
export const reviewCountQuery = queryOptions({
  queryKey: keys.reviewCount,
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/api/review", { params: { query: { limit: 1 } }, signal }))).groups,
});

/** Pages of transactions, newest first; `limit` is the page size (at most 100). */
export function transactionsQuery(filter: TransactionFilter, limit = 50) {
  return infiniteQueryOptions({
    queryKey: keys.transactionList(filter, limit),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = { ...filter, limit, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return unwrap(api.GET("/api/transactions", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
  });
}
