import { describe, expect, it } from "vitest";
import { lastDays, periodInWords } from "@/features/dashboard/net-worth";

const FIRST = Date.UTC(2024, 0, 1);

/** One value for each day, from the first of January 2024 on. */
function history(...values: number[]) {
  return values.map((value, day) => ({
    date: new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10),
    net_worth: String(value),
  }));
}

describe("a long period", () => {
  it("begins where something is first known, and says since when", () => {
    const shown = lastDays(history(5, 5, 5, 7, 6), "730");

    expect(shown.map(({ net_worth }) => net_worth)).toEqual(["5", "7", "6"]);
    expect(periodInWords(shown, "730")).toMatch(/^since Jan 3, 2024$/);
  });

  it("stays whole where nothing ever moved", () => {
    expect(lastDays(history(5, 5, 5), "365")).toHaveLength(3);
  });
});

it("a short period keeps its quiet days", () => {
  const shown = lastDays(history(1, ...Array<number>(7).fill(5), 6), "7");

  expect(shown).toHaveLength(8);
  expect(periodInWords(shown, "7")).toBe("in 7 days");
});
