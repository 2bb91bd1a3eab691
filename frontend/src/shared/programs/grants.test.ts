import { describe, expect, it } from "vitest";
import { describeGrants, groupGrants } from "@/shared/programs/grants";
import { someRights } from "@/testing/security";

describe("what a program can be trusted with", () => {
  it("puts looking at a thing and changing it in one row, under what it is about", () => {
    expect(groupGrants(someRights())).toEqual([
      {
        about: "Money",
        grants: [
          { subject: "Accounts and balances", look: "accounts:read", change: null },
          { subject: "Transactions", look: "transactions:read", change: "transactions:write" },
        ],
      },
      { about: "Sorting", grants: [{ subject: "Rules", look: null, change: "rules:write" }] },
    ]);
  });

  it("says of a key what it may do", () => {
    const told = describeGrants(["rules:write", "transactions:read", "accounts:read"], someRights());

    expect(told).toBe("Look: Accounts and balances, Transactions. Change: Rules.");
  });
});
