/** What a connection does at the moment, in a person's words. */
import type { SyncState } from "@/shared/api/types";
import type { Tone } from "@/shared/ui/state";

export const STATES: Record<SyncState, { tone: Tone; label: string }> = {
  syncing: { tone: "working", label: "Syncing" },
  queued: { tone: "working", label: "About to start" },
  backing_off: { tone: "attention", label: "Trying again" },
  waiting_for_bank: { tone: "working", label: "History arriving" },
  scheduled: { tone: "good", label: "In step" },
  manual: { tone: "neutral", label: "By hand" },
  needs_person: { tone: "attention", label: "Needs you" },
  ended: { tone: "neutral", label: "Ended" },
};
