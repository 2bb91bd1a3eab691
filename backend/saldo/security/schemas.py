"""Bodies of the security centre."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from saldo.core.schemas import Input, Output
from saldo.users.passwords import LONGEST, SHORTEST
from saldo.workspaces.management_schemas import Name

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=40)]


class DeviceShown(Output):
    """A device someone is signed in on."""

    id: UUID
    is_current: bool = Field(description="Whether this request comes from it.")
    name: str = Field(description="Browser and system, as far as they say.", examples=["Firefox on Linux"])
    address: str = Field(description="IP address of the last renewal.", examples=["203.0.113.7"])
    signed_in_at: datetime
    last_used_at: datetime
    expires_at: datetime = Field(description="When it must sign in again at the latest.")


class Devices(Output):
    """All devices, the one used last first."""

    data: list[DeviceShown]


class Ended(Output):
    """How many devices were signed out."""

    ended: int


class Proof(Input):
    """Show again who you are: the password, or a code when a second factor is set up."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)] | None = None
    code: Code | None = None


class PasswordChange(Input):
    """The present password and the one to come."""

    current_password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]
    new_password: Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST)]


class ForgottenPassword(Input):
    """Whose password is forgotten."""

    email: Annotated[EmailStr, Field(max_length=254, examples=["anna@example.com"])]


class LinkToken(Input):
    """The token of a letter's link."""

    token: Annotated[SecretStr, Field(min_length=20, max_length=2000)]


class PasswordReset(LinkToken):
    """A letter's token and the new password."""

    new_password: Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST)]


class AddressChange(Input):
    """The e-mail address to come."""

    email: Annotated[EmailStr, Field(max_length=254, examples=["anna@example.org"])]


class AddressAsked(Output):
    """A letter is on its way to the new address."""

    waiting_for: str


class Factors(Output):
    """Which second factors are set up."""

    totp_since: datetime | None = Field(description="Since when an authenticator app is asked; null if none.")
    backup_codes_left: int = Field(examples=[10])
    email_codes_since: datetime | None = Field(
        description="Since when codes by e-mail are accepted; null if not."
    )
    passkeys: int = Field(description="How many passkeys there are.", examples=[1])
    has_password: bool = Field(description="False for people who sign in by others or by passkey only.")


class PasskeyShown(Output):
    """A passkey of yours."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeyName(Input):
    """Another name for a passkey."""

    name: Name = Field(examples=["Old phone"])


class PasskeysShown(Output):
    """All passkeys, the oldest first."""

    data: list[PasskeyShown]


class TotpEnrolment(Output):
    """What an authenticator app needs; it counts after the first code."""

    secret: str = Field(description="Base32, to type by hand.", examples=["JBSWY3DPEHPK3PXP"])
    otpauth_uri: str = Field(description="The same as an address; the QR code shows it.")
    qr_svg: str = Field(description="The QR code as an SVG document.")


class FirstCode(Input):
    """The first code the app shows."""

    code: Code


class BackupCodes(Output):
    """Ten codes, each good once; they cannot be shown again."""

    codes: list[str] = Field(examples=[["k7mw-3hpx-a9de-tq42"]])
