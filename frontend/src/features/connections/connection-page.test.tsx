import { act, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Connection, Sync } from "@/shared/api/types";
import { aConnection, anAccount, anEvent } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aRun(change: Partial<Sync> = {}): Sync {
  return {
    id: "s1",
    trigger: "webhook",
    status: "succeeded",
    started_at: "2026-11-21T09:12:00Z",
    finished_at: "2026-11-21T09:12:03Z",
    added: 3,
    modified: 2,
    removed: 1,
    skipped: 0,
    pages: 1,
    restarts: 0,
    error: null,
    ...change,
  };
}

const runs = (...data: Sync[]) =>
  answer("/api/connections/c1/syncs", { data, pagination: { next_cursor: null, limit: 20 } });

async function open(change: Partial<Connection> = {}) {
  server.use(runs(aRun()), answer("/api/connections/c1", aConnection(change)));
  const opened = await visit("/connections/c1");
  await screen.findByRole("heading", { level: 1, name: "Maple Street Bank" });
  return opened;
}

const main = () => within(screen.getByRole("main"));

describe("the page of a bank", () => {
  it("that is well says so and offers to look now", async () => {
    await open();

    expect(main().getByText("Up to date")).toBeInTheDocument();
    expect(main().getByRole("button", { name: "Sync now" })).toBeEnabled();
    expect(main().queryByText("Your data is arriving")).not.toBeInTheDocument();
    expect(await main().findByRole("link", { name: /Everyday/ })).toHaveAttribute("href", "/accounts/a1");
  });

  it("that is arriving shows how far it is, to the last tick", async () => {
    const counts = { accounts: 1, transactions: 40, categorised: 10, set_aside: 0 };
    await open({ status: "importing", history: "initial", counts });
    expect(main().getByText("Your data is arriving")).toBeInTheDocument();
    expect(main().getByText("10 of 40")).toBeInTheDocument();
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    server.use(answer("/api/connections/c1", aConnection()));
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.say({ type: "welcome", sequence: 0 });
      const data = { connection_id: "c1", status: "healthy", history: "complete" } as const;
      FakeSocket.last.say({ type: "event", event: anEvent({ type: "connection_updated", data }) });
    });

    expect(await main().findByText("Everything has arrived")).toBeInTheDocument();
  });

  it("that wants its person says why and where to sign in", async () => {
    const error = { code: "ITEM_LOGIN_REQUIRED", message: "Sign in again." };
    await open({ status: "needs_login", error });

    expect(main().getByRole("heading", { name: "Your bank wants you to sign in again" })).toBeInTheDocument();
    expect(main().getByText("Code ITEM_LOGIN_REQUIRED")).toBeInTheDocument();
    expect(main().getByRole("button", { name: "Sign in at Maple Street Bank" })).toBeEnabled();
    expect(main().queryByRole("button", { name: "Sync now" })).not.toBeInTheDocument();
  });

  it("that is disconnected offers neither a sync nor an end", async () => {
    await open({ status: "disconnected" });

    expect(main().getByText("Disconnected")).toBeInTheDocument();
    expect(main().queryByRole("button", { name: "Sync now" })).not.toBeInTheDocument();
    expect(main().queryByRole("button", { name: "Disconnect" })).not.toBeInTheDocument();
  });

  it("that is not there explains itself", async () => {
    server.use(
      problem("/api/connections/c1", 404, "not_found", "This bank is not yours, or is gone."),
      runs(),
    );
    await visit("/connections/c1");

    expect(await screen.findByRole("alert")).toHaveTextContent("This bank is not yours, or is gone.");
    expect(screen.getByText("req_test")).toBeInTheDocument();
  });
});

describe("the sync runs", () => {
  it("show what each brought, how long it took and why one failed", async () => {
    server.use(answer("/api/connections/c1", aConnection()));
    const error = { code: "RATE_LIMIT", message: "Your bank asked us to wait." };
    server.use(
      runs(aRun({ added: 1_203 }), aRun({ id: "s2", status: "failed", trigger: "user", added: 0, error })),
    );
    await visit("/connections/c1");

    const table = within(await screen.findByRole("table", { name: /^Sync runs/ }));
    const [, done, failed, why] = table.getAllByRole("row");
    expect(done).toHaveTextContent(/Bank update.*Done.*1,203.*3\.0 s/);
    expect(failed).toHaveTextContent(/Sync now.*Failed/);
    expect(why).toHaveTextContent("Your bank asked us to wait. RATE_LIMIT");
  });

  it("that are under way have no length yet", async () => {
    server.use(answer("/api/connections/c1", aConnection({ syncing: true })));
    server.use(runs(aRun({ status: "running", finished_at: null })));
    await visit("/connections/c1");

    const table = within(await screen.findByRole("table", { name: /^Sync runs/ }));
    expect(table.getAllByRole("row")[1]).toHaveTextContent(/Running.*…$/);
    expect(main().getByText("Updating")).toBeInTheDocument();
  });
});

describe("the accounts of a bank", () => {
  it("tell which are no longer shared", async () => {
    server.use(answer("/api/accounts", { data: [anAccount({ name: "Old one", status: "closed" })] }));
    await open();

    expect(await main().findByRole("link", { name: /Old one.*no longer shared/ })).toBeInTheDocument();
  });
});

describe("disconnecting", () => {
  async function ask() {
    const opened = await open();
    await opened.user.click(main().getByRole("button", { name: "Disconnect" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Disconnect Maple Street Bank?" }));
    return { ...opened, dialog };
  }

  it("is asked first, and can be thought better of", async () => {
    const { dialog, user } = await ask();

    await user.click(dialog.getByRole("button", { name: "Keep it" }));

    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
  });

  it("ends the connection and goes to the other banks", async () => {
    const { dialog, router, user } = await ask();
    server.use(http.delete("/api/connections/c1", () => new HttpResponse(null, { status: 204 })));

    await user.click(dialog.getByRole("button", { name: "Disconnect" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/connections"));
  });

  it("that fails says so and keeps the question open", async () => {
    const { dialog, user } = await ask();
    server.use(problem("/api/connections/c1", 503, "bank_unavailable", "Plaid does not answer."));

    await user.click(dialog.getByRole("button", { name: "Disconnect" }));

    expect(await dialog.findByRole("alert")).toHaveTextContent("Plaid does not answer.");
    expect(dialog.getByRole("button", { name: "Keep it" })).toBeInTheDocument();
  });
});
