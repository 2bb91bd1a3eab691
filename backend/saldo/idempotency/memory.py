"""What is remembered of one write: the request's hash, and the answer once there is one."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.core.database import SYSTEM, Database, Scope
from saldo.core.encryption import Vault
from saldo.core.http import CoreResources
from saldo.idempotency.errors import KeyReused, StillAtWork
from saldo.idempotency.models import IdempotencyKey

KEEP = timedelta(days=1)
# A process that died at work leaves its key open: after this long another may try.
GIVEN_UP = timedelta(minutes=2)
LARGEST_ANSWER_BYTES = 256 * 1024
_KEPT_HEADERS = {"content-type", "location"}
_FIRST_SERVER_ERROR = 500


@dataclass
class Answer:
    """An answer on its way to the client; status 0 while there is none."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def is_worth_keeping(self) -> bool:
        """Say whether a repetition should get the same: after a failure of ours it should try again."""
        is_ours = self.status == 0 or self.status >= _FIRST_SERVER_ERROR
        return not is_ours and len(self.body) <= LARGEST_ANSWER_BYTES

    def pack(self) -> str:
        kept = [(name, value) for name, value in self.headers if name in _KEPT_HEADERS]
        return orjson.dumps([kept, base64.b64encode(self.body).decode()]).decode()

    @classmethod
    def unpack(cls, status: int, packed: str) -> "Answer":
        headers, body = orjson.loads(packed)
        return cls(status, [(name, value) for name, value in headers], base64.b64decode(body))


class Memory:
    """One person's key for one request."""

    def __init__(self, resources: CoreResources, user_id: UUID, key: str, request_hash: bytes) -> None:
        self._database: Database = resources.database
        self._vault: Vault = resources.vault
        self._now = resources.clock.now
        self._user_id, self._key, self._hash = user_id, key, request_hash

    async def begin(self) -> Answer | None:
        """Take the key, or return the answer it was given. Raises KeyReused or StillAtWork."""
        async with self._database.transaction(Scope(user_id=self._user_id)) as session:
            now = self._now()
            await session.execute(delete(IdempotencyKey).where(self._is_mine, _is_over(now)))
            taken = await session.execute(
                insert(IdempotencyKey)
                .values(user_id=self._user_id, key=self._key, request_hash=self._hash, created_at=now)
                .on_conflict_do_nothing()
                .returning(IdempotencyKey.key)
            )
            return None if taken.first() else await self._recall(session)

    async def end(self, answer: Answer) -> None:
        """Remember an answer, or forget the key."""
        async with self._database.transaction(Scope(user_id=self._user_id)) as session:
            if not answer.is_worth_keeping:
                await session.execute(delete(IdempotencyKey).where(self._is_mine))
                return
            values = {"status": answer.status, "answer": self._seal(answer.pack())}
            await session.execute(update(IdempotencyKey).where(self._is_mine).values(values))

    async def _recall(self, session: AsyncSession) -> Answer:
        row = (await session.execute(select(IdempotencyKey).where(self._is_mine))).scalar_one_or_none()
        if row is None or (row.request_hash == self._hash and (row.status is None or row.answer is None)):
            raise StillAtWork
        if row.request_hash != self._hash:
            raise KeyReused
        return Answer.unpack(row.status or 0, self._open(row.answer or ""))

    @property
    def _is_mine(self) -> ColumnElement[bool]:
        return and_(IdempotencyKey.user_id == self._user_id, IdempotencyKey.key == self._key)

    @property
    def _row_id(self) -> UUID:
        # The row's key is text: its hash stands in for an id.
        return UUID(bytes=hashlib.sha256(self._key.encode()).digest()[:16])

    def _seal(self, text: str) -> str:
        return self._vault.seal(
            text,
            table="idempotency_keys",
            column="answer",
            row_id=self._row_id,
            workspace_id=self._user_id,
        )

    def _open(self, sealed: str) -> str:
        return self._vault.open(
            sealed,
            table="idempotency_keys",
            column="answer",
            row_id=self._row_id,
            workspace_id=self._user_id,
        )


async def prune(database: Database, now: datetime) -> None:
    """Forget keys of more than a day ago."""
    async with database.transaction(SYSTEM) as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEEP))


def _is_over(now: datetime) -> ColumnElement[bool]:
    is_abandoned = and_(IdempotencyKey.status.is_(None), IdempotencyKey.created_at < now - GIVEN_UP)
    return or_(IdempotencyKey.created_at < now - KEEP, is_abandoned)
