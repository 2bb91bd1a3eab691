import { describe, expect, it } from "vitest";
import {
  complaintOf,
  draftOf,
  largestPart,
  partsOf,
  restOf,
  withAnother,
  withRestIn,
} from "@/features/transactions/split-draft";
import { aCategory, aTransaction } from "@/testing/factories";

const purchase = aTransaction({ amount: "-100.00", category: aCategory({ detailed: "FOOD" }) });

function draft(...amounts: string[]) {
  return amounts.map((amount, key) => ({ key, amount, category: "FOOD", note: "" }));
}

describe("dividing a transaction", () => {
  it("begins with the whole and room for a second part", () => {
    expect(draftOf(purchase).map(({ amount, category }) => [amount, category])).toEqual([
      ["100.00", "FOOD"],
      ["", ""],
    ]);
  });

  it("begins with the parts there are, without the sign of a purchase", () => {
    const part = { category_primary: "X", category_detailed: "GIFTS", category_label: "Gifts", note: "Ada" };
    const parts = [
      { ...part, amount: "-120" },
      { ...part, amount: "20.005" },
    ];

    expect(draftOf({ ...purchase, parts }).map(({ amount }) => amount)).toEqual(["120.00", "-20.005"]);
  });

  it.each([
    [["60", "40"], "0"],
    [["60 + 5.50", ""], "34.5"],
    [["100", "12.34"], "-12.34"],
    [["sixty", "40"], null],
  ])("says what %j leaves", (amounts, rest) => {
    expect(restOf(draft(...amounts), "-100.00")).toBe(rest);
  });

  it("gives another part what is left", () => {
    expect(withAnother(draft("60", "30"), "-100.00").at(-1)).toEqual({
      key: 2,
      category: "",
      amount: "10.00",
      note: "",
    });
  });

  it("puts what is left into one part", () => {
    expect(withRestIn(draft("60", "30"), 1, "-100").map(({ amount }) => amount)).toEqual(["60", "40.00"]);
    expect(withRestIn(draft("60", "30"), 0, "100").map(({ amount }) => amount)).toEqual(["70.00", "30"]);
  });

  it.each([
    [draft("100"), "Two parts at least."],
    [draft("60", "0"), "Every part needs an amount."],
    [draft("60", "41"), "The parts must add up to the whole."],
    [draft("60", "40"), null],
  ])("complains about %j", (parts, complaint) => {
    expect(complaintOf(parts, "-100")).toBe(complaint);
  });

  it("wants a category for every part", () => {
    expect(complaintOf([...draft("60"), { key: 1, amount: "40", category: "", note: "" }], "-100")).toBe(
      "Every part needs a category.",
    );
  });

  it("sends amounts with the sign of the whole", () => {
    expect(partsOf(draft("110", "-10"), "-100").map(({ amount }) => amount)).toEqual(["-110", "10"]);
    expect(partsOf(draft("110", "-10"), "100").map(({ amount }) => amount)).toEqual(["110", "-10"]);
  });

  it("finds the largest part, whatever its sign", () => {
    const part = { category_primary: "X", category_detailed: "X", category_label: "X", note: null };
    expect(
      largestPart([
        { ...part, amount: "-10" },
        { ...part, amount: "-90.5" },
        { ...part, amount: "20" },
      ]),
    ).toBe(1);
  });
});
