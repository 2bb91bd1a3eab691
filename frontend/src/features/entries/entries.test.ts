import { describe, expect, it } from "vitest";
import { choiceOf, isWanted, seen, turn } from "@/features/entries/choice";
import { complaintOf, decode, MOST_CHARACTERS } from "@/features/entries/reading-file";
import { parseImportSearch } from "@/features/entries/search";
import type { ImportRow } from "@/shared/api/types";

function row(line: number, isThere: boolean): ImportRow {
  return {
    line,
    date: "2026-11-20",
    amount: "-1",
    description: "SHOP",
    note: null,
    category_detailed: null,
    duplicate_of: isThere ? { id: "t1", date: "2026-11-20", description: "SHOP" } : null,
  };
}

const ROWS = [row(2, false), row(3, true), row(4, false)];

describe("the choice of rows", () => {
  it("adds what is new and leaves out what is there", () => {
    expect(ROWS.filter((each) => isWanted(each, new Set())).map(({ line }) => line)).toEqual([2, 4]);
    expect(choiceOf(ROWS, new Set())).toEqual({ include: [], leave_out: [] });
  });

  it("keeps what a person decided otherwise, and forgets it when turned back", () => {
    const turned = turn(turn(new Set(), 3), 4);

    expect(choiceOf(ROWS, turned)).toEqual({ include: [3], leave_out: [4] });
    expect(choiceOf(ROWS, turn(turned, 4))).toEqual({ include: [3], leave_out: [] });
  });

  it.each([
    ["all", [2, 3, 4]],
    ["new", [2, 4]],
    ["there", [3]],
  ] as const)("shows %s rows", (view, lines) => {
    expect(seen(ROWS, view).map(({ line }) => line)).toEqual(lines);
  });
});

describe("a bank's file", () => {
  it("is read as UTF-8, else as Windows' Latin", () => {
    expect(decode(new TextEncoder().encode("Café").buffer)).toBe("Café");
    expect(decode(new Uint8Array([0x43, 0x61, 0x66, 0xe9]).buffer)).toBe("Café");
  });

  it("is refused in words when it is empty or too large", () => {
    expect(complaintOf(" \n")).toBe("This file is empty.");
    expect(complaintOf("x".repeat(MOST_CHARACTERS + 1))).toMatch(/too large/);
    expect(complaintOf("Date,Amount")).toBeNull();
  });
});

it("takes only an id from the address", () => {
  const draft = "0190b2a0-0000-7000-8000-000000000000";

  expect(parseImportSearch({ draft, sure: false })).toEqual({ draft, sure: false });
  expect(parseImportSearch({ draft: "../x", sure: "no" })).toEqual({});
});
