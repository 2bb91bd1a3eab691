import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeAll, describe, expect, it } from "vitest";
import { keys } from "@/shared/api/keys";
import type { Transaction } from "@/shared/api/types";
import { aTransaction } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const part = { category_primary: "FOOD", category_label: "Groceries", note: null };
const PARTS = [
  { ...part, amount: "-8.00", category_detailed: "GROCERIES" },
  { ...part, amount: "-4.50", category_detailed: "GIFTS", category_label: "Gifts", note: "for Ada" },
];

// On a busy machine loading the page takes longer than a test waits for what stands on it.
beforeAll(async () => {
  await import("@/features/transactions/pages/transactions-page");
}, 60_000);

/** Opens the drawer of a row; whatever the page sends is kept by method and path. */
async function openDrawer(transaction: Transaction, answered: object = { transaction, revision_id: "r1" }) {
  const sent: [string, unknown][] = [];
  server.use(
    http.get("/api/transactions/t1", () => HttpResponse.json(transaction)),
    http.all("/api/transactions/t1/*", async ({ request }) => {
      const body = await request.text();
      const what = `${request.method} ${new URL(request.url).pathname.split("/").at(-1)}`;
      sent.push([what, body === "" ? null : JSON.parse(body)]);
      return HttpResponse.json(answered);
    }),
    answer("/api/transactions", { data: [transaction], pagination: { next_cursor: null, limit: 50 } }),
  );
  const opened = await visit("/transactions?open=t1");
  const drawer = within(await screen.findByRole("dialog", { name: "Transaction" }));
  await drawer.findByText("State");
  return { ...opened, drawer, sent };
}

describe("a divided transaction", () => {
  it("shows its parts, in the list as well", async () => {
    const { drawer } = await openDrawer(aTransaction({ parts: PARTS }));

    const parts = within(drawer.getByRole("region", { name: "Parts" }));
    expect(parts.getAllByRole("listitem").map((each) => each.textContent)).toEqual([
      "Groceries−$8.00",
      "Giftsfor Ada−$4.50",
    ]);
    expect(screen.getByText("2 parts", { selector: "[title] *" })).toBeInTheDocument();
  });

  it("says what the bank's change has left, and puts it into the largest part by one press", async () => {
    const { drawer, sent, user } = await openDrawer(
      aTransaction({ amount: "-13.00", parts: PARTS, unassigned: "-0.50" }),
    );

    expect(drawer.getByText("The parts no longer add up.")).toBeInTheDocument();
    await user.click(drawer.getByRole("button", { name: "Put it into Groceries" }));

    expect(sent).toEqual([
      [
        "PUT splits",
        {
          parts: [
            { amount: "-8.5", category_detailed: "GROCERIES", note: null },
            { amount: "-4.5", category_detailed: "GIFTS", note: "for Ada" },
          ],
        },
      ],
    ]);
  });

  it("is not saved before the parts add up", async () => {
    const { drawer, sent, user } = await openDrawer(aTransaction({ parts: PARTS }));
    await user.click(drawer.getByRole("button", { name: "Change the parts" }));
    const [amount] = drawer.getAllByLabelText("Amount");

    await user.clear(amount ?? document.body);
    await user.type(amount ?? document.body, "7.25{Enter}");

    expect(drawer.getByText("The parts must add up to the whole.")).toBeInTheDocument();
    expect(drawer.getByText("left")).toHaveTextContent("$0.75 left");
    expect(sent).toEqual([]);
  });

  it("does not say that it adds up while a part is empty", async () => {
    const { drawer, user } = await openDrawer(aTransaction());
    await user.click(drawer.getByRole("button", { name: "Split" }));
    const [first, second] = drawer.getAllByLabelText("Amount");

    expect(drawer.getByText("Nothing is left for the empty part.")).toBeInTheDocument();
    await user.clear(first ?? document.body);
    await user.type(first ?? document.body, "12");
    await user.type(second ?? document.body, "0.50");

    expect(drawer.getByText("The parts add up.")).toBeInTheDocument();
  });

  it("is made whole again", async () => {
    const { drawer, sent, user } = await openDrawer(aTransaction({ parts: PARTS }));

    await user.click(drawer.getByRole("button", { name: "Make it whole again" }));

    expect(await screen.findByText("Whole again")).toBeInTheDocument();
    expect(sent).toEqual([["DELETE splits", null]]);
  });
});

