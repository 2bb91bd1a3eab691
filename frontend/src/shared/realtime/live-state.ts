/** Whether the page hears its workspace right now, for whoever shows it. */
import { useSyncExternalStore } from "react";

export type LiveStatus = "connecting" | "live" | "offline";
export type LiveState = { status: LiveStatus; lastHeardAt: number | null };

let current: LiveState = { status: "connecting", lastHeardAt: null };
const listeners = new Set<() => void>();

export function setLiveState(state: LiveState): void {
  if (state.status === current.status && state.lastHeardAt === current.lastHeardAt) return;
  current = state;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => current);
}
