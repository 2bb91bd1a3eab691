import { describe, expect, it } from "vitest";
import { grantsOf } from "@/shared/programs/grants";

describe("what a program can be trusted with", () => {
  it("puts reading and changing the same thing in one row", () => {
    expect(grantsOf(["transactions:read", "accounts:read", "transactions:write"])).toEqual([
      { label: "Accounts and balances", read: "accounts:read", write: null },
      { label: "Transactions", read: "transactions:read", write: "transactions:write" },
    ]);
  });

  it("keeps a part of a thing apart, and shows a new server's word as it is", () => {
    const rows = grantsOf(["audit:read", "audit:read:own", "budgets:read"]);

    expect(rows.map(({ label }) => label)).toEqual([
      "budgets",
      "The workspace's record",
      "Your part of the record",
    ]);
  });
});
