/** How long to wait before the next attempt: full jitter, so that many pages do not return in the same instant. */

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const SHORTEST_MS = 200;

export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.max(SHORTEST_MS, Math.round(random() * ceiling));
}
