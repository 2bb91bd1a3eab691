/** What the sync page asks of the server and tells it. */
import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { useDeed } from "@/shared/api/deed";
import { keys } from "@/shared/api/keys";
import type { Frequency } from "@/shared/api/types";

// Turns come and queues drain without an event: the page looks again by itself.
const LOOK_AGAIN_MS = 30_000;
const STALE = [keys.synchronization, keys.anySyncStatus];

export const syncOverviewQuery = queryOptions({
  queryKey: keys.syncOverview,
  queryFn: ({ signal }) => unwrap(api.GET("/api/accounts/sync-overview", { signal })),
  refetchInterval: LOOK_AGAIN_MS,
});

export const schedulerQuery = queryOptions({
  queryKey: keys.scheduler,
  queryFn: ({ signal }) => unwrap(api.GET("/api/accounts/sync/scheduler-status", { signal })),
  refetchInterval: LOOK_AGAIN_MS,
});

/** Asks every bank that can be asked; the answer names those. */
export function useSyncAll() {
  return useDeed(
    async (_: undefined) => (await unwrap(api.POST("/api/accounts/sync-transactions", { body: {} }))).queued,
    STALE,
  );
}

export type AutomaticFrequency = Exclude<Frequency, "manual">;

export function useScheduleAll() {
  return useDeed(
    (frequency: AutomaticFrequency) =>
      unwrap(api.POST("/api/accounts/sync/schedule-automatic", { body: { frequency } })),
    STALE,
  );
}
