"""What every implementation of the bank port must do, fake and real alike."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from saldo.providers.bank import (
    AccessRevoked,
    BankHealth,
    Changes,
    CursorLost,
    ForgedNotice,
    Grant,
    HistoryStatus,
    LoginExpired,
    NoticeKind,
    Rejected,
)
from tests.contracts.conftest import World


async def _linked(world: World) -> Grant:
    return await world.bank.exchange(await world.offer())


async def _read_all(world: World, grant: Grant, cursor: str | None = None) -> list[Changes]:
    """Read page by page until the end."""
    pages = [await world.bank.fetch_changes(grant.access_token, cursor)]
    while pages[-1].has_more:
        pages.append(await world.bank.fetch_changes(grant.access_token, pages[-1].next_cursor))
    return pages


async def test_the_environment_has_a_name(world: World) -> None:
    assert world.bank.environment == "sandbox"


async def test_a_link_token_lives_for_a_while(world: World) -> None:
    token = await world.bank.create_link_token(user_id="u1")

    assert token.token
    assert token.expires_at > datetime.now(UTC)


async def test_a_repair_token_needs_a_login_that_exists(world: World) -> None:
    grant = await _linked(world)

    assert (await world.bank.create_link_token(user_id="u1", access_token=grant.access_token)).token
    await world.bank.remove_item(grant.access_token)
    with pytest.raises(AccessRevoked):
        await world.bank.create_link_token(user_id="u1", access_token=grant.access_token)


async def test_a_repair_token_can_let_the_person_choose_accounts(world: World) -> None:
    grant = await _linked(world)

    token = await world.bank.create_link_token(
        user_id="u1", access_token=grant.access_token, choose_accounts=True
    )

    assert token.token


async def test_a_bank_that_works_is_not_said_to_be_down(world: World) -> None:
    assert await world.bank.get_bank_health("ins_109508") in {BankHealth.HEALTHY, BankHealth.UNKNOWN}


async def test_a_public_token_is_good_for_one_exchange(world: World) -> None:
    token = await world.offer()
    await world.bank.exchange(token)

    with pytest.raises(Rejected):
        await world.bank.exchange(token)


async def test_accounts_have_identities_and_balances(world: World) -> None:
    grant = await _linked(world)

    accounts = await world.bank.list_accounts(grant.access_token)

    assert len({account.id for account in accounts}) == len(accounts) > 1
    assert all(account.name and account.type and account.balance.currency for account in accounts)
    assert {a.id for a in await world.bank.refresh_balances(grant.access_token)} == {a.id for a in accounts}


async def test_the_history_arrives_once_page_by_page(world: World) -> None:
    grant = await _linked(world)

    pages = await _read_all(world, grant)

    ids = [row.id for page in pages for row in page.added]
    accounts = {account.id for account in await world.bank.list_accounts(grant.access_token)}
    assert len(ids) == len(set(ids)) > 100
    assert {row.account_id for page in pages for row in page.added} <= accounts
    assert pages[-1].history is HistoryStatus.COMPLETE
    assert pages[-1].next_cursor
    assert not any(page.rejected for page in pages)


async def test_the_same_cursor_tells_the_same_again(world: World) -> None:
    grant = await _linked(world)
    end = (await _read_all(world, grant))[-1].next_cursor
    item = await world.bank.get_item(grant.access_token)
    await world.spend(item.item_id, Decimal("7.5"), "TWICE TOLD")

    first, second = [await world.bank.fetch_changes(grant.access_token, end) for _ in range(2)]

    assert [row.id for row in first.added] == [row.id for row in second.added] != []


async def test_a_payment_is_negative_and_comes_after_the_cursor(world: World) -> None:
    grant = await _linked(world)
    end = (await _read_all(world, grant))[-1].next_cursor
    item = await world.bank.get_item(grant.access_token)

    await world.spend(item.item_id, Decimal("12.34"), "NEW SHOES")
    pages = await _read_all(world, grant, end)

    found = [row for page in pages for row in page.added if row.description == "NEW SHOES"]
    assert [row.amount for row in found] == [Decimal("-12.34")]


async def test_nothing_new_is_an_empty_page(world: World) -> None:
    grant = await _linked(world)
    end = (await _read_all(world, grant))[-1].next_cursor

    page = await world.bank.fetch_changes(grant.access_token, end)

    assert (page.added, page.modified, page.removed, page.has_more) == ([], [], [], False)
    assert page.next_cursor


async def test_another_logins_cursor_is_a_lost_one(world: World) -> None:
    mine, other = await _linked(world), await _linked(world)
    cursor = (await _read_all(world, other))[-1].next_cursor

    with pytest.raises(CursorLost):
        await world.bank.fetch_changes(mine.access_token, cursor)


async def test_a_broken_login_says_so_everywhere_and_shows_in_the_item(world: World) -> None:
    grant = await _linked(world)
    assert (await world.bank.get_item(grant.access_token)).error_code is None

    await world.break_login(grant.access_token)

    assert (await world.bank.get_item(grant.access_token)).error_code == "ITEM_LOGIN_REQUIRED"
    with pytest.raises(LoginExpired):
        await world.bank.fetch_changes(grant.access_token, None)
    with pytest.raises(LoginExpired):
        await world.bank.refresh_balances(grant.access_token)


async def test_a_removed_item_is_gone_and_may_be_removed_again(world: World) -> None:
    grant = await _linked(world)

    await world.bank.remove_item(grant.access_token)
    await world.bank.remove_item(grant.access_token)

    with pytest.raises(AccessRevoked):
        await world.bank.fetch_changes(grant.access_token, None)


async def test_an_unknown_webhook_key_is_refused(world: World) -> None:
    with pytest.raises(Rejected):
        await world.bank.get_webhook_key("made-up")


async def test_an_unsigned_webhook_is_forged(world: World) -> None:
    with pytest.raises(ForgedNotice):
        await world.bank.verify_notice(b"{}", {}, datetime.now(UTC))


async def test_an_unknown_webhook_is_of_another_kind(world: World) -> None:
    assert world.bank.read_notice({"something": "else"}).kind is NoticeKind.OTHER
