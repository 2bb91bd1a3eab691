import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { aSummary } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const PATH = "/api/transactions/summary";
const grid = () => screen.findByRole("grid", { name: "Transactions" });
const dollars = { currency: "USD", count: 213, money_in: "1200.00", money_out: "-830.40", net: "369.60" };
const euros = { currency: "EUR", count: 1, money_in: "0.00", money_out: "-5.00", net: "-5.00" };

it("says what a filter leaves, and asks by the filter of the list", async () => {
  const asked: string[] = [];
  server.use(
    http.get(PATH, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(aSummary({ count: 213, currencies: [dollars] }));
    }),
  );
  await visit("/transactions?search=green&from=2026-01-01");

  const line = await screen.findByText("213 transactions");
  expect(line.closest("[role=status]")).toHaveTextContent(
    "213 transactions +$1,200.00 in · −$830.40 out · +$369.60 together",
  );
  expect(asked).toEqual(["?from=2026-01-01&search=green"]);
});

it("adds up each currency by itself, and says what is in no sum", async () => {
  server.use(answer(PATH, aSummary({ count: 214, excluded_count: 2, currencies: [dollars, euros] })));
  await visit("/transactions?search=green");

  expect(await screen.findByText("1 in EUR:", { exact: false })).toHaveTextContent("1 in EUR: −€5.00 out");
  expect(screen.getByText("2 excluded, in no sum")).toBeInTheDocument();
});

it("is not asked for without a filter", async () => {
  let asked = 0;
  server.use(
    http.get(PATH, () => {
      asked += 1;
      return HttpResponse.json(aSummary());
    }),
  );
  await visit("/transactions");
  await grid();

  expect(screen.queryByText("1 transaction")).not.toBeInTheDocument();
  expect(asked).toBe(0);
});

it("follows the news", async () => {
  const { client } = await visit("/transactions?search=green");
  await screen.findByText("1 transaction");

  server.use(answer(PATH, aSummary({ count: 2 })));
  await client.invalidateQueries({ queryKey: ["transactions"] });

  expect(await screen.findByText("2 transactions")).toBeInTheDocument();
});

it("that fails leaves the list alone, and can be asked for again", async () => {
  server.use(problem(PATH, 503, "database_unavailable"));
  const { user } = await visit("/transactions?search=green");
  await grid();

  server.use(answer(PATH, aSummary({ count: 7 })));
  await user.click(await screen.findByRole("button", { name: "Add up again" }));

  expect(await screen.findByText("7 transactions")).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByText("Adding up…")).not.toBeInTheDocument());
});
