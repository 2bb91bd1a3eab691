/** What the transactions page asks of the server and tells it, beyond the shared list. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

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

/** A person's choice of category; it outranks the model and the bank for good. */
export function useChooseCategory(transactionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (detailed: string) =>
      unwrap(
        api.PATCH("/api/transactions/{transaction_id}", {
          params: { path: { transaction_id: transactionId } },
          body: { category_detailed: detailed },
        }),
      ),
    onSuccess: (transaction) => {
      client.setQueryData(keys.transaction(transactionId), transaction);
      return client.invalidateQueries({ queryKey: keys.transactions });
    },
  });
}
