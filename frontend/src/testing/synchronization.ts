/** What the server says of syncs, smallest valid. */
import { screen } from "@testing-library/react";
import type { SchedulerStatus, SyncLine, SyncOverview } from "@/shared/api/types";
import { aSyncStatus } from "@/testing/reconciliation";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

export const SOON = new Date(Date.now() + 3_600_000).toISOString();
export const { connection, us_to_you, rhythm } = aSyncStatus();

export function aLine(change: Partial<SyncLine["connection"]> = {}): SyncLine {
  return {
    connection: { ...connection, pace: { ...connection.pace, next_sync_at: SOON }, ...change },
    accounts: [
      { account_id: "a1", name: "Everyday", frequency: "realtime", rhythm },
      {
        account_id: "a2",
        name: "Savings",
        frequency: "weekly",
        rhythm: { ...rhythm, is_silent: true, text: "No posting for 30 days; 9 are usual at most." },
      },
    ],
  };
}

export function anOverview(...connections: SyncLine[]): SyncOverview {
  const totals = {
    connections: connections.length,
    accounts: 2,
    syncing: 0,
    overdue: 0,
    needs_person: 0,
    silent_accounts: 1,
    syncs_succeeded_today: 14,
    syncs_failed_today: 2,
  };
  return { as_of: us_to_you.at ?? "", totals, us_to_you, connections };
}

export function aScheduler(change: Partial<SchedulerStatus> = {}): SchedulerStatus {
  return {
    as_of: SOON,
    is_running: true,
    last_beat_at: new Date().toISOString(),
    next_due_at: SOON,
    due: 0,
    overdue: 0,
    syncing: 0,
    backing_off: 0,
    scheduled: 1,
    manual: 0,
    needs_person: 0,
    queues: [
      { name: "sync", depth: 3 },
      { name: "default", depth: null },
    ],
    workers: [{ name: "worker@here", seen_at: SOON }],
    text: "The scheduler runs.",
    ...change,
  };
}

/** Opens the sync page on this. */
export async function openSync(overview: SyncOverview, scheduler = aScheduler()) {
  server.use(
    answer("/api/accounts/sync-overview", overview),
    answer("/api/accounts/sync/scheduler-status", scheduler),
  );
  const opened = await visit("/sync");
  await screen.findByRole("heading", { level: 1, name: "Sync" });
  return opened;
}
