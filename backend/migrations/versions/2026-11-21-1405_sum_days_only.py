"""A day of the ledger knows its own sums only, and a change of rows is one statement on it."""

from importlib import import_module

from alembic import op

revision: str = "sum_days_only"
down_revision: str | None = "create_categories"
branch_labels: None = None
depends_on: None = None

# Nothing is joined with the days: in a database that has just begun the planner takes their table for empty
# and read all of it anew for every day that moved. A day that lost its last row stays, with zeroes. Always in
# the same order: two writers who touch the same days wait for each other and do not lock each other out.
FOLLOW = """
create or replace function ledger_follow_{event}() returns trigger language plpgsql as $$
begin
  insert into ledger_days as day
    (workspace_id, account_id, currency, date, posted, pending, posted_count, pending_count)
  select moved.workspace_id, moved.account_id, moved.currency, moved.date,
    sum(case when moved.pending then 0 else moved.sign * moved.amount end),
    sum(case when moved.pending then moved.sign * moved.amount else 0 end),
    sum(case when moved.pending then 0 else moved.sign end),
    sum(case when moved.pending then moved.sign else 0 end)
  from ({moved}) as moved
  group by 1, 2, 3, 4
  order by 2, 3, 4
  on conflict (account_id, currency, date) do update set
    posted = day.posted + excluded.posted, pending = day.pending + excluded.pending,
    posted_count = day.posted_count + excluded.posted_count,
    pending_count = day.pending_count + excluded.pending_count;
  return null;
end $$
"""
ARRAYS = "uuid[], uuid[], text[], date[], numeric[], numeric[], bigint[], bigint[]"
COUNT_ALL = """
update ledger_days as day set total = running.total
from (
  select account_id, currency, date,
    sum(posted) over (partition by account_id, currency order by date) as total
  from ledger_days
) as running
where (day.account_id, day.currency, day.date) = (running.account_id, running.currency, running.date)
"""

created = import_module("migrations.versions.2026-11-21-1040_create_ledger")


def upgrade() -> None:
    for event, (moved, _) in created.MOVED.items():
        op.execute(FOLLOW.format(event=event, moved=moved))
    op.execute(f"drop function ledger_move({ARRAYS})")
    op.drop_column("ledger_days", "total")
    op.execute("alter table ledger_days reset (fillfactor)")


def downgrade() -> None:
    op.execute("alter table ledger_days set (fillfactor = 70)")
    op.execute("alter table ledger_days add column total numeric(28, 10) not null default 0")
    op.execute("alter table ledger_days alter column total drop default")
    op.execute("alter table ledger_days no force row level security")
    op.execute("delete from ledger_days where posted_count = 0 and pending_count = 0")
    op.execute(COUNT_ALL)
    op.execute("alter table ledger_days force row level security")
    op.execute(created.MOVE)
    for event, (moved, _) in created.MOVED.items():
        op.execute(created.FOLLOW.format(event=event, moved=moved).replace("create", "create or replace", 1))
