import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it, onTestFinished } from "vitest";
import { haveDevice, REQUEST } from "@/testing/device";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const SESSION = { access_token: "new", token_type: "Bearer", expires_in: 300, refresh_token: null };

/** Come back from an issuer, with what it wrote into the address and what this tab remembers. */
function comeBack(search: string, journey?: object) {
  if (journey) sessionStorage.setItem("saldo.journey", JSON.stringify(journey));
  window.history.replaceState(null, "", `/sign-in/external?${search}`);
  onTestFinished(() => {
    sessionStorage.clear();
    window.history.replaceState(null, "", "/");
  });
}

describe("signing in with a passkey", () => {
  it("takes one press", async () => {
    haveDevice();
    server.use(answer("/api/auth/passkey/options", REQUEST), answer("/api/auth/passkey", SESSION));
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));

    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
  });

  it("is not offered by a browser that has none", async () => {
    await visit("/sign-in", { isSignedIn: false });

    await screen.findByLabelText("E-mail");
    expect(screen.queryByRole("button", { name: "Sign in with a passkey" })).not.toBeInTheDocument();
  });

  it("says so when the server refuses", async () => {
    haveDevice();
    server.use(
      answer("/api/auth/passkey/options", REQUEST),
      problem("/api/auth/passkey", 403, "passkey_refused", "This passkey was not accepted"),
    );
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.click(await screen.findByRole("button", { name: "Sign in with a passkey" }));

    expect(await screen.findByText("This passkey was not accepted")).toBeInTheDocument();
  });
});

describe("coming back from another issuer", () => {
  it("signs in, and leads to the page that was wanted", async () => {
    const brought: unknown[] = [];
    server.use(
      http.post("/api/auth/external/finish", async ({ request }) => {
        brought.push(await request.json());
        return HttpResponse.json(SESSION);
      }),
    );
    comeBack("code=00123&state=s", { purpose: "sign-in", label: "Maple ID", next: "/accounts" });
    const { router } = await visit("/sign-in/external", { isSignedIn: false });

    await waitFor(() => expect(router.state.location.pathname).toBe("/accounts"));
    expect(brought).toEqual([{ code: "00123", state: "s" }]);
  });

  it("asks for the second step, by letter if one likes", async () => {
    const challenge = { challenge: "c".repeat(40), expires_in: 300, factors: ["totp", "email"] };
    server.use(
      answer("/api/auth/external/finish", challenge, 202),
      http.post("/api/auth/second-factor/email", () => new HttpResponse(null, { status: 204 })),
      answer("/api/auth/second-factor", SESSION),
    );
    comeBack("code=c&state=s");
    const { user } = await visit("/sign-in/external", { isSignedIn: false });

    await user.click(await screen.findByRole("button", { name: "Send a code to my e-mail address" }));
    expect(await screen.findByText("A code is on its way.")).toBeInTheDocument();
    await user.type(screen.getByLabelText("Code"), "492039");
    await user.click(screen.getByRole("button", { name: "Continue" }));

    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
  });

  it("says whose no it was", async () => {
    comeBack("error=access_denied&state=s", { purpose: "sign-in", label: "Maple ID" });
    await visit("/sign-in/external", { isSignedIn: false });

    expect(await screen.findByText(/You did not agree at Maple ID/)).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Back to signing in" })).toHaveAttribute("href", "/sign-in");
  });

  it("keeps the server's words when an account cannot be linked", async () => {
    const taken = "Someone else signs in to this Saldo with that account";
    server.use(problem("/api/security/identities/finish", 409, "identity_taken", taken));
    comeBack("code=c&state=s", { purpose: "link", label: "Maple ID" });
    await visit("/sign-in/external");

    expect(await screen.findByRole("heading", { name: "Maple ID was not linked" })).toBeInTheDocument();
    expect(screen.getByText(taken)).toBeInTheDocument();
  });
});
