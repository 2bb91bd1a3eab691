/** Parts and entries: what the drawer tells the server beyond a correction. */
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

/** Divides a transaction; no parts make it whole again. */
export function useSplit(transactionId: string) {
  return useDeed((parts: PartGiven[]) => {
    const place = of(transactionId);
    return parts.length === 0
      ? unwrap(api.DELETE("/api/transactions/{transaction_id}/splits", place))
      : unwrap(api.PUT("/api/transactions/{transaction_id}/splits", { ...place, body: { parts } }));
  }, COUNTED);
}

export function useUnmatch(transactionId: string) {
  return useDeed(
    () => unwrap(api.POST("/api/transactions/{transaction_id}/unmatch", of(transactionId))),
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
  return useDeed(() => succeed(api.DELETE("/api/transactions/{transaction_id}", of(transactionId))), MOVED);
}

export function useRestore() {
  return useDeed(
    (transactionId: string) =>
      unwrap(api.POST("/api/transactions/{transaction_id}/restore", of(transactionId))),
    MOVED,
  );
}
