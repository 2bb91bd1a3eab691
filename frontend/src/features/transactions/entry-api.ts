/** Parts and entries: what the drawer tells the server beyond a correction. */
import { queryOptions } from "@tanstack/react-query";
import type { PartGiven } from "@/features/transactions/split-draft";
import { api, succeed, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { EntryStated } from "@/shared/api/types";

const COUNTED = [keys.transactions, keys.dashboard, keys.categories] as const;
const MOVED = [...COUNTED, keys.anyAccount, keys.anyBalances, keys.imports] as const;

function of(transactionId: string) {
  return { params: { path: { transaction_id: transactionId } } };
}

/** What is asked of one transaction alone. */
function about(transactionId: string) {
  return [keys.transaction(transactionId), keys.candidates(transactionId)];
}

/** Divides a transaction; no parts make it whole again. */
export function useSplit(transactionId: string) {
  return useDeed((parts: PartGiven[]) => {
    const place = of(transactionId);
    return parts.length === 0
      ? unwrap(api.DELETE("/api/transactions/{transaction_id}/splits", place))
      : unwrap(api.PUT("/api/transactions/{transaction_id}/splits", { ...place, body: { parts } }));
  }, COUNTED);
}

export function candidatesQuery(entryId: string) {
  return queryOptions({
    queryKey: keys.candidates(entryId),
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET("/api/transactions/{transaction_id}/candidates", { ...of(entryId), signal })))
        .data,
  });
}

/** Says which of the bank's transactions an entry is: that one goes on, under its own id. */
export function useMatch(entryId: string) {
  return useDeed(
    (bank_transaction_id: string) =>
      unwrap(
        api.POST("/api/transactions/{transaction_id}/match", {
          ...of(entryId),
          body: { bank_transaction_id },
        }),
      ),
    MOVED,
    about(entryId),
  );
}

export function useUnmatch() {
  return useDeed(
    (transactionId: string) =>
      unwrap(api.POST("/api/transactions/{transaction_id}/unmatch", of(transactionId))),
    MOVED,
  );
}

export function useRestate(transactionId: string) {
  return useDeed(
    (entry: EntryStated) =>
      unwrap(api.PUT("/api/transactions/{transaction_id}/entry", { ...of(transactionId), body: entry })),
    MOVED,
  );
}

export function useRemove(transactionId: string) {
  return useDeed(
    () => succeed(api.DELETE("/api/transactions/{transaction_id}", of(transactionId))),
    MOVED,
    about(transactionId),
  );
}

export function useRestore() {
  return useDeed(
    (transactionId: string) =>
      unwrap(api.POST("/api/transactions/{transaction_id}/restore", of(transactionId))),
    MOVED,
  );
}
