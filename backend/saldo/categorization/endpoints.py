"""The API's categories."""

from functools import cache

from categorizer_contract import PRIMARIES, TAXONOMY
from fastapi import APIRouter

from saldo.categorization.schemas import Category, CategoryGroup, CategoryGroups
from saldo.workspaces.access import CurrentMember
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["categories"], dependencies=[require("categories:read")])


@router.get("/categories")
async def list_categories(_: CurrentMember) -> CategoryGroups:
    """List the categories a transaction may have, grouped."""
    return _taxonomy()


@cache
def _taxonomy() -> CategoryGroups:
    return CategoryGroups(
        data=[
            CategoryGroup(
                primary=primary,
                label=label,
                children=[
                    Category(detailed=each.detailed, label=each.label, description=each.description)
                    for each in TAXONOMY
                    if each.primary == primary
                ],
            )
            for primary, label in PRIMARIES.items()
        ]
    )
