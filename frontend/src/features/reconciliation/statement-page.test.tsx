import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { anAccount } from "@/testing/factories";
import { aStatement, aStatementRow } from "@/testing/reconciliation";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const ROWS = [
  aStatementRow({ id: "t1", amount: "-12.10", description: "Green Grocer" }),
  aStatementRow({ id: "t2", amount: "-30", description: "Thai Garden" }),
  aStatementRow({ id: "t3", amount: "-5", description: "Ferry" }),
];
const running = () => within(screen.getByRole("region", { name: "Running difference" }));
const list = (name: string) => screen.findByRole("listbox", { name });

type Told = { transaction_ids: string[]; ticked: boolean };
function hearTicks(): Told[] {
  const told: Told[] = [];
  server.use(
    http.put("/api/reconciliations/r1/ticks", async ({ request }) => {
      told.push(await request.json().then((body) => JSON.parse(JSON.stringify(body))));
      return HttpResponse.json(aStatement());
    }),
  );
  return told;
}

describe("an open statement", () => {
  beforeEach(() => server.use(answer("/api/reconciliations/r1", aStatement({ rows: ROWS }))));

  it("is ticked by keyboard, and the difference counts down at once", async () => {
    const told = hearTicks();
    const { user } = await visit("/reconcile/r1");
    (await list("Rows not ticked")).focus();

    await user.keyboard(" ");
    expect(running().getByText("\u2212$30.00")).toBeInTheDocument();
    await user.keyboard(" ");

    expect(await screen.findByRole("button", { name: "Sign and lock" })).toBeInTheDocument();
    expect(within(await list("Ticked rows")).getAllByRole("option")).toHaveLength(2);
    expect(within(await list("Rows not ticked")).getAllByRole("option")).toHaveLength(1);
    await waitFor(() => expect(told.map(({ transaction_ids }) => transaction_ids)).toEqual([["t1"], ["t2"]]));
  });

  it("takes a stretch of rows with Shift and Space", async () => {
    const told = hearTicks();
    const { user } = await visit("/reconcile/r1");
    (await list("Rows not ticked")).focus();

    await user.keyboard("{Shift>}J{/Shift}{Shift>} {/Shift}");

    await waitFor(() => expect(told).toEqual([{ transaction_ids: ["t1", "t2"], ticked: true }]));
  });

  it("gives a tick back when the server refuses it", async () => {
    server.use(
      http.put("/api/reconciliations/r1/ticks", () => HttpResponse.json({ nope: true }, { status: 500 })),
    );
    const { user } = await visit("/reconcile/r1");

    await user.click(within(await list("Rows not ticked")).getByRole("option", { name: /Ferry/ }));

    expect(await screen.findByText("The tick was not kept")).toBeInTheDocument();
    await waitFor(() => expect(running().getByText("\u2212$42.10")).toBeInTheDocument());
  });

  it("that does not add up is signed only with an adjustment that is asked for", async () => {
    const asked: unknown[] = [];
    server.use(
      http.post("/api/reconciliations/r1/lock", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(aStatement({ status: "locked", difference: "0", locked_by: "user:u1" }));
      }),
    );
    const { user } = await visit("/reconcile/r1");

    await user.click(await screen.findByRole("button", { name: "Sign with an adjustment" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText("\u2212$42.10")).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Add it and sign" }));

    expect(await screen.findByRole("region", { name: "The signature" })).toHaveTextContent("By you");
    expect(asked).toEqual([{ adjust: true }]);
  });
});

describe("a signed statement", () => {
  it("tells what has changed under the signature, and can be reopened", async () => {
    const signed = aStatement({ status: "locked", difference: "0", record_hash: "ab12", rows: ROWS });
    const change = {
      kind: "changed",
      transaction_id: "t1",
      description: "Green Grocer",
      date_before: "2026-11-02",
      date_now: "2026-11-03",
      amount_before: "-12.10",
      amount_now: "-21.10",
    } as const;
    server.use(answer("/api/reconciliations/r1", { ...signed, changes: [change] }));
    const { client, user } = await visit("/reconcile/r1");

    const changes = within(
      await screen.findByRole("region", { name: "What has changed since it was signed" }),
    );
    expect(changes.getByRole("listitem")).toHaveTextContent(
      /Changed.*Green Grocer.*was Nov 2 \u2212\$12\.10.*is Nov 3 \u2212\$21\.10/,
    );
    expect(screen.getByText("ab12")).toBeInTheDocument();
    server.use(answer("/api/reconciliations/r1/reopen", aStatement({ rows: ROWS, changes: [change] })));
    await user.click(screen.getByRole("button", { name: "Reopen" }));

    expect(await list("Rows not ticked")).toBeInTheDocument();
    // The server forgets with the signature; the page must not, when it reads the statement again.
    server.use(answer("/api/reconciliations/r1", aStatement({ rows: ROWS })));
    await client.invalidateQueries();
    expect(screen.getByRole("region", { name: "What has changed since it was signed" })).toBeInTheDocument();
  });
});

describe("a new statement", () => {
  it("begins with its closing balance and goes to its desk", async () => {
    const asked: unknown[] = [];
    server.use(
      answer("/api/accounts/a1", { ...anAccount(), balances: [] }),
      http.get("/api/reconciliations", () =>
        HttpResponse.json({ data: [], pagination: { next_cursor: null, limit: 20 } }),
      ),
      http.post("/api/reconciliations", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(aStatement(), { status: 201 });
      }),
    );
    const { user, router } = await visit("/accounts/a1/reconcile?with=statement");

    await user.click(await screen.findByRole("button", { name: "Begin to tick" }));
    expect(screen.getByText(/Type an amount/)).toBeInTheDocument();
    await user.type(screen.getByLabelText("Closing balance"), "57,90");
    await user.click(screen.getByRole("button", { name: "Begin to tick" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/reconcile/r1"));
    expect(asked).toMatchObject([{ account_id: "a1", closing_balance: "57.9", opening_balance: null }]);
  });
});
