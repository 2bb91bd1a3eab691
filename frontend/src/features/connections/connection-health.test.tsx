import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { Connection, Receipt, Sync, WebhookShown } from "@/shared/api/types";
import { aConnection } from "@/testing/factories";
import { answer, server } from "@/testing/server";
import { visit } from "@/testing/visit";

const RUN: Sync = {
  id: "s1",
  trigger: "webhook",
  status: "succeeded",
  started_at: "2026-11-21T09:12:00Z",
  finished_at: "2026-11-21T09:12:03Z",
  added: 3,
  modified: 2,
  removed: 1,
  skipped: 1,
  pages: 2,
  restarts: 1,
  error: null,
};

function aReceipt(change: Partial<Receipt> = {}): Receipt {
  const { id: _id, error: _error, finished_at: _finished, ...counts } = RUN;
  return {
    ...counts,
    id: "k1",
    connection_id: "c1",
    sync_id: "s1",
    number: 7,
    recorded_at: "2026-11-21T09:12:03Z",
    status: "succeeded",
    finished_at: "2026-11-21T09:12:03Z",
    skipped_rows: [{ id: "tx-9", reason: "amount is missing" }],
    error_code: null,
    accounts: [
      {
        account_id: "a1",
        check_id: "x1",
        currency: "USD",
        opening_date: null,
        opening_balance: null,
        bank: "57.90",
        ledger: "100",
        pending: "0",
        entries: 12,
        status: "off",
        difference: "-42.10",
        off_since: "2026-09-01",
        added: 3,
        modified: 2,
        removed: 1,
        skipped: 1,
      },
    ],
    hash: "cafe01",
    previous_hash: "beef02",
    is_intact: true,
    is_partial: false,
    ...change,
  };
}

async function open(change: Partial<Connection> = {}) {
  server.use(
    answer("/api/connections/c1", aConnection(change)),
    answer("/api/connections/c1/syncs", { data: [RUN], pagination: { next_cursor: null, limit: 20 } }),
  );
  const opened = await visit("/connections/c1");
  await screen.findByRole("heading", { level: 1, name: "Maple Street Bank" });
  return opened;
}

async function openReceipt(receipt: Receipt) {
  server.use(answer("/api/connections/c1/syncs/s1/receipt", receipt));
  const { user } = await open();
  await user.click(await screen.findByRole("button", { name: "Receipt" }));
  return within(await screen.findByRole("dialog", { name: "Receipt of a run" }));
}

describe("the receipt of a run", () => {
  it("says what was skipped and why, how accounts stood, and its place in the chain", async () => {
    const receipt = await openReceipt(aReceipt());

    expect(await receipt.findByText(/Number 7 of this bank/)).toBeInTheDocument();
    expect(receipt.getByRole("region", { name: "Skipped rows" })).toHaveTextContent("amount is missing");
    expect(receipt.getByRole("region", { name: "Accounts after the run" })).toHaveTextContent(
      /Everyday, 12 rows.*Off by .*42\.10 since Sep 1/,
    );
    const seal = receipt.getByRole("region", { name: "Seal" });
    expect(seal).toHaveTextContent(/as it was written.*cafe01.*Chained to number 6.*beef02/);
  });

  it("says when some of its accounts are not shared", async () => {
    const receipt = await openReceipt(aReceipt({ is_partial: true }));

    expect(
      await receipt.findByText(/Some accounts of this bank are not shared with you/),
    ).toBeInTheDocument();
  });

  it("that was tampered with says so", async () => {
    const receipt = await openReceipt(aReceipt({ is_intact: false, previous_hash: null, number: 1 }));

    const seal = await receipt.findByRole("region", { name: "Seal" });
    expect(seal).toHaveTextContent("The seal does not fit");
    expect(seal).toHaveTextContent("the first of its chain");
  });
});

