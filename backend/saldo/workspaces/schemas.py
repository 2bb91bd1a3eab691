"""Bodies of the entrance: sign-up, sign-in, sessions, me."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, SecretStr, StringConstraints

from saldo.core.environment import Environment
from saldo.core.schemas import Input, Output
from saldo.users.passwords import LONGEST, SHORTEST
from saldo.workspaces.models import Role, WorkspaceKind

NewPassword = Annotated[SecretStr, Field(min_length=SHORTEST, max_length=LONGEST)]


class SignUp(Input):
    """A new account."""

    email: Annotated[EmailStr, Field(max_length=254, examples=["anna@example.com"])]
    password: NewPassword = Field(description="12 to 128 characters of any kind.")
    display_name: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] | None
    ) = Field(None, description="How we address you; made from the e-mail address when absent.")


class SignIn(Input):
    """An account's credentials."""

    email: Annotated[EmailStr, Field(max_length=254, examples=["anna@example.com"])]
    password: Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]


class Refresh(Input):
    """A refresh token, from clients that do not use the cookie."""

    refresh_token: Annotated[SecretStr, Field(min_length=20, max_length=100)] | None = None


class Session(Output):
    """Proof of who you are, for a few minutes."""

    access_token: str = Field(description="Send as `Authorization: Bearer ...`; keep it in memory only.")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.", examples=[300])
    refresh_token: str | None = Field(
        description="Only for clients that sent `X-Token-Delivery: body`; otherwise it is in the cookie."
    )


class SecondFactor(Input):
    """The code that follows the password."""

    challenge: Annotated[str, Field(max_length=1000, description="From the answer to sign-in.")]
    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=6, max_length=40),
        Field(
            description="Six digits of the authenticator app, or a backup code.",
            examples=["492039", "k7mw-3hpx-a9de-tq42"],
        ),
    ]


class Challenge(Output):
    """The password was right; a second factor is set up, so a code is needed too."""

    challenge: str = Field(description="Send it with the code to `/api/auth/second-factor`.")
    expires_in: int = Field(description="Seconds.", examples=[300])
    factors: list[Literal["totp", "email"]] = Field(
        description="What can answer it; a backup code always can. For `email`, ask for a code to be sent."
    )


class ChallengeOnly(Input):
    """From the answer to sign-in."""

    challenge: Annotated[str, Field(max_length=1000)]


class MeUser(Output):
    """The person."""

    id: UUID
    email: str
    display_name: str
    is_address_confirmed: bool
    is_administrator: bool = Field(description="Whether you look after this installation.")


class MeWorkspace(Output):
    """A workspace and the person's role in it."""

    id: UUID
    name: str
    kind: WorkspaceKind
    role: Role


class Me(Output):
    """Who is signed in, and where."""

    user: MeUser
    workspace: MeWorkspace
    workspaces: list[MeWorkspace]
    environment: Environment
