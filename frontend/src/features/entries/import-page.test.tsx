import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { ImportPreview } from "@/shared/api/types";
import { anAccount } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const ID = "0190b2a0-0000-7000-8000-000000000000";
const PAGE = `/accounts/a1/import?draft=${ID}`;

function preview(part: Partial<ImportPreview>): ImportPreview {
  return {
    made: {
      id: ID,
      account_id: "a1",
      file_name: "bank.ofx",
      format: "ofx",
      status: "draft",
      added: 0,
      skipped: 0,
      rejected: [],
      created_at: "2026-11-20T09:00:00Z",
      applied_at: null,
      undone_at: null,
    },
    accounts: [],
    account: 0,
    columns: [],
    reading: null,
    is_date_order_sure: true,
    rows: [],
    ...part,
  };
}

const row = {
  line: 7,
  date: "2026-11-20",
  amount: "-4.50",
  description: "COFFEE",
  note: null,
  category_detailed: null,
  duplicate_of: null,
};
const SAVINGS = { number: 0, name: "Savings ··7777", rows: 1, is_like: false };
const CHECKING = { number: 1, name: "Checking ··1234", rows: 2, is_like: false };

const COLUMNS = ["Date", "Account", "What", "Amount"].map((name) => ({ name, samples: [] }));
const READING = {
  delimiter: ",",
  header_line: 1,
  date_column: 0,
  date_order: "ymd",
  amount_column: 3,
  debit_column: null,
  credit_column: null,
  description_column: 2,
  note_column: null,
  category_column: null,
  account_column: 1,
  decimal_mark: ".",
  is_inverted: false,
} as const;

beforeEach(() => server.use(answer("/api/accounts/a1", { ...anAccount(), balances: [] })));

describe("a file of several accounts", () => {
  it("adds nothing before a person says which one is meant", async () => {
    const open = preview({ accounts: [SAVINGS, CHECKING], account: null });
    const sent: unknown[] = [];
    server.use(
      answer(`/api/imports/${ID}`, open),
      http.put(`/api/imports/${ID}/account`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({ ...open, account: 1, rows: [row] });
      }),
    );
    const { user } = await visit(PAGE);
    expect(await screen.findByText("This file holds 2 accounts: choose one")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /^Add/ })).not.toBeInTheDocument();
    expect(screen.queryByText("No such row.")).not.toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: /Choose one/ }));
    await user.click(await screen.findByRole("option", { name: /Checking ··1234/ }));

    expect(await screen.findByRole("button", { name: "Add 1 row" })).toBeEnabled();
    expect(sent).toEqual([{ account: 1 }]);
  });
});

it("a table of several accounts is taken whole when a person says so", async () => {
  const table = preview({ accounts: [SAVINGS, CHECKING], account: null, columns: COLUMNS, reading: READING });
  const sent: unknown[] = [];
  server.use(
    answer(`/api/imports/${ID}`, table),
    http.put(`/api/imports/${ID}/reading`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...table, accounts: [], rows: [row] });
    }),
  );
  const { user } = await visit(PAGE);

  await user.click(await screen.findByRole("button", { name: /Choose one/ }));
  await user.click(await screen.findByRole("option", { name: "All of them" }));

  expect(await screen.findByRole("button", { name: "Add 1 row" })).toBeEnabled();
  expect(sent).toEqual([{ ...READING, account_column: null }]);
});

it("asks whether the account is right when the file names another", async () => {
  server.use(answer(`/api/imports/${ID}`, preview({ accounts: [SAVINGS], rows: [row] })));
  await visit(PAGE);

  expect(await screen.findByText(/it is of Savings ··7777/)).toBeInTheDocument();
});
