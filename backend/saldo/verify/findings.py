"""What a verification reports."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Finding:
    """One thing that disagrees; `subject` says where to look."""

    workspace_id: UUID
    subject: str
    problem: str

    def __str__(self) -> str:
        return f"workspace {self.workspace_id}: {self.subject}: {self.problem}"
