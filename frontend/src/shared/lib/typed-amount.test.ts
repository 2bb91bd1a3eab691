import { describe, expect, it } from "vitest";
import { readAmount } from "@/shared/lib/typed-amount";

describe("an amount as it is typed", () => {
  it.each([
    ["1204.17", "1204.17"],
    ["1,204.17", "1204.17"],
    ["1.204,17", "1204.17"],
    ["1 204,17", "1204.17"],
    ["12,345", "12345"],
    ["12,5", "12.5"],
    ["\u221242.10", "-42.1"],
    ["$80", "80"],
    ["1200+4.17", "1204.17"],
    ["1200 - 4.17 + 1", "1196.83"],
  ])("%s is %s", (typed, amount) => {
    expect(readAmount(typed)).toBe(amount);
  });

  it.each(["", "abc", "1.2.3.", "12e3", "5 +", "--", "1/2"])("%s is none", (typed) => {
    expect(readAmount(typed)).toBeNull();
  });
});
