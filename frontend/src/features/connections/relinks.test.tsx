import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, it } from "vitest";
import type { RelinkShown } from "@/shared/api/types";
import { aConnection } from "@/testing/factories";
import { answer, problem, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function aRelink(change: Partial<RelinkShown> = {}): RelinkShown {
  return {
    id: "k1",
    account_id: "a1",
    account_name: "Everyday",
    former_connection_id: "c0",
    made_at: "2026-11-21T09:00:00Z",
    undone_at: null,
    obstacle: null,
    ...change,
  };
}

async function open(...relinks: RelinkShown[]) {
  server.use(
    answer("/api/connections/c1", aConnection()),
    answer("/api/connections/c1/syncs", { data: [], pagination: { next_cursor: null, limit: 20 } }),
    answer("/api/connections/c1/relinks", { data: relinks }),
  );
  const opened = await visit("/connections/c1");
  await screen.findByRole("heading", { level: 1, name: "Maple Street Bank" });
  return opened;
}

it("takes back that an account was carried on, after saying what that means", async () => {
  const { user } = await open(aRelink());
  const asked: string[] = [];
  server.use(
    http.post("/api/connections/c1/relinks/:id/undo", ({ params }) => {
      asked.push(String(params.id));
      return HttpResponse.json({ account_id: "a1", successor_id: "a2", moved: 3 });
    }),
  );

  await user.click(await screen.findByRole("button", { name: "Take back for Everyday" }));
  const dialog = within(await screen.findByRole("alertdialog", { name: "Were these two accounts?" }));
  expect(dialog.getByText(/becomes two accounts again/)).toBeInTheDocument();
  await user.click(dialog.getByRole("button", { name: "Make them two" }));

  expect(await screen.findByText("They are two accounts again")).toBeInTheDocument();
  expect(asked).toEqual(["k1"]);
});

it("says why not where something stands in the way, and stays when it is refused", async () => {
  const { user } = await open(
    aRelink(),
    aRelink({ id: "k2", account_name: "Savings", obstacle: "A signed statement counts on it." }),
    aRelink({ id: "k3", account_name: "Gone", undone_at: "2026-11-21T09:05:00Z" }),
  );
  server.use(
    problem("/api/connections/c1/relinks/k1/undo", 409, "relink_stands", "The bank cannot be read."),
  );

  const card = within(await screen.findByRole("region", { name: "Carried on" }));
  expect(card.getByText("A signed statement counts on it.")).toBeInTheDocument();
  expect(card.queryByText("Gone")).not.toBeInTheDocument();
  expect(card.getAllByRole("button")).toHaveLength(1);
  await user.click(card.getByRole("button", { name: "Take back for Everyday" }));
  await user.click(await screen.findByRole("button", { name: "Make them two" }));

  expect(await screen.findByText(/The bank cannot be read\./)).toBeInTheDocument();
});

it("says nothing where no account was here before", async () => {
  await open();

  expect(await screen.findByRole("region", { name: "Accounts" })).toBeInTheDocument();
  expect(screen.queryByRole("region", { name: "Carried on" })).not.toBeInTheDocument();
});
