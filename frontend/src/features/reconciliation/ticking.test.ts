import { describe, expect, it } from "vitest";
import { intoPanes, withTicks } from "@/features/reconciliation/ticking";
import { followProfile, UNCHOSEN } from "@/shared/lib/regional";
import { aStatement, aStatementRow } from "@/testing/reconciliation";

const rows = [
  aStatementRow({ id: "t1", amount: "-12.10", description: "Green Grocer" }),
  aStatementRow({ id: "t2", amount: "-30", description: "Thai Garden" }),
  aStatementRow({ id: "t3", amount: "0.1", description: "Interest", ticked: true }),
];
const statement = aStatement({ rows, difference: "-42.10", ticked_count: 1 });

describe("ticking", () => {
  it("takes the rows off the difference, to the cent", () => {
    const one = withTicks(statement, new Set(["t1"]), true);
    const both = withTicks(one, new Set(["t2"]), true);

    expect(one).toMatchObject({ difference: "-30", ticked_count: 2 });
    expect(both).toMatchObject({ difference: "0", ticked_count: 3 });
  });

  it("counts a row once, however often it is ticked", () => {
    const ids = new Set(["t1"]);

    expect(withTicks(withTicks(statement, ids, true), ids, true).difference).toBe("-30");
  });

  it("is undone by taking the ticks back", () => {
    const ids = new Set(["t1", "t2"]);

    expect(withTicks(withTicks(statement, ids, true), ids, false).difference).toBe("-42.1");
  });
});

describe("the panes", () => {
  const found = (search: string) => intoPanes(statement, search);

  it("part the rows by their tick, found by words or by amount", () => {
    expect(found("").open.map(({ id }) => id)).toEqual(["t1", "t2"]);
    expect(found("thai").open.map(({ id }) => id)).toEqual(["t2"]);
    expect(found("12.1").open.map(({ id }) => id)).toEqual(["t1"]);
    expect(found("interest").ticked.map(({ id }) => id)).toEqual(["t3"]);
  });

  it("are searched for an amount as the page writes it", () => {
    followProfile({ ...UNCHOSEN, locale: "de-DE" });

    expect(found("12,1").open.map(({ id }) => id)).toEqual(["t1"]);
    expect(found("30,00 $").open.map(({ id }) => id)).toEqual(["t2"]);
    followProfile(UNCHOSEN);
  });

  it("begin with the period, whatever is older", () => {
    const old = aStatementRow({ id: "t0", date: "2026-09-30" });

    expect(intoPanes({ ...statement, rows: [old, ...rows] }, "").open.map(({ id }) => id)).toEqual([
      "t1",
      "t2",
      "t0",
    ]);
  });
});
