"""The derived ledger: what each account's entries sum to day by day, kept in step by the database itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from migrations import rls

revision: str = "create_ledger"
down_revision: str | None = "create_second_factors"
branch_labels: None = None
depends_on: None = None

MONEY = sa.Numeric(28, 10)
INSTANT = TIMESTAMP(timezone=True)

# Moves some days of some accounts by what came and went, then carries the totals on to those accounts' later
# days. The lock makes writers of one account wait for each other; each statement after it sees their rows.
# Counting the days anew from their rows would heal itself, but took a third of the ingest's rate, and far
# more where the planner knew too little: exact decimals and a trigger on every change need no healing.
MOVE = """
create function ledger_move(
  p_workspaces uuid[], p_accounts uuid[], p_currencies text[], p_dates date[],
  p_posted numeric[], p_pending numeric[], p_posted_counts bigint[], p_pending_counts bigint[]
) returns void language plpgsql as $$
begin
  perform from accounts where id = any(p_accounts) order by id for no key update;

  insert into ledger_days as day
    (workspace_id, account_id, currency, date, posted, pending, posted_count, pending_count, total)
  select moved.*, 0
  from unnest(
    p_workspaces, p_accounts, p_currencies, p_dates, p_posted, p_pending, p_posted_counts, p_pending_counts
  ) as moved
  on conflict (account_id, currency, date) do update set
    posted = day.posted + excluded.posted, pending = day.pending + excluded.pending,
    posted_count = day.posted_count + excluded.posted_count,
    pending_count = day.pending_count + excluded.pending_count;

  delete from ledger_days as day
  using unnest(p_accounts, p_currencies, p_dates) as moved(account_id, currency, date)
  where (day.account_id, day.currency, day.date) = (moved.account_id, moved.currency, moved.date)
    and day.posted_count = 0 and day.pending_count = 0;

  with since as (
    select account_id, currency, min(date) as date
    from unnest(p_accounts, p_currencies, p_dates) as moved(account_id, currency, date)
    group by 1, 2
  ), carried as (
    select since.*, coalesce((
      select day.total from ledger_days as day
      where day.account_id = since.account_id and day.currency = since.currency and day.date < since.date
      order by day.date desc limit 1), 0) as total
    from since
  ), running as (
    select day.account_id, day.currency, day.date, carried.total + sum(day.posted) over (
      partition by day.account_id, day.currency order by day.date) as total
    from carried
    join ledger_days as day on day.account_id = carried.account_id and day.currency = carried.currency
      and day.date >= carried.date
  )
  update ledger_days as day set total = running.total from running
  where (day.account_id, day.currency, day.date) = (running.account_id, running.currency, running.date)
    and day.total <> running.total;
end $$
"""

# Once a statement, not once a row. Labels change most rows most often and touch no money: for those nothing
# is left to move after the comparison.
FOLLOW = """
create function ledger_follow_{event}() returns trigger language plpgsql as $$
declare
  workspaces uuid[]; accounts uuid[]; currencies text[]; dates date[];
  posted numeric[]; pending numeric[]; posted_counts bigint[]; pending_counts bigint[];
begin
  select array_agg(day.workspace_id), array_agg(day.account_id), array_agg(day.currency), array_agg(day.date),
    array_agg(day.posted), array_agg(day.pending), array_agg(day.posted_count), array_agg(day.pending_count)
  into workspaces, accounts, currencies, dates, posted, pending, posted_counts, pending_counts
  from (
    select moved.workspace_id, moved.account_id, moved.currency, moved.date,
      sum(case when moved.pending then 0 else moved.sign * moved.amount end) as posted,
      sum(case when moved.pending then moved.sign * moved.amount else 0 end) as pending,
      sum(case when moved.pending then 0 else moved.sign end)::bigint as posted_count,
      sum(case when moved.pending then moved.sign else 0 end)::bigint as pending_count
    from ({moved}) as moved
    group by 1, 2, 3, 4
  ) as day;
  if accounts is not null then
    perform ledger_move(
      workspaces, accounts, currencies, dates, posted, pending, posted_counts, pending_counts);
  end if;
  return null;
