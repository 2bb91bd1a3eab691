import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { PlaidLinkOptions } from "react-plaid-link";
import { describe, expect, it, vi } from "vitest";
import { keys } from "@/shared/api/keys";
import { aConfig, aConnection } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

type Ending = (options: Pick<PlaidLinkOptions, "onSuccess" | "onExit">) => void;

const ending = vi.hoisted((): { current: Ending } => ({ current: () => {} }));

// The real dialog is a frame of the bank's: here it ends at once, as the test says.
vi.mock("react-plaid-link", () => ({
  usePlaidLink: (options: PlaidLinkOptions) => ({
    open: () => ending.current(options),
    ready: true,
    error: null,
  }),
}));

const CDN = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";
const ACCOUNT = { id: "p1", name: "Everyday", mask: "0000", type: "depository", subtype: "checking" };
const LINKED: Ending = ({ onSuccess }) =>
  onSuccess("public-1", {
    institution: { institution_id: "ins_900001", name: "Maple Street Bank" },
    accounts: [{ ...ACCOUNT, verification_status: "", class_type: null }],
    link_session_id: "s1",
  });
const EXITED = { institution: null, status: null, link_session_id: "s1", request_id: "r1" };

function plaid(change: Partial<ReturnType<typeof aConfig>["plaid"]>) {
  return answer("/api/config", aConfig({ plaid: { ...aConfig().plaid, link_script_url: CDN, ...change } }));
}

const linkToken = answer("/api/accounts/plaid/link-token", {
  success: true,
  link_token: "link-1",
  expiration: "2026-11-21T13:12:00Z",
  request_id: "r1",
  environment: "sandbox",
});

/** Comes to the page and goes to the bank, where the visit ends as given. */
async function goToBank(end: Ending) {
  ending.current = end;
  const opened = await visit("/connections/new");
  await opened.user.click(await screen.findByRole("button", { name: "Choose your bank" }));
  return opened;
}

describe("the page for linking a bank", () => {
  it("says what is read, what is never done, and how to try the offline bank", async () => {
    server.use(plaid({ offline: true }));
    await visit("/connections/new");

    expect(await screen.findByRole("heading", { name: "What Saldo reads" })).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "What Saldo never does" })).toBeInTheDocument();
    expect(await screen.findByText("user_maple_household")).toBeInTheDocument();
  });

  it("does not speak of an offline bank where there is none", async () => {
    server.use(plaid({ offline: false }));
    const { client } = await visit("/connections/new");
    await screen.findByRole("button", { name: "Choose your bank" });
    await waitFor(() => expect(client.getQueryData(keys.config)).toBeDefined());

    expect(screen.queryByText("user_maple_household")).not.toBeInTheDocument();
  });

  it("says how to switch linking on where it is off", async () => {
    server.use(plaid({ enabled: false }));
    await visit("/connections/new");

    expect(await screen.findByText("Linking banks is switched off")).toBeInTheDocument();
    expect(screen.getByText("ENABLE_PLAID=true")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Choose your bank" })).not.toBeInTheDocument();
  });

  it("exchanges what the bank gave and goes to the new connection", async () => {
    const sent: unknown[] = [];
    server.use(
      plaid({}),
      linkToken,
      http.post("/api/accounts/plaid/exchange-token", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ connection: aConnection(), already_connected: false });
      }),
      answer("/api/connections/c1", aConnection()),
      answer("/api/connections/c1/syncs", { data: [], pagination: { next_cursor: null, limit: 20 } }),
    );
    const { router } = await goToBank(LINKED);

    await waitFor(() => expect(router.state.location.pathname).toBe("/connections/c1"));
    expect(sent).toEqual([
      {
        public_token: "public-1",
        institution: { institution_id: "ins_900001", name: "Maple Street Bank" },
        accounts: [ACCOUNT],
      },
    ]);
  });

  it("explains why the visit could not begin, and can be tried again", async () => {
    server.use(
      plaid({}),
      problem(
        "/api/accounts/plaid/link-token",
        503,
        "bank_unavailable",
        "Plaid does not answer. Try again soon.",
      ),
    );
    await goToBank(LINKED);

    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Plaid does not answer. Try again soon.");
    expect(alert).toHaveTextContent("Reference req_test");
    expect(screen.getByRole("button", { name: "Choose your bank" })).toBeEnabled();
  });

  it("asks who one is when that is long ago, and goes on to the bank", async () => {
    server.use(
      plaid({}),
      problem("/api/accounts/plaid/link-token", 403, "proof_needed"),
      answer("/api/security/factors", {
        totp_since: null,
        email_codes_since: null,
        passkeys: 0,
        has_password: true,
      }),
      http.post("/api/security/proof", () => {
        server.use(linkToken);
        return new HttpResponse(null, { status: 204 });
      }),
      http.post("/api/accounts/plaid/exchange-token", () =>
        HttpResponse.json({ connection: aConnection({ id: "c1" }), already_connected: false }),
      ),
    );
    const { user, router } = await goToBank(LINKED);

    await screen.findByRole("dialog", { name: "Confirm that it is you" });
    await user.type(await screen.findByLabelText("Password"), "secret password");
    await user.click(screen.getByRole("button", { name: "Confirm" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/connections/c1"));
  });

  it("says that a bank is linked already", async () => {
    const words = "Maple Street Bank is linked already. Nothing was changed.";
    server.use(
      plaid({}),
      linkToken,
      problem("/api/accounts/plaid/exchange-token", 409, "connection_duplicate", words),
    );
    const { router } = await goToBank(LINKED);

    expect(await screen.findByRole("alert")).toHaveTextContent(words);
    expect(router.state.location.pathname).toBe("/connections/new");
  });

  it("says nothing when a person closes the dialog", async () => {
    server.use(plaid({}), linkToken);
    await goToBank(({ onExit }) => onExit?.(null, EXITED));

    await waitFor(() => expect(screen.getByRole("button", { name: "Choose your bank" })).toBeEnabled());
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("gives the bank's own words when it refuses", async () => {
    const error = {
      error_type: "INSTITUTION_ERROR",
      error_code: "INSTITUTION_DOWN",
      error_message: "down",
      display_message: "The bank is closed for repairs.",
    };
    server.use(plaid({}), linkToken);
    await goToBank(({ onExit }) => onExit?.(error, EXITED));

    expect(await screen.findByRole("alert")).toHaveTextContent(
      "The bank is closed for repairs. You can try again, or choose another bank. (INSTITUTION_DOWN)",
    );
  });
});

describe("the Bank lab", () => {
  it("is offered where the banks are made up", async () => {
    server.use(
      plaid({ offline: true, link_script_url: "http://127.0.0.1:8082/link/v2/stable/link-initialize.js" }),
    );
    await visit("/connections");

    const lab = await screen.findByRole("link", { name: "Bank lab" });

    expect(lab).toHaveAttribute("href", "http://127.0.0.1:8082/__admin/lab");
  });

  it("is not there with real banks", async () => {
    server.use(plaid({ offline: false }));
    await visit("/connections");

    expect(await screen.findByText("Maple Street Bank", { selector: "main *" })).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Bank lab" })).not.toBeInTheDocument();
  });
});
