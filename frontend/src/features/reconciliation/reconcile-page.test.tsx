import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Suggestion } from "@/shared/api/types";
import { anAccount } from "@/testing/factories";
import { aComparison, aDrift, aSuggestion } from "@/testing/reconciliation";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const decided = (...data: Suggestion[]) => answer("/api/accounts/a1/suggestions", { data });
const reconcile = "/api/accounts/a1/reconcile";
const apply = "/api/reconciliations/suggestions/s1/apply";
const explanations = async () =>
  within(await screen.findByRole("list", { name: "Explanations, likeliest first" }));

beforeEach(() => {
  server.use(answer("/api/accounts/a1", { ...anAccount(), balances: [] }), decided());
});

describe("an account beside its bank", () => {
  it("that agrees says so and leaves nothing to do", async () => {
    server.use(answer(reconcile, { comparison: aComparison(), suggestions: [] }));
    await visit("/accounts/a1/reconcile");

    expect(await screen.findByText("Ledger and bank agree")).toBeInTheDocument();
    expect(screen.getByText("Every cent is accounted for. There is nothing to do.")).toBeInTheDocument();
    expect(screen.queryByText("What may explain it")).not.toBeInTheDocument();
  });

  it("that is off shows since when, and the explanations with their reasons in order", async () => {
    const suggestions = [aSuggestion(), aSuggestion({ id: "s2", cause: "opening", reason: "Never agreed." })];
    server.use(answer(reconcile, { comparison: aDrift(), suggestions }));
    await visit("/accounts/a1/reconcile");

    const [first, second] = (await explanations()).getAllByRole("article");
    expect(first).toHaveTextContent(/A row is missing.*Very likely.*Add a signed entry.*THAI GARDEN/);
    expect(second).toHaveTextContent(/The opening balance is off.*Never agreed\./);
    expect(screen.getByText(/^Off by/)).toHaveTextContent("Off by \u2212$42.10 since Sep 1");
  });

  it("is mended by one key, and the way back stays in the trail", async () => {
    server.use(answer(reconcile, { comparison: aDrift(), suggestions: [aSuggestion()] }));
    const { user } = await visit("/accounts/a1/reconcile");
    const [card] = (await explanations()).getAllByRole("article");
    const fixed = aSuggestion({
      status: "applied",
      decided_by: "user:u1",
      decided_at: "2026-11-21T09:12:00Z",
    });
    server.use(
      answer(apply, { suggestion: fixed, comparisons: [aComparison({ bank: "57.90", ledger: "57.90" })] }),
      answer(reconcile, { comparison: aComparison({ bank: "57.90", ledger: "57.90" }), suggestions: [] }),
      decided(fixed),
    );

    card?.focus();
    await user.keyboard("{Enter}");

    expect(await screen.findByText("Ledger and bank agree")).toBeInTheDocument();
    const trail = within(await screen.findByRole("region", { name: "What was decided before" }));
    expect(trail.getByText(/By you/)).toBeInTheDocument();
    expect(trail.getByRole("button", { name: "Undo: A row is missing" })).toBeEnabled();
  });

  it("takes the last decision back by a key", async () => {
    const undone: string[] = [];
    server.use(
      answer(reconcile, { comparison: aComparison(), suggestions: [] }),
      decided(aSuggestion({ status: "applied" })),
      http.post("/api/reconciliations/suggestions/:id/undo", ({ params }) => {
        undone.push(String(params.id));
        return HttpResponse.json({ suggestion: aSuggestion({ status: "undone" }), comparisons: [aDrift()] });
      }),
    );
    const { user } = await visit("/accounts/a1/reconcile");
    await screen.findByRole("button", { name: "Undo: A row is missing" });

    await user.keyboard("z");

    await waitFor(() => expect(undone).toEqual(["s1"]));
  });

  it("keeps everything when a fix no longer fits, and says why", async () => {
    server.use(
      answer(reconcile, { comparison: aDrift(), suggestions: [aSuggestion()] }),
      problem(apply, 409, "suggestion_stale", "The account has changed since."),
    );
    const { user } = await visit("/accounts/a1/reconcile");

    await user.click((await explanations()).getByRole("button", { name: "Fix it" }));

    expect(await screen.findByText("The account has changed since.")).toBeInTheDocument();
    expect((await explanations()).getByRole("button", { name: "Fix it" })).toBeInTheDocument();
  });

  it("offers nothing to press where waiting is the answer", async () => {
    const fixes = [{ ...aSuggestion().fixes[0], action: "wait" } as const];
    const waiting = { ...aSuggestion({ cause: "pending_counted" }), fixes };
    server.use(answer(reconcile, { comparison: aDrift(), suggestions: [waiting] }));
    await visit("/accounts/a1/reconcile");

    const list = await explanations();
    expect(list.getByText("Wait: it settles by itself")).toBeInTheDocument();
    expect(list.queryByRole("button", { name: "Fix it" })).not.toBeInTheDocument();
  });
});

describe("a balance a person states", () => {
  it("is compared with instead, and stays in the address", async () => {
    const asked: unknown[] = [];
    server.use(
      http.post(reconcile, async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ comparison: aDrift(), suggestions: [] });
      }),
    );
    const { user, router } = await visit("/accounts/a1/reconcile");

    await user.type(await screen.findByLabelText("What your bank shows"), "1,200 - 4.17{Enter}");

    await waitFor(() => expect(router.state.location.search).toEqual({ bank: "1195.83" }));
    await waitFor(() => expect(asked).toContainEqual({ bank_balance: "1195.83" }));
    expect(screen.getByText("The bank says, as you typed it")).toBeInTheDocument();
  });

  it("that is no amount is refused in words", async () => {
    server.use(answer(reconcile, { comparison: aComparison(), suggestions: [] }));
    const { user } = await visit("/accounts/a1/reconcile");

    await user.type(await screen.findByLabelText("What your bank shows"), "about a hundred{Enter}");

    expect(screen.getByText(/Type an amount/)).toBeInTheDocument();
  });
});