end $$
"""
LIVE = """
select row.workspace_id, row.account_id, row.currency, row.date, row.amount, row.pending, {sign} as sign
from {rows} as row where row.removed_at is null
"""
CHANGED = """
select side.workspace_id, side.account_id, side.currency, side.date, side.amount, side.pending, side.sign
from old_rows as was join new_rows as is_now on is_now.id = was.id
cross join lateral (
  values
    (was.workspace_id, was.account_id, was.currency, was.date, was.amount, was.pending, was.removed_at, -1),
    (is_now.workspace_id, is_now.account_id, is_now.currency, is_now.date, is_now.amount, is_now.pending,
      is_now.removed_at, 1)
) as side(workspace_id, account_id, currency, date, amount, pending, removed_at, sign)
where side.removed_at is null
  and (was.account_id, was.currency, was.date, was.amount, was.pending, was.removed_at is null)
    is distinct from (is_now.account_id, is_now.currency, is_now.date, is_now.amount, is_now.pending,
      is_now.removed_at is null)
"""
MOVED = {
    "insert": (LIVE.format(rows="new_rows", sign=1), "new table as new_rows"),
    "update": (CHANGED, "old table as old_rows new table as new_rows"),
    "delete": (LIVE.format(rows="old_rows", sign=-1), "old table as old_rows"),
}
COUNT_ALL = """
insert into ledger_days
  (workspace_id, account_id, currency, date, posted, pending, posted_count, pending_count, total)
select day.*, sum(posted) over (partition by account_id, currency order by date)
from (
  select workspace_id, account_id, currency, date,
    coalesce(sum(amount) filter (where not pending), 0) as posted,
    coalesce(sum(amount) filter (where pending), 0) as pending,
    count(*) filter (where not pending) as posted_count, count(*) filter (where pending) as pending_count
  from transactions where removed_at is null
  group by 1, 2, 3, 4
) as day
"""


def upgrade() -> None:
    _create_days()
    _create_anchors()
    _create_checks()
    _follow_transactions()
    for table in ("ledger_days", "ledger_anchors", "ledger_checks"):
        rls.enable(op, table)


def _follow_transactions() -> None:
    op.execute(MOVE)
    for event, (moved, tables) in MOVED.items():
        op.execute(FOLLOW.format(event=event, moved=moved))
        op.execute(
            f"create trigger ledger_follow_{event} after {event} on transactions referencing {tables} "
            f"for each statement execute function ledger_follow_{event}()"
        )
    # In the migration, against our custom: the triggers hold every writer off until this commits, so that no
    # row is missed between the count and them.
    op.execute("alter table transactions no force row level security")
    op.execute(COUNT_ALL)
    op.execute("alter table transactions force row level security")


def _create_days() -> None:
    op.create_table(
        "ledger_days",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("posted", MONEY, nullable=False),
        sa.Column("pending", MONEY, nullable=False),
        sa.Column("posted_count", sa.Integer, nullable=False),
        sa.Column("pending_count", sa.Integer, nullable=False),
        sa.Column("total", MONEY, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "currency", "date"),
        # A late row rewrites the totals after it: room on the page spares the index.
        postgresql_with={"fillfactor": 70},
    )


def _create_anchors() -> None:
    op.create_table(
        "ledger_anchors",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("opening_date", sa.Date, nullable=False),
        sa.Column("opening_balance", MONEY, nullable=False),
        sa.Column("is_provisional", sa.Boolean, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
    )


def _create_checks() -> None:
    op.create_table(
        "ledger_checks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("workspace_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sync_id", sa.Uuid),
        sa.Column("checked_by", sa.Text, nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("bank_balance", MONEY),
        sa.Column("ledger_balance", MONEY),
        sa.Column("pending", MONEY, nullable=False),
        sa.Column("difference", MONEY, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("off_since", sa.Date),
        sa.CheckConstraint("status in ('agrees', 'pending', 'off', 'unknown')", name="status"),
    )
    op.create_index("ix_ledger_checks_account_id_id", "ledger_checks", ["account_id", "id"])


def downgrade() -> None:
    for event in MOVED:
        op.execute(f"drop trigger ledger_follow_{event} on transactions")
        op.execute(f"drop function ledger_follow_{event}()")
    arrays = "uuid[], uuid[], text[], date[], numeric[], numeric[], bigint[], bigint[]"
    op.execute(f"drop function ledger_move({arrays})")
    for table in ("ledger_checks", "ledger_anchors", "ledger_days"):
        op.drop_table(table)
