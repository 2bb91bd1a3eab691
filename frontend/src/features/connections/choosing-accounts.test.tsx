import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import type { PlaidLinkOptions } from "react-plaid-link";
import { describe, expect, it, vi } from "vitest";
import type { Connection } from "@/shared/api/types";
import { aConfig, aConnection } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

// The real dialog is a frame of the bank's: here every visit to it ends well at once.
vi.mock("react-plaid-link", () => ({
  usePlaidLink: ({ onSuccess }: PlaidLinkOptions) => ({
    open: () => onSuccess("public-1", { institution: null, accounts: [], link_session_id: "s1" }),
    ready: true,
    error: null,
  }),
}));

const CDN = "https://cdn.plaid.com/link/v2/stable/link-initialize.js";

/** Comes to the page of a bank; answers what the server was asked for on the way to the bank and back. */
async function comeTo(change: Partial<Connection>) {
  const asked: unknown[] = [];
  const connection = aConnection(change);
  server.use(
    answer("/api/config", aConfig({ plaid: { ...aConfig().plaid, link_script_url: CDN } })),
    answer("/api/connections/c1", connection),
    answer("/api/connections/c1/syncs", { data: [], pagination: { next_cursor: null, limit: 20 } }),
    http.post("/api/accounts/plaid/link-token", async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json({
        success: true,
        link_token: "link-1",
        expiration: "2026-11-21T13:12:00Z",
        request_id: "r1",
        environment: "sandbox",
      });
    }),
    http.post("/api/connections/c1/repaired", () => {
      asked.push("look");
      return HttpResponse.json(connection);
    }),
  );
  const { user } = await visit("/connections/c1");
  await screen.findByRole("heading", { level: 1, name: "Maple Street Bank" });
  return { user, asked, main: within(screen.getByRole("main")) };
}

describe("choosing a bank's accounts anew", () => {
  it("asks for a dialog that lets choose, then has the server look", async () => {
    const { user, asked, main } = await comeTo({});
    await user.click(main.getByRole("button", { name: "Choose accounts" }));

    expect(await screen.findByText("Your choice is made")).toBeInTheDocument();
    expect(asked).toEqual([{ connection_id: "c1", choose_accounts: true }, "look"]);
  });

  it("is suggested when the bank has told of new accounts", async () => {
    const { main } = await comeTo({ new_accounts: true });

    expect(main.getByText("This bank has accounts that Saldo may not see yet.")).toBeInTheDocument();
  });

  it.each(["needs_login", "revoked", "disconnected"] as const)("is not offered when %s", async (status) => {
    const { main } = await comeTo({ status });

    expect(main.queryByRole("button", { name: "Choose accounts" })).not.toBeInTheDocument();
  });
});

describe("a consent that ends soon", () => {
  it("is renewed by signing in, with the accounts as they are", async () => {
    const { user, asked, main } = await comeTo({ status: "pending_expiration" });
    expect(main.getByRole("heading", { name: "Consent ends soon" })).toBeInTheDocument();
    await user.click(main.getByRole("button", { name: "Sign in at Maple Street Bank" }));

    await waitFor(() => expect(asked).toEqual([{ connection_id: "c1", choose_accounts: false }, "look"]));
  });
});
