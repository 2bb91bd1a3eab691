import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Transaction } from "@/shared/api/types";
import { aCategory, aTransaction } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const FOOD = {
  primary: "FOOD_AND_DRINK",
  label: "Food and drink",
  children: [
    { detailed: "FOOD_AND_DRINK_GROCERIES", label: "Groceries", description: "" },
    { detailed: "FOOD_AND_DRINK_COFFEE", label: "Coffee", description: "" },
  ],
};

function listing(...data: Transaction[]) {
  return answer("/api/transactions", { data, pagination: { next_cursor: null, limit: 100 } });
}

const grid = () => screen.findByRole("grid", { name: "Transactions" });
const row = async (name: RegExp) => within(await grid()).findByRole("row", { name });

describe("the filters", () => {
  it("go from the address to the server and to the fields", async () => {
    const asked: string[] = [];
    server.use(
      http.get("/api/transactions", ({ request }) => {
        asked.push(new URL(request.url).searchParams.toString());
        return HttpResponse.json({ data: [aTransaction()], pagination: { next_cursor: null, limit: 100 } });
      }),
    );
    await visit("/transactions?search=green&from=2026-01-01&account_id=a1&pending=false");

    expect(await screen.findByRole("searchbox")).toHaveValue("green");
    expect(screen.getByLabelText("From")).toHaveValue("2026-01-01");
    expect(await screen.findByRole("button", { name: /Everyday ··0000/ })).toBeInTheDocument();
    const sent = new URLSearchParams(asked[0]);
    expect(Object.fromEntries(sent)).toMatchObject({
      search: "green",
      from: "2026-01-01",
      account_id: "a1",
      pending: "false",
    });
  });

  it("go from the fields to the address, and leave it when cleared", async () => {
    const { router, user } = await visit("/transactions");
    await grid();

    await user.type(screen.getByRole("searchbox"), "green ");
    await waitFor(() => expect(router.state.location.search).toEqual({ search: "green" }));
    await user.click(screen.getByRole("button", { name: /Any state/ }));
    await user.click(await screen.findByRole("option", { name: "Pending" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ search: "green", pending: true }));
    await user.click(screen.getByRole("button", { name: "Clear filters" }));

    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("that cannot be read are left out", async () => {
    const { router } = await visit("/transactions?from=soon&pending=maybe");

    await grid();

    expect(router.state.matches.at(-1)?.search).toEqual({});
  });
});

describe("an empty list", () => {
  it("teaches the next step when there is nothing yet", async () => {
    server.use(listing());
    await visit("/transactions");

    expect(await screen.findByText("No transactions yet")).toBeInTheDocument();
    expect(within(screen.getByRole("main")).getByRole("link", { name: "Link a bank" })).toHaveAttribute(
      "href",
      "/connections/new",
    );
  });

  it("offers to clear the filters that emptied it", async () => {
    server.use(listing());
    const { router, user } = await visit("/transactions?search=unicorn");
    await screen.findByText("Nothing matches these filters");

    await user.click(screen.getAllByRole("button", { name: "Clear filters" }).at(-1) ?? document.body);

    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});

describe("a failure", () => {
  it("carries its reference and a way to try again", async () => {
    server.use(problem("/api/transactions", 400, "broken", "The list is being repaired."));
    const { user } = await visit("/transactions");
    expect(await screen.findByRole("alert")).toHaveTextContent("The list is being repaired.");
    expect(screen.getByText("req_test")).toBeInTheDocument();

    server.use(listing(aTransaction()));
    await user.click(screen.getByRole("button", { name: "Try again" }));

    expect(await row(/Green Grocer/)).toBeInTheDocument();
  });

  it("of a later reading leaves the rows on the page", async () => {
    const { client } = await visit("/transactions");
    await row(/Green Grocer/);

    server.use(problem("/api/transactions", 400, "broken", "The list is being repaired."));
    await client.invalidateQueries({ queryKey: ["transactions"] });

    expect(await screen.findByRole("alert")).toHaveTextContent("The list is being repaired.");
    expect(await row(/Green Grocer/)).toBeInTheDocument();
  });
});

describe("the category of a row", () => {
  it("says when it is awaited, doubtful or a person's own", async () => {
    server.use(
      listing(
        aTransaction({ id: "t1", merchant_name: "Waits", category: null }),
        aTransaction({ id: "t2", merchant_name: "Doubts", category: aCategory({ confidence: 0.31 }) }),
        aTransaction({
          id: "t3",
          merchant_name: "Chosen",
          category: aCategory({ source: "person", confidence: null }),
        }),
      ),
    );
    await visit("/transactions");

    expect(within(await row(/Waits/)).getByText("Categorising…")).toBeInTheDocument();
    expect(within(await row(/Doubts/)).getByText(", not sure")).toBeInTheDocument();
    expect(within(await row(/Chosen/)).queryByText(", not sure")).not.toBeInTheDocument();
  });
});

describe("the keys", () => {
  it("j, k and the arrows move, Enter opens", async () => {
    server.use(
      listing(
        aTransaction({ id: "t1", merchant_name: "One" }),
        aTransaction({ id: "t2", merchant_name: "Two", date: "2026-11-18" }),
      ),
      answer("/api/transactions/t2", aTransaction({ id: "t2", merchant_name: "Two" })),
    );
    const { router, user } = await visit("/transactions");
    const [one, two] = [await row(/One/), await row(/Two/)];
    one.focus();

    await user.keyboard("j");
    await waitFor(() => expect(two).toHaveFocus());
    await user.keyboard("k");
    await waitFor(() => expect(one).toHaveFocus());
    await user.keyboard("{ArrowDown}");
    await waitFor(() => expect(two).toHaveFocus());
    await user.keyboard("{Enter}");

    await waitFor(() => expect(router.state.location.search).toEqual({ open: "t2" }));
    expect(await screen.findByRole("dialog", { name: "Transaction" })).toBeInTheDocument();
  });
});

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
        return HttpResponse.json(
          aTransaction({ category: aCategory({ source: "person", label: "Coffee", confidence: null }) }),
        );
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
    expect(drawer.getByText(", 42 % sure")).toBeInTheDocument();
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

  it("goes from the address when closed", async () => {
    const { drawer, router, user } = await openDrawer(doubtful);

    await user.click(drawer.getByRole("button", { name: "Close" }));

    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});
