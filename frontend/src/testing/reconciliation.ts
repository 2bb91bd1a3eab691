/** The smallest comparisons, suggestions, statements and states of a sync. */
import type {
  AccountBalances,
  AccountHealth,
  AccountStanding,
  AccountSyncStatus,
  Comparison,
  StatementDetail,
  StatementRow,
  Suggestion,
} from "@/shared/api/types";

const NOW = "2026-11-21T09:12:00Z";

export function aComparison(change: Partial<Comparison> = {}): Comparison {
  return {
    account_id: "a1",
    status: "agrees",
    difference: "0",
    off_since: null,
    currency: "USD",
    bank: "100",
    ledger: "100",
    pending: "0",
    ...change,
  };
}

export function aDrift(change: Partial<Comparison> = {}): Comparison {
  return aComparison({
    status: "off",
    difference: "-42.10",
    off_since: "2026-09-01",
    bank: "57.90",
    ledger: "100",
    ...change,
  });
}

export function aSuggestion(change: Partial<Suggestion> = {}): Suggestion {
  return {
    id: "s1",
    account_id: "a1",
    cause: "missing",
    parts: ["missing"],
    reason: "A row of -42.10 is absent.",
    confidence: 0.7,
    fixes: [
      {
        action: "add",
        effect: "-42.10",
        entry_id: null,
        date: "2026-09-01",
        description: "THAI GARDEN",
        to_account_id: null,
      },
    ],
    status: "proposed",
    decided_by: null,
    decided_at: null,
    ...change,
  };
}

export function aStatementRow(change: Partial<StatementRow> = {}): StatementRow {
  return {
    id: "t1",
    date: "2026-11-02",
    amount: "-10",
    description: "Green Grocer",
    ticked: false,
    ...change,
  };
}

export function aStatement(change: Partial<StatementDetail> = {}): StatementDetail {
  return {
    id: "r1",
    account_id: "a1",
    currency: "USD",
    opening_date: "2026-11-01",
    opening_balance: "100",
    closing_date: "2026-11-20",
    closing_balance: "57.90",
    difference: "-42.10",
    ticked_count: 0,
    status: "open",
    created_by: "user:u1",
    locked_by: null,
    locked_at: null,
    adjustment_id: null,
    record_hash: null,
    rows: [],
    changes: [],
    ...change,
  };
}

export function someBalances(change: Partial<AccountBalances> = {}): AccountBalances {
  return {
    account_id: "a1",
    currency: "USD",
    is_debt: false,
    days: [
      { date: "2026-11-19", ledger: "80", bank: "80", pending: "0" },
      { date: "2026-11-20", ledger: "90", bank: null, pending: "0" },
      { date: "2026-11-21", ledger: "100", bank: "100", pending: "0" },
    ],
    status: "agrees",
    difference: "0",
    off_since: null,
    checked_at: NOW,
    ...change,
  };
}

export function aStanding(change: Partial<AccountStanding> = {}): AccountStanding {
  return {
    account_id: "a1",
    currency: "USD",
    status: "agrees",
    difference: "0",
    off_since: null,
    checked_at: NOW,
    ...change,
  };
}

export function aHealth(change: Partial<AccountHealth> = {}): AccountHealth {
  return {
    account_id: "a1",
    score: 100,
    parts: [{ name: "agreement", score: 35, most: 35, text: "Ledger and bank agree.", next_step: null }],
    ...change,
  };
}

export function aSyncStatus(change: Partial<AccountSyncStatus> = {}): AccountSyncStatus {
  return {
    account_id: "a1",
    name: "Everyday",
    frequency: "realtime",
    connection: {
      pace: {
        connection_id: "c1",
        institution_name: "Maple Street Bank",
        frequency: "realtime",
        decided_by: ["a1"],
        explanation: "Asked whenever the bank has news.",
        next_sync_at: null,
        quiet_hours: [],
      },
      state: "scheduled",
      why: "By its pace it is asked whenever the bank has news.",
      bank_trouble: null,
      overdue: false,
      last_synced_at: NOW,
      news_at: null,
      next_allowed_at: null,
      bank_to_provider: { at: NOW, freshness: "fresh", text: "The provider read the bank just now." },
      provider_to_us: { at: NOW, freshness: "fresh", text: "We fetched everything just now." },
    },
    us_to_you: {
      at: NOW,
      freshness: "fresh",
      text: "Your page is live.",
      is_live: true,
      last_event_at: NOW,
      behind: 0,
    },
    last_sync: null,
    rhythm: {
      last_posted_on: "2026-11-20",
      silent_days: 1,
      usual_days: 1,
      longest_usual_days: 3,
      limit_days: 7,
      is_silent: false,
      text: "Last posting yesterday.",
    },
    ...change,
  };
}
