import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Transaction } from "@/shared/api/types";
import { aCategory, aTransaction } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

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
    await user.click(await screen.findByRole("option", { name: "Pending or expected" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ search: "green", pending: true }));
    await user.click(screen.getByRole("button", { name: "Clear filters" }));

    await waitFor(() => expect(router.state.location.search).toEqual({}));
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("are read in words that another page has sent, for they are finished", async () => {
    const { router } = await visit("/transactions?search=green%20-transfer");

    await waitFor(() =>
      expect(router.state.location.search).toEqual({ search: "green", without: "transfer" }),
    );
    await waitFor(() => expect(screen.getByRole("searchbox")).toHaveValue("green "));
  });

  it("can be typed among the words, and taken away again", async () => {
    const { router, user } = await visit("/transactions");
    await grid();
    const field = screen.getByRole("searchbox");

    await user.type(field, "green >50 -transfer ");
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ search: "green", least: "50", without: "transfer" }),
    );
    expect(field).toHaveValue("green ");
    await user.type(field, "cafe <90{Enter}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ most: "90" }));
    await user.click(screen.getByRole("button", { name: /50 or more/ }));

    const left = { search: "green cafe", most: "90", without: "transfer" };
    await waitFor(() => expect(router.state.location.search).toEqual(left));
  });

  it("that cannot be read are left out, by name", async () => {
    const asked: string[] = [];
    server.use(
      http.get("/api/transactions", ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ data: [aTransaction()], pagination: { next_cursor: null, limit: 100 } });
      }),
    );
    const { router, user } = await visit("/transactions?from=soon&colour=red&search=100");
    await grid();

    expect(screen.getByRole("searchbox")).toHaveValue("100");
    expect(asked).toEqual(["?search=100&limit=100"]);
    expect(screen.getByText(/left out:/).parentElement).toHaveTextContent(/first day and “colour”\.$/);
    await user.click(screen.getByRole("button", { name: "Dismiss" }));

    await waitFor(() => expect(screen.queryByText(/left out:/)).not.toBeInTheDocument());
    expect(router.state.location.search).toEqual({ search: "100" });
  });

  it("that the server cannot read are left out by one press, the others stay", async () => {
    const errors = [{ field: "query.account_id", message: "Input should be a valid UUID" }];
    const body = { title: "Not valid", status: 422, code: "validation_failed", detail: "1 field", errors };
    server.use(
      http.get("/api/transactions", ({ request }) =>
        new URL(request.url).searchParams.has("account_id")
          ? HttpResponse.json(body, { status: 422 })
          : HttpResponse.json({ data: [aTransaction()], pagination: { next_cursor: null, limit: 100 } }),
      ),
    );
    const { router, user } = await visit("/transactions?account_id=not-a-uuid&search=green");
    expect(await screen.findByRole("alert")).toHaveTextContent("A filter is not understood");
    expect(screen.getByRole("button", { name: /Not known.*Account/ })).toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: "Leave out the account" }));

    expect(await row(/Green Grocer/)).toBeInTheDocument();
    expect(router.state.location.search).toEqual({ search: "green" });
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

it("a refund is called one beside its merchant", async () => {
  const refund = aTransaction({ merchant_name: "Big Shop", amount: "20.00", is_refund: true });
  server.use(listing(refund), answer("/api/transactions/t1", refund));
  const { user } = await visit("/transactions");

  await user.click(await row(/Big Shop.*Refund, Everyday/));

  const drawer = within(await screen.findByRole("dialog", { name: "Transaction" }));
  expect(await drawer.findByText("Refund")).toBeInTheDocument();
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
