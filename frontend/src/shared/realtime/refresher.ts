/** Collects what events made stale and reads it again in rounds: a burst of events costs one round, not one per event. */
import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

const BATCH_MS = 100;

export type Refresher = { add: (stale: readonly QueryKey[]) => void; stop: () => void };

export function createRefresher(client: QueryClient, batchMs = BATCH_MS): Refresher {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  // A round is followed by a rest of its own length: a stream of events never costs more than half of the time.
  let restUntil = 0;

  async function runRound(): Promise<void> {
    timer = undefined;
    const round = [...waiting.values()];
    waiting.clear();
    busy = true;
    const began = performance.now();
    await Promise.allSettled(round.map((queryKey) => client.invalidateQueries({ queryKey })));
    busy = false;
    restUntil = 2 * performance.now() - began;
    schedule();
  }

  // A round in flight is never cancelled by the next event, else a steady stream would starve the page of answers.
  function schedule(): void {
    if (busy || timer !== undefined || waiting.size === 0) return;
    timer = setTimeout(() => void runRound(), Math.max(batchMs, restUntil - performance.now()));
  }

  return {
    add(stale) {
      for (const key of stale) waiting.set(hashKey(key), key);
      schedule();
    },
    stop() {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
