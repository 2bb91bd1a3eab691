/** What the merchants page reads and does. */
import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/keys";

export function merchantsQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: keys.merchantList(search),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => {
      const query = {
        limit: 50,
        ...(search === "" ? {} : { search }),
        ...(pageParam === "" ? {} : { cursor: pageParam }),
      };
      return unwrap(api.GET("/api/merchants", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.pagination.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function useDeed<Input, Output>(act: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      for (const queryKey of [keys.merchants, keys.transactions, keys.learning]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
}

export function useRename() {
  return useDeed((body: { key: string; name: string }) => unwrap(api.PATCH("/api/merchants", { body })));
}

export function useMerge() {
  return useDeed((body: { keys: string[]; into: string }) =>
    unwrap(api.POST("/api/merchants/merge", { body })),
  );
}
