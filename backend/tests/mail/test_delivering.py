"""Letters: written with their reason, sent after it, once they are sent no longer readable here."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from typing import ClassVar

import asyncpg
import pytest
from sqlalchemy import select

from saldo.core.database import SYSTEM, Database
from saldo.core.encryption import Vault
from saldo.mail import delivering
from saldo.mail.delivering import PostOffice
from saldo.mail.models import Mail
from saldo.mail.post import Post, unseal
from saldo.providers.mail import Letter, MailUndelivered, SmtpMailer
from tests.factories.workspaces import Home
from tests.fakes.clock import FixedClock
from tests.fakes.courier import RecordingCourier

LETTER = Letter("anna@example.com", "Choose a new password", "open https://saldo.example/#a-secret-link")


class RecordingMailer:
    """A mail server that keeps what it is given, and is down as often as it is told."""

    is_open: ClassVar[bool] = True
    keeps_letters: ClassVar[bool] = False

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[Letter] = []
        self._failures = failures

    async def send(self, letter: Letter) -> None:
        if self._failures:
            self._failures -= 1
            raise MailUndelivered("SMTPServerDisconnected")
        self.sent.append(letter)


class SmtpServer:
    """As much of RFC 5321 as one letter needs."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := (await reader.readline()).decode().strip().upper():
            if line == "DATA":
                writer.write(b"354 go on\r\n")
                raw = await reader.readuntil(b"\r\n.\r\n")
                self.messages.append(_parse(raw.removesuffix(b".\r\n")))
            writer.write(b"221 bye\r\n" if line == "QUIT" else b"250 fine\r\n")
            if line == "QUIT":
                break
        writer.close()


@pytest.fixture
def mailer() -> RecordingMailer:
    return RecordingMailer()


@pytest.fixture
def office(database: Database, mailer: RecordingMailer, vault: Vault, clock: FixedClock) -> PostOffice:
    return PostOffice(database, mailer, vault, clock)


async def _write(office: PostOffice, home: Home) -> Mail:
    post = Post(office.vault, is_open=True, public_url="https://saldo.example")
    async with office.database.transaction(home.scope) as session:
        await post.write(session, home.user_id, LETTER, office.clock.now())
    return await _only_mail(office)


async def _only_mail(office: PostOffice) -> Mail:
    async with office.database.transaction(SYSTEM) as session:
        return (await session.execute(select(Mail))).scalar_one()


async def test_a_letter_is_sent_and_its_text_forgotten(
    office: PostOffice, workspace: Home, mailer: RecordingMailer, courier: RecordingCourier
) -> None:
    mail = await _write(office, workspace)
    assert [job.name for job in courier.jobs] == ["mail.deliver"]

    await delivering.deliver(office, mail.id)
    await delivering.deliver(office, mail.id)

    sent = await _only_mail(office)
    assert mailer.sent == [LETTER]
    assert (sent.text, sent.next_at) == ("", None)


async def test_two_workers_send_one_letter_once(
    office: PostOffice, workspace: Home, mailer: RecordingMailer
) -> None:
    mail = await _write(office, workspace)

    await asyncio.gather(*(delivering.deliver(office, mail.id) for _ in range(8)))

    assert len(mailer.sent) == 1


async def test_a_mail_server_that_is_down_is_asked_again_later(
    database: Database, workspace: Home, vault: Vault, clock: FixedClock, courier: RecordingCourier
) -> None:
    mailer = RecordingMailer(failures=1)
    office = PostOffice(database, mailer, vault, clock)
    mail = await _write(office, workspace)
    await delivering.deliver(office, mail.id)
    waiting = await _only_mail(office)
    assert waiting.next_at == clock.now() + timedelta(minutes=1)
    assert unseal(vault, waiting) == LETTER.text

    clock.advance(minutes=1)
    courier.clear()
    await delivering.sweep(office)
    await delivering.deliver(office, mail.id)

    assert [job.name for job in courier.jobs] == ["mail.deliver"]
    assert mailer.sent == [LETTER]


async def test_a_letter_nobody_takes_is_given_up_and_said_so(
    database: Database, workspace: Home, vault: Vault, clock: FixedClock
) -> None:
    office = PostOffice(database, RecordingMailer(failures=99), vault, clock)
    mail = await _write(office, workspace)

    for _ in range(8):
        await delivering.deliver(office, mail.id)
        clock.advance(hours=4)

    given_up = await _only_mail(office)
    assert (given_up.attempts, given_up.next_at) == (8, None)
    assert given_up.last_error == "SMTPServerDisconnected"


async def test_nothing_of_a_letter_is_readable_in_the_database(
    office: PostOffice, workspace: Home, superuser: asyncpg.Connection
) -> None:
    await _write(office, workspace)

    stored = await superuser.fetchval("SELECT text FROM mails")

    assert "a-secret-link" not in stored


async def test_smtp_carries_the_letter_as_written(smtp_server: SmtpServer) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{smtp_server.port}", "Saldo <saldo@example.com>")

    await mailer.send(LETTER)

    message = smtp_server.messages[0]
    assert (message["To"], message["Subject"]) == (LETTER.recipient, LETTER.subject)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().strip() == LETTER.text


async def test_an_unreachable_mail_server_is_no_surprise() -> None:
    with pytest.raises(MailUndelivered):
        await SmtpMailer("smtp://127.0.0.1:1", "Saldo <saldo@example.com>").send(LETTER)


def _parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, _class=EmailMessage, policy=default_policy)


@pytest.fixture
async def smtp_server() -> AsyncIterator[SmtpServer]:
    """Return a mail server of this test's own."""
    mail_server = SmtpServer()
    listening = await asyncio.start_server(mail_server.serve, "127.0.0.1", 0)
    mail_server.port = listening.sockets[0].getsockname()[1]
    yield mail_server
    listening.close()
    await listening.wait_closed()
