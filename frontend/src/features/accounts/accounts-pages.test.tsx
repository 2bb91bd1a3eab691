import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { AccountDetail } from "@/shared/api/types";
import { anAccount, anEvent, aTransaction } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";
import { aHealth, aStanding, aSyncStatus, someBalances } from "@/testing/reconciliation";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const region = (name: string) => screen.findByRole("region", { name });

function aDetail(change: Partial<AccountDetail> = {}): AccountDetail {
  return { ...anAccount(), balances: [], ...change };
}

describe("the accounts", () => {
  it("stand in groups with their totals, what is owed as negative", async () => {
    server.use(
      answer("/api/accounts", {
        data: [
          anAccount({ id: "a1", current_balance: "100.10" }),
          anAccount({ id: "a2", name: "Savings", current_balance: "0.20" }),
          anAccount({ id: "a3", name: "Euros", currency: "EUR", current_balance: "7" }),
          anAccount({ id: "a4", name: "Card", type: "credit", is_debt: true, current_balance: "30" }),
        ],
      }),
    );
    await visit("/accounts");

    const cash = within(await region("Cash"));
    expect(cash.getByText("$100.30")).toBeInTheDocument();
    expect(cash.getAllByText("€7.00").length).toBeGreaterThan(0);
    expect(within(await region("Cards")).getAllByText("\u2212$30.00").length).toBeGreaterThan(0);
    expect(cash.getByRole("link", { name: /Savings/ })).toHaveAttribute("href", "/accounts/a2");
  });

  it("say beside their balance whether the bank agrees", async () => {
    const names = ["Everyday", "Savings", "New", "Fund"];
    server.use(
      answer("/api/accounts", { data: names.map((name, at) => anAccount({ id: `a${at + 1}`, name })) }),
      answer("/api/accounts/standings", {
        data: [
          aStanding(),
          aStanding({ account_id: "a2", status: "off", difference: "-42.10", off_since: "2026-09-01" }),
          aStanding({ account_id: "a3", status: "unknown", checked_at: null }),
          aStanding({ account_id: "a4", status: "unknown" }),
        ],
      }),
    );
    await visit("/accounts");

    const cash = within(await region("Cash"));
    const off = await cash.findByRole("link", { name: /^Off by .*42\.10 since Sep 1$/ });
    expect(off).toHaveAttribute("href", "/accounts/a2/reconcile");
    expect(cash.getByRole("link", { name: "Agrees" })).toHaveAttribute("href", "/accounts/a1/reconcile");
    expect(cash.getByRole("link", { name: "Unchecked" })).toHaveAttribute("href", "/accounts/a3/reconcile");
    expect(cash.getAllByRole("link")).toHaveLength(7);
    expect(screen.getByRole("treeitem", { name: /^Savings\s*Off by/ })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: /Reconcile\s*1\s*off/ })).toHaveAttribute("href", "/reconcile");
  });

  it("that are closed stand apart and count for nothing", async () => {
    server.use(
      answer("/api/accounts", {
        data: [
          anAccount({ current_balance: "100" }),
          anAccount({ id: "a2", name: "Old one", current_balance: "55", status: "closed" }),
        ],
      }),
    );
    await visit("/accounts");

    const closed = within(await region("No longer shared"));
    expect(closed.getByRole("link", { name: /Old one/ })).toBeInTheDocument();
    const cash = within(await region("Cash"));
    expect(cash.queryByText("Old one")).not.toBeInTheDocument();
    expect(cash.queryByText("$155.00")).not.toBeInTheDocument();
  });

  it("leave the others at once when their bank shares them no longer", async () => {
    server.use(answer("/api/accounts", { data: [anAccount({ name: "Old one" })] }));
    await visit("/accounts");
    expect(within(await region("Cash")).getByText("Old one")).toBeInTheDocument();
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    server.use(answer("/api/accounts", { data: [anAccount({ name: "Old one", status: "closed" })] }));
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      const data = { reason: "accounts_closed" };
      FakeSocket.last.say({ type: "event", event: anEvent({ type: "dashboard_update", data }) });
    });

    expect(within(await region("No longer shared")).getByText("Old one")).toBeInTheDocument();
  });

  it("that are none teach the next step", async () => {
    server.use(answer("/api/accounts", { data: [] }));
    await visit("/accounts");

    expect(await screen.findByText("No accounts yet")).toBeInTheDocument();
  });
});

