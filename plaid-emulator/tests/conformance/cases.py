"""All the cases, endpoint by endpoint."""

from conformance import accounts, items, sandbox, transactions
from conformance.everywhere import shared_cases
from conformance.planned import planned_cases

CASES = [
    *(accounts.CASES + items.CASES + transactions.CASES + sandbox.CASES),
    *shared_cases(),
    *planned_cases(),
]
