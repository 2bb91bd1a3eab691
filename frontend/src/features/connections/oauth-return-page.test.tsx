import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { PlaidLinkOptions } from "react-plaid-link";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepErrand, readErrand } from "@/features/connections/oauth-errand";
import { aConfig, aConnection } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const opened = vi.hoisted((): { with: PlaidLinkOptions[] } => ({ with: [] }));
const ending = vi.hoisted((): { current: (options: PlaidLinkOptions) => void } => ({ current: () => {} }));

// The real dialog is a frame of the bank's: here it ends at once, as the test says.
vi.mock("react-plaid-link", () => ({
  usePlaidLink: (options: PlaidLinkOptions) => ({
    open: () => {
      opened.with.push(options);
      ending.current(options);
    },
    ready: true,
    error: null,
  }),
}));

const CDN = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";
const RETURN = "/connections/oauth-return?oauth_state_id=4be3c3f1-7b0f-4f6e-8a5c-9d4a5e0b1f6c";
const EXITED = { institution: null, status: null, link_session_id: "s1", request_id: "r1" };

const linked = ({ onSuccess }: PlaidLinkOptions) =>
  onSuccess("public-1", {
    institution: { institution_id: "ins_127287", name: "Platypus OAuth Bank" },
    accounts: [],
    link_session_id: "s1",
  });

beforeEach(() => {
  opened.with = [];
  localStorage.clear();
  window.history.replaceState(null, "", RETURN);
  server.use(
    answer("/api/config", aConfig({ plaid: { ...aConfig().plaid, link_script_url: CDN } })),
    answer("/api/connections/c1", aConnection()),
    answer("/api/connections/c1/syncs", { data: [], pagination: { next_cursor: null, limit: 20 } }),
  );
});

describe("the page a bank sends the browser back to", () => {
  it("opens the dialog again with the token that waited and the address that came", async () => {
    keepErrand({ token: "link-1", connectionId: null });
    ending.current = () => {};
    await visit(RETURN);

    await waitFor(() => expect(opened.with).toHaveLength(1));
    expect(opened.with[0]).toMatchObject({ token: "link-1", receivedRedirectUri: window.location.href });
    expect(screen.getByText("Going on where you left…")).toBeInTheDocument();
  });

  it("exchanges a new bank, goes to it and forgets the token", async () => {
    keepErrand({ token: "link-1", connectionId: null });
    ending.current = linked;
    server.use(
      http.post("/api/accounts/plaid/exchange-token", () =>
        HttpResponse.json({ connection: aConnection(), already_connected: false }),
      ),
    );
    const { router } = await visit(RETURN);

    await waitFor(() => expect(router.state.location.pathname).toBe("/connections/c1"));
    expect(readErrand()).toBeNull();
  });

  it("has the server look at a bank whose login was repaired", async () => {
    keepErrand({ token: "link-1", connectionId: "c1" });
    ending.current = linked;
    const asked: string[] = [];
    server.use(
      http.post("/api/connections/c1/repaired", ({ request }) => {
        asked.push(request.url);
        return HttpResponse.json(aConnection());
      }),
    );
    const { router } = await visit(RETURN);

    await waitFor(() => expect(router.state.location.pathname).toBe("/connections/c1"));
    expect(asked).toHaveLength(1);
  });

  it("says what the bank said, and offers to start again", async () => {
    keepErrand({ token: "link-1", connectionId: null });
    const error = {
      error_type: "OAUTH_ERROR",
      error_code: "OAUTH_STATE_ID_NOT_FOUND",
      error_message: "the oauth state id could not be found",
      display_message: null,
    };
    ending.current = ({ onExit }) => onExit?.(error, EXITED);
    await visit(RETURN);

    expect(await screen.findByRole("alert")).toHaveTextContent("OAUTH_STATE_ID_NOT_FOUND");
    const main = within(screen.getByRole("main"));
    expect(main.getByRole("link", { name: "Link a bank" })).toHaveAttribute("href", "/connections/new");
  });

  it.each([null, "not json", '{"token": 7}'])("opens nothing when no token waits: %s", async (kept) => {
    if (kept !== null) localStorage.setItem("saldo.bank-errand", kept);
    await visit(RETURN);

    expect(await screen.findByText("Nothing is waiting here")).toBeInTheDocument();
    expect(opened.with).toHaveLength(0);
  });
});
