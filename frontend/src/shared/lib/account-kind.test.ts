import { expect, it } from "vitest";
import { accountKind } from "@/shared/lib/account-kind";

const kindOf = (subtype: string | null, type = "investment") => accountKind({ type, subtype, mask: null });

it.each([
  ["cd", "CD"],
  ["hsa", "HSA"],
  ["401k", "401(k)"],
  ["403B", "403(b)"],
  ["roth 457b", "Roth 457(b)"],
  ["sep ira", "SEP IRA"],
  ["cash isa", "Cash ISA"],
  ["rrsp", "RRSP"],
  ["529", "529 plan"],
  ["student", "Student loan"],
  ["money market", "Money market"],
  ["non-taxable brokerage account", "Non-taxable brokerage account"],
])("calls %s what people call it", (subtype, label) => {
  expect(kindOf(subtype)).toBe(label);
});

it("falls back to the type where the bank says no more", () => {
  expect(kindOf(null, "depository")).toBe("Bank account");
  expect(kindOf("other", "loan")).toBe("Loan");
});

it("shows the last digits", () => {
  expect(accountKind({ type: "depository", subtype: "checking", mask: "0423" })).toBe("Checking ··0423");
});