describe("skipped rows", () => {
  const counts = { ...aConnection().counts, set_aside: 2 };

  it("show the reason and the bank's own words, and are read again by one button", async () => {
    const row = {
      id: "r1",
      provider_transaction_id: "tx-9",
      reason: "added: amount is missing",
      row: { name: "?" },
    };
    server.use(
      answer("/api/connections/c1/set-aside", {
        data: [{ ...row, since: "2026-11-21T09:12:00Z" }],
        pagination: { next_cursor: null, limit: 20 },
      }),
    );
    const { user } = await open({ counts });
    const card = within(await screen.findByRole("region", { name: "Skipped rows" }));
    expect(await card.findByText("added: amount is missing")).toBeInTheDocument();
    expect(card.getByText(/"name": "\?"/)).toBeInTheDocument();

    server.use(answer("/api/connections/c1/set-aside/retry", { queued: ["c1"] }, 202));
    await user.click(card.getByRole("button", { name: "Read them again" }));

    expect(await screen.findByText("Everything is read again")).toBeInTheDocument();
  });

  it("take no room where there are none", async () => {
    await open();

    expect(screen.queryByRole("region", { name: "Skipped rows" })).not.toBeInTheDocument();
  });
});

describe("deleting what a bank brought", () => {
  function hearEnds() {
    const ends: (string | null)[] = [];
    server.use(
      http.delete("/api/connections/c1", ({ request }) => {
        ends.push(new URL(request.url).searchParams.get("history"));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    return ends;
  }

  it("must be chosen, and meant", async () => {
    const { user } = await open();
    const ends = hearEnds();
    await user.click(screen.getByRole("button", { name: "Disconnect" }));
    const dialog = within(await screen.findByRole("alertdialog"));

    await user.click(dialog.getByRole("radio", { name: /Delete everything it brought/ }));
    expect(dialog.getByRole("button", { name: "Delete for good" })).toBeDisabled();
    await user.click(dialog.getByRole("checkbox"));
    await user.click(dialog.getByRole("button", { name: "Delete for good" }));

    await waitFor(() => expect(ends).toEqual(["purge"]));
  });

  it("is still possible after a bank was disconnected", async () => {
    const { user } = await open({ status: "disconnected" });
    const ends = hearEnds();
    await user.click(screen.getByRole("button", { name: "Delete its history" }));
    const dialog = within(await screen.findByRole("alertdialog"));

    await user.click(dialog.getByRole("checkbox"));
    await user.click(dialog.getByRole("button", { name: "Delete for good" }));

    await waitFor(() => expect(ends).toEqual(["purge"]));
  });
});

describe("what the bank told us", () => {
  const HEARD: WebhookShown = {
    id: "w1",
    received_at: "2026-11-21T09:11:00Z",
    type: "TRANSACTIONS",
    code: "SYNC_UPDATES_AVAILABLE",
    is_verified: true,
    outcome: "sync_requested",
    text: "A sync was asked for.",
    handled_at: "2026-11-21T09:11:01Z",
    attempts: 1,
    last_error: null,
    sync_id: "s1",
  };

  function heard(...data: WebhookShown[]) {
    const pagination = { next_cursor: null, limit: 10 };
    server.use(answer("/api/connections/c1/webhooks", { data, pagination }));
  }

  const section = async () => within(await screen.findByRole("region", { name: "What the bank told us" }));

  it("says what each led to, and opens the receipt of the run that served it", async () => {
    heard(HEARD);
    server.use(answer("/api/connections/c1/syncs/s1/receipt", aReceipt()));
    const { user } = await open();

    expect(await (await section()).findByText("A sync was asked for.")).toBeInTheDocument();
    expect((await section()).getByText("Verified")).toBeInTheDocument();
    await user.click((await section()).getByRole("button", { name: "Receipt" }));

    expect(await screen.findByRole("dialog", { name: /Receipt/ })).toBeInTheDocument();
  });

  it("tells a forgery and a failure apart from what was genuine", async () => {
    heard(
      {
        ...HEARD,
        id: "w2",
        is_verified: false,
        outcome: "refused",
        text: "Refused. The body was altered.",
        sync_id: null,
      },
      {
        ...HEARD,
        id: "w3",
        outcome: null,
        text: "Waits for its turn.",
        attempts: 3,
        last_error: "TryAgainLater",
        sync_id: null,
      },
    );
    await open();

    const list = await section();
    expect(await list.findByText("Refused. The body was altered.")).toBeInTheDocument();
    expect(list.getByText("Refused")).toBeInTheDocument();
    expect(list.getByText("Waiting")).toBeInTheDocument();
    expect(list.getByText(/tried 3 times/)).toHaveTextContent("TryAgainLater");
  });
});
