/** What the review inbox reads and does. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";
import type { ReviewGroup, ReviewList } from "@/shared/api/types";

export const reviewQuery = queryOptions({
  queryKey: keys.review,
  queryFn: ({ signal }) => unwrap(api.GET("/api/review", { params: { query: { limit: 50 } }, signal })),
});

export type Answer = { group: ReviewGroup; category: string; remember: boolean };

/** Settles a group: it leaves the list at once, and comes back if the server refuses. */
export function useAnswer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ group, category, remember }: Answer) =>
      unwrap(
        api.POST("/api/review", {
          body: { transaction_ids: group.transaction_ids, category_detailed: category, remember },
        }),
      ),
    onMutate: async ({ group }) => {
      await client.cancelQueries({ queryKey: keys.review });
      const before = client.getQueryData<ReviewList>(keys.review);
      const after = before && without(before, group);
      client.setQueryData<ReviewList>(keys.review, after);
      client.setQueryData(keys.reviewCount, after?.groups);
      return { before };
    },
    onError: (_error, _answer, context) => {
      client.setQueryData(keys.review, context?.before);
      client.setQueryData(keys.reviewCount, context?.before?.groups);
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.review }),
  });
}

function without(list: ReviewList, group: ReviewGroup): ReviewList {
  return {
    data: list.data.filter((each) => groupKey(each) !== groupKey(group)),
    transactions: list.transactions - group.transaction_ids.length,
    groups: list.groups - 1,
  };
}

export function groupKey({ merchant_key, name, direction, currency }: ReviewGroup): string {
  return [merchant_key ?? name, direction, currency].join("\u0000");
}
