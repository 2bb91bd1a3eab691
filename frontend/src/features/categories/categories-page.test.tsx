import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import { aCategoryGroup, aCategoryShown } from "@/testing/categories";
import { problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const CANTEEN = aCategoryShown({ detailed: "own_1", label: "Canteen", is_own: true });
const USED = { transactions: 2, sums: [{ currency: "USD", amount: "-12.5" }], lessons: 1, rules: 0 };

async function openCategories(canteen = CANTEEN) {
  const sent: unknown[] = [];
  const keep = (kind: string, answer: object) => {
    return async ({ request, params }: { request: Request; params: Readonly<Record<string, unknown>> }) => {
      const body = await request.json().catch(() => new URL(request.url).search);
      sent.push([kind, params.code ?? null, body]);
      return HttpResponse.json(answer);
    };
  };
  const data = [
    aCategoryGroup({ children: [aCategoryShown(), canteen] }),
    aCategoryGroup({
      primary: "TRAVEL",
      label: "Travel",
      children: [aCategoryShown({ primary: "TRAVEL", detailed: "TRAVEL_FLIGHTS", label: "Flights" })],
    }),
  ];
  const moved = { revision_id: "r1", transactions: 2, lessons: 1, rules: 0 };
  server.use(
    http.get("/api/categories", () => HttpResponse.json({ data })),
    http.post("/api/categories", keep("add", CANTEEN)),
    http.patch("/api/categories/:code", keep("change", {})),
    http.delete("/api/categories/:code", keep("remove", moved)),
  );
  const opened = await visit("/categories");
  const row = await screen.findByRole("row", { name: "Canteen" });
  return { ...opened, sent, row };
}

it("unfolds where there is something of one's own, and says what is filed there", async () => {
  const { row } = await openCategories({ ...CANTEEN, usage: USED });

  expect(within(row).getByText("Yours")).toBeInTheDocument();
  expect(row).toHaveTextContent("2");
  expect(row).toHaveTextContent("12.50");
  expect(screen.queryByRole("row", { name: "Flights" })).toBeNull();
});

it("moves and folds by keys", async () => {
  const { user, row } = await openCategories();
  row.focus();

  await user.keyboard("j");
  const travel = screen.getByRole("row", { name: "Travel" });
  expect(travel).toHaveFocus();
  await user.keyboard("{ArrowRight}");
  expect(travel).toHaveAttribute("aria-expanded", "true");
  await user.keyboard("{ArrowDown}");
  expect(screen.getByRole("row", { name: "Flights" })).toHaveFocus();
  await user.keyboard("{ArrowLeft}{ArrowLeft}");

  expect(travel).toHaveFocus();
  expect(travel).toHaveAttribute("aria-expanded", "false");
});

it("adds one of one's own, with a colour and an icon", async () => {
  const { user, sent, row } = await openCategories();
  row.focus();

  await user.keyboard("n");
  const dialog = within(await screen.findByRole("dialog", { name: "New category" }));
  await user.type(dialog.getByLabelText("Name"), "Office lunches");
  await user.click(dialog.getByRole("radio", { name: "Rose" }));
  await user.click(dialog.getByRole("radio", { name: "utensils" }));
  await user.click(dialog.getByRole("button", { name: "Add" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const body = { primary: "FOOD_AND_DRINK", name: "Office lunches", color: 4, icon: "utensils" };
  expect(sent).toEqual([["add", null, body]]);
});

it("says why a name will not do, and keeps what was written", async () => {
  const { user, row } = await openCategories();
  server.use(problem("/api/categories", 409, "category_name_taken", "“Coffee” is there already."));
  row.focus();

  await user.keyboard("n");
  const dialog = within(await screen.findByRole("dialog", { name: "New category" }));
  await user.type(dialog.getByLabelText("Name"), "Coffee{Enter}");

  expect(await dialog.findByText(/is there already/)).toBeInTheDocument();
  expect(dialog.getByLabelText("Name")).toHaveValue("Coffee");
});

it("sends only what was changed", async () => {
  const { user, sent, row } = await openCategories();
  row.focus();

  await user.keyboard("e");
  const dialog = within(await screen.findByRole("dialog", { name: "Change the category" }));
  await user.clear(dialog.getByLabelText("Name"));
  await user.type(dialog.getByLabelText("Name"), "Mensa{Enter}");

  expect(await screen.findByText("Canteen is now Mensa")).toBeInTheDocument();
  expect(sent).toEqual([["change", "own_1", { name: "Mensa" }]]);
});

it("moves an own one under another, and offers that for no built-in", async () => {
  const { user, sent, row } = await openCategories();
  screen.getByRole("row", { name: "Coffee" }).focus();
  await user.keyboard("e");
  expect(within(await screen.findByRole("dialog")).queryByRole("button", { name: /Under/ })).toBeNull();
  await user.keyboard("{Escape}");
  row.focus();

  await user.keyboard("e");
  const dialog = within(await screen.findByRole("dialog", { name: "Change the category" }));
  await user.click(dialog.getByRole("button", { name: /Under/ }));
  await user.click(await screen.findByRole("option", { name: "Travel" }));
  await user.click(dialog.getByRole("button", { name: "Save" }));

  expect(await screen.findByText("Canteen was changed")).toBeInTheDocument();
  expect(sent).toEqual([["change", "own_1", { primary: "TRAVEL" }]]);
});

it("removes at once what nobody uses", async () => {
  const { user, sent, row } = await openCategories();
  row.focus();

  await user.keyboard("{Delete}");

  expect(await screen.findByText("Canteen was removed")).toBeInTheDocument();
  expect(sent).toEqual([["remove", "own_1", ""]]);
});

it("asks where to put what is filed under a category that goes", async () => {
  const { user, sent, row } = await openCategories({ ...CANTEEN, usage: USED });
  row.focus();

  await user.keyboard("{Delete}");
  const dialog = within(await screen.findByRole("dialog", { name: "Remove Canteen" }));
  expect(dialog.getByText(/2 transactions, 1 merchant/)).toBeInTheDocument();
  await user.type(dialog.getByRole("combobox", { name: "Takes its place" }), "coffee");
  await user.click(await screen.findByRole("option", { name: "Food and drink: Coffee" }));
  await user.click(dialog.getByRole("button", { name: "Remove" }));

  expect(await screen.findByText("Canteen is now Food and drink: Coffee")).toBeInTheDocument();
  expect(sent).toEqual([["remove", "own_1", "?replacement=FOOD_AND_DRINK_COFFEE"]]);
});

it("hides a built-in one, which the pickers offer no more", async () => {
  const { user, sent } = await openCategories();
  screen.getByRole("row", { name: "Coffee" }).focus();

  await user.keyboard("{Delete}");

  expect(await screen.findByText("Coffee is not offered any more")).toBeInTheDocument();
  expect(sent).toEqual([["change", "FOOD_AND_DRINK_COFFEE", { is_hidden: true }]]);
});
