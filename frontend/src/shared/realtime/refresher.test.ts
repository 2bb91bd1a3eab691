import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRefresher } from "@/shared/realtime/refresher";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("reads a key once for a burst of events", async () => {
  const client = new QueryClient();
  const invalidate = vi.spyOn(client, "invalidateQueries");
  const refresher = createRefresher(client);

  for (let count = 0; count < 50; count += 1) refresher.add([["accounts"], ["dashboard"]]);
  await vi.advanceTimersByTimeAsync(150);

  expect(invalidate.mock.calls.map(([filters]) => filters?.queryKey)).toEqual([["accounts"], ["dashboard"]]);
});

it("lets a round end before the next begins, and never loses the last event", async () => {
  const client = new QueryClient();
  const ends: (() => void)[] = [];
  const invalidate = vi
    .spyOn(client, "invalidateQueries")
    .mockImplementation(() => new Promise((resolve) => ends.push(resolve)));
  const refresher = createRefresher(client);

  refresher.add([["accounts"]]);
  await vi.advanceTimersByTimeAsync(150);
  refresher.add([["accounts"]]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(invalidate).toHaveBeenCalledTimes(1);

  // The round took five seconds: the next one lets the server rest as long.
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(invalidate).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(invalidate).toHaveBeenCalledTimes(2);
});
