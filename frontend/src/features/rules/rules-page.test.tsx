import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { draftOf, EMPTY_FORM, formOf } from "@/features/rules/draft";
import { actionsInWords, conditionsInWords } from "@/features/rules/wording";
import type { Rule } from "@/shared/api/types";
import { anAccount } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aRule(change: Partial<Rule> = {}): Rule {
  return {
    id: "rule1",
    position: 0,
    name: "Rent",
    is_enabled: true,
    conditions: { texts: ["RENT"], direction: "out", account_ids: [] },
    actions: { category_detailed: "RENT_AND_UTILITIES_RENT", tags: ["home"], is_excluded: false },
    category_label: "Rent",
    specificity: 2,
    created_at: "2026-11-21T09:12:00Z",
    updated_at: "2026-11-21T09:12:00Z",
    ...change,
  };
}

const SIMULATION = {
  matched: 1,
  changed: 1,
  sums: [],
  transactions: [
    {
      id: "t1",
      date: "2026-11-02",
      amount: "-900.00",
      currency: "USD",
      description: "RENT NOV",
      category_before: "Groceries",
      category_after: "Rent",
      also: [],
    },
  ],
};

const REVISION = {
  id: "r1",
  kind: "rule",
  title: "Rule “Rent”",
  actor: "user:u1",
  rows: 12,
  created_at: "2026-11-21T09:12:00Z",
  reverted_at: null,
};

async function openRules(...rules: Rule[]) {
  server.use(
    answer("/api/rules", { data: rules }),
    answer("/api/ml/memory", { data: [] }),
    answer("/api/revisions", { data: [REVISION], pagination: { next_cursor: null, limit: 10 } }),
  );
  return visit("/rules");
}

describe("a rule", () => {
  it("is one sentence", () => {
    const rule = aRule();

    expect(conditionsInWords(rule.conditions, [anAccount()])).toBe(
      "When the text has “RENT”, and money goes out",
    );
    expect(actionsInWords(rule)).toBe("it is “Rent”, tag it home");
    expect(conditionsInWords({ amount_min: "5", amount_max: "5", day_first: 28 }, [])).toBe(
      "When the amount is 5, and the day of the month is 28 or more",
    );
  });

  it("survives the form unchanged", () => {
    const { name, is_enabled, conditions, actions } = aRule({
      conditions: {
        texts: ["a b", "Smith, John", 'the "one"'],
        merchant_key: "smith",
        account_ids: ["a1", "a2"],
        amount_min: "5",
        day_last: 3,
      },
      actions: { is_transfer: true, note: "kept", tags: ["a, b", "c"] },
    });

    const draft = draftOf(formOf(aRule({ conditions, actions })), aRule({ conditions, actions }));

    expect(draft).toMatchObject({ name, is_enabled, conditions, actions });
  });

  it("is none before it says when and what", () => {
    expect(draftOf(EMPTY_FORM)).toBeNull();
    expect(draftOf({ ...EMPTY_FORM, texts: "rent" })).toBeNull();
    expect(draftOf({ ...EMPTY_FORM, texts: " , ", tags: "x" })).toBeNull();
    expect(draftOf({ ...EMPTY_FORM, texts: "rent", tags: "x" })).not.toBeNull();
  });
});

