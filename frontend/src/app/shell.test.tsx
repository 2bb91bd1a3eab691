import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aConnection, aMe, anAccount } from "@/testing/factories";
import { FakeSocket } from "@/testing/fake-socket";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

describe("the shell", () => {
  it("lets the account tree be walked with the arrow keys", async () => {
    server.use(
      answer("/api/accounts", {
        data: [anAccount({ id: "a1", name: "Everyday" }), anAccount({ id: "a2", name: "Savings" })],
      }),
    );
    const { user } = await visit("/accounts");
    const tree = within(await screen.findByRole("tree", { name: "Accounts" }));

    tree.getByRole("treeitem", { name: /Cash/ }).focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(tree.getByRole("treeitem", { name: /Savings/ })).toHaveFocus();

    await user.keyboard("{Home}{ArrowLeft}");
    expect(tree.queryByRole("treeitem", { name: /Savings/ })).not.toBeInTheDocument();
  });

  it("says whose books these are, and leads to others", async () => {
    const me = aMe();
    const shared = { id: "w2", name: "Maple Street 4", kind: "household", role: "viewer" } as const;
    server.use(answer("/api/auth/me", { ...me, workspaces: [...me.workspaces, shared] }));
    const { user } = await visit("/accounts");

    await user.click(
      await screen.findByRole("button", { name: /^Workspace:.*Ana's money.*Personal · Owner$/ }),
    );

    expect(screen.getByRole("menuitem", { name: /Maple Street 4/ })).toHaveTextContent("Shared · Viewer");
  });

  it("says in words which account's bank needs something", async () => {
    server.use(
      answer("/api/accounts/connection-status", {
        enabled: true,
        environment: "sandbox",
        connections: [aConnection({ status: "needs_login" })],
      }),
    );
    await visit("/accounts");

    const row = await screen.findByRole("treeitem", { name: /Everyday\s*Sign in again/ });
    expect(row).toHaveAttribute("href", "/accounts/a1");
  });

  it("opens everything that is on the left by a menu where there is no room for it", async () => {
    const { user } = await visit("/accounts");

    await user.click(await screen.findByRole("button", { name: "Menu" }));

    const menu = within(await screen.findByRole("dialog", { name: "Menu" }));
    expect(menu.getByRole("link", { name: "Reconcile" })).toBeInTheDocument();
    expect(menu.getByRole("tree", { name: "Accounts" })).toBeInTheDocument();
  });

  it("lists all keys at ?, those of the page first, and not while somebody writes", async () => {
    const { user } = await visit("/transactions");
    const search = await screen.findByRole("searchbox", { name: /search/i });

    await user.type(search, "?");
    expect(screen.queryByRole("dialog", { name: "Keys" })).not.toBeInTheDocument();

    await user.click(screen.getByRole("heading", { level: 1 }));
    await user.keyboard("?");
    const keys = within(await screen.findByRole("dialog", { name: "Keys" }));
    expect(keys.getByText("On this page")).toBeInTheDocument();
    expect(keys.getByText("select all up to there")).toBeInTheDocument();
    expect(keys.getByText("go to Banks")).toBeInTheDocument();
  });

  it("jumps to an account from the command palette", async () => {
    const { user, router } = await visit("/accounts");
    await screen.findByRole("tree", { name: "Accounts" });

    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("searchbox", { name: "Search or jump to" }), "every");
    await user.click(await screen.findByRole("menuitem", { name: /Everyday/ }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/accounts/a1"));
  });

  it("goes by g and a letter, and never by the letter alone, however young the page", async () => {
    const { router } = await visit("/accounts");
    await screen.findByRole("tree", { name: "Accounts" });
    const press = (key: string, timeStamp: number) => {
      const event = new KeyboardEvent("keydown", { key });
      Object.defineProperty(event, "timeStamp", { value: timeStamp });
      fireEvent(window, event);
    };

    press("c", 200);
    press("g", 400);
    press("t", 600);

    await waitFor(() => expect(router.state.location.pathname).toBe("/transactions"));
    expect(router.history.length).toBe(2);
  });

  it("resumes from the sequence its data was read at", async () => {
    server.use(answer("/api/events", { data: [], last_sequence: 57 }));
    await visit("/accounts");
    await waitFor(() => expect(FakeSocket.instances).toHaveLength(1));

    FakeSocket.last.accept();

    expect(FakeSocket.last.sent).toEqual([{ type: "hello", ticket: "ticket", after: 57 }]);
  });

  it("explains itself when the server is away at the start", async () => {
    server.use(problem("/api/auth/me", 503, "unavailable", "We are starting. Try again in a moment."));
    await visit("/");

    expect(await screen.findByRole("alert")).toHaveTextContent("We are starting. Try again in a moment.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
  });
});
