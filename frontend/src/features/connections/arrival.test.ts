import { describe, expect, it } from "vitest";
import { arrivalSteps, hasArrived } from "@/features/connections/parts/arrival";
import { aConnection } from "@/testing/factories";

const states = (...parts: Parameters<typeof arrivalSteps>) =>
  Object.fromEntries(arrivalSteps(...parts).map(({ id, state }) => [id, state]));
const note = (id: string, ...parts: Parameters<typeof arrivalSteps>) =>
  arrivalSteps(...parts).find((step) => step.id === id)?.note;

const fresh = aConnection({
  history: "not_ready",
  counts: { accounts: 0, transactions: 0, categorised: 0, set_aside: 0 },
});
const halfway = aConnection({
  history: "initial",
  counts: { accounts: 2, transactions: 400, categorised: 100, set_aside: 0 },
});

describe("the steps of an arrival", () => {
  it("begin with looking for accounts and waiting for the bank", () => {
    expect(states(fresh, null)).toEqual({
      connected: "done",
      accounts: "active",
      history: "active",
      categories: "waiting",
      done: "waiting",
    });
    expect(note("history", fresh, null)).toBe("Waiting for the bank to prepare it");
  });

  it("count what has come and what has its category", () => {
    expect(states(halfway, null)).toMatchObject({
      accounts: "done",
      history: "active",
      categories: "active",
    });
    expect(note("history", halfway, null)).toBe("400 transactions so far; the bank is sending older ones");
    expect(note("categories", halfway, null)).toBe("100 of 400");
    expect(arrivalSteps(halfway, null).find(({ id }) => id === "categories")?.share).toBe(0.25);
  });

  it("say what goes on when all that is here has its category and older rows are still to come", () => {
    const counts = { accounts: 2, transactions: 210, categorised: 210, set_aside: 0 };
    const initial = aConnection({ history: "initial", counts });

    expect(states(initial, null)).toMatchObject({ history: "active", categories: "active", done: "waiting" });
    expect(note("history", initial, null)).toBe("210 transactions so far; the bank is sending older ones");
    expect(note("categories", initial, null)).toBe("210 so far; older ones follow");
  });

  it("run ahead of the counts with the progress told live", () => {
    const progress = {
      connection_id: "c1",
      sync_id: "s1",
      phase: "fetching",
      pages: 2,
      transactions: 900,
      by_account: {},
    } as const;

    expect(note("history", halfway, progress)).toBe(
      "900 transactions so far; the bank is sending older ones",
    );
  });

  it("end when the history is complete and every row has its category", () => {
    const counts = { accounts: 1, transactions: 10, categorised: 9, set_aside: 0 };

    expect(hasArrived(aConnection({ counts }))).toBe(false);
    expect(hasArrived(aConnection({ history: "initial" }))).toBe(false);
    expect(hasArrived(aConnection())).toBe(true);
    expect(new Set(Object.values(states(aConnection(), null)))).toEqual(new Set(["done"]));
  });

  it("end for a bank without any transactions too", () => {
    const none = aConnection({ counts: { accounts: 1, transactions: 0, categorised: 0, set_aside: 0 } });

    expect(hasArrived(none)).toBe(true);
    expect(states(none, null).done).toBe("done");
  });
});
