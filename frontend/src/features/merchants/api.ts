/** What the merchants page reads and does. */
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
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

const STALE = [keys.merchants, keys.transactions, keys.learning];

export function useRename() {
  return useDeed(
    (body: { key: string; name: string }) => unwrap(api.PATCH("/api/merchants", { body })),
    STALE,
  );
}

/** Chooses the category of a merchant in one direction, for the past too. */
export function useChooseCategory() {
  return useDeed(
    (body: { key: string; direction: "in" | "out"; category_detailed: string }) =>
      unwrap(api.PUT("/api/merchants/category", { body })),
    STALE,
  );
}

export function useMerge() {
  return useDeed(
    (body: { keys: string[]; into: string }) => unwrap(api.POST("/api/merchants/merge", { body })),
    STALE,
  );
}
