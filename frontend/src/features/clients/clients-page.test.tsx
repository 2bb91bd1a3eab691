import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ClientMade, ClientShown } from "@/shared/api/types";
import { someRights } from "@/testing/security";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aClient(change: Partial<ClientShown> = {}): ClientShown {
  return {
    id: "k1",
    name: "Family bot",
    hint: "x7Qa",
    permissions: ["accounts:read"],
    created_at: "2026-11-21T09:12:00Z",
    expires_at: "2099-01-01T00:00:00Z",
    last_used_at: null,
    client_id: "sldc_5f0c",
    made_by: "u1",
    ...change,
  };
}

const MADE: ClientMade = { ...aClient(), secret: "s3cret" };

async function openClients(...clients: ClientShown[]) {
  server.use(answer("/api/clients", { data: clients, rights: someRights() }));
  return visit("/workspace/clients");
}

describe("signed clients", () => {
  it("makes a client that may do what was ticked, and shows its secret", async () => {
    const sent: unknown[] = [];
    const { user } = await openClients();
    await user.click(await screen.findByRole("button", { name: "New client" }));
    server.use(
      http.post("/api/clients", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(MADE, { status: 201 });
      }),
    );

    await user.type(screen.getByLabelText("What it is for"), "Family bot");
    await user.click(screen.getByRole("checkbox", { name: "Look: Accounts and balances" }));
    await user.click(screen.getByRole("button", { name: "Make client" }));

    expect(await screen.findByText(/SALDO_CLIENT_SECRET=s3cret/)).toBeInTheDocument();
    expect(sent).toEqual([{ name: "Family bot", permissions: ["accounts:read"], expires_in_days: 90 }]);
  });

  it("gives a client another secret, after asking who one is", async () => {
    const { user } = await openClients(aClient());
    server.use(
      problem("/api/clients/k1/rotate", 403, "proof_needed"),
      answer("/api/security/factors", {
        totp_since: null,
        email_codes_since: null,
        passkeys: 0,
        has_password: true,
      }),
    );

    await user.click(await screen.findByRole("button", { name: "New secret for Family bot" }));
    await user.click(screen.getByRole("button", { name: "Make a new secret" }));
    await screen.findByRole("dialog", { name: "Confirm that it is you" });
    server.use(
      http.post("/api/security/proof", () => new HttpResponse(null, { status: 204 })),
      answer("/api/clients/k1/rotate", MADE),
    );
    await user.type(await screen.findByLabelText("Password"), "secret password");
    await user.click(screen.getByRole("button", { name: "Confirm" }));

    expect(await screen.findByText(/SALDO_CLIENT_SECRET=s3cret/)).toBeInTheDocument();
  });

  it("revokes a client after a second question", async () => {
    const revoked: string[] = [];
    const { user } = await openClients(aClient());
    server.use(
      http.delete("/api/clients/:id", ({ params }) => {
        revoked.push(String(params.id));
        return new HttpResponse(null, { status: 204 });
      }),
    );

    await user.click(await screen.findByRole("button", { name: "Revoke Family bot" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Revoke" }));

    expect(await screen.findByText("Family bot can sign in no more")).toBeInTheDocument();
    expect(revoked).toEqual(["k1"]);
  });

  it("leaves another person's client to its maker, but for revoking", async () => {
    await openClients(aClient({ made_by: "u2" }));

    expect(await screen.findByRole("button", { name: "Revoke Family bot" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "New secret for Family bot" })).not.toBeInTheDocument();
  });

  it("tells a plain member who may", async () => {
    server.use(problem("/api/clients", 403, "permission_missing"));
    await visit("/workspace/clients");

    expect(await screen.findByText("Not with your role")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "New client" })).not.toBeInTheDocument();
  });
});
