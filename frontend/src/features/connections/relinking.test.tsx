import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { PlaidLinkOptions } from "react-plaid-link";
import { beforeEach, expect, it, vi } from "vitest";
import type { RelinkPlan } from "@/shared/api/types";
import { aConfig, aConnection } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const OFFERED = [
  { id: "p1", name: "Everyday", mask: "0000", type: "depository", subtype: "checking" },
  { id: "p2", name: "Holiday pot", mask: "7777", type: "depository", subtype: "savings" },
];

// The real dialog is a frame of the bank's: here it ends at once, with two accounts.
vi.mock("react-plaid-link", () => ({
  usePlaidLink: ({ onSuccess }: PlaidLinkOptions) => ({
    open: () =>
      onSuccess("public-1", {
        institution: { institution_id: "ins_900001", name: "Maple Street Bank" },
        accounts: OFFERED.map((account) => ({ ...account, verification_status: "", class_type: null })),
        link_session_id: "s1",
      }),
    ready: true,
    error: null,
  }),
}));

const sent: { relink?: unknown }[] = [];

function aPlan(change: Partial<RelinkPlan> = {}): RelinkPlan {
  const before = { account_id: "a1", account_name: "Everyday", connection_id: "c0" };
  return {
    matches: [{ offered_id: "p1", by: "digits_and_name", ...before }],
    new: ["p2"],
    history: [{ account_id: "a9", account_name: "Old savings" }],
    replaces: [],
    ...change,
  };
}

async function linkAgain(plan: RelinkPlan) {
  server.use(answer("/api/connections/relink/plan", plan));
  const opened = await visit("/connections/new");
  await opened.user.click(await screen.findByRole("button", { name: "Choose your bank" }));
  await screen.findByRole("heading", { name: "Maple Street Bank was here before" });
  return opened;
}

beforeEach(() => {
  sent.length = 0;
  const link_script_url = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";
  server.use(
    answer("/api/config", aConfig({ plaid: { ...aConfig().plaid, link_script_url } })),
    answer("/api/accounts/plaid/link-token", {
      success: true,
      link_token: "link-1",
      expiration: "2026-11-21T13:12:00Z",
      request_id: "r1",
      environment: "sandbox",
    }),
    http.post("/api/accounts/plaid/exchange-token", async ({ request }) => {
      sent.push(JSON.parse(await request.text()));
      return HttpResponse.json({ connection: aConnection(), already_connected: false });
    }),
    answer("/api/connections/c1", aConnection()),
    answer("/api/connections/c1/syncs", { data: [], pagination: { next_cursor: null, limit: 20 } }),
  );
});

it("a bank that was here before shows its plan, and nothing is linked until one agrees", async () => {
  const { user, router } = await linkAgain(aPlan());

  expect(screen.getByText("The same last digits and name")).toBeInTheDocument();
  expect(screen.getByText("Not here before")).toBeInTheDocument();
  expect(screen.getByText("Stays as history: Old savings.")).toBeInTheDocument();
  expect(sent).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Link it so" }));

  await waitFor(() => expect(router.state.location.pathname).toBe("/connections/c1"));
  expect(sent).toMatchObject([{ relink: [{ offered_id: "p1", account_id: "a1" }] }]);
});

it("a person knows better: an account is new after all, and another goes on as the old one", async () => {
  const { user } = await linkAgain(aPlan());
  const choose = async (account: string, what: string) => {
    await user.click(screen.getByRole("button", { name: new RegExp(`${account} goes on as`) }));
    await user.click(within(await screen.findByRole("listbox")).getByRole("option", { name: what }));
  };

  await choose("Holiday pot ··7777", "Everyday");
  expect(screen.getAllByText("Two accounts cannot go on as the same one")).toHaveLength(2);
  expect(screen.getByRole("button", { name: "Link it so" })).toBeDisabled();
  await choose("Everyday ··0000", "A new account");
  await user.click(screen.getByRole("button", { name: "Link it so" }));

  await waitFor(() => expect(sent).toMatchObject([{ relink: [{ offered_id: "p2", account_id: "a1" }] }]));
});

it("a bank that is still linked is replaced only when that is said aloud", async () => {
  const { user, router } = await linkAgain(aPlan({ replaces: ["c0"] }));

  expect(screen.getByRole("alert")).toHaveTextContent("You have already linked this bank.");
  expect(screen.getByRole("button", { name: "Replace the connection" })).toBeEnabled();
  await user.click(screen.getByRole("button", { name: "Do not link it" }));

  expect(await screen.findByRole("button", { name: "Choose your bank" })).toBeEnabled();
  expect(sent).toEqual([]);
  expect(router.state.location.pathname).toBe("/connections/new");
});
