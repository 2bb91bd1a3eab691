"""How a data folder of an earlier version becomes one of today: one SQL script for each format.

A step is never changed once it is out: the number of steps a folder has taken is its `user_version`.
New tables need no step, since schema.sql is run after the steps; new columns do.
"""

STEPS: tuple[str, ...] = (
    # 1: Folders from before formats were numbered; schema.sql gives them the tables they lack.
    "",
    # 2: Transactions are packed, a first load goes in portions, accounts know whether they were ever told of.
    """
    ALTER TABLE items ADD COLUMN history_from REAL;
    ALTER TABLE items ADD COLUMN history_until REAL;
    ALTER TABLE items ADD COLUMN opening_at REAL;
    ALTER TABLE items ADD COLUMN tail INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN books INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN warned_at REAL;
    UPDATE items SET history_from = created_at - days_requested * 86400.0, tail = head;
    UPDATE items SET opening_at = history_from;
    ALTER TABLE accounts ADD COLUMN fed INTEGER NOT NULL DEFAULT 0;
    UPDATE accounts SET fed = 1 WHERE account_id IN (SELECT account_id FROM log);
    ALTER TABLE log RENAME TO old_log;
    CREATE TABLE log (
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
    INSERT INTO log SELECT item_id, sequence, kind, transaction_id, account_id, born, born, superseded_by,
      pending, date, original, pack(body) FROM old_log;
    DROP TABLE old_log;
    ALTER TABLE bank_rows RENAME TO old_bank_rows;
    CREATE TABLE bank_rows (
      item_id TEXT NOT NULL REFERENCES items ON DELETE CASCADE,
      key TEXT NOT NULL,
      account_id TEXT NOT NULL,
      appears_at REAL NOT NULL,
      settles_at REAL NOT NULL,
      vanishes INTEGER NOT NULL,
      amount_e7 INTEGER NOT NULL,
      pending_e7 INTEGER NOT NULL,
      told INTEGER NOT NULL,
      transaction_id TEXT,
      details PACKED_BLOB NOT NULL,
      PRIMARY KEY (item_id, key)
    ) WITHOUT ROWID;
    INSERT INTO bank_rows SELECT item_id, key, account_id, appears_at, settles_at, vanishes, amount_e7,
      pending_e7, CASE WHEN told = 2 AND transaction_id IS NULL AND vanishes = 0 THEN 0 ELSE told END,
      transaction_id, pack(details) FROM old_bank_rows;
    DROP TABLE old_bank_rows;
    """,
    # 3: An account does not know when it was opened.
    "UPDATE accounts SET spec = json_remove(spec, '$.opened_at');",
    # 4: Items know which was made first, also where the clock stands still.
    """
    ALTER TABLE items ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
    UPDATE items SET made = (SELECT count(*) FROM items AS other
      WHERE (other.created_at, other.item_id) <= (items.created_at, items.item_id));
    """,
)