describe("the page of an account", () => {
  beforeEach(() => {
    server.use(
      answer("/api/accounts/a1", aDetail()),
      answer("/api/accounts/a1/balances", someBalances()),
      answer("/api/accounts/a1/health", aHealth()),
      answer("/api/accounts/a1/sync-status", aSyncStatus()),
    );
  });

  it("shows the balance, both lines of its history with a table twin, and the latest rows", async () => {
    server.use(
      answer("/api/accounts/a1", aDetail({ available_balance: "88", credit_limit: "500" })),
      answer("/api/transactions", {
        data: [
          aTransaction(),
          aTransaction({ id: "t2", merchant_name: "Soon", pending: true, category: null }),
        ],
        pagination: { next_cursor: null, limit: 15 },
      }),
    );
    await visit("/accounts/a1");

    const balance = within(await region("Balance"));
    expect(balance.getAllByText("$100.00").length).toBeGreaterThan(0);
    expect(balance.getByText("$88.00")).toBeInTheDocument();
    expect(balance.getByText("$500.00")).toBeInTheDocument();
    const twin = within(await balance.findByRole("table", { name: "Balance, by day" }));
    expect(twin.getByRole("row", { name: "Nov 19 $80.00 $80.00" })).toBeInTheDocument();
    expect(twin.getByRole("row", { name: "Nov 20 $90.00 Not known" })).toBeInTheDocument();
    const rows = within(await screen.findByRole("table", { name: "Latest transactions of this account" }));
    expect(rows.getByRole("row", { name: /Green Grocer.*Groceries/ })).toBeInTheDocument();
    expect(rows.getByRole("row", { name: /Soon, pending.*Categorising/ })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "All transactions of this account" })).toHaveAttribute(
      "href",
      expect.stringContaining("account_id=a1"),
    );
  });

  it("says what is owed and that an account is closed", async () => {
    server.use(
      answer("/api/accounts/a1", aDetail({ is_debt: true, status: "closed" })),
      answer("/api/accounts/a1/balances", someBalances({ is_debt: true, days: [] })),
    );
    await visit("/accounts/a1");

    const balance = within(await region("Balance"));
    expect(balance.getByText("Owed")).toBeInTheDocument();
    expect(
      await balance.findByText("The history appears once there are two days of it."),
    ).toBeInTheDocument();
    expect(screen.getByText(/no longer shared/)).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Sync now" })).not.toBeInTheDocument();
  });

  it("that is off says by how much and since when, and leads to the reasons", async () => {
    server.use(
      answer("/api/accounts/a1/balances", someBalances()),
      answer("/api/accounts/standings", {
        data: [aStanding({ status: "off", difference: "-42.10", off_since: "2026-09-01" })],
      }),
      answer(
        "/api/accounts/a1/health",
        aHealth({
          score: 71,
          parts: [
            { name: "agreement", score: 10, most: 35, text: "Off by -42.10.", next_step: "reconcile" },
            { name: "statements", score: null, most: 10, text: "No statement is signed.", next_step: null },
          ],
        }),
      ),
    );
    await visit("/accounts/a1");

    const balance = within(await region("Balance"));
    expect(await balance.findByText(/^Off by/)).toHaveTextContent("Off by \u2212$42.10 since Sep 1");
    const health = within(await region("Health"));
    expect(await health.findByText("71")).toBeInTheDocument();
    expect(health.getByText("not counted")).toBeInTheDocument();
    expect(health.getByRole("link", { name: "Find out why" })).toHaveAttribute(
      "href",
      "/accounts/a1/reconcile",
    );
  });

  it("raises the alarm when the account is unusually quiet", async () => {
    const text = "No posting for 12 days; up to 3 are usual.";
    const rhythm = { ...aSyncStatus().rhythm, is_silent: true, text };
    server.use(answer("/api/accounts/a1/sync-status", aSyncStatus({ rhythm })));
    await visit("/accounts/a1");

    expect(await screen.findByText("Unusually quiet.")).toBeInTheDocument();
    expect(screen.getByText(text, { exact: false })).toBeInTheDocument();
  });

  it("lets a person choose how often the bank is asked", async () => {
    const asked: unknown[] = [];
    server.use(
      http.put("/api/accounts/a1/sync-frequency", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({
          account_id: "a1",
          frequency: "daily",
          connection: aSyncStatus().connection.pace,
        });
      }),
    );
    const { user } = await visit("/accounts/a1");

    await user.click(await screen.findByRole("button", { name: /Ask the bank/ }));
    await user.click(await screen.findByRole("option", { name: "Once a day" }));

    await waitFor(() => expect(asked).toEqual([{ frequency: "daily" }]));
  });

  it("that is not there explains itself", async () => {
    server.use(problem("/api/accounts/a1", 404, "not_found", "This account is not yours, or is gone."));
    await visit("/accounts/a1");

    expect(await screen.findByRole("alert")).toHaveTextContent("This account is not yours, or is gone.");
  });

  it("says why the bank is not asked again at once", async () => {
    server.use(
      problem("/api/accounts/a1/sync/immediate", 429, "sync_too_soon", "It was asked a minute ago."),
    );
    const { user } = await visit("/accounts/a1");

    await user.click(await screen.findByRole("button", { name: "Sync now" }));

    expect(await screen.findByText("It was asked a minute ago.")).toBeInTheDocument();
  });
});
