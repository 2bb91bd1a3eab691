import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { Merchant } from "@/shared/api/types";
import { aCategoryGroup, aCategoryShown } from "@/testing/categories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aMerchant(name: string): Merchant {
  return {
    key: name.toLowerCase(),
    name,
    currency: "USD",
    count: 3,
    amount: "-30",
    last_date: "2026-11-20",
    category_detailed: null,
    category_label: null,
    direction: "out",
    lesson: null,
  };
}

async function openMerchants() {
  const sent: unknown[] = [];
  const keep = async ({ request }: { request: Request }) => {
    sent.push(await request.json());
    return HttpResponse.json({ revision_id: "r1", changed: 3 });
  };
  server.use(
    http.get("/api/merchants", ({ request }) => {
      const search = new URL(request.url).searchParams.get("search") ?? "";
      const data = [aMerchant("Aldi"), aMerchant("Lidl")].filter(({ key }) => key.includes(search));
      return HttpResponse.json({ data, pagination: { next_cursor: null, limit: 50 } });
    }),
    http.patch("/api/merchants", keep),
    http.post("/api/merchants/merge", keep),
  );
  const opened = await visit("/merchants");
  await screen.findByRole("link", { name: /Aldi/ });
  return { ...opened, sent };
}

it("a merchant leads to its transactions", async () => {
  const { router, user } = await openMerchants();

  await user.click(screen.getByRole("link", { name: /Aldi/ }));

  await waitFor(() => expect(router.state.location.search).toEqual({ merchant: "aldi" }));
});

it("a search narrows the list", async () => {
  const { user } = await openMerchants();

  await user.type(screen.getByRole("searchbox", { name: "Search merchants" }), "lidl");

  await waitFor(() => expect(screen.queryByRole("link", { name: /Aldi/ })).toBeNull());
  await user.type(screen.getByRole("searchbox", { name: "Search merchants" }), "x");
  expect(await screen.findByText("Nobody has this name")).toBeInTheDocument();
});

it("a merchant is renamed", async () => {
  const { sent, user } = await openMerchants();

  await user.click(screen.getByRole("button", { name: "Rename Aldi" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Rename the merchant" }));
  await user.clear(dialog.getByLabelText("Name"));
  expect(dialog.getByRole("button", { name: "Rename" })).toBeDisabled();
  await user.type(dialog.getByLabelText("Name"), "ALDI Süd");
  await user.click(dialog.getByRole("button", { name: "Rename" }));

  expect(await screen.findByText("3 transactions renamed to ALDI Süd")).toBeInTheDocument();
  expect(sent).toEqual([{ key: "aldi", name: "ALDI Süd" }]);
});

it("two that are the same become the first that was ticked", async () => {
  const { sent, user } = await openMerchants();

  await user.click(screen.getByRole("checkbox", { name: "Choose Lidl" }));
  await user.click(screen.getByRole("checkbox", { name: "Choose Aldi" }));
  await user.click(screen.getByRole("button", { name: "Merge 2 into “Lidl”" }));

  expect(await screen.findByText("3 are now Lidl")).toBeInTheDocument();
  expect(sent).toEqual([{ keys: ["aldi"], into: "lidl" }]);
});

it("a merchant's category is what one begins from", async () => {
  const { user } = await openMerchants();
  const filed = { ...aMerchant("Aldi"), category_detailed: "FOOD", category_label: "Groceries" };
  const food = aCategoryGroup({ children: [aCategoryShown({ detailed: "FOOD", label: "Groceries" })] });
  server.use(
    answer("/api/categories", { data: [food] }),
    answer("/api/merchants", { data: [filed], pagination: { next_cursor: null, limit: 50 } }),
  );
  await user.type(screen.getByRole("searchbox", { name: "Search merchants" }), "al");
  await screen.findByText("Groceries");

  await user.click(screen.getByRole("button", { name: "Category of Aldi" }));

  const field = await screen.findByRole("combobox", { name: "Category of Aldi" });
  await waitFor(() => expect(field).toHaveValue("Food and drink: Groceries"));
});

it("a merchant gets a category for all that it is paid", async () => {
  const food = aCategoryGroup({ children: [aCategoryShown({ detailed: "FOOD", label: "Groceries" })] });
  const lesson = { id: "l1", merchant_name: "Aldi", category_label: "Groceries" };
  const { sent, user } = await openMerchants();
  server.use(
    answer("/api/categories", { data: [food] }),
    http.put("/api/merchants/category", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ revision_id: "r1", changed: 2, lesson });
    }),
  );

  await user.click(screen.getByRole("button", { name: "Category of Aldi" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Category of the merchant" }));
  await user.type(await dialog.findByRole("combobox", { name: "Category of Aldi" }), "groc");
  await user.click(await screen.findByRole("option", { name: "Food and drink: Groceries" }));
  await user.click(dialog.getByRole("button", { name: "Choose" }));

  expect(await screen.findByText("Aldi is “Groceries” from now on")).toBeInTheDocument();
  expect(sent).toEqual([{ key: "aldi", direction: "out", category_detailed: "FOOD" }]);
});