describe("an entry", () => {
  it("that was matched says with what, and is parted by one press", async () => {
    const entry = { date: "2026-05-03", amount: "-12.50", description: "Cheque for Anna" };
    const matched_entry = { ...entry, origin: "person", matched_at: "2026-05-05T09:00:00Z" } as const;
    const { drawer, sent, user } = await openDrawer(aTransaction({ matched_entry }));

    expect(drawer.getByText("Matched with your entry of May 3")).toBeInTheDocument();
    await user.click(drawer.getByRole("button", { name: "These are two different things" }));

    expect(await screen.findByText("They are two again")).toBeInTheDocument();
    expect(sent).toEqual([["POST unmatch", null]]);
  });

  it("of one's own is expected, and its amount can be changed", async () => {
    const own = aTransaction({ origin: "person", pending: true });
    const { drawer, sent, user } = await openDrawer(own);
    expect(drawer.getByText("Expected: your bank has not seen it yet")).toBeInTheDocument();

    await user.click(drawer.getByRole("button", { name: "Change day or amount" }));
    const amount = within(drawer.getByRole("region", { name: "Your entry" })).getByLabelText("Amount");
    await user.clear(amount);
    await user.type(amount, "-20{Enter}");

    expect(sent).toEqual([["PUT entry", { date: "2026-11-20", amount: "-20", name: "Green Grocer" }]]);
  });

  it("is matched by hand with a row of the bank, which takes its place", async () => {
    const row = aTransaction({ id: "t2", merchant_name: "Roofer", date: "2026-11-22", amount: "-13.00" });
    const { drawer, router, sent, user } = await openDrawer(
      aTransaction({ origin: "person", pending: true }),
      {
        data: [row],
      },
    );
    server.use(http.get("/api/transactions/t2", () => HttpResponse.json(row)));

    await user.click(drawer.getByRole("button", { name: "This is the bank's row…" }));
    await user.click(await drawer.findByRole("button", { name: "This one: Roofer, Nov 22" }));

    expect(await screen.findByText("They are one now")).toBeInTheDocument();
    expect(sent).toEqual([
      ["GET candidates", null],
      ["POST match", { bank_transaction_id: "t2" }],
    ]);
    await waitFor(() => expect(router.state.location.search).toEqual({ open: "t2" }));
  });

  it.each([
    ["matched", ["This is the bank's row…", /^This one: Roofer/]],
    ["removed", ["Remove"]],
  ])("that was %s is not asked for again", async (_, presses) => {
    const row = aTransaction({ id: "t2", merchant_name: "Roofer" });
    const own = aTransaction({ origin: "person", pending: true });
    const { client, drawer, router, user } = await openDrawer(own, { data: [row] });
    for (const name of presses.slice(0, -1)) await user.click(drawer.getByRole("button", { name }));
    const last = await drawer.findByRole("button", { name: presses.at(-1) });
    const asked: unknown[] = [];
    client.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "fetch") asked.push(event.query.queryKey);
    });
    server.use(
      http.get("/api/transactions/t2", () => HttpResponse.json(row)),
      http.delete("/api/transactions/t1", () => new HttpResponse(null, { status: 204 })),
    );

    await user.click(last);

    await waitFor(() => expect(router.state.location.search).not.toEqual({ open: "t1" }));
    expect(asked).toContainEqual(keys.transactionList({}, 100));
    expect(asked).not.toContainEqual(keys.transaction("t1"));
    expect(asked).not.toContainEqual(keys.candidates("t1"));
  });

  it("that the bank brought can be neither changed nor removed", async () => {
    const { drawer } = await openDrawer(aTransaction());

    expect(drawer.queryByRole("button", { name: "Remove" })).not.toBeInTheDocument();
  });
});
