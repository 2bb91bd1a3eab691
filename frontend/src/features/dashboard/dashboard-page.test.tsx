import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { formatInstant } from "@/shared/lib/dates";
import { setPreferences } from "@/shared/lib/preferences";
import { aConnection, aDashboard, anAccount, anEvent, aTransaction, someNumbers } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";
import { aStanding } from "@/testing/reconciliation";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const region = (name: string | RegExp) => screen.findByRole("region", { name });

function worth(net_worth: string) {
  return answer("/api/insights/dashboard", aDashboard({ currencies: [someNumbers({ net_worth })] }));
}

describe("the dashboard", () => {
  it("shows where one stands", async () => {
    const row = {
      category: "FOOD_AND_DRINK",
      label: "Food and drink",
      color: null,
      amount: "42",
      previous_amount: "50",
      pending_amount: "0",
    };
    server.use(
      answer(
        "/api/insights/dashboard",
        aDashboard({ currencies: [someNumbers({ net_worth: "1234.5", debts: "20", spending: [row] })] }),
      ),
    );
    await visit("/");

    expect(within(await region("Net worth")).getByText("$1,234.50")).toBeInTheDocument();
    expect(within(await region("Assets and debts")).getByText("\u2212$20.00")).toBeInTheDocument();
    const food = within(await region(/^Spending in/)).getByRole("link", { name: /Food and drink/ });
    const filters = ["category=FOOD_AND_DRINK", "counts_as=spending", "currency=USD", "from=", "to="];
    for (const filter of filters) expect(food).toHaveAttribute("href", expect.stringContaining(filter));
  });

  it("changes in place when an event arrives, and says so", async () => {
    server.use(worth("70"));
    await visit("/");
    expect(within(await region("Net worth")).getByText("$70.00")).toBeInTheDocument();
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    server.use(worth("250"));
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      FakeSocket.last.say({
        type: "event",
        event: anEvent({ type: "dashboard_update", data: { reason: "sync" } }),
      });
    });

    expect(await within(await region("Net worth")).findByText("$250.00")).toBeInTheDocument();
    expect(await screen.findByText("Net worth is now $250.00", {}, { timeout: 3_000 })).toBeInTheDocument();
  });

  it("takes the bank's time from the accounts, and moves it with them", async () => {
    const [before, after] = ["2026-05-03T08:00:00Z", "2026-05-04T09:30:00Z"];
    server.use(answer("/api/accounts", { data: [anAccount({ balance_as_of: before })] }));
    await visit("/");
    const note = await screen.findByText(/bank data from/);
    expect(note).toHaveTextContent(`bank data from ${formatInstant(before)}`);
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    const balance = { account_id: "a1", currency: "USD", current_balance: "7", available_balance: null };
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      FakeSocket.last.say({
        type: "event",
        event: anEvent({ type: "account_balance_updated", data: { ...balance, balance_as_of: after } }),
      });
    });

    await waitFor(() => expect(note).toHaveTextContent(`bank data from ${formatInstant(after)}`));
  });

  it("asks for the long history only when a longer period is chosen", async () => {
    const asked: (string | null)[] = [];
    server.use(
      http.get("/api/insights/dashboard", ({ request }) => {
        asked.push(new URL(request.url).searchParams.get("days"));
        return HttpResponse.json(aDashboard({ currencies: [someNumbers()] }));
      }),
    );
    const { user } = await visit("/");

    await user.click(within(await region("Net worth")).getByRole("radio", { name: "One year" }));

    await waitFor(() => expect(asked).toEqual(["90", "730"]));
  });

  it("says nothing about a longer period before its days are here", async () => {
    let arrive = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    server.use(
      http.get("/api/insights/dashboard", async ({ request }) => {
        if (new URL(request.url).searchParams.get("days") === "730") await arrival;
        return HttpResponse.json(aDashboard());
      }),
    );
    const { user } = await visit("/");
    const worth = within(await region("Net worth"));

    await user.click(worth.getByRole("radio", { name: "One year" }));

    expect(worth.getByText("Loading the longer history")).toBeInTheDocument();
    expect(worth.queryByText(/since|in a year/)).not.toBeInTheDocument();
    arrive();
    expect(await worth.findByText(/since Nov 20/)).toBeInTheDocument();
  });

  it("puts an account that drifted from its bank on top", async () => {
    server.use(
      answer("/api/accounts/standings", {
        data: [aStanding({ status: "off", difference: "-42.10", off_since: "2026-09-01" })],
      }),
    );
    await visit("/");

    const needs = within(await region("Needs you"));
    expect(needs.getByText(/Off by/)).toHaveTextContent("Everyday. Off by \u2212$42.10 since Sep 1");
    expect(needs.getByRole("link", { name: "Find out why" })).toHaveAttribute(
      "href",
      "/accounts/a1/reconcile",
    );
  });

  it("puts what needs a person on top", async () => {
    server.use(
      answer("/api/accounts/connection-status", {
        enabled: true,
        environment: "sandbox",
        connections: [aConnection({ status: "needs_login" })],
      }),
    );
    await visit("/");

    const needs = within(await region("Needs you"));
    expect(needs.getByText(/Your bank wants you to sign in again/)).toBeInTheDocument();
    expect(needs.getByRole("link", { name: "Sign in again" })).toHaveAttribute("href", "/connections/c1");
  });

  it("shows a few accounts of each group, and where the others are", async () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      anAccount({ id: `a${index}`, name: `No. ${index}` }),
    );
    server.use(answer("/api/accounts", { data: many }));
    await visit("/");

    const accounts = within(await region("Accounts"));
    expect(accounts.getAllByRole("link", { name: /^No\./ })).toHaveLength(5);
    expect(accounts.getByRole("link", { name: /^3 more.*Cash$/ })).toHaveAttribute("href", "/accounts");
  });

  it("teaches the first step when there is no bank yet", async () => {
    server.use(
      answer("/api/accounts", { data: [] }),
      answer("/api/accounts/connection-status", { enabled: true, environment: "sandbox", connections: [] }),
      answer("/api/insights/dashboard", aDashboard({ currencies: [] })),
    );
    await visit("/");

    const steps = within(await region("Link your first bank"));
    expect(steps.getByRole("link", { name: "Link a bank" })).toHaveAttribute("href", "/connections/new");
  });

  it("says when a transaction still waits for its category", async () => {
    server.use(
      answer("/api/transactions", {
        data: [aTransaction({ category: null, is_categorising: true })],
        pagination: { next_cursor: null, limit: 8 },
      }),
    );
    await visit("/");

    expect(await within(await region("Latest transactions")).findByText("Categorising…")).toBeInTheDocument();
  });

  it("calls the month's figures provisional until all is categorised", async () => {
    const waiting = (transactions_waiting: number) =>
      answer("/api/insights/dashboard", aDashboard({ currencies: [someNumbers({ transactions_waiting })] }));
    server.use(waiting(12));
    await visit("/");
    for (const name of [/^Spending in/, /^Cash flow in/])
      expect(within(await region(name)).getByText("12 still being categorised")).toBeInTheDocument();
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    server.use(waiting(0));
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      FakeSocket.last.say({
        type: "event",
        event: anEvent({
          type: "transactions_categorised",
          data: { count: 12, remaining: 0, transaction_ids: [] },
        }),
      });
    });

    await waitFor(() => expect(screen.queryByText(/still being categorised/)).not.toBeInTheDocument());
  });

  it("explains a failure and tries again", async () => {
    server.use(problem("/api/insights/dashboard", 400, "broken", "The figures are being repaired."));
    const { user } = await visit("/");
    expect(await screen.findByRole("alert")).toHaveTextContent("The figures are being repaired.");
    expect(screen.getByText("req_test")).toBeInTheDocument();

    server.use(worth("5"));
    await user.click(screen.getByRole("button", { name: "Try again" }));

    expect(within(await region("Net worth")).getByText("$5.00")).toBeInTheDocument();
  });

  it("hides every amount when asked to", async () => {
    const { user } = await visit("/");
    await region("Net worth");

    await user.click(screen.getByRole("button", { name: "Hide amounts" }));

    expect(within(screen.getByRole("main")).queryByText(/\$/)).not.toBeInTheDocument();
    act(() => setPreferences({ hideAmounts: false }));
  });
});
