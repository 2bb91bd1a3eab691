"""What is particular to each persona, and what only all of them together show."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from persona_stories import Story, tell

from plaid_emulator.worlds.household.numbers import iban
from plaid_emulator.worlds.model import E7, BankRow


def days_of(story: Story, rule: str) -> list[date]:
    return [date.fromisoformat(row.details["date"]) for row in story.rows if row.key.startswith(f"{rule}.2")]


def any_row(stories: Iterable[Story], test: Callable[[BankRow], bool]) -> int:
    return sum(test(row) for story in stories for row in story.visible)


def test_a_british_salary_comes_on_the_28th_or_the_friday_before() -> None:
    days = days_of(tell("user_thistle_couple"), "salary.amara")

    assert len(days) == 24
    assert all(day.weekday() < 5 and 26 <= day.day <= 28 for day in days)


def test_social_security_comes_on_the_second_and_the_fourth_wednesday() -> None:
    willow = tell("user_willow_retiree")

    assert {(day.weekday(), (day.day - 1) // 7) for day in days_of(willow, "ssa.harold")} == {(2, 1)}
    assert {(day.weekday(), (day.day - 1) // 7) for day in days_of(willow, "ssa.ingrid")} == {(2, 3)}


def test_a_german_direct_debit_waits_for_the_next_working_day() -> None:
    days = days_of(tell("user_linden_household"), "rundfunk")

    assert {day.month for day in days} == {2, 5, 8, 11}
    assert all(day.weekday() < 5 and 15 <= day.day <= 17 for day in days)


def test_the_bakery_pays_its_people_every_second_week_from_the_payroll_account() -> None:
    cedar = tell("user_cedar_business")
    pay = [row for row in cedar.rows if row.key.startswith("pay.1.")]

    assert {row.account for row in pay} == {"payroll"}
    days = days_of(cedar, "pay.1")
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=14)}


def test_card_batches_come_on_no_monday_and_some_are_disputed() -> None:
    cedar = tell("user_cedar_business")
    batches = [row for row in cedar.rows if row.key.startswith("batch.2") and row.key.count(".") == 1]

    assert 0 not in {datetime.fromtimestamp(row.appears_at, UTC).weekday() for row in batches}
    assert len(batches) > 600
    assert any(row.key.endswith(".chargeback") for row in cedar.rows)
    assert any(row.key.endswith(".chargeback.won") for row in cedar.rows)


@pytest.mark.parametrize("username", ["user_thistle_couple", "user_tamarack_family"])
def test_a_mortgage_only_falls_and_costs_the_payer_more_than_it_falls(username: str) -> None:
    story = tell(username)
    after = list(story.balances_after_each_day("mortgage").values())
    falls = [row for row in story.rows if row.account == "mortgage"]
    paid = [row for row in story.rows if row.key.startswith("loan.mortgage.") and row.key.endswith(".out")]

    assert after == sorted(after, reverse=True)
    assert len(falls) == len(paid) == 24
    assert all(out.amount_e7 > -fall.amount_e7 > 0 for out, fall in zip(paid, falls, strict=True))


def test_a_student_loan_grows_while_in_school_and_shows_why() -> None:
    birch = tell("user_birch_student")
    rows = [row for row in birch.visible if row.account == "federal"]

    assert {row.details["name"] for row in rows} == {"INTEREST ACCRUED", "DISBURSEMENT TO SCHOOL"}
    assert all(row.amount_e7 > 0 for row in rows)
    assert birch.accounts["federal"].facts["liability"]["loan_status"]["type"] == "in school"


def test_a_renter_in_need_pays_for_it() -> None:
    names = Counter(row.details["name"].split(" ")[0] for row in tell("user_juniper_renter", seed=3).visible)

    assert names["OVERDRAFT"] > 2
    assert names["NSF"] > 0
    assert names["RETURNED"] == names["NSF"]
    assert names["LATE"] > 0


def test_abroad_the_currency_is_the_places_and_the_balance_moves_by_ones_own() -> None:
    linden = tell("user_linden_household")
    yen = [row for row in linden.visible if row.details.get("currency") == "JPY"]
    silent = {row.key: row.amount_e7 for row in linden.rows if row.hidden}

    assert yen
    assert all(row.amount_e7 % E7 == 0 for row in yen)
    for row in yen:
        cost = row.amount_e7 + silent[f"{row.key}.exchange"]
        assert cost / row.amount_e7 == pytest.approx(0.0061, rel=0.1)


def test_together_they_show_what_programs_stumble_over(stories: list[Story]) -> None:
    assert any_row(stories, lambda row: row.vanishes) > 50
    assert any_row(stories, lambda row: row.details.get("matched") is False) > 50
    assert any_row(stories, lambda row: bool(row.amendments)) > 50
    assert any_row(stories, lambda row: any(each.withdrawn for each in row.amendments)) > 5
    assert any_row(stories, lambda row: "unofficial_currency" in row.details) > 0
    assert any_row(stories, lambda row: row.details.get("check_number") is not None) > 200
    assert any_row(stories, lambda row: row.pending_e7 != row.amount_e7) > 500
    assert any_row(stories, lambda row: row.key.endswith(".double.returned")) > 10
    assert any_row(stories, lambda row: row.details.get("pending_name") is not None) > 1_000
    assert any_row(stories, lambda row: row.details.get("merchant") is None) > 5_000
    assert any_row(stories, lambda row: row.details.get("pfc") is None) > 1_000
    specs = [spec for story in stories for spec in story.accounts.values()]
    for absent in ("mask", "subtype", "official_name"):
        assert any(getattr(spec, absent) is None for spec in specs), absent


def test_some_rows_of_a_day_are_alike_and_both_right(stories: list[Story]) -> None:
    alike = Counter(
        (story.persona.username, row.account, row.details["date"], row.details["name"], row.amount_e7)
        for story in stories
        for row in story.visible
        if row.key.endswith((".back", ".dryer", ".again", ".twice"))
    )

    assert len(alike) > 100


def test_categories_are_sometimes_plainly_wrong(stories: list[Story]) -> None:
    kitchen = Counter(
        row.details.get("pfc")
        for story in stories
        for row in story.visible
        if "KITCHEN TABLE" in row.details["name"]
    )

    assert kitchen["HOME_IMPROVEMENT_FURNITURE"] > 5
    assert kitchen["FOOD_AND_DRINK_RESTAURANT"] > 5


def test_every_bank_prints_in_its_own_way() -> None:
    habits = {
        "user_juniper_renter": "POS DEBIT ",
        "user_thistle_couple": "DIRECT DEBIT PAYMENT TO ",
        "user_tamarack_family": "POS Purchase - ",
        "user_linden_household": "SEPA-BASISLASTSCHRIFT ",
        "user_birch_student": "Point Of Sale Withdrawal ",
        "user_willow_retiree": "DBT CRD ",
        "user_cedar_business": "ORIG CO NAME:",
    }

    for username, habit in habits.items():
        found = [row for row in tell(username).visible if row.details["original"].startswith(habit)]
        assert len(found) > 100, username


def test_account_numbers_pass_their_own_checks(stories: list[Story]) -> None:
    seen = set()
    for story in stories:
        for spec in story.accounts.values():
            numbers = spec.facts.get("numbers", {})
            if "ach_routing" in numbers:
                weights = zip(numbers["ach_routing"], (3, 7, 1) * 3, strict=True)
                assert sum(int(digit) * weight for digit, weight in weights) % 10 == 0, story.persona.username
            if "international_iban" in numbers:
                code = numbers["international_iban"]
                assert code == iban(code[:2], code[4:])
                moved = f"{code[4:]}{code[:4]}"
                assert int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
            seen |= numbers.keys()

    assert seen >= {"ach_routing", "bacs_sort_code", "eft_branch", "international_iban", "international_bic"}
