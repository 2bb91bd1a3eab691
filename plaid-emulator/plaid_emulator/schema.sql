-- The emulator's durable state. Instants are seconds since 1970 by the emulated clock; amounts are e7 integers.
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS items (
  item_id TEXT PRIMARY KEY,
  access_token TEXT NOT NULL UNIQUE,
  institution_id TEXT NOT NULL,
  username TEXT NOT NULL,
  password TEXT NOT NULL,
  products TEXT NOT NULL,
  days_requested INTEGER NOT NULL,
  webhook TEXT,
  created_at REAL NOT NULL,
  error_code TEXT,
  login_expires_at REAL,
  status TEXT NOT NULL DEFAULT 'NOT_READY',
  armed INTEGER NOT NULL DEFAULT 0,
  head INTEGER NOT NULL DEFAULT 0,
  filled_until REAL NOT NULL,
  polled_at REAL NOT NULL,
  next_poll_at REAL,
  failed_at REAL,
  refreshes INTEGER NOT NULL DEFAULT 0,
  removed_at REAL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS items_due ON items (next_poll_at) WHERE next_poll_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS accounts (
  account_id TEXT PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  selected INTEGER NOT NULL,
  spec TEXT NOT NULL,
  opening_e7 INTEGER,
  UNIQUE (item_id, key)
) WITHOUT ROWID;

-- The truth at the bank: a row is pending from appears_at until settles_at, then posts or (vanishes = 1) goes.
CREATE TABLE IF NOT EXISTS bank_rows (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  key TEXT NOT NULL,
  account_id TEXT NOT NULL,
  appears_at REAL NOT NULL,
  settles_at REAL NOT NULL,
  vanishes INTEGER NOT NULL,
  amount_e7 INTEGER NOT NULL,
  pending_e7 INTEGER NOT NULL,
  -- 0 not told yet, 1 told as pending, 2 nothing more to tell, 3 moves a balance and is never told
  told INTEGER NOT NULL,
  transaction_id TEXT,
  details TEXT NOT NULL,
  PRIMARY KEY (item_id, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bank_rows_open ON bank_rows (item_id, appears_at) WHERE told < 2;
CREATE INDEX IF NOT EXISTS bank_rows_account ON bank_rows (item_id, account_id);

-- What Plaid has told: append only. superseded_by points to the next entry about the same transaction.
CREATE TABLE IF NOT EXISTS log (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  born INTEGER NOT NULL,
  superseded_by INTEGER,
  pending INTEGER NOT NULL,
  date TEXT NOT NULL,
  original TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (item_id, sequence)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS log_live ON log (item_id, transaction_id) WHERE superseded_by IS NULL;

-- The snapshot each settled cursor was answered with, so that a replay answers the same.
CREATE TABLE IF NOT EXISTS served (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  account_id TEXT NOT NULL,
  base INTEGER NOT NULL,
  snapshot INTEGER NOT NULL,
  PRIMARY KEY (item_id, account_id, base)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS public_tokens (
  token TEXT PRIMARY KEY, item_id TEXT NOT NULL, created_at REAL NOT NULL, expires_at REAL NOT NULL, used_at REAL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS link_tokens (
  token TEXT PRIMARY KEY, created_at REAL NOT NULL, expires_at REAL NOT NULL, request TEXT NOT NULL, item_id TEXT
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS link_sessions (
  link_session_id TEXT PRIMARY KEY, token TEXT NOT NULL, started_at REAL NOT NULL, finished_at REAL, body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS webhooks (
  id INTEGER PRIMARY KEY,
  item_id TEXT,
  url TEXT NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL,
  fault TEXT,
  created_at REAL NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at REAL,
  outcome TEXT NOT NULL DEFAULT 'waiting',
  last_status INTEGER,
  finished_at REAL
);
CREATE INDEX IF NOT EXISTS webhooks_due ON webhooks (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS signing_keys (
  kid TEXT PRIMARY KEY, private_pem TEXT NOT NULL, created_at REAL NOT NULL, expired_at REAL
) WITHOUT ROWID;

-- What people at the bank have changed by hand: prices of what comes regularly, accounts that were closed.
CREATE TABLE IF NOT EXISTS price_changes (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  name TEXT NOT NULL,
  factor REAL NOT NULL,
  since REAL NOT NULL,
  PRIMARY KEY (item_id, name, since)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS closed_accounts (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE, closed_at REAL NOT NULL
) WITHOUT ROWID;
