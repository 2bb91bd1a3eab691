import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { applyEvent } from "@/app/realtime";
import { keys } from "@/shared/api/keys";
import type { Refresher } from "@/shared/realtime/refresher";
import { anAccount, anEvent } from "@/testing/factories";

let stale: unknown[] = [];
const refresher: Refresher = { add: (added) => void stale.push(...added), stop: () => {} };

beforeEach(() => {
  stale = [];
});

it("changes a balance in place before anything is read again", () => {
  const client = new QueryClient();
  client.setQueryData(keys.accounts, [anAccount({ id: "a1" }), anAccount({ id: "a2" })]);
  const data = {
    account_id: "a2",
    currency: "USD",
    current_balance: "7",
    available_balance: "6",
    balance_as_of: null,
  };

  applyEvent(anEvent({ type: "account_balance_updated", data }), client, refresher);

  expect(client.getQueryData(keys.accounts)).toMatchObject([
    { current_balance: "100" },
    { current_balance: "7" },
  ]);
  expect(stale).toContainEqual(keys.dashboard);
});

it("has new transactions read by lists and sums", () => {
  const data = { connection_id: "c1", account_ids: ["a1"], count: 3, transactions: [] };

  applyEvent(anEvent({ type: "transaction_created", data }), new QueryClient(), refresher);

  expect(stale).toEqual(expect.arrayContaining([keys.transactions, keys.dashboard, keys.connections]));
});

it("keeps the progress of a sync where the page can watch it", () => {
  const client = new QueryClient();
  const data = {
    connection_id: "c1",
    sync_id: "s1",
    phase: "fetching",
    pages: 2,
    transactions: 500,
    by_account: {},
  } as const;

  applyEvent(anEvent({ type: "sync_progress", data }), client, refresher);

  expect(client.getQueryData(keys.syncProgress("c1"))).toEqual(data);
});

it("survives an event of a newer server", () => {
  const warn = vi.spyOn(console, "error");
  const unknown = JSON.parse(
    '{"sequence":1,"occurred_at":"2026-11-21T09:12:00Z","type":"meteor_strike","data":{}}',
  );

  expect(() => applyEvent(unknown, new QueryClient(), refresher)).not.toThrow();
  expect(warn).not.toHaveBeenCalled();
});
