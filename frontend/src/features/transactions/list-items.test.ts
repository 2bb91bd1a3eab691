import { describe, expect, it } from "vitest";
import { listItems, neighbour } from "@/features/transactions/parts/list-items";
import { aTransaction } from "@/testing/factories";

const items = listItems([
  aTransaction({ id: "t1", date: "2026-11-20" }),
  aTransaction({ id: "t2", date: "2026-11-20" }),
  aTransaction({ id: "t3", date: "2026-11-18" }),
]);

describe("list items", () => {
  it("give each day its heading once, and number the rows through", () => {
    expect(items.map((item) => item.key)).toEqual(["day-2026-11-20", "t1", "t2", "day-2026-11-18", "t3"]);
    expect(items.flatMap((item) => (item.kind === "row" ? [item.rowIndex] : []))).toEqual([0, 1, 2]);
  });

  it("are none without transactions", () => {
    expect(listItems([])).toEqual([]);
  });
});

describe("the neighbour of a row", () => {
  it("skips the headings of days", () => {
    expect(neighbour(items, 2, 1)).toBe(4);
    expect(neighbour(items, 4, -1)).toBe(2);
  });

  it("is the row itself at either end", () => {
    expect(neighbour(items, 4, 1)).toBe(4);
    expect(neighbour(items, 1, -1)).toBe(1);
  });
});
