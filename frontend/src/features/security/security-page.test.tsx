import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { aPerson, someFactors } from "@/testing/security";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const ENROLMENT = { secret: "JBSWY3DPEHPK3PXP", otpauth_uri: "otpauth://totp/Saldo", qr_svg: "<svg/>" };
const CODES = ["k7mw-3hpx-a9de-tq42", "b2cd-e3fg-h4jk-m5np"];

describe("the security centre", () => {
  it("signs a device out from afar", async () => {
    aPerson();
    const ended: string[] = [];
    server.use(
      http.delete("/api/security/devices/:id", ({ params }) => {
        ended.push(String(params.id));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Sign out Safari on iPhone" }));

    expect(await screen.findByText("Safari on iPhone was signed out")).toBeInTheDocument();
    expect(ended).toEqual(["d2"]);
    expect(screen.getByText("This device")).toBeInTheDocument();
    expect(screen.getByText("You signed in")).toBeInTheDocument();
  });

  it("sets up an authenticator app, after asking who one is", async () => {
    aPerson();
    let isProven = false;
    server.use(
      http.post("/api/security/proof", () => {
        isProven = true;
        return new HttpResponse(null, { status: 204 });
      }),
      http.post("/api/security/totp", () =>
        isProven
          ? HttpResponse.json(ENROLMENT)
          : HttpResponse.json({ title: "Confirm", status: 403, code: "proof_needed" }, { status: 403 }),
      ),
      http.post("/api/security/totp/confirm", () => {
        server.use(answer("/api/security/factors", someFactors({ totp_since: "2026-11-21T09:00:00Z" })));
        return HttpResponse.json({ codes: CODES });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Set up" }));
    const proof = within(await screen.findByRole("dialog", { name: "Confirm that it is you" }));
    await user.type(proof.getByLabelText("Password"), "correct horse battery");
    await user.click(proof.getByRole("button", { name: "Confirm" }));
    const enrolment = within(await screen.findByRole("dialog", { name: "Set up your authenticator app" }));
    expect(enrolment.getByText("JBSW Y3DP EHPK 3PXP")).toBeInTheDocument();
    await user.type(enrolment.getByLabelText("Code"), "492039");
    await user.click(enrolment.getByRole("button", { name: "Switch on" }));

    const codes = within(await screen.findByRole("dialog", { name: "Your backup codes" }));
    expect(codes.getByText(CODES[0] ?? "")).toBeInTheDocument();
    await user.click(codes.getByRole("button", { name: "I have kept them" }));
    expect(await screen.findByText(/10 backup codes are left/)).toBeInTheDocument();
  });

  it("keeps a wrong present password in words beside the form", async () => {
    aPerson();
    server.use(problem("/api/security/password", 403, "password_wrong", "The password is wrong"));
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Change password" }));
    expect(screen.getByText("Write your present password.")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Present password"), "wrong horse");
    await user.type(screen.getByLabelText("New password"), "a longer staple battery");
    await user.click(screen.getByRole("button", { name: "Change password" }));

    expect(await screen.findByText("The password is wrong")).toBeInTheDocument();
  });

  it("says how many backup codes are left", async () => {
    aPerson({ totp_since: "2026-11-01T09:00:00Z" });
    await visit("/security");

    expect(await screen.findByText(/10 backup codes are left/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Switch off" })).toBeInTheDocument();
  });
});

describe("signing in with a second factor", () => {
  it("asks for the code after the password", async () => {
    server.use(
      answer("/api/auth/sign-in", { challenge: "c".repeat(40), expires_in: 300, factors: ["totp"] }, 202),
      answer("/api/auth/second-factor", {
        access_token: "new",
        token_type: "Bearer",
        expires_in: 300,
        refresh_token: null,
      }),
    );
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail"), "ana@example.com");
    await user.type(screen.getByLabelText("Password"), "a long password here");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await user.type(await screen.findByLabelText("Code"), "492039");
    await user.click(screen.getByRole("button", { name: "Continue" }));

    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
  });

  it.each([
    {
      what: "looks at everything",
      choice: { role: "button", name: "Look at everything" },
      permissions: ["accounts:read", "transactions:read"],
    },
    {
      what: "may do what was ticked and nothing else",
      choice: { role: "checkbox", name: "Change: Rules" },
      permissions: ["rules:write"],
    },
  ])("makes a token that $what, and shows it once", async ({ choice, permissions }) => {
    aPerson();
    const sent: unknown[] = [];
    server.use(
      http.post("/api/tokens", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ id: "k1", name: "Sheet", token: "sld_secret" }, { status: 201 });
      }),
    );
    const { user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "New" }));
    const dialog = within(await screen.findByRole("dialog", { name: "New access token" }));
    await user.type(dialog.getByLabelText("What it is for"), "Sheet");
    expect(dialog.getByText("Nothing chosen yet")).toBeInTheDocument();
    expect(dialog.getByRole("button", { name: "Make token" })).toBeDisabled();
    await user.click(dialog.getByRole(choice.role, { name: choice.name }));
    await user.click(dialog.getByRole("button", { name: "Make token" }));

    expect(await dialog.findByText("sld_secret")).toBeInTheDocument();
    expect(sent).toEqual([{ name: "Sheet", permissions, expires_in_days: 90 }]);
  });

  it("erases nobody who has not typed the word", async () => {
    aPerson();
    const asked: string[] = [];
    server.use(
      http.delete("/api/privacy/me", ({ request }) => {
        asked.push(request.url);
        return HttpResponse.json({ erase_at: "2026-11-21T09:12:00Z" }, { status: 202 });
      }),
    );
    const { router, user } = await visit("/security");

    await user.click(await screen.findByRole("button", { name: "Erase me…" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Erase everything" }));
    expect(dialog.getByRole("button", { name: "Erase me for good" })).toBeDisabled();
    await user.type(dialog.getByRole("textbox"), "erase");
    await user.click(dialog.getByRole("button", { name: "Erase me for good" }));

    await waitFor(() => expect(router.state.location.pathname).toBe("/sign-in"));
    expect(asked).toHaveLength(1);
  });
});
