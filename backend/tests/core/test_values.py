"""Small values: ids, money, cursors, sealed secrets."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from saldo.core.encryption import SealBroken, Vault
from saldo.core.errors import Invalid
from saldo.core.ids import new_id
from saldo.core.money import Amount, format_amount, parse_amount
from saldo.core.pagination import CursorInvalid, decode_cursor, encode_cursor, page_of

OLD_KEY, NEW_KEY = bytes(32), bytes(range(32))


class Place(TypedDict):
    """Where a secret belongs."""

    table: str
    column: str
    row_id: UUID
    workspace_id: UUID


def _place() -> Place:
    return Place(table="t", column="c", row_id=uuid4(), workspace_id=uuid4())


class Priced(BaseModel):
    amount: Amount


def test_ids_are_versioned_and_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]

    assert {each.version for each in ids} == {7}
    assert {each.variant for each in ids} == {UUID("01a1fc5f-83e6-7cc8-8807-55c7ebde7fb2").variant}
    assert ids == sorted(set(ids))
    assert abs((ids[-1].int >> 80) / 1000 - time.time()) < 60


def test_ids_made_by_many_threads_are_all_different() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: [new_id() for _ in range(500)], range(8)))

    assert all(ids == sorted(ids) for ids in made)
    assert len({each for ids in made for each in ids}) == 4000


def test_a_clock_that_is_set_back_makes_no_older_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert new_id() > earlier


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("12", "12.00"),
        ("12.3", "12.30"),
        ("-0.5000000000", "-0.50"),
        ("0E-10", "0.00"),
        ("0.00012", "0.00012"),
    ],
)
def test_amounts_are_written_plainly(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**17), max_value=10**17))
def test_an_amount_survives_being_written_and_read(amount: Decimal) -> None:
    written = format_amount(amount)

    assert parse_amount(written) == amount
    assert "E" not in written


@pytest.mark.parametrize("text", ["", "twelve", "NaN", "Infinity", "1,50"])
def test_what_is_not_an_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_amount(text)


def test_money_in_json_is_text_and_never_a_float() -> None:
    assert Priced(amount=Decimal("1.5")).model_dump_json() == '{"amount":"1.50"}'
    with pytest.raises(ValidationError):
        Priced.model_validate({"amount": 1.5})


@given(st.dates(), st.uuids())
def test_a_cursor_survives_the_journey(day: date, row_id: UUID) -> None:
    assert decode_cursor(encode_cursor(day, row_id), date.fromisoformat, UUID) == (day, row_id)


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "bnVsbA", encode_cursor("2026-01-01"), "éé", "W10"])
def test_a_bad_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(cursor, date.fromisoformat, UUID)


def test_a_page_knows_whether_there_is_more() -> None:
    full = page_of([1, 2, 3], 2, str)
    last = page_of([1, 2], 2, str)

    assert (full.data, full.pagination.next_cursor) == ([1, 2], "2")
    assert (last.data, last.pagination.next_cursor) == ([1, 2], None)


def test_a_sealed_secret_opens_only_in_its_own_place() -> None:
    vault, place = Vault({"k1": NEW_KEY}), _place()
    sealed = vault.seal("access-token", **place)

    assert vault.open(sealed, **place) == "access-token"
    assert "access-token" not in sealed
    for key, other in _place().items() | {("table", "u"), ("column", "d")}:
        if other == place[key]:  # type: ignore[literal-required]
            continue
        moved = place.copy()
        moved[key] = other  # type: ignore[literal-required]
        with pytest.raises(SealBroken):
            vault.open(sealed, **moved)


def test_any_altered_character_breaks_the_seal() -> None:
    vault = Vault({"k1": NEW_KEY})
    place = _place()
    sealed = vault.seal("access-token", **place)

    for position in range(0, len(sealed) - 1, 7):
        altered = sealed[:position] + ("A" if sealed[position] != "A" else "B") + sealed[position + 1 :]
        with pytest.raises(SealBroken):
            vault.open(altered, **place)


def test_old_keys_open_and_the_first_key_seals() -> None:
    place = _place()
    sealed_before = Vault({"old": OLD_KEY}).seal("access-token", **place)
    ring = Vault({"new": NEW_KEY, "old": OLD_KEY})

    assert ring.open(sealed_before, **place) == "access-token"
    assert not ring.is_current(sealed_before)
    assert ring.is_current(ring.seal("access-token", **place))
    with pytest.raises(SealBroken):
        Vault({"new": NEW_KEY}).open(sealed_before, **place)
