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
  removed_at REAL,
  -- Where the history begins, and how far a first load has come in the older history; empty when it is all there.
  history_from REAL,
  history_until REAL,
  -- The moment of the accounts' opening balances: rows from then on move them.
  opening_at REAL,
  -- The last entry written; readers see up to `head`, which follows when a look at the bank is over.
  tail INTEGER NOT NULL DEFAULT 0,
  -- Counts the changes to the Item's rows at the bank.
  books INTEGER NOT NULL DEFAULT 0,
  -- When the coming end of the login was announced.
  warned_at REAL,
  -- The how-manieth Item of this emulator it is.
  made INTEGER NOT NULL DEFAULT 0
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
  -- Whether any transaction of it was ever told.
  fed INTEGER NOT NULL DEFAULT 0,
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
  details PACKED_BLOB NOT NULL,
  PRIMARY KEY (item_id, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bank_rows_open ON bank_rows (item_id, appears_at) WHERE told < 2;
CREATE INDEX IF NOT EXISTS bank_rows_account ON bank_rows (item_id, account_id);
CREATE TRIGGER IF NOT EXISTS bank_rows_written AFTER INSERT ON bank_rows BEGIN
  UPDATE items SET books = books + 1 WHERE item_id = new.item_id;
END;
CREATE TRIGGER IF NOT EXISTS bank_rows_moved AFTER UPDATE OF settles_at, vanishes, amount_e7, pending_e7 ON bank_rows
BEGIN
  UPDATE items SET books = books + 1 WHERE item_id = new.item_id;
END;

-- What the bank changes about rows after they have posted; `change` holds details, amount_e7 and withdrawn.
CREATE TABLE IF NOT EXISTS bank_amendments (
  item_id TEXT NOT NULL,
  key TEXT NOT NULL,
  at REAL NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (item_id, key, at),
  FOREIGN KEY (item_id, key) REFERENCES bank_rows ON DELETE CASCADE
) WITHOUT ROWID;

-- What Plaid has told: append only. superseded_by points to the next entry about the same transaction, born to
-- the one that last added it, first to the one that ever did: a removal concerns all who know it from there.
CREATE TABLE IF NOT EXISTS log (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  first INTEGER NOT NULL,
  born INTEGER NOT NULL,
  superseded_by INTEGER,
  pending INTEGER NOT NULL,
  date TEXT NOT NULL,
  original TEXT,
  body PACKED_BLOB NOT NULL,
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

-- How the attempts of the last day ended, receiver by receiver.
CREATE TABLE IF NOT EXISTS webhook_attempts (url TEXT NOT NULL, at REAL NOT NULL, accepted INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS webhook_attempts_recent ON webhook_attempts (url, at);

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

-- Products a person agreed to that nobody has asked for yet; once used they are among the Item's products.
CREATE TABLE IF NOT EXISTS consents (
  item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE, product TEXT NOT NULL, PRIMARY KEY (item_id, product)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS verifications (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE, status TEXT NOT NULL
) WITHOUT ROWID;

-- The app whose keys made an Item; the others were made without Plaid's API and are everybody's.
CREATE TABLE IF NOT EXISTS owners (
  item_id TEXT PRIMARY KEY REFERENCES items ON DELETE CASCADE, client_id TEXT NOT NULL
) WITHOUT ROWID;
