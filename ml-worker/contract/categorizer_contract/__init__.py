"""What the backend and the categoriser say to each other: task, queue, messages and taxonomy."""

from categorizer_contract.messages import (
    MAX_ROWS,
    QUEUE,
    TASK,
    Alternative,
    BankCategory,
    CategorizeRequest,
    CategorizeResult,
    Label,
    Merchant,
    Reason,
    ReasonKind,
    Row,
)
from categorizer_contract.taxonomy import (
    BY_DETAILED,
    PRIMARIES,
    TAXONOMY,
    UNKNOWN,
    V1_TO_V2,
    Category,
    find_category,
    get_category,
)

__all__ = [
    "BY_DETAILED",
    "MAX_ROWS",
    "PRIMARIES",
    "QUEUE",
    "TASK",
    "TAXONOMY",
    "UNKNOWN",
    "V1_TO_V2",
    "Alternative",
    "BankCategory",
    "CategorizeRequest",
    "CategorizeResult",
    "Category",
    "Label",
    "Merchant",
    "Reason",
    "ReasonKind",
    "Row",
    "find_category",
    "get_category",
]