describe("the rules page", () => {
  it("says of each rule when it speaks and how specific it is", async () => {
    await openRules(aRule(), aRule({ id: "rule2", name: "Coffee", specificity: 1 }));

    expect(await screen.findByText("1. Rent")).toBeInTheDocument();
    expect(screen.getByText("2 conditions")).toBeInTheDocument();
    expect(screen.getByText("2. Coffee")).toBeInTheDocument();
    expect(screen.getByText("1 condition")).toBeInTheDocument();
  });

  it("shows what all rules would change before anything does", async () => {
    const applied: string[] = [];
    const { user } = await openRules(aRule());
    server.use(
      answer("/api/rules/simulate", { ...SIMULATION, matched: 3, changed: 1 }),
      http.post("/api/rules/apply", ({ request }) => {
        applied.push(request.url);
        return HttpResponse.json({ revision_id: "r9", changed: 1 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Apply all to the past" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Apply all rules to the past" }));
    expect(await dialog.findByText("Groceries")).toBeInTheDocument();
    expect(dialog.getByText("Rent")).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    expect(applied).toEqual([]);

    await user.click(screen.getByRole("button", { name: "Apply all to the past" }));
    await user.click(await screen.findByRole("button", { name: "Change 1 transaction" }));
    await waitFor(() => expect(applied).toHaveLength(1));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("applies a rule to the past and offers the way back", async () => {
    const reverted: string[] = [];
    const { user } = await openRules(aRule());
    server.use(
      answer("/api/rules/preview", { ...SIMULATION, matched: 12, changed: 12 }),
      answer("/api/rules/rule1/apply", { revision_id: "r9", changed: 12 }),
      http.post("/api/revisions/r9/revert", ({ request }) => {
        reverted.push(request.url);
        return HttpResponse.json({ restored: 12, kept: 0 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Apply Rent to the past" }));
    await user.click(await screen.findByRole("button", { name: "Change 12 transactions" }));
    const notice = await screen.findByRole("alertdialog", { name: "Rent: 12 transactions changed" });
    await user.click(within(notice).getByRole("button", { name: "Undo" }));

    await waitFor(() => expect(reverted).toHaveLength(1));
  });

  it("changes the order", async () => {
    const sent: unknown[] = [];
    const { user } = await openRules(aRule(), aRule({ id: "rule2", name: "Coffee" }));
    server.use(
      http.put("/api/rules/order", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ data: [] });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Move Coffee up" }));

    await waitFor(() => expect(sent).toEqual([{ rule_ids: ["rule2", "rule1"] }]));
    expect(screen.getByRole("button", { name: "Move Rent up" })).toBeDisabled();
  });

  it("shows while one types what a rule would do, and saves it", async () => {
    const sent: unknown[] = [];
    const { user } = await openRules();
    const merchant = { key: "elm property", name: "Elm Property", currency: "USD" };
    server.use(
      answer("/api/merchants", { data: [merchant], pagination: { next_cursor: null, limit: 100 } }),
      answer("/api/rules/preview", { matched: 3, changed: 2, sums: [], transactions: [] }),
      http.post("/api/rules", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(aRule(), { status: 201 });
      }),
    );
    await user.click(await screen.findByRole("button", { name: "New rule" }));
    const dialog = within(await screen.findByRole("dialog", { name: "New rule" }));
    expect(dialog.getByRole("button", { name: "Save rule" })).toBeDisabled();

    await user.type(dialog.getByLabelText("The bank's text has"), "rent");
    await user.type(dialog.getByLabelText("Add tags"), "home");
    await user.type(dialog.getByLabelText("Note"), "on the 1st");
    await user.click(dialog.getByRole("combobox", { name: "Merchant" }));
    await user.keyboard("elm{Enter}");
    expect(await dialog.findByText("3 transactions match")).toBeInTheDocument();
    expect(dialog.getByText("3 match, 2 would change")).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Save rule" }));

    await waitFor(() =>
      expect(sent).toMatchObject([
        {
          conditions: { texts: ["rent"], merchant_key: "elm property" },
          actions: { tags: ["home"], note: "on the 1st" },
        },
      ]),
    );
  });

  it("takes a change back", async () => {
    const { user } = await openRules(aRule());
    server.use(answer("/api/revisions/r1/revert", { restored: 11, kept: 1 }));

    await user.click(await screen.findByRole("button", { name: "Take back: Rule “Rent”" }));

    expect(
      await screen.findByText("11 transactions are as before; 1 had been changed again and stay"),
    ).toBeInTheDocument();
  });
});
