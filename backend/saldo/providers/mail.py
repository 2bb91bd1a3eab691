"""The port to the post: what a letter is, and the three ways it may go."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import ClassVar, Protocol
from urllib.parse import unquote, urlsplit

import anyio.to_thread

_TIMEOUT_SECONDS = 20
_PORTS = {"smtp": 587, "smtps": 465}


class MailUndelivered(Exception):
    """The mail server did not take the letter; trying again later may work."""


@dataclass(frozen=True)
class Letter:
    """One letter of plain text; it may carry a link that opens an account, so it is never shown in logs."""

    recipient: str
    subject: str
    text: str = field(repr=False)


class Mailer(Protocol):
    """Sends letters."""

    # Whether letters go anywhere at all, and whether they stay readable here afterwards.
    is_open: ClassVar[bool]
    keeps_letters: ClassVar[bool]

    async def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises MailUndelivered."""


class NoMailer:
    """An installation without post."""

    is_open: ClassVar[bool] = False
    keeps_letters: ClassVar[bool] = False

    async def send(self, letter: Letter) -> None:
        raise MailUndelivered(f'no mail server is set up to send "{letter.subject}"')


class OutboxMailer:
    """Development: nothing leaves the machine; the letters are read in the browser."""

    is_open: ClassVar[bool] = True
    keeps_letters: ClassVar[bool] = True

    async def send(self, letter: Letter) -> None:
        """Do nothing: the letter stays where it is."""


class SmtpMailer:
    """A mail server, at `smtps://user:password@host` (TLS) or `smtp://...` (STARTTLS where offered)."""

    is_open: ClassVar[bool] = True
    keeps_letters: ClassVar[bool] = False

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Hand a letter to the server, in a thread: the library waits. Raises MailUndelivered."""
        try:
            await anyio.to_thread.run_sync(self._send, letter)
        except (smtplib.SMTPException, OSError) as error:
            # The server's own words may quote the recipient: the kind of failure is enough.
            raise MailUndelivered(type(error).__name__) from error

    def _send(self, letter: Letter) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, letter.recipient, letter.subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="saldo.invalid")
        # No machine shall answer a machine (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        with self._connect() as server:
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        return server
