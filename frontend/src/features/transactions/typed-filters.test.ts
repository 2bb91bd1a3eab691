import { describe, expect, it } from "vitest";
import { readTyped } from "@/features/transactions/typed-filters";
import { spanAgo } from "@/shared/lib/dates";

const child = (detailed: string, label: string) => ({ detailed, label });
const GROUPS = [
  { primary: "SHOPPING", label: "Shopping", children: [child("PET_FOOD", "Pet food")] },
  { primary: "FOOD", label: "Food & drink", children: [child("COFFEE", "Coffee")] },
];

const read = (typed: string, isDone = true) => readTyped(typed, GROUPS, isDone);

describe("typed filters", () => {
  it.each([
    [">50", { least: "50" }],
    ["<=12.5", { most: "12.5" }],
    ["last:3m", { from: spanAgo(3, "months"), to: undefined }],
    ["LAST:10d", { from: spanAgo(10, "days"), to: undefined }],
    ["cat:food", { category: "FOOD" }],
    ["cat:cof", { category: "COFFEE" }],
    ["cat:pet", { category: "PET_FOOD" }],
    ["-transfer -amazon", { without: "transfer amazon" }],
  ])("%s is taken", (typed, filters) => {
    expect(read(typed)).toEqual({ words: "", filters, open: "" });
  });

  it.each(["green shop", "e-mail", ">lots", "last:week", "cat:unicorns", "-5", "7-eleven", "3>2"])(
    "%s is looked for as it stands",
    (typed) => {
      expect(read(typed)).toEqual({ words: typed, filters: {}, open: "" });
    },
  );

  it("stand among words in any order", () => {
    const filters = { category: "COFFEE", least: "5", without: "refund" };

    expect(read("blue >5 bottle cat:coffee -refund")).toEqual({ words: "blue bottle", filters, open: "" });
  });

  it("wait until they are finished", () => {
    expect(read("blue >5", false)).toEqual({ words: "blue", filters: {}, open: ">5" });
    expect(read("blue >5 ", false)).toEqual({ words: "blue", filters: { least: "5" }, open: "" });
  });
});
