import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, it } from "vitest";
import { aTransaction } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const ROWS = [
  aTransaction({ id: "t1", merchant_name: "One", amount: "-10.00" }),
  aTransaction({ id: "t2", merchant_name: "Two", amount: "-2.50" }),
  aTransaction({ id: "t3", merchant_name: "Three", amount: "4.00", currency: "EUR" }),
];
const bar = () => screen.findByRole("region", { name: "Selected transactions" });
const row = async (name: RegExp) =>
  within(await screen.findByRole("grid", { name: "Transactions" })).findByRole("row", { name });

beforeEach(() =>
  server.use(answer("/api/transactions", { data: ROWS, pagination: { next_cursor: null, limit: 100 } })),
);

/** Whatever the page asks to change. */
function listen() {
  const sent: unknown[] = [];
  server.use(
    http.post("/api/transactions/bulk-change", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ revision_id: "r1", changed: 2 });
    }),
  );
  return sent;
}

it("rows are picked by Space, a stretch by Shift Space, and counted with their sums", async () => {
  const { user } = await visit("/transactions");
  (await row(/One/)).focus();

  await user.keyboard(" ");
  expect(await bar()).toHaveTextContent("1 transaction, −$10.00");
  await user.keyboard("j");
  await waitFor(async () => expect(await row(/Two/)).toHaveFocus());
  await user.keyboard("j");
  await waitFor(async () => expect(await row(/Three/)).toHaveFocus());
  await user.keyboard("{Shift>} {/Shift}");

  expect(await bar()).toHaveTextContent("3 transactions, −$12.50, +€4.00");
  expect(await row(/Two/)).toHaveAttribute("aria-selected", "true");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("region", { name: "Selected transactions" })).not.toBeInTheDocument();
});

it("the picked ones get one category, after a look at what that changes, and one undo", async () => {
  const child = { detailed: "GIFTS", label: "Gifts", is_hidden: false, color: null, icon: null };
  const group = { primary: "SHOPPING", label: "Shopping", color: null, icon: null, children: [child] };
  server.use(answer("/api/categories", { data: [group] }));
  const sent = listen();
  const { router, user } = await visit("/transactions");
  for (const name of [/One/, /Two/]) await user.click(within(await row(name)).getByTitle("Select"));
  expect(router.state.location.search).toEqual({});

  await user.click(within(await bar()).getByRole("button", { name: "Category…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Change the category" }));
  expect(dialog.getByText("2 transactions").parentElement).toHaveTextContent("2 transactions, −$12.50");
  await user.type(dialog.getByRole("combobox", { name: "New category" }), "gif");
  await user.click(await screen.findByRole("option", { name: /Gifts/ }));
  await user.click(dialog.getByRole("button", { name: "Change 2" }));

  expect(await screen.findByText("2 transactions changed")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Undo" })).toBeInTheDocument();
  const change = { category_detailed: "GIFTS", remember: false };
  expect(sent).toEqual([{ transaction_ids: ["t1", "t2"], change }]);
});

it("the picked ones are left out of figures", async () => {
  const sent = listen();
  const { user } = await visit("/transactions");
  await user.click(within(await row(/One/)).getByTitle("Select"));

  await user.click(within(await bar()).getByRole("button", { name: "Leave out of figures" }));

  await waitFor(() => expect(sent).toEqual([expect.objectContaining({ transaction_ids: ["t1"] })]));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Selected transactions" })).toBeNull());
});
