"""What must hold for every person who banks here, whoever writes the next script."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from persona_stories import DAY, NOW, SINCE, TODAY, Story, fingerprint
from plaid.model.transaction_code import TransactionCode

from plaid_emulator import institutions, pfc
from plaid_emulator.worlds.household.calendar import falls_on
from plaid_emulator.worlds.model import E7


def test_balances_are_the_opening_balance_and_the_rows_on_every_day(story: Story) -> None:
    for account, spec in story.accounts.items():
        after = story.balances_after_each_day(account)
        # Today is not over yet.
        for day in [day for day in after if day < TODAY][::29]:
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + DAY
            assert story.world.opening_e7(account, midnight) == after[day], (account, day)
        assert all(balance % (E7 // 100) == 0 for balance in after.values())
        assert spec.follows


def test_balances_stay_within_what_a_bank_would_bear(story: Story) -> None:
    for account, spec in story.accounts.items():
        lowest = {"depository": -1_500, "credit": -1_000, "loan": 0, "investment": 0}[spec.type]
        highest = {"credit": (spec.limit or 0) * 1.4}.get(spec.type, 600_000)
        for day, balance in story.balances_after_each_day(account).items():
            assert lowest <= balance / E7 <= highest, (account, day, balance / E7)


@pytest.mark.parametrize("kind", ["transfer.", "payment."])
def test_own_money_leaves_one_account_and_reaches_another_within_three_days(story: Story, kind: str) -> None:
    for name, legs in story.pairs(kind).items():
        assert legs.keys() == {"out", "in"}, name
        out, into = legs["out"], legs["in"]
        assert out.amount_e7 == -into.amount_e7 > 0, name
        assert out.account != into.account
        assert 0 <= into.appears_at - out.appears_at <= 3 * DAY


def test_every_card_is_paid_about_once_a_month(story: Story) -> None:
    paid = Counter(legs["in"].account for name, legs in story.pairs("payment.").items() if "late" not in name)

    months = story.script.get("history_days", 730) / 30.5
    for rule in story.script["cards"]:
        assert months * 0.75 - 1 <= paid[rule["card"]] <= months + 1, rule["card"]


def test_pay_comes_on_its_days(story: Story) -> None:
    days = {
        rule["id"]: [
            date.fromisoformat(row.details["date"])
            for row in story.rows
            if row.key.startswith(f"{rule['id']}.2") and row.key.count(".") == rule["id"].count(".") + 1
        ]
        for rule in story.script["fixed"]
        if rule.get("income")
    }

    told_from = datetime.fromtimestamp(story.rows[0].appears_at, UTC).date() + timedelta(days=1)
    for rule in story.script["fixed"]:
        if rule.get("income"):
            due = [told_from + timedelta(days=n) for n in range((TODAY - told_from).days)]
            expected = [day for day in due if falls_on(rule["when"], day)]
            assert [day for day in days[rule["id"]] if told_from <= day < TODAY] == expected, rule["id"]


def test_prices_change_on_the_declared_day(story: Story) -> None:
    for rule in story.script["fixed"]:
        free = {"spread", "season", "weekday", "currency"} & rule.keys()
        if not rule.get("changes") or free:
            continue
        for row in story.rows:
            plain = row.key.startswith(f"{rule['id']}.2") and row.key.count(".") == rule["id"].count(".") + 1
            if plain:
                age = (date.fromisoformat(row.details["pending_date"]) - story.first_day).days
                prices = [rule["amount"], *(price for since, price in rule["changes"] if since <= age)]
                assert row.amount_e7 / E7 == pytest.approx(prices[-1]), row.key


def test_nothing_happens_in_the_future_and_no_key_comes_twice(story: Story) -> None:
    assert max(row.appears_at for row in story.rows) <= NOW
    assert max(row.details["pending_date"] for row in story.visible) <= TODAY.isoformat()
    assert all((row.details.get("authorized_date") or "") <= TODAY.isoformat() for row in story.visible)
    assert all(row.settles_at <= NOW + 8 * DAY for row in story.rows)
    assert len({row.key for row in story.rows}) == len(story.rows)


def test_the_same_seed_tells_the_same_bytes_and_another_seed_another_story(story: Story) -> None:
    """Lives of its own, not from the cache: the others need what is in there."""
    again, other = story.relive(NOW), story.relive(SINCE + 60 * DAY, seed=2)

    assert fingerprint(list(again.rows(SINCE, NOW))) == fingerprint(story.rows)
    assert {spec.key: spec for spec in again.accounts()} == story.accounts
    begun = other.lived
    assert fingerprint(begun) != fingerprint(again.lived[: len(begun)])


@pytest.mark.parametrize("days", [30, 180, 730])
def test_a_shorter_look_is_the_end_of_the_longer_one(story: Story, days: int) -> None:
    shorter = list(story.world.rows(NOW - days * DAY, NOW))

    assert shorter == [row for row in story.rows if row.appears_at > NOW - days * DAY]


def test_a_later_look_only_extends_the_story(story: Story) -> None:
    before = list(story.rows)

    later = list(story.world.rows(SINCE, NOW + 45 * DAY))

    assert [row for row in later if row.appears_at <= NOW] == before
    assert len(later) > len(before)


def test_facts_are_there_and_fit_the_accounts(story: Story) -> None:
    for spec in story.accounts.values():
        assert spec.facts["identity"]["names"]
        assert all(email["data"].endswith(".example") for email in spec.facts["identity"]["emails"])
        assert ("numbers" in spec.facts) == (spec.type == "depository")
        assert ("liability" in spec.facts) == (spec.type in {"credit", "loan"})
        if spec.type == "investment":
            worth = sum(each["institution_value"] for each in spec.facts["holdings"])
            assert worth == pytest.approx(story.world.opening_e7(spec.key, NOW) / E7, abs=0.001)


def test_every_row_has_a_known_category_and_a_finished_name(story: Story) -> None:
    known, codes = pfc.primaries(), TransactionCode.allowed_values[("value",)].values()
    for row in story.visible:
        assert row.details.get("pfc") is None or row.details["pfc"] in known, row.key
        assert row.details.get("code") in codes, row.key
        assert row.details.get("confidence", "VERY_HIGH") in {"VERY_HIGH", "HIGH", "MEDIUM", "LOW"}
        assert row.details["name"], row.key
        assert "{" not in row.details["name"], row.key


def test_the_bank_knows_its_persona(story: Story) -> None:
    persona = story.persona
    if persona.institution_id is None:
        return
    bank = institutions.get(persona.institution_id)

    assert bank.persona == persona.username
    assert bank.country_codes == (persona.country,)
    assert {spec.currency for spec in story.accounts.values()} == {persona.currency}
    assert persona.accounts == tuple(spec.name for spec in story.accounts.values())
