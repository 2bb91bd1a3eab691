"""A linked bank whose rows the categoriser has answered for."""

from decimal import Decimal
from typing import Any

from saldo.categorization import applying, requesting
from saldo.transactions import labelling
from tests.factories.ledger import Bank, bank_row, live_rows
from tests.fakes.clock import FixedClock


class CategorisedBank:
    """A bank whose every row the categoriser takes for a flight with the merchant its text names."""

    def __init__(self, bank: Bank, clock: FixedClock) -> None:
        self._bank, self._clock = bank, clock

    async def post(
        self, *merchants: str, amount: str = "-4.50", confidence: float = 0.9
    ) -> list[dict[str, Any]]:
        """Post one row a merchant and have all categorised; return the live rows in the order they came."""
        rows = [bank_row(description=merchant.upper(), amount=Decimal(amount)) for merchant in merchants]
        home = self._bank.home
        await self._bank.apply(added=rows)
        async with self._bank.database.transaction(home.scope) as session:
            await requesting.request_labels(session, home.workspace_id, self._clock.now())
        waiting = [row for row in await self.rows() if row["labelled_at"] is None]
        result = {
            "batch_id": "b",
            "model_version": "1",
            "labels": [_flight(row, confidence) for row in waiting],
        }
        async with self._bank.database.transaction(home.scope) as session:
            ids = [row["id"] for row in waiting]
            opened = await labelling.lock_open(session, home.workspace_id, ids)
            asked = {row_id: row["words"] for row_id, row in opened.items()}
            await applying.apply_labels(session, home.workspace_id, asked, result, self._clock.now())
        return await self.rows()

    async def rows(self) -> list[dict[str, Any]]:
        """Read all rows in the order of their batches, and of their merchants."""
        found = await live_rows(self._bank.database, self._bank.home)
        return sorted(found, key=lambda row: (row["created_at"], row["description"]))


def _flight(row: dict[str, Any], confidence: float) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "primary": "TRAVEL",
        "detailed": "TRAVEL_FLIGHTS",
        "confidence": confidence,
        "alternatives": [{"detailed": "TRAVEL_FLIGHTS", "confidence": confidence}],
        "reason": {"kind": "similar", "text": "Looks like: UNITED"},
        "merchant": {"key": row["description"].lower(), "name": row["description"].title()},
    }
