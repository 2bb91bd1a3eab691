import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ReviewGroup } from "@/shared/api/types";
import { aCategoryGroup, aCategoryShown } from "@/testing/categories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aGroup(change: Partial<ReviewGroup> = {}): ReviewGroup {
  return {
    merchant_key: "lins garden",
    name: "Lin's Garden",
    direction: "out",
    currency: "USD",
    count: 2,
    amount: "-36.84",
    first_date: "2026-09-01",
    last_date: "2026-09-16",
    transaction_ids: ["t1", "t2"],
    descriptions: ["LINS GARDEN CHINESE REST"],
    candidates: [
      { detailed: "FOOD_AND_DRINK_FAST_FOOD", label: "Fast food", group: "Food and drink", confidence: 0.4 },
      {
        detailed: "FOOD_AND_DRINK_RESTAURANT",
        label: "Restaurants",
        group: "Food and drink",
        confidence: 0.3,
      },
    ],
    ...change,
  };
}

const ANSWERED = { revision_id: "r1", changed: 2, lesson: null, transactions: 1, groups: 1 };

/** Opens the inbox with these groups and keeps what the page sends. */
async function openInbox(...groups: ReviewGroup[]) {
  const sent: unknown[] = [];
  let left = groups;
  server.use(
    http.get("/api/review", () =>
      HttpResponse.json({ data: left, transactions: left.length * 2, groups: left.length }),
    ),
    http.post("/api/review", async ({ request }) => {
      const body = await request.json();
      sent.push(body);
      left = left.slice(1);
      return HttpResponse.json(ANSWERED);
    }),
  );
  const opened = await visit("/review");
  const card = await screen.findByRole("article", { name: "Lin's Garden" });
  return { ...opened, sent, card };
}

describe("the inbox", () => {
  it("says what is left and shows the bank's words", async () => {
    const { card } = await openInbox(aGroup());

    expect(screen.getByText(/1 merchant, 2 transactions left/)).toBeInTheDocument();
    expect(within(card).getByText("LINS GARDEN CHINESE REST")).toBeInTheDocument();
  });

  it("settles a merchant with one key and goes on to the next", async () => {
    const { card, sent, user } = await openInbox(
      aGroup(),
      aGroup({ merchant_key: "zxqv", name: "Zxqv", transaction_ids: ["t3"] }),
    );
    card.focus();

    await user.keyboard("2");

    await waitFor(() => expect(screen.queryByRole("article", { name: "Lin's Garden" })).toBeNull());
    expect(sent).toEqual([
      { transaction_ids: ["t1", "t2"], category_detailed: "FOOD_AND_DRINK_RESTAURANT", remember: true },
    ]);
    expect(screen.getByRole("article", { name: "Zxqv" })).toHaveFocus();
  });

  it("moves by j and k, and asks for another category by c", async () => {
    server.use(answer("/api/categories", { data: [] }));
    const { card, user } = await openInbox(aGroup(), aGroup({ merchant_key: "zxqv", name: "Zxqv" }));
    const next = screen.getByRole("article", { name: "Zxqv" });
    card.focus();

    await user.keyboard("j");
    expect(next).toHaveFocus();
    await user.keyboard("k");
    expect(card).toHaveFocus();
    await user.keyboard("c");

    expect(within(card).getByRole("combobox", { name: "Another category" })).toHaveFocus();
  });

  it("listens to j, k and the numbers from anywhere on the page", async () => {
    const { card, sent, user } = await openInbox(aGroup(), aGroup({ merchant_key: "zxqv", name: "Zxqv" }));
    expect(card).not.toHaveFocus();

    await user.keyboard("1");
    expect(sent).toEqual([]);
    await user.keyboard("j");
    expect(card).toHaveFocus();
    await user.tab();
    await user.keyboard("J");
    expect(screen.getByRole("article", { name: "Zxqv" })).toHaveFocus();
    await user.keyboard("k");
    await user.tab();
    await user.keyboard("2");

    await waitFor(() => expect(sent).toMatchObject([{ category_detailed: "FOOD_AND_DRINK_RESTAURANT" }]));
  });

  it("leaves the browser's own keys alone, and comes back from the search", async () => {
    server.use(answer("/api/categories", { data: [] }));
    const { card, sent, user } = await openInbox(aGroup());
    card.focus();

    await user.keyboard("{Control>}c1{/Control}");
    expect(within(card).queryByRole("combobox")).toBeNull();
    expect(sent).toEqual([]);
    await user.keyboard("c1");
    await user.clear(within(card).getByRole("combobox", { name: "Another category" }));
    await user.keyboard("{Escape}{Escape}");

    expect(within(card).queryByRole("combobox")).toBeNull();
    expect(card).toHaveFocus();
    expect(sent).toEqual([]);
  });

  it("takes the last answer back by z", async () => {
    const reverted: string[] = [];
    const { card, user } = await openInbox(aGroup(), aGroup({ merchant_key: "zxqv", name: "Zxqv" }));
    server.use(
      http.post("/api/revisions/r1/revert", ({ request }) => {
        reverted.push(request.url);
        return HttpResponse.json({ restored: 2, kept: 0 });
      }),
    );
    card.focus();
    await user.keyboard("1");

    await waitFor(async () => {
      await user.keyboard("z");
      expect(reverted).toHaveLength(1);
    });
    await user.keyboard("z");

    expect(reverted).toHaveLength(1);
  });

  it("offers what was typed once the categories have come", async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    server.use(
      http.get("/api/categories", async () => {
        await arrived;
        return HttpResponse.json({ data: [aCategoryGroup({ children: [aCategoryShown()] })] });
      }),
    );
    const { card, sent, user } = await openInbox(aGroup());
    card.focus();
    await user.keyboard("c");

    await user.keyboard("coff");
    expect(await screen.findByText("Loading…")).toBeInTheDocument();
    arrive();

    expect(await screen.findByRole("option", { name: /Coffee/ })).toBeInTheDocument();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(sent).toMatchObject([{ category_detailed: "FOOD_AND_DRINK_COFFEE" }]));
  });

  it("need not remember", async () => {
    const { card, sent, user } = await openInbox(aGroup());

    await user.click(within(card).getByRole("checkbox", { name: "Remember for this merchant" }));
    await user.click(within(card).getByRole("button", { name: "Fast food 40%" }));

    await waitFor(() => expect(sent).toMatchObject([{ remember: false }]));
  });

  it("brings a merchant back whose answer was refused", async () => {
    const { card, user } = await openInbox(aGroup());
    server.use(http.post("/api/review", () => HttpResponse.json({ title: "No" }, { status: 403 })));

    await user.click(within(card).getByRole("button", { name: "Fast food 40%" }));

    expect(await screen.findByText("Lin's Garden was not changed")).toBeInTheDocument();
    expect(await screen.findByRole("article", { name: "Lin's Garden" })).toBeInTheDocument();
  });

  it("says so when nothing is unsure", async () => {
    await visit("/review");

    expect(await screen.findByText("Nothing needs a look")).toBeInTheDocument();
  });
});
