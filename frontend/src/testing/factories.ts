/** The smallest valid object of each kind; a test sets only what it is about. */
import type {
  Account,
  Clocks,
  Connection,
  CurrencyDashboard,
  Dashboard,
  EventOf,
  EventType,
  Me,
  Profile,
  PublicConfig,
  Transaction,
  TransactionCategory,
  TransactionSummary,
} from "@/shared/api/types";

const NOW = "2026-11-21T09:12:00Z";

export function aMe(): Me {
  const workspace = { id: "w1", name: "Ana's money", kind: "personal", role: "owner" } as const;
  return {
    user: {
      id: "u1",
      email: "ana@example.com",
      display_name: "Ana",
      is_address_confirmed: true,
      is_administrator: false,
    },
    workspace,
    workspaces: [workspace],
    environment: "test",
  };
}

export function aProfile(change: Partial<Profile> = {}): Profile {
  return {
    display_name: "Ana",
    email: "ana@example.com",
    locale: null,
    currency: "",
    time_zone: null,
    user_type: "person",
    is_administrator: false,
    created_at: NOW,
    ...change,
  };
}

export function aConfig(change: Partial<PublicConfig> = {}): PublicConfig {
  return {
    environment: "test",
    plaid: { enabled: true, environment: "sandbox", link_script_url: "/link.js", offline: true },
    mail: "outbox",
    dev_bypass: false,
    ...change,
  };
}

export function anAccount(change: Partial<Account> = {}): Account {
  return {
    id: "a1",
    connection_id: "c1",
    institution_name: "Maple Street Bank",
    name: "Everyday",
    official_name: null,
    mask: "0000",
    type: "depository",
    subtype: "checking",
    currency: "USD",
    current_balance: "100",
    available_balance: "100",
    credit_limit: null,
    balance_as_of: NOW,
    status: "active",
    is_debt: false,
    closed_at: null,
    created_at: NOW,
    ...change,
  };
}

export function aConnection(change: Partial<Connection> = {}): Connection {
  return {
    id: "c1",
    institution_id: "ins_900001",
    institution_name: "Maple Street Bank",
    status: "healthy",
    bank_trouble: null,
    login_expires_at: null,
    new_accounts: false,
    advice: { action: "none", meaning: "Everything is in step." },
    error: null,
    history: "complete",
    syncing: false,
    counts: { accounts: 1, transactions: 10, categorised: 10, set_aside: 0 },
    last_synced_at: NOW,
    bank_updated_at: NOW,
    next_sync_at: null,
    created_at: NOW,
    ...change,
  };
}

export function someClocks(): Clocks {
  return {
    connection_id: "c1",
    as_of: NOW,
    bank_to_provider: { at: NOW, freshness: "fresh", text: "The provider read the bank just now." },
    provider_to_us: { at: null, freshness: "unknown", text: "Nothing was fetched yet." },
    us_to_you: {
      at: NOW,
      freshness: "fresh",
      text: "Live.",
      is_live: true,
      last_event_at: NOW,
      behind: 0,
    },
  };
}

export function aCategory(change: Partial<TransactionCategory> = {}): TransactionCategory {
  return {
    primary: "FOOD_AND_DRINK",
    detailed: "FOOD_AND_DRINK_GROCERIES",
    label: "Groceries",
    group: "Food and drink",
    color: null,
    icon: null,
    source: "model",
    confidence: 0.97,
    reason: null,
    alternatives: [],
    model: "test",
    ...change,
  };
}

export function aTransaction(change: Partial<Transaction> = {}): Transaction {
  return {
    id: "t1",
    account_id: "a1",
    date: "2026-11-20",
    authorized_date: null,
    amount: "-12.5",
    currency: "USD",
    description: "GREEN GROCER 12",
    merchant_name: "Green Grocer",
    merchant_key: "green grocer",
    pending: false,
    note: null,
    tags: [],
    is_excluded: false,
    category: aCategory(),
    is_refund: false,
    is_categorising: false,
    origin: "bank",
    parts: [],
    unassigned: "0.00",
    matched_entry: null,
    import_id: null,
    created_at: NOW,
    updated_at: NOW,
    ...change,
  };
}

export function aSummary(change: Partial<TransactionSummary> = {}): TransactionSummary {
  const dollars = { currency: "USD", count: 1, money_in: "0.00", money_out: "-12.50", net: "-12.50" };
  return { count: 1, excluded_count: 0, currencies: [dollars], ...change };
}

export function someNumbers(change: Partial<CurrencyDashboard> = {}): CurrencyDashboard {
  return {
    currency: "USD",
    net_worth: "100",
    assets: "100",
    debts: "0",
    by_type: [],
    history: [
      { date: "2026-11-20", net_worth: "90" },
      { date: "2026-11-21", net_worth: "100" },
    ],
    spending: [],
    money_in: "0",
    money_out: "0",
    transactions_waiting: 0,
    ...change,
  };
}

export function aDashboard(change: Partial<Dashboard> = {}): Dashboard {
  return { as_of: NOW, month: "2026-11", currencies: [someNumbers()], ...change };
}

type EventParts<Type extends EventType> = { sequence?: number; type: Type; data: EventOf<Type>["data"] };

export function anEvent<Type extends EventType>({ sequence = 1, type, data }: EventParts<Type>) {
  return { sequence, occurred_at: NOW, type, data };
}
