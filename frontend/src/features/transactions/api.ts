/** What the transactions page asks of the server and tells it, beyond the shared list. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys, type TransactionFilter } from "@/shared/api/keys";
import type { TransactionChange } from "@/shared/api/types";

export function transactionQuery(transactionId: string) {
  return queryOptions({
    queryKey: keys.transaction(transactionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/transactions/{transaction_id}", {
          params: { path: { transaction_id: transactionId } },
          signal,
        }),
      ),
  });
}

/** Everything the list shows by these filters, counted and added up. */
export function summaryQuery(filter: TransactionFilter) {
  return queryOptions({
    queryKey: keys.transactionSummary(filter),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/transactions/summary", { params: { query: filter }, signal })),
  });
}

/** A person's word on a transaction; it outranks rules, the model and the bank for good. */
export function useCorrect(transactionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: TransactionChange) =>
      unwrap(
        api.PATCH("/api/transactions/{transaction_id}", {
          params: { path: { transaction_id: transactionId } },
          body: change,
        }),
      ),
    onSuccess: ({ transaction }) => {
      client.setQueryData(keys.transaction(transactionId), transaction);
      void client.invalidateQueries({ queryKey: keys.learning });
      return client.invalidateQueries({ queryKey: keys.transactions });
    },
  });
}

/** The same change in many transactions: one revision, taken back whole. */
export function useChangeMany() {
  return useDeed(
    (body: { transaction_ids: string[]; change: TransactionChange }) =>
      unwrap(
        api.POST("/api/transactions/bulk-change", {
          body: { ...body, change: { remember: false, ...body.change } },
        }),
      ),
    [keys.transactions, keys.dashboard, keys.categories, keys.review, keys.merchants, keys.learning],
  );
}

/** What of the past does not follow a lesson yet, the rows a person chose for themselves apart. */
export function earlierQuery(lessonId: string) {
  return queryOptions({
    queryKey: [...keys.lessons, lessonId, "earlier"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/ml/memory/{lesson_id}/preview", { params: { path: { lesson_id: lessonId } }, signal }),
      ),
  });
}

/** Lets past transactions follow what one correction taught. */
export function useFollowLesson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lessonId: string) =>
      unwrap(api.POST("/api/ml/memory/{lesson_id}/apply", { params: { path: { lesson_id: lessonId } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.learning });
      return client.invalidateQueries({ queryKey: keys.transactions });
    },
  });
}

/** The whole list by these filters as a CSV file. */
export function useExport() {
  return useDeed(
    (query: TransactionFilter) =>
      unwrap(api.GET("/api/transactions/export", { params: { query }, parseAs: "blob" })),
    [],
  );
}
