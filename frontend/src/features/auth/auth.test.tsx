import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { aConfig, aMe } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const SESSION = { access_token: "new", token_type: "Bearer", expires_in: 300, refresh_token: null };

describe("signing in", () => {
  it("is asked of a stranger and leads back to the page they wanted", async () => {
    server.use(answer("/api/auth/sign-in", SESSION));
    const { user, router } = await visit("/?x=1", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail"), "ana@example.com");
    await user.type(screen.getByLabelText("Password"), "a long password here");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
    expect(router.state.location.href).toBe("/?x=1");
  });

  it("says what is missing before asking the server", async () => {
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail"), "ana");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByText("Write the e-mail address you signed up with.")).toBeInTheDocument();
    expect(screen.getByText("Write your password.")).toBeInTheDocument();
    expect(screen.getByLabelText("E-mail")).toHaveAttribute("aria-invalid", "true");
  });

  it("shows what the server says about a wrong password", async () => {
    server.use(
      problem("/api/auth/sign-in", 401, "wrong_credentials", "The e-mail or the password is not right."),
    );
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail"), "ana@example.com");
    await user.type(screen.getByLabelText("Password"), "wrong password");
    await user.click(screen.getByRole("button", { name: "Sign in" }));

    expect(await screen.findByRole("alert")).toHaveTextContent("The e-mail or the password is not right.");
  });

  it("offers the developer's door only where the server has one", async () => {
    server.use(answer("/api/config", aConfig({ dev_bypass: true })));
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.click(await screen.findByRole("button", { name: "Enter as a developer" }));

    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
  });
});

describe("signing up", () => {
  it("wants a long password and then opens the dashboard", async () => {
    server.use(answer("/api/auth/sign-up", SESSION, 201));
    const { user } = await visit("/sign-up", { isSignedIn: false });

    await user.type(await screen.findByLabelText("E-mail"), "ana@example.com");
    await user.type(screen.getByLabelText("Password"), "short");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByText("Use at least 12 characters.")).toBeInTheDocument();

    await user.type(screen.getByLabelText("Password"), " but now it is long");
    await user.click(screen.getByRole("button", { name: "Create account" }));
    expect(await screen.findByRole("heading", { name: "Dashboard" })).toBeInTheDocument();
  });
});

describe("signing out", () => {
  it("leads back to the door", async () => {
    const { user } = await visit("/");

    await user.click(await screen.findByRole("button", { name: "Signed in as Ana" }));
    await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));

    expect(await screen.findByRole("heading", { name: "Welcome back" })).toBeInTheDocument();
  });
});

describe("the way back in", () => {
  it("is a letter, and the answer is the same for everybody", async () => {
    server.use(http.post("/api/auth/forgotten-password", () => new HttpResponse(null, { status: 204 })));
    const { user } = await visit("/sign-in", { isSignedIn: false });

    await user.click(await screen.findByRole("link", { name: "Forgot your password?" }));
    await screen.findByRole("heading", { name: "Forgot your password?" });
    await user.type(await screen.findByLabelText("E-mail"), "ana@example.com");
    await user.click(screen.getByRole("button", { name: "Send the link" }));

    expect(await screen.findByRole("heading", { name: "Look into your mail" })).toBeInTheDocument();
    expect(screen.getByText(/If ana@example.com belongs to an account here/)).toBeInTheDocument();
  });

  it("offers a new link when the old one is spent", async () => {
    server.use(problem("/api/auth/reset-password", 400, "link_over", "This link is too old."));
    const { user } = await visit("/reset-password", { isSignedIn: false });

    await user.type(await screen.findByLabelText("New password"), "a longer staple battery");
    await user.click(screen.getByRole("button", { name: "Change password" }));

    expect(await screen.findByText("This link is too old.")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Ask for a new link" })).toBeInTheDocument();
  });
});

describe("confirming the address", () => {
  it("is asked for quietly until it is done", async () => {
    server.use(
      answer("/api/auth/me", { ...aMe(), user: { ...aMe().user, is_address_confirmed: false } }),
      http.post("/api/security/address/confirmation", () => new HttpResponse(null, { status: 204 })),
    );
    const { user } = await visit("/");

    const banner = within(await screen.findByRole("complementary", { name: "Confirm your e-mail address" }));
    await user.click(banner.getByRole("button", { name: "Write again" }));

    expect(await screen.findByText("We wrote to you again")).toBeInTheDocument();
    expect(banner.getByRole("link", { name: "Open the outbox" })).toHaveAttribute("href", "/outbox");
  });

  it("takes one press on the letter's page", async () => {
    server.use(http.post("/api/auth/confirm-address", () => new HttpResponse(null, { status: 204 })));
    const { user } = await visit("/confirm-address", { isSignedIn: false });

    await user.click(await screen.findByRole("button", { name: "Confirm" }));

    expect(await screen.findByText("Your e-mail address is confirmed.")).toBeInTheDocument();
  });
});
