import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { CREATION, haveDevice, REQUEST } from "@/testing/device";
import { aDeed, aPasskey, aPerson, someFactors } from "@/testing/security";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const GONE = new HttpResponse(null, { status: 204 });
const PROOF_NEEDED = { title: "Confirm", status: 403, code: "proof_needed" };

describe("passkeys", () => {
  it("are made by the device and named by the person", async () => {
    aPerson();
    haveDevice();
    const kept: unknown[] = [];
    server.use(
      answer("/api/security/passkeys/options", CREATION),
      http.post("/api/security/passkeys", async ({ request }) => {
        kept.push(await request.json());
        server.use(answer("/api/security/passkeys", { data: [aPasskey({ name: "Laptop" })] }));
        return HttpResponse.json(aPasskey({ name: "Laptop" }), { status: 201 });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Add a passkey" }));
    const dialog = within(await screen.findByRole("dialog", { name: "New passkey" }));
    await user.type(dialog.getByLabelText("Name"), "Laptop");
    await user.click(dialog.getByRole("button", { name: "Make passkey" }));

    expect(await screen.findByText("Laptop")).toBeInTheDocument();
    expect(kept).toEqual([{ name: "Laptop", credential: { id: "key", rawId: "key", type: "public-key" } }]);
  });

  it("say in words that the device was left alone", async () => {
    aPerson();
    haveDevice(false);
    server.use(answer("/api/security/passkeys/options", CREATION));
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Add a passkey" }));
    await user.type(await screen.findByLabelText("Name"), "Laptop");
    await user.click(screen.getByRole("button", { name: "Make passkey" }));

    expect(await screen.findByText(/No passkey was used/)).toBeInTheDocument();
  });

  it("are renamed, and removed after one has proven itself", async () => {
    aPerson({ passkeys: 1 });
    haveDevice();
    const done: string[] = [];
    let isProven = false;
    server.use(
      answer("/api/security/passkeys", { data: [aPasskey()] }),
      http.patch("/api/security/passkeys/p1", async ({ request }) => {
        done.push(JSON.stringify(await request.json()));
        return HttpResponse.json(aPasskey({ name: "Old phone" }));
      }),
      http.delete("/api/security/passkeys/p1", () => {
        if (!isProven) return HttpResponse.json(PROOF_NEEDED, { status: 403 });
        done.push("removed");
        return new HttpResponse(null, { status: 204 });
      }),
      answer("/api/auth/passkey/options", REQUEST),
      http.post("/api/security/proof/passkey", () => {
        isProven = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Rename Phone" }));
    const name = await screen.findByLabelText("Name");
    await user.clear(name);
    await user.type(name, "Old phone");
    await user.click(screen.getByRole("button", { name: "Rename" }));
    await user.click(await screen.findByRole("button", { name: "Remove Phone" }));
    await user.click(await screen.findByRole("button", { name: "Use a passkey" }));

    expect(await screen.findByText("Phone signs nobody in any more")).toBeInTheDocument();
    expect(done).toEqual(['{"name":"Old phone"}', "removed"]);
  });
});

describe("codes by e-mail", () => {
  it("are switched on once the address is confirmed", async () => {
    aPerson();
    server.use(
      problem("/api/security/email-codes", 409, "address_unconfirmed", "Confirm your address first"),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Switch e-mail codes on" }));
    expect(await screen.findByText("Confirm your address first")).toBeInTheDocument();

    server.use(
      http.put("/api/security/email-codes", () => {
        server.use(
          answer("/api/security/factors", someFactors({ email_codes_since: "2026-11-21T09:00:00Z" })),
        );
        return GONE;
      }),
    );
    await user.click(screen.getByRole("button", { name: "Switch e-mail codes on" }));
    expect(await screen.findByRole("button", { name: "Switch e-mail codes off" })).toBeInTheDocument();
  });

  it("prove who one is, when a letter brings one", async () => {
    aPerson({ email_codes_since: "2026-11-01T09:00:00Z" });
    const proofs: unknown[] = [];
    server.use(
      http.delete("/api/security/email-codes", () =>
        proofs.length === 0
          ? HttpResponse.json(PROOF_NEEDED, { status: 403 })
          : new HttpResponse(null, { status: 204 }),
      ),
      http.post("/api/security/proof/code", () => new HttpResponse(null, { status: 204 })),
      http.post("/api/security/proof", async ({ request }) => {
        proofs.push(await request.json());
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Switch e-mail codes off" }));
    await user.click(await screen.findByRole("button", { name: "Send a code to my e-mail address" }));
    await user.type(await screen.findByLabelText("Code from your e-mail"), "492039");
    await user.click(screen.getByRole("button", { name: "Confirm" }));

    expect(await screen.findByText("Codes by e-mail are off")).toBeInTheDocument();
    expect(proofs).toEqual([{ code: "492039" }]);
  });
});

describe("accounts elsewhere", () => {
  it("are unlinked, but never the only way in", async () => {
    aPerson({ has_password: false });
    server.use(
      answer("/api/auth/external", { data: [{ name: "oidc", label: "Maple ID" }], firebase: false }),
      answer("/api/security/identities", {
        data: [{ id: "i1", label: "Maple ID", created_at: "2026-11-01T09:00:00Z" }],
      }),
      problem("/api/security/identities/i1", 409, "last_way_in", "This is your only way in"),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Unlink Maple ID" }));

    expect(await screen.findByText("This is your only way in")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Link Maple ID" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Choose a password" })).toBeInTheDocument();
  });
});

describe("one's own record", () => {
  it("says from where, and shows one kind at a time", async () => {
    aPerson();
    const asked: string[][] = [];
    server.use(
      http.get("/api/audit/mine", ({ request }) => {
        asked.push(new URL(request.url).searchParams.getAll("kind"));
        const data = [aDeed({ after: { factor: "passkey" } })];
        return HttpResponse.json({ data, pagination: { next_cursor: null, limit: 20 } });
      }),
    );
    const { user } = await visit("/security");

    expect(await screen.findByText("You signed in with a passkey")).toBeInTheDocument();
    expect(screen.getByText("Firefox on Linux · 203.0.113.7")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /Show/ }));
    await user.click(await screen.findByRole("option", { name: "Sign-ins" }));

    expect(await screen.findByText("You signed in with a passkey")).toBeInTheDocument();
    expect(asked).toEqual([[], ["session"]]);
  });

  it("names the bank that a deed was about", async () => {
    aPerson();
    const linked = aDeed({ action: "connection.linked", subject_type: "connection", subject_id: "c1" });
    server.use(answer("/api/audit/mine", { data: [linked], pagination: { next_cursor: null, limit: 20 } }));
    await visit("/security");

    expect(await screen.findByText("You linked a bank")).toBeInTheDocument();
    expect(await screen.findByText(/^Maple Street Bank · Firefox on Linux/)).toBeInTheDocument();
  });
});
