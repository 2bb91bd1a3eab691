"""Move an own category under another primary: wherever one stands beside the code, it is the new one."""

from typing import Final

import sqlalchemy as sa
from categorizer_contract import PRIMARIES
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.categories.errors import CategoryChangeInvalid, CategoryNotWhollyYours
from saldo.taxonomy.catalogue import OWN_PREFIX
from saldo.taxonomy.errors import CategoryUnknown
from saldo.workspaces import sharing
from saldo.workspaces.access import Member

_FILED: Final = """jsonb_build_object('category_primary', cast(:primary as text))"""
_PARTS: Final = f"""(
  select jsonb_agg(
    case when part ->> 'category_detailed' = :code then part || {_FILED} else part end order by place)
  from jsonb_array_elements({{parts}}) with ordinality as each(part, place)
)"""  # noqa: S608 - constants
_IN_PARTS: Final = (
    "{parts} @> jsonb_build_array(jsonb_build_object('category_detailed', cast(:code as text)))"
)
_TRANSACTIONS: Final = f"""
update transactions set
  category_primary = case when category_detailed = :code then :primary else category_primary end,
  parts = case when {_IN_PARTS.format(parts="parts")} then {_PARTS.format(parts="parts")} else parts end,
  updated_at = now()
where workspace_id = :workspace and (category_detailed = :code or {_IN_PARTS.format(parts="parts")})
"""  # noqa: S608 - constants
# What a deed kept reads as if it had always stood here: else taking it back would find that somebody has
# spoken since.
_KEPT: Final = f"""
update revised_transactions set {{side}} = {{side}} || {_FILED}
where workspace_id = :workspace and {{side}} ->> 'category_detailed' = :code
"""  # noqa: S608 - constants
_KEPT_PARTS: Final = f"""
update revised_transactions set {{side}} = jsonb_set(
  {{side}}, '{{{{parts}}}}', {_PARTS.format(parts="{side} -> 'parts'")})
where workspace_id = :workspace and jsonb_typeof({{side}} -> 'parts') = 'array'
  and {_IN_PARTS.format(parts="{side} -> 'parts'")}
"""  # noqa: S608 - constants
_STATEMENTS: Final = (
    _TRANSACTIONS,
    *(statement.format(side=side) for side in ("before", "after") for statement in (_KEPT, _KEPT_PARTS)),
)


async def refile(session: AsyncSession, member: Member, code: str, primary: str) -> None:
    """Let all that is filed under an own category, or was and can be again, stand under this primary.

    Raises CategoryUnknown, CategoryChangeInvalid and CategoryNotWhollyYours.
    """
    if primary not in PRIMARIES:
        raise CategoryUnknown("`primary` is not a primary code from GET /api/categories.")
    if not code.startswith(OWN_PREFIX):
        raise CategoryChangeInvalid("Saldo's own categories stay where they are.")
    if await sharing.list_hidden(session, member):
        raise CategoryNotWhollyYours(
            "Some accounts are not shared with you, and their rows could not follow."
        )
    place = {"workspace": member.workspace_id, "code": code, "primary": primary}
    for statement in _STATEMENTS:
        await session.execute(sa.text(statement), place)
