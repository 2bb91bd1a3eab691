"""What the categoriser hears of a person's choices: counted by merchant and direction, silent without any."""

import datetime as dt

import httpx
import pytest
from categorizer_contract import CategorizeRequest, Habits

from saldo.categorization import habits
from saldo.core.database import Database
from saldo.core.ids import new_id
from saldo.core.jobs import Chain
from saldo.corrections.lessons import Learned
from saldo.corrections.models import Direction
from tests.factories.categorised import CategorisedBank
from tests.factories.ledger import link_bank
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier


def lesson(merchant: str, detailed: str, direction: Direction = Direction.OUT, times: int = 1) -> Learned:
    return Learned(
        id=new_id(), merchant_key=merchant, merchant_name=merchant, direction=direction,
        category_detailed=detailed, times=times, taught_at=dt.datetime(2026, 11, 21, tzinfo=dt.UTC),
    )  # fmt: skip


def test_a_merchant_counts_once_however_often_it_was_corrected() -> None:
    heard = habits.of(
        [
            lesson("bean", "FOOD_AND_DRINK_COFFEE", times=40),
            lesson("perk", "FOOD_AND_DRINK_COFFEE"),
            lesson("tenant", "INCOME_RENTAL", Direction.IN),
        ]
    )

    assert heard == Habits(money_in={"INCOME_RENTAL": 1}, money_out={"FOOD_AND_DRINK_COFFEE": 2})


def test_who_chose_nothing_has_no_habits() -> None:
    assert habits.of([]) is None


@pytest.fixture
async def bank(database: Database, workspace: Home, clock: FixedClock) -> CategorisedBank:
    return CategorisedBank(await link_bank(database, workspace), clock)


async def heard_with_new_rows(bank: CategorisedBank, courier: RecordingCourier) -> Habits | None:
    """Post a row of a merchant nobody met and return what travels with it."""
    courier.clear()
    await bank.post("stranger")
    chains = [message for message in courier.messages if isinstance(message, Chain)]
    return CategorizeRequest.model_validate(chains[0].payload).habits


async def test_choices_travel_with_the_next_rows_until_they_are_forgotten(
    client: httpx.AsyncClient, bank: CategorisedBank, courier: RecordingCourier
) -> None:
    [row] = await bank.post("velvet hanger")
    choice = {"category_detailed": "GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES", "remember": True}
    answer = await client.patch(f"/api/transactions/{row['id']}", json=choice)
    lesson_id = answer.raise_for_status().json()["lesson"]["id"]

    taught = await heard_with_new_rows(bank, courier)
    (await client.delete(f"/api/ml/memory/{lesson_id}")).raise_for_status()
    forgotten = await heard_with_new_rows(bank, courier)

    assert taught == Habits(money_out={"GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES": 1})
    assert forgotten is None
