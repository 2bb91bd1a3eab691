"""The second factor: codes of an authenticator app (RFC 6238), and backup codes for when it is lost."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.encryption import Vault
from saldo.users import factor_repository as repository
from saldo.users.email_codes import EmailCodes
from saldo.users.errors import CodeWrong, FactorExists, FactorMissing

_STEP_SECONDS = 30
# The app's clock and ours may be one step apart.
_STEPS = (0, -1, 1)
_BACKUP_CODES = 10
# Without 0, 1, i, l, o, u: what is read from paper must not be guessed. 16 letters are 78 bits.
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP_LETTERS = 4, 4


@dataclass(frozen=True)
class FactorStatus:
    """Which second factors a person has."""

    totp_since: datetime | None
    backup_codes_left: int
    email_codes_since: datetime | None

    @property
    def kinds(self) -> list[str]:
        """Name what can answer a challenge."""
        named = (("totp", self.totp_since), ("email", self.email_codes_since))
        return [name for name, since in named if since is not None]


@dataclass(frozen=True)
class SecondFactors:
    """Enrols and checks; seeds are sealed, codes count once."""

    vault: Vault
    issuer: str
    email_codes: EmailCodes

    async def status(self, session: AsyncSession, user_id: UUID) -> FactorStatus:
        seed = await repository.find_seed(session, user_id)
        return FactorStatus(
            seed.confirmed_at if seed else None,
            await repository.count_backup_codes(session, user_id),
            await repository.find_email_codes_since(session, user_id),
        )

    async def is_on(self, session: AsyncSession, user_id: UUID) -> bool:
        return bool((await self.status(session, user_id)).kinds)

    async def begin_totp(self, session: AsyncSession, user_id: UUID, now: datetime) -> str:
        """Make a new seed (base32) that counts after its first code. Raises FactorExists."""
        seed = pyotp.random_base32()
        if not await repository.put_unconfirmed_seed(session, user_id, self._seal(user_id, seed), now):
            raise FactorExists
        return seed

    async def confirm_totp(self, session: AsyncSession, user_id: UUID, code: str, now: datetime) -> list[str]:
        """Accept the first code and return ten backup codes.

        Raises FactorMissing, FactorExists, CodeWrong.
        """
        found = await repository.find_seed(session, user_id)
        if found is None:
            raise FactorMissing
        if found.confirmed_at is not None:
            raise FactorExists
        step = _matching_step(self._open(user_id, found.seed), _tidy(code), now)
        if step is None:
            raise CodeWrong
        if not await repository.confirm_seed(session, user_id, step, now):
            raise FactorExists
        return await self.renew_backup_codes(session, user_id)

    async def accept(self, session: AsyncSession, user_id: UUID, code: str, now: datetime) -> str | None:
        """Use up a code and name its kind: totp, email or backup_code; None when it is wrong or spent."""
        tidy = _tidy(code)
        if tidy.isdecimal():
            if await self._take_totp(session, user_id, tidy, now):
                return "totp"
            is_accepted = await repository.find_email_codes_since(session, user_id) is not None
            return "email" if is_accepted and await self.email_codes.take(user_id, tidy) else None
        taken = await repository.take_backup_code(session, user_id, _hash(tidy), now)
        return "backup_code" if taken else None

    async def renew_backup_codes(self, session: AsyncSession, user_id: UUID) -> list[str]:
        """Replace the backup codes; this is the only time they can be read. Raises FactorMissing."""
        if not await self.is_on(session, user_id):
            raise FactorMissing
        codes = [_new_backup_code() for _ in range(_BACKUP_CODES)]
        hashes = [_hash(code.replace("-", "")) for code in codes]
        await repository.replace_backup_codes(session, user_id, hashes)
        return codes

    async def remove(self, session: AsyncSession, user_id: UUID) -> None:
        """Forget the authenticator and its backup codes. Raises FactorMissing."""
        if not await repository.delete_factors(session, user_id):
            raise FactorMissing

    def provisioning_uri(self, seed: str, email: str) -> str:
        """Return the `otpauth://` address that a QR code hands to the app."""
        return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=self.issuer)

    async def _take_totp(self, session: AsyncSession, user_id: UUID, code: str, now: datetime) -> bool:
        found = await repository.find_seed(session, user_id)
        if found is None or found.confirmed_at is None:
            return False
        step = _matching_step(self._open(user_id, found.seed), code, now)
        return step is not None and await repository.take_step(session, user_id, step)

    def _seal(self, user_id: UUID, seed: str) -> str:
        return self.vault.seal(seed, table="totp_seeds", column="seed", row_id=user_id, workspace_id=user_id)

    def _open(self, user_id: UUID, sealed: str) -> str:
        # A seed belongs to a person and no workspace: the person stands in for it.
        return self.vault.open(
            sealed, table="totp_seeds", column="seed", row_id=user_id, workspace_id=user_id
        )


def _tidy(code: str) -> str:
    """Take a code as people write it: in groups, in capitals, with the wide digits of some keyboards."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).lower()


def _matching_step(seed: str, code: str, now: datetime) -> int | None:
    present, totp = int(now.timestamp()) // _STEP_SECONDS, pyotp.TOTP(seed)
    steps = [present + away for away in _STEPS]
    return next(
        (one for one in steps if hmac.compare_digest(totp.generate_otp(one).encode(), code.encode())), None
    )


def _new_backup_code() -> str:
    letters = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP_LETTERS)]
    return "-".join(
        "".join(letters[at : at + _GROUP_LETTERS]) for at in range(0, len(letters), _GROUP_LETTERS)
    )


def _hash(code: str) -> bytes:
    """Return what the database keeps; 78 random bits need no slow hash."""
    return hashlib.sha256(code.encode()).digest()
