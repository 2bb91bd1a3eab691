import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Transaction } from "@/shared/api/types";
import { aCategory, aTransaction } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const FOOD = {
  primary: "FOOD_AND_DRINK",
  label: "Food and drink",
  children: [
    { detailed: "FOOD_AND_DRINK_GROCERIES", label: "Groceries", description: "" },
    { detailed: "FOOD_AND_DRINK_COFFEE", label: "Coffee", description: "" },
  ],
};

describe("the drawer", () => {
  const doubtful = aTransaction({
    category: aCategory({
      confidence: 0.42,
      reason: { kind: "phrase", text: "The words “green grocer”" },
      alternatives: [{ detailed: "FOOD_AND_DRINK_COFFEE", label: "Coffee", confidence: 0.3 }],
    }),
  });

  /** Opens the drawer of a row and keeps what the page sends when a person decides. */
  async function openDrawer(transaction: Transaction) {
    const sent: unknown[] = [];
    server.use(
      answer("/api/categories", { data: [FOOD] }),
      http.get("/api/transactions/t1", () => HttpResponse.json(transaction)),
      http.patch("/api/transactions/t1", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({
          transaction: aTransaction({
            category: aCategory({ source: "person", label: "Coffee", confidence: null }),
          }),
          revision_id: "r1",
          lesson: { id: "l1", merchant_name: "Green Grocer", category_label: "Coffee" },
          others: 3,
        });
      }),
    );
    const opened = await visit("/transactions?open=t1");
    const drawer = within(await screen.findByRole("dialog", { name: "Transaction" }));
    await drawer.findByText("The bank's words");
    return { ...opened, drawer, sent };
  }

  it("tells who chose the category, how sure they are, and why", async () => {
    const { drawer } = await openDrawer(doubtful);

    expect(drawer.getByText("GREEN GROCER 12")).toBeInTheDocument();
    expect(drawer.getByText("Chosen on this server")).toBeInTheDocument();
    expect(drawer.getByText(", 42% sure")).toBeInTheDocument();
    expect(drawer.getByText("The words “green grocer”")).toBeInTheDocument();
  });

  it("does not say the bank's reason twice", async () => {
    const words = "The bank's own category";
    const { drawer } = await openDrawer(
      aTransaction({ category: aCategory({ source: "bank", reason: { kind: "bank", text: words } }) }),
    );

    expect(drawer.getAllByText(words)).toHaveLength(1);
  });

  it("takes another category with one press", async () => {
    const { drawer, sent, user } = await openDrawer(doubtful);

    await user.click(drawer.getByRole("button", { name: "Coffee" }));

    expect(await drawer.findByText("Chosen by you")).toBeInTheDocument();
    expect(sent).toEqual([{ category_detailed: "FOOD_AND_DRINK_COFFEE" }]);
  });

  it("finds a category by typing", async () => {
    const { drawer, sent, user } = await openDrawer(doubtful);
    const field = await drawer.findByRole("combobox", { name: "Category" });
    await waitFor(() => expect(field).toHaveValue("Food and drink: Groceries"));

    await user.click(field);
    await user.keyboard("coff");
    await user.click(await screen.findByRole("option", { name: "Food and drink: Coffee" }));

    expect(await drawer.findByText("Chosen by you")).toBeInTheDocument();
    expect(sent).toEqual([{ category_detailed: "FOOD_AND_DRINK_COFFEE" }]);
  });

  it("says what a choice teaches, and lets the past follow", async () => {
    const { drawer, user } = await openDrawer(doubtful);
    server.use(
      http.post("/api/ml/memory/l1/apply", () => HttpResponse.json({ revision_id: "r2", changed: 3 })),
    );

    await user.click(drawer.getByRole("button", { name: "Coffee" }));
    expect(await drawer.findByText("From now on, Green Grocer is “Coffee”.")).toBeInTheDocument();
    await user.click(drawer.getByRole("button", { name: "Change 3 earlier ones too" }));

    expect(await screen.findByText("3 earlier transactions changed")).toBeInTheDocument();
    expect(drawer.queryByRole("button", { name: /earlier/ })).not.toBeInTheDocument();
  });

  it("shows which earlier ones would follow, and what they amount to", async () => {
    const { drawer, user } = await openDrawer(doubtful);
    const row = {
      id: "t7",
      date: "2026-09-02",
      amount: "-4.50",
      currency: "USD",
      description: "GREEN GROCER 7",
    };
    server.use(
      answer("/api/ml/memory/l1/preview", {
        count: 3,
        sums: [{ currency: "USD", amount: "-61.20" }],
        transactions: [row],
      }),
    );
    await user.click(drawer.getByRole("button", { name: "Coffee" }));

    await user.click(await drawer.findByRole("button", { name: "Look at them first" }));

    const list = await drawer.findByRole("list", { name: "Would change" });
    expect(within(list).getByText("GREEN GROCER 7")).toBeInTheDocument();
    expect(drawer.getByText("−$61.20")).toBeInTheDocument();
    expect(drawer.getByText("and 2 earlier ones")).toBeInTheDocument();
  });

  it("goes on offering that the past follow, as long as some of it does not", async () => {
    const lesson = {
      id: "l1",
      merchant_key: doubtful.merchant_key,
      merchant_name: "Green Grocer",
      direction: "out",
      category_label: "Coffee",
    };
    server.use(
      answer("/api/ml/memory", { data: [lesson] }),
      answer("/api/ml/memory/l1/preview", { count: 1, sums: [], transactions: [] }),
      http.post("/api/ml/memory/l1/apply", () => HttpResponse.json({ revision_id: "r2", changed: 1 })),
    );
    const { drawer, user } = await openDrawer(doubtful);

    await user.click(await drawer.findByRole("button", { name: "Change 1 earlier one too" }));

    expect(await screen.findByText("1 earlier transaction changed")).toBeInTheDocument();
  });

  it("takes a choice back", async () => {
    const { drawer, user } = await openDrawer(doubtful);
    const reverted: string[] = [];
    server.use(
      http.post("/api/revisions/r1/revert", ({ request }) => {
        reverted.push(request.url);
        return HttpResponse.json({ restored: 1, kept: 0 });
      }),
    );

    await user.click(drawer.getByRole("button", { name: "Coffee" }));
    await user.click(await drawer.findByRole("button", { name: "Undo" }));

    await waitFor(() => expect(drawer.queryByRole("button", { name: "Undo" })).not.toBeInTheDocument());
    expect(reverted).toHaveLength(1);
    expect(await drawer.findByText("Chosen on this server")).toBeInTheDocument();
  });

  it("sends only the words that were changed", async () => {
    const { drawer, sent, user } = await openDrawer(doubtful);

    await user.type(drawer.getByRole("textbox", { name: "Note" }), "with Ada");
    await user.type(drawer.getByRole("textbox", { name: "Tags" }), "work, trip,");
    await user.click(drawer.getByRole("button", { name: "Save" }));

    await waitFor(() => expect(sent).toEqual([{ note: "with Ada", tags: ["work", "trip"] }]));
  });

  it("keeps what was typed when it closes before it was saved", async () => {
    const { drawer, router, user } = await openDrawer(doubtful);
    await user.type(drawer.getByRole("textbox", { name: "Note" }), "with Ada");

    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await act(() => router.navigate({ to: "/transactions", search: { open: "t1" } }));

    const again = within(await screen.findByRole("dialog"));
    expect(await again.findByRole("textbox", { name: "Note" })).toHaveValue("with Ada");
    expect(again.getByRole("button", { name: "Save" })).toBeInTheDocument();
  });

  it("can be left out of the figures", async () => {
    const { drawer, sent, user } = await openDrawer(doubtful);

    await user.click(drawer.getByRole("switch", { name: "Count it in figures" }));

    await waitFor(() => expect(sent).toEqual([{ is_excluded: true }]));
  });

  it("goes from the address when closed", async () => {
    const { drawer, router, user } = await openDrawer(doubtful);

    await user.click(drawer.getByRole("button", { name: "Close" }));

    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});
