import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { BulkOutcome } from "@/shared/api/types";
import { anAccount } from "@/testing/factories";
import { aStanding, aStatement } from "@/testing/reconciliation";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

function anOutcome(change: Partial<BulkOutcome> = {}): BulkOutcome {
  return { account_id: "a1", status: "agrees", difference: "0", suggestions: 0, error: null, ...change };
}

function twoAccounts() {
  server.use(
    answer("/api/accounts", { data: [anAccount(), anAccount({ id: "a2", name: "Savings" })] }),
    answer("/api/accounts/standings", {
      data: [
        aStanding(),
        aStanding({ account_id: "a2", status: "off", difference: "-42.10", off_since: "2026-09-01" }),
      ],
    }),
    answer("/api/reconciliations", {
      data: [aStatement({ status: "locked", difference: "0" })],
      pagination: { next_cursor: null, limit: 20 },
    }),
  );
}

it("shows how every account stands, and the statements of all", async () => {
  twoAccounts();
  await visit("/reconcile");

  const accounts = within(await screen.findByRole("region", { name: "Accounts" }));
  expect(await accounts.findByRole("link", { name: /Savings.*Off by .*42\.10 since Sep 1/ })).toHaveAttribute(
    "href",
    "/accounts/a2/reconcile",
  );
  expect(accounts.getByRole("link", { name: /Everyday.*Ledger and bank agree/ })).toBeInTheDocument();
  expect(await screen.findByRole("link", { name: "Savings" })).toHaveAttribute(
    "href",
    "/accounts/a2/reconcile",
  );
  const statements = within(screen.getByRole("region", { name: "Statements" }));
  expect(await statements.findByRole("link", { name: /Everyday.*Signed/ })).toHaveAttribute(
    "href",
    "/reconcile/r1",
  );
});

it("compares all at once and tells the outcome of each", async () => {
  twoAccounts();
  const { user } = await visit("/reconcile");
  server.use(
    answer("/api/accounts/reconcile", {
      results: [
        anOutcome({ status: "off", difference: "-3", suggestions: 2 }),
        anOutcome({ account_id: "a2", status: "failed", error: "It was busy." }),
      ],
    }),
  );

  await user.click(await screen.findByRole("button", { name: "Compare all" }));

  expect(await screen.findByText("2 accounts compared")).toBeInTheDocument();
  expect(screen.getByText("1 off. 1 could not be compared.")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: /Everyday.*2 explanations found/ })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: /Savings.*It was busy\..*Not compared/ })).toBeInTheDocument();
});

it("without accounts teaches the next step", async () => {
  server.use(answer("/api/accounts", { data: [] }));
  await visit("/reconcile");

  expect(await screen.findByText("No accounts to compare")).toBeInTheDocument();
});
