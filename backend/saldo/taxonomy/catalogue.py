"""All categories of one workspace under their codes: what is accepted, and what is shown."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from categorizer_contract import BY_DETAILED, PRIMARIES, TAXONOMY, UNKNOWN, V1_TO_V2
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.taxonomy.errors import CategoryNameTaken, CategoryUnknown
from saldo.taxonomy.models import CategoryRecord

# Plaid writes its codes in capitals; what comes after is the record's id.
OWN_PREFIX: Final = "own_"


@dataclass(frozen=True)
class Category:
    """One category as a workspace sees it; `built_in_label` is what Saldo calls it, None for an own one."""

    primary: str
    detailed: str
    label: str
    group_label: str
    description: str
    color: int | None
    icon: str | None
    is_hidden: bool
    built_in_label: str | None


@dataclass(frozen=True)
class Group:
    """A primary category as a workspace sees it."""

    primary: str
    label: str
    color: int | None
    icon: str | None
    built_in_label: str


@dataclass(frozen=True)
class Said:
    """What a workspace says about one code."""

    code: str
    parent: str | None
    name: str | None
    color: int | None
    icon: str | None
    is_hidden: bool
    merged_into: str | None
    gone_by: UUID | None


_NOTHING: Final = Said("", None, None, None, None, is_hidden=False, merged_into=None, gone_by=None)
_COLUMNS: Final = tuple(getattr(CategoryRecord, name) for name in Said.__dataclass_fields__)


async def read(session: AsyncSession, workspace_id: UUID) -> "Catalogue":
    """Read the categories of a workspace: the table holds as little as people have said."""
    query = sa.select(*_COLUMNS).where(CategoryRecord.workspace_id == workspace_id)
    return Catalogue({row.code: Said(*row) for row in await session.execute(query)})


@dataclass(frozen=True)
class Catalogue:
    """The categories of a workspace. Codes of what was merged lead to what has taken its place."""

    said: Mapping[str, Said]

    def find(self, code: str) -> Category | None:
        """Return a category that a transaction may have from now on; None when there is none."""
        code = self.resolve(code)
        said = self.said.get(code)
        return None if said and said.gone_by else self._see(code)

    def get(self, code: str) -> Category:
        """Return a category to show, one that is gone by its last name; "other" for what never was."""
        return self._see(self.resolve(code)) or self._built_in(UNKNOWN.detailed)

    def require(self, code: str) -> Category:
        """Return a category that a person named. Raises CategoryUnknown."""
        category = self.find(code)
        if category is None:
            raise CategoryUnknown("This is not a code from GET /api/categories, or the category was removed.")
        return category

    def resolve(self, code: str) -> str:
        """Return the code that stands for this one today: codes of Plaid's first table, and merged ones."""
        code = V1_TO_V2.get(code, code)
        # No circles: only what is alive is merged, and only into what is alive.
        while (said := self.said.get(code)) and said.merged_into:
            code = said.merged_into
        return code

    def groups(self) -> Iterator[tuple[Group, list[Category]]]:
        """Yield the primary categories in Saldo's order, each with what stands under it, own ones first."""
        living = [each for each in self.said.values() if each.parent and not each.gone_by]
        for primary in PRIMARIES:
            own = [self._own(each, primary) for each in living if each.parent == primary]
            built_in = [self._built_in(each.detailed) for each in TAXONOMY if each.primary == primary]
            yield self.group(primary), [*sorted(own, key=lambda each: each.label.casefold()), *built_in]

    def group(self, primary: str) -> Group:
        """Return a primary category; one that never was is called by its code."""
        said = self.said.get(primary, _NOTHING)
        label = PRIMARIES.get(primary, primary)
        return Group(primary, said.name or label, said.color, said.icon, label)

    def refuse_twin(self, name: str, code: str, primary: str | None) -> None:
        """Raise CategoryNameTaken when another category beside this one has the name.

        Beside a category are those under the same `primary`, beside a primary (None) the other ones.
        """
        groups = list(self.groups())
        if primary is None:
            beside = {group.primary: group.label for group, _ in groups}
        else:
            beside = {
                each.detailed: each.label
                for group, children in groups
                for each in children
                if group.primary == primary
            }
        taken: Collection[str] = [label for each, label in beside.items() if each != code]
        if name.casefold() in (label.casefold() for label in taken):
            raise CategoryNameTaken(f"“{name}” is there already; choose another name, or merge the two.")

    def _see(self, code: str) -> Category | None:
        if code in BY_DETAILED:
            return self._built_in(code)
        said = self.said.get(code)
        return self._own(said, said.parent) if said and said.parent else None

    def _built_in(self, code: str) -> Category:
        category, said = BY_DETAILED[code], self.said.get(code, _NOTHING)
        group = self.group(category.primary)
        return Category(
            primary=category.primary,
            detailed=code,
            label=said.name or category.label,
            group_label=group.label,
            description=category.description,
            color=said.color or group.color,
            icon=said.icon or group.icon,
            is_hidden=said.is_hidden,
            built_in_label=category.label,
        )

    def _own(self, said: Said, primary: str) -> Category:
        group = self.group(primary)
        return Category(
            primary=primary,
            detailed=said.code,
            label=said.name or said.code,
            group_label=group.label,
            description="",
            color=said.color or group.color,
            icon=said.icon or group.icon,
            is_hidden=said.is_hidden,
            built_in_label=None,
        )
