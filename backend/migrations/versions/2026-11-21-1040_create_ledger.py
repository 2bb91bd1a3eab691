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

# Counts some days of some accounts anew from their rows, then carries the totals on to those accounts' later
# days. The lock makes writers of one account wait for each other; each statement after it sees their rows.
RECOUNT = """
create function ledger_recount(p_workspaces uuid[], p_accounts uuid[], p_currencies text[], p_dates date[])
returns void language plpgsql as $$
begin
  perform from accounts where id = any(p_accounts) order by id for no key update;

  with touched as (
    select distinct *
    from unnest(p_workspaces, p_accounts, p_currencies, p_dates)
      as given(workspace_id, account_id, currency, date)
  ), counted as (
    select row.workspace_id, row.account_id, row.currency, row.date,
      coalesce(sum(row.amount) filter (where not row.pending), 0) as posted,
      coalesce(sum(row.amount) filter (where row.pending), 0) as pending,
      count(*) filter (where not row.pending) as posted_count,
      count(*) filter (where row.pending) as pending_count
    from touched
    join transactions as row on row.workspace_id = touched.workspace_id
      and row.account_id = touched.account_id and row.date = touched.date
      and row.currency = touched.currency and row.removed_at is null
    group by 1, 2, 3, 4
  ), emptied as (
    delete from ledger_days as day using touched
    where (day.account_id, day.currency, day.date) = (touched.account_id, touched.currency, touched.date)
      and not exists (
        select from counted where (counted.account_id, counted.currency, counted.date)
          = (touched.account_id, touched.currency, touched.date))
  )
  insert into ledger_days as day
    (workspace_id, account_id, currency, date, posted, pending, posted_count, pending_count, total)
  select counted.*, 0 from counted
  on conflict (account_id, currency, date) do update set
    posted = excluded.posted, pending = excluded.pending,
    posted_count = excluded.posted_count, pending_count = excluded.pending_count;

  with since as (
    select account_id, currency, min(date) as date
    from unnest(p_accounts, p_currencies, p_dates) as given(account_id, currency, date)
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
# is left to count after the comparison.
FOLLOW = """
create function ledger_follow_{event}() returns trigger language plpgsql as $$
declare
  workspaces uuid[]; accounts uuid[]; currencies text[]; dates date[];
begin
  select array_agg(workspace_id), array_agg(account_id), array_agg(currency), array_agg(date)
  into workspaces, accounts, currencies, dates
  from ({touched}) as touched;
  if accounts is not null then
    perform ledger_recount(workspaces, accounts, currencies, dates);
  end if;
  return null;
end $$
"""
LIVE = "select distinct workspace_id, account_id, currency, date from {rows} where removed_at is null"
MOVED = """
select place.* from old_rows as was join new_rows as is_now on is_now.id = was.id
cross join lateral (
  values (was.workspace_id, was.account_id, was.currency, was.date),
    (is_now.workspace_id, is_now.account_id, is_now.currency, is_now.date)
) as place(workspace_id, account_id, currency, date)
where (was.account_id, was.currency, was.date, was.amount, was.pending, was.removed_at is null)
  is distinct from (is_now.account_id, is_now.currency, is_now.date, is_now.amount, is_now.pending,
    is_now.removed_at is null)
"""
TOUCHED = {
    "insert": (LIVE.format(rows="new_rows"), "new table as new_rows"),
    "update": (MOVED, "old table as old_rows new table as new_rows"),
    "delete": (LIVE.format(rows="old_rows"), "old table as old_rows"),
}


def upgrade() -> None:
    _create_days()
    _create_anchors()
    _create_checks()
    op.execute(RECOUNT)
    for event, (touched, tables) in TOUCHED.items():
        op.execute(FOLLOW.format(event=event, touched=touched))
        op.execute(
            f"create trigger ledger_follow_{event} after {event} on transactions referencing {tables} "
            f"for each statement execute function ledger_follow_{event}()"
        )


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
    )
    rls.enable(op, "ledger_days")


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
    rls.enable(op, "ledger_anchors")


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
    rls.enable(op, "ledger_checks")


def downgrade() -> None:
    for event in TOUCHED:
        op.execute(f"drop trigger ledger_follow_{event} on transactions")
        op.execute(f"drop function ledger_follow_{event}()")
    op.execute("drop function ledger_recount(uuid[], uuid[], text[], date[])")
    for table in ("ledger_checks", "ledger_anchors", "ledger_days"):
        op.drop_table(table)
