"""Bodies of signing in by other issuers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, SecretStr

from saldo.core.schemas import Input, Output


class ProviderShown(Output):
    """Another way to sign in."""

    name: str = Field(examples=["google"])
    label: str = Field(examples=["Google"])


class Providers(Output):
    """Other ways to sign in at this installation."""

    data: list[ProviderShown]
    firebase: bool = Field(description="Whether Firebase ID tokens are accepted.")


class IdentityShown(Output):
    """An account of yours at another issuer; it signs you in here."""

    id: UUID
    label: str = Field(examples=["Google"])
    created_at: datetime


class Identities(Output):
    """All of them, the oldest first."""

    data: list[IdentityShown]


class Departure(Output):
    """Where the browser goes; it comes back to `/sign-in/external` with `code` and `state`."""

    authorization_url: str


class Arrival(Input):
    """What the browser brought back."""

    code: Annotated[SecretStr, Field(min_length=1, max_length=4000)]
    state: Annotated[SecretStr, Field(min_length=20, max_length=200)]


class FirebaseToken(Input):
    """An ID token of Firebase Authentication."""

    id_token: Annotated[SecretStr, Field(min_length=20, max_length=8000)]
