import { type InfiniteData, QueryClient } from "@tanstack/react-query";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { loadedRows, type RowPage, rowsQuery, type View } from "@/features/transactions/rows";
import type { Transaction } from "@/shared/api/types";
import { aTransaction } from "@/testing/factories";
import { server } from "@/testing/server";

const name = (index: number) => `t${String(9_000 - index).padStart(5, "0")}`;

/** A server with rows in its order and stable cursors, that remembers what it was asked. */
function aLedger(count: number) {
  let rows = Array.from({ length: count }, (_, index) => aTransaction({ id: name(index) }));
  const asked: string[] = [];
  server.use(
    http.get("/api/transactions", ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor") ?? "";
      asked.push(cursor);
      const after = rows.filter(({ id }) => cursor === "" || id < cursor);
      const data = after.slice(0, 100);
      const next_cursor = after.length > 100 ? (data.at(-1)?.id ?? null) : null;
      return HttpResponse.json({ data, pagination: { next_cursor, limit: 100 } });
    }),
  );
  return {
    asked,
    ids: () => rows.map(({ id }) => id),
    set: (change: (before: Transaction[]) => Transaction[]) => {
      rows = change(rows).sort((one, other) => (one.id < other.id ? 1 : -1));
    },
  };
}

async function aReader(pages: number) {
  const client = new QueryClient();
  const view: View = { current: new Set() };
  const options = rowsQuery({}, view);
  await client.fetchInfiniteQuery({ ...options, pages });
  const loaded = () => client.getQueryData<InfiniteData<RowPage>>(options.queryKey)?.pages ?? [];
  return {
    view,
    loaded,
    ids: () => loadedRows(loaded()).map(({ transaction }) => transaction.id),
    again: () => client.fetchInfiniteQuery({ ...options, pages, staleTime: 0 }),
  };
}

function aPage(cursor: string, rows: Transaction[], isBehind: boolean): RowPage {
  return { cursor, rows, next: null, end: null, isBehind };
}

describe("reading a long list again", () => {
  it("asks for the first page and the pages in view only", async () => {
    const ledger = aLedger(3_000);
    const reader = await aReader(30);
    ledger.asked.length = 0;
    const seen = reader.loaded()[20]?.cursor ?? "";
    reader.view.current = new Set([seen]);

    await reader.again();

    expect(ledger.asked).toEqual(["", seen]);
    expect(reader.ids()).toEqual(ledger.ids());
  });

  it("shows rows that came in anywhere in view without gaps or repeats", async () => {
    const ledger = aLedger(1_000);
    const reader = await aReader(8);
    reader.view.current = new Set([reader.loaded()[3]?.cursor ?? ""]);

    const late = Array.from({ length: 150 }, (_, index) => aTransaction({ id: `${name(350)}-${index}` }));
    ledger.set((rows) => [aTransaction({ id: "z-new" }), ...late, ...rows]);
    await reader.again();

    expect(reader.ids()).toEqual(ledger.ids().slice(0, reader.ids().length));
    expect(reader.ids()).toHaveLength(800 + 151);
  });

  it("drops what was removed, down to an end that came nearer", async () => {
    const ledger = aLedger(320);
    const reader = await aReader(4);
    reader.view.current = new Set(reader.loaded().map(({ cursor }) => cursor));

    ledger.set((rows) => rows.slice(0, 150).filter((_, index) => index !== 99));
    await reader.again();

    expect(reader.ids()).toEqual(ledger.ids());
  });

  it("counts a row that moved once, where it was read last", () => {
    const pages: RowPage[] = [
      aPage("", [aTransaction({ id: "moved", amount: "-99" }), aTransaction({ id: "a" })], false),
      aPage("k", [aTransaction({ id: "b" }), aTransaction({ id: "moved", amount: "-1" })], true),
    ];

    expect(loadedRows(pages).map(({ transaction }) => [transaction.id, transaction.amount])).toEqual([
      ["moved", "-99"],
      ["a", "-12.5"],
      ["b", "-12.5"],
    ]);
  });

  it("marks what missed the news until it is seen", async () => {
    aLedger(300);
    const reader = await aReader(3);

    await reader.again();
    expect(reader.loaded().map((page) => page.isBehind)).toEqual([false, true, true]);
    reader.view.current = new Set(reader.loaded().map(({ cursor }) => cursor));
    await reader.again();

    expect(reader.loaded().some((page) => page.isBehind)).toBe(false);
  });
});
