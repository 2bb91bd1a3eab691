/** The rows of a filtered list: more as a person goes down, the ones in view true at any time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { loadedRows, rowsQuery } from "@/features/transactions/rows";
import type { TransactionFilter } from "@/shared/api/keys";

export function useRows(filter: TransactionFilter) {
  const view = useRef<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery(rowsQuery(filter, view));
  const { data, fetchNextPage, refetch, isFetching, isError } = query;
  const rows = useMemo(() => loadedRows(data?.pages ?? []), [data]);
  const transactions = useMemo(() => rows.map(({ transaction }) => transaction), [rows]);

  // One request at a time: a next page would cancel a round of reading again, and with it the news it was for.
  const isIdle = !isFetching && !isError;
  const more = useCallback(() => {
    if (isIdle) void fetchNextPage();
  }, [fetchNextPage, isIdle]);

  /** The list tells which of its rows can be seen; pages that missed the latest news are read when they come up. */
  const look = useCallback(
    (first: number, last: number) => {
      view.current = new Set(rows.slice(first, last + 1).map(({ cursor }) => cursor));
      const isBehind = data?.pages.some((page) => page.isBehind && view.current.has(page.cursor));
      if (isIdle && isBehind) void refetch();
    },
    [rows, data, refetch, isIdle],
  );
  return { query, transactions, more, look };
}
