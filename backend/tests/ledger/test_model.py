"""Two hundred random bank histories: our ledger and our daily balances are the model's."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
import sqlalchemy as sa

from saldo.accounts import service as accounts
from saldo.core.database import Database
from saldo.ledger.history import show_balances
from saldo.verify.verifying import verify
from tests.factories.ledger import Bank, bank_account, link_bank, read_rows
from tests.factories.workspaces import Home
from tests.ledger.model_books import BEGIN, DAYS, Books, ModelBank, keep_books

SEEDS: Final = 200
BATCH: Final = 20
_FEWEST_DEEDS, _MOST_DEEDS = 6, 22
_DAYS: Final = """
select account.connection_id, account.provider_account_id as account, day.currency, day.date, day.posted,
  day.pending
from ledger_days as day join accounts as account on account.id = day.account_id
where day.posted_count > 0 or day.pending_count > 0
"""

_ANCHOR: Final = sa.text(
    "insert into ledger_anchors values (:account, :workspace, 'USD', :day, :opening, false, 'a test', now())"
)


async def _live_through(database: Database, home: Home, seed: int) -> tuple[Bank, ModelBank]:
    """Let one bank tell its story; deltas hold one deed or several, and some come twice."""
    chance = random.Random(seed)
    model = ModelBank(chance, f"s{seed}")
    linked = await link_bank(database, home, bank_account(), bank_account("card", type="credit"))
    for _ in range(chance.randrange(_FEWEST_DEEDS, _MOST_DEEDS)):
        page = _together([model.tell() for _ in range(chance.choice((1, 1, 3)))], model)
        await linked.apply(**page)
        if chance.random() < 0.2:
            await linked.apply(**page)
    return linked, model


def _together(pages: list[dict[str, Any]], model: ModelBank) -> dict[str, Any]:
    """Say what several deeds came to, as a bank does: each row once, as it is now."""
    named = {row.id for page in pages for kind in ("added", "modified") for row in page.get(kind, ())}
    named |= {identity for page in pages for identity in page.get("removed", ())}
    return {
        "added": [model.live[identity] for identity in sorted(named & model.live.keys())],
        "removed": sorted(named - model.live.keys()),
    }


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
async def test_the_ledger_is_the_models(database: Database, workspace: Home, first: int) -> None:
    stories = {seed: await _live_through(database, workspace, seed) for seed in range(first, first + BATCH)}

    stored: defaultdict[UUID, Books] = defaultdict(dict)
    for row in await read_rows(database, workspace, _DAYS):
        place = (row["account"], row["currency"], row["date"])
        stored[row["connection_id"]][place] = (row["posted"], row["pending"])
    for seed, (linked, model) in stories.items():
        assert stored[linked.connection_id] == keep_books(model.live), f"seed {seed}"
    assert (await verify(database))[1] == []


async def test_the_daily_balances_are_the_models(database: Database, workspace: Home) -> None:
    for seed in range(1000, 1012):
        linked, model = await _live_through(database, workspace, seed)
        opening = Decimal(random.Random(seed).randrange(10_000))
        await _open(linked, opening)

        for name, is_debt in (("checking", False), ("card", True)):
            assert await _shown(linked, name) == _expected(model, name, opening, is_debt=is_debt), (
                f"seed {seed}"
            )


async def _open(linked: Bank, opening: Decimal) -> None:
    async with linked.database.transaction(linked.home.scope) as session:
        for account_id in linked.account_ids.values():
            values = {"account": account_id, "workspace": linked.home.workspace_id}
            await session.execute(_ANCHOR, values | {"day": BEGIN, "opening": opening})


async def _shown(linked: Bank, name: str) -> list[Decimal | None]:
    async with linked.database.transaction(linked.home.scope) as session:
        account = await accounts.get_account(session, linked.home.workspace_id, linked.account_ids[name])
        shown = await show_balances(session, account, BEGIN, BEGIN + dt.timedelta(days=DAYS + 3))
    return [day.ledger for day in shown.days]


def _expected(model: ModelBank, name: str, opening: Decimal, *, is_debt: bool) -> list[Decimal]:
    balances, balance = [], opening
    for number in range(DAYS + 4):
        day = BEGIN + dt.timedelta(days=number)
        balance += sum(
            (
                row.amount
                for row in model.live.values()
                if (row.account_id, row.currency, row.date, row.pending) == (name, "USD", day, False)
            ),
            Decimal(0),
        )
        balances.append(-balance if is_debt else balance)
    return balances
