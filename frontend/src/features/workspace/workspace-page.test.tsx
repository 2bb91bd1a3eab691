import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it, vi } from "vitest";
import type { Member } from "@/shared/api/types";
import { aMe, anAccount } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aMember(change: Partial<Member> = {}): Member {
  return {
    user_id: aMe().user.id,
    display_name: "Ana",
    email: "ana@example.com",
    role: "owner",
    joined_at: "2026-11-01T09:00:00Z",
    is_you: true,
    ...change,
  };
}

const BO = aMember({
  user_id: "u2",
  display_name: "Bo",
  email: "bo@example.com",
  role: "member",
  is_you: false,
});

function live(...data: Member[]) {
  server.use(answer("/api/workspaces/current/members", { data, permissions: ["workspace:write"] }));
}

it("says whose it is, who else is in it, and what one may do", async () => {
  const workspace = { ...aMe().workspace, name: "Cottage", kind: "household", role: "viewer" } as const;
  server.use(answer("/api/auth/me", { ...aMe(), workspace }));
  live(aMember({ role: "viewer" }), { ...BO, role: "owner" });
  await visit("/workspace");

  expect(await screen.findByText(/^A shared workspace of Bo; 2 people are in it\./)).toHaveTextContent(
    "You are a viewer: you look, and change nothing.",
  );
});

it("hands the workspace over after a second question", async () => {
  live(aMember(), BO);
  const sent: unknown[] = [];
  server.use(
    http.post("/api/workspaces/current/hand-over", async ({ request }) => {
      sent.push(await request.json());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = await visit("/workspace");

  await user.click(await screen.findByRole("button", { name: "Hand over…" }));
  const question = within(await screen.findByRole("alertdialog"));
  expect(question.getByText(/only Bo can give it back to you/)).toBeInTheDocument();
  expect(sent).toEqual([]);
  await user.click(question.getByRole("button", { name: "Hand over" }));

  expect(await screen.findByText("You are an administrator now")).toBeInTheDocument();
  expect(sent).toEqual([{ user_id: "u2" }]);
});

it("makes another workspace and goes there", async () => {
  live(aMember());
  const assign = vi.fn();
  vi.stubGlobal("location", { ...window.location, assign });
  const sent: unknown[] = [];
  server.use(
    http.post("/api/workspaces", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ id: "w2", name: "Cottage" }, { status: 201 });
    }),
    answer("/api/workspaces/w2/switch", { access_token: "there", token_type: "Bearer", expires_in: 300 }),
  );
  const { user } = await visit("/workspace");

  const button = await screen.findByRole("button", { name: "Make it and go there" });
  expect(button).toBeDisabled();
  await user.type(screen.getByLabelText("What to call it"), " Cottage ");
  await user.click(button);

  await waitFor(() => expect(assign).toHaveBeenCalledWith("/"));
  expect(sent).toEqual([{ name: "Cottage", kind: "household" }]);
});

it("says what a newcomer will see before they come", async () => {
  const invitation = { id: "i1", email: "bo@example.com", role: "member", link: null } as const;
  const sent: unknown[] = [];
  server.use(
    answer("/api/workspaces/current/members", { data: [aMember()], permissions: ["invitations:write"] }),
    answer("/api/accounts", { data: [anAccount({ id: "a1", name: "Card" }), anAccount({ id: "a2" })] }),
    http.post("/api/workspaces/current/invitations", async ({ request }) => {
      sent.push(await request.json());
      const dates = { created_at: "2026-11-21T09:00:00Z", expires_at: "2026-11-28T09:00:00Z" };
      return HttpResponse.json({ ...invitation, ...dates }, { status: 201 });
    }),
    answer("/api/workspaces/current/invitations", { data: [] }),
  );
  const { user } = await visit("/workspace");

  await user.type(await screen.findByLabelText("E-mail"), "bo@example.com");
  await user.click(await screen.findByText("They will see every account there is now"));
  const card = within(screen.getByRole("radiogroup", { name: "Card for whoever you invite" }));
  await user.click(card.getByRole("radio", { name: "Hidden" }));
  expect(screen.getByText("They will see 1 of 2 accounts")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Invite" }));

  await waitFor(() =>
    expect(sent).toEqual([
      { email: "bo@example.com", role: "member", shares: [{ account_id: "a1", access: "none" }] },
    ]),
  );
});
