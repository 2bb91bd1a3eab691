import { expect, it } from "vitest";
import { listRows, openAtFirst, usageInWords } from "@/features/categories/tree";
import { aCategoryGroup, aCategoryShown } from "@/testing/categories";

const GROUPS = [
  aCategoryGroup({
    children: [
      aCategoryShown({ detailed: "COFFEE", label: "Espresso", built_in_label: "Coffee" }),
      aCategoryShown({ detailed: "own_1", label: "Canteen", built_in_label: null, is_own: true }),
    ],
  }),
  aCategoryGroup({
    primary: "TRAVEL",
    label: "Travel",
    built_in_label: "Travel",
    children: [aCategoryShown({ primary: "TRAVEL", detailed: "FLIGHTS", label: "Flights" })],
  }),
];

const ids = (open: string[], search = "") => listRows(GROUPS, new Set(open), search).map(({ id }) => id);

it("shows the children of what is unfolded", () => {
  expect(ids([])).toEqual(["FOOD_AND_DRINK", "TRAVEL"]);
  expect(ids(["TRAVEL"])).toEqual(["FOOD_AND_DRINK", "TRAVEL", "FLIGHTS"]);
});

it("unfolds what a search finds, by the new name and by Saldo's", () => {
  expect(ids([], "canteen")).toEqual(["FOOD_AND_DRINK", "own_1"]);
  expect(ids([], "COFFEE")).toEqual(["FOOD_AND_DRINK", "COFFEE"]);
  expect(ids(["TRAVEL"], "nothing")).toEqual([]);
});

it("finds a group by its own name", () => {
  expect(ids([], "trav")).toEqual(["TRAVEL"]);
});

it("begins unfolded where there is something of one's own", () => {
  expect([...openAtFirst(GROUPS)]).toEqual(["FOOD_AND_DRINK"]);
});

it("says what is filed under a category", () => {
  expect(usageInWords({ transactions: 1, lessons: 0, rules: 2, sums: [] })).toBe("1 transaction, 2 rules");
  expect(usageInWords({ transactions: 0, lessons: 0, rules: 0, sums: [] })).toBe("nothing");
});
