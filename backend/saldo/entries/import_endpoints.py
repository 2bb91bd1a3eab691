"""The API's imports: a file is looked at first, then applied, and can be undone whole."""

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from saldo.accounts import service as accounts
from saldo.core.clock import Clock
from saldo.core.http import CurrentClock
from saldo.entries import importing, previewing
from saldo.entries.import_schemas import (
    AccountChoice,
    Choice,
    ColumnShown,
    FileAccount,
    FileGiven,
    ImportList,
    ImportPreview,
    ImportRow,
    ImportShown,
    Likeness,
    RejectedRow,
    Undone,
)
from saldo.entries.models import Import, ImportFormat, ImportStatus
from saldo.entries.previewing import Read
from saldo.entries.readings import Reading
from saldo.entries.stated_accounts import Statement
from saldo.taxonomy import catalogue
from saldo.transactions.matching import Movement
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["imports"], dependencies=[require("transactions")])


@router.post("/accounts/{account_id:uuid}/imports", status_code=201)
async def draft_import(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, account_id: UUID, file: FileGiven
) -> ImportPreview:
    """Read a bank's file and show what it would bring; nothing is added yet."""
    made, is_sure = await importing.draft(session, member, account_id, file, clock.now())
    return await _preview(session, made, clock, is_sure=is_sure)


@router.get("/accounts/{account_id:uuid}/imports")
async def list_imports(session: TenantSession, member: CurrentMember, account_id: UUID) -> ImportList:
    """List the files that were read into an account."""
    made = await importing.list_of_account(session, member, account_id)
    return ImportList(data=[ImportShown.of(each) for each in made])


@router.get("/imports/{import_id:uuid}")
async def get_import(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, import_id: UUID
) -> ImportPreview:
    """Return an import; of a draft also what it would bring now."""
    return await _preview(session, await importing.get(session, member, import_id), clock, is_sure=True)


@router.put("/imports/{import_id:uuid}/reading")
async def reread_import(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, import_id: UUID, reading: Reading
) -> ImportPreview:
    """Say what the columns of a draft mean, and see what it would bring."""
    made = await importing.reread(session, member, import_id, reading)
    return await _preview(session, made, clock, is_sure=True)


@router.put("/imports/{import_id:uuid}/account")
async def choose_account(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, import_id: UUID, chosen: AccountChoice
) -> ImportPreview:
    """Say which account of a file is the one it is imported into, and see what that would bring."""
    made = await importing.choose_account(session, member, import_id, chosen.account)
    return await _preview(session, made, clock, is_sure=True)


@router.post("/imports/{import_id:uuid}/apply")
async def apply_import(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, import_id: UUID, choice: Choice
) -> ImportShown:
    """Add what is not there already; rows that cannot be read stay named in the import."""
    return ImportShown.of(await importing.apply(session, member, import_id, choice, clock.now()))


@router.post("/imports/{import_id:uuid}/undo")
async def undo_import(
    session: TenantSession, member: CurrentMember, clock: CurrentClock, import_id: UUID
) -> Undone:
    """Take away everything an import brought, but what the bank speaks of by now."""
    made, removed, kept = await importing.undo(session, member, import_id, clock.now())
    return Undone(made=ImportShown.of(made), removed=removed, kept=kept)


@router.delete("/imports/{import_id:uuid}", status_code=204)
async def discard_import(session: TenantSession, member: CurrentMember, import_id: UUID) -> None:
    """Forget a file that was only looked at."""
    await importing.discard(session, member, import_id)


async def _preview(session: AsyncSession, made: Import, clock: Clock, *, is_sure: bool) -> ImportPreview:
    if made.status != ImportStatus.DRAFT:
        return ImportPreview(
            made=ImportShown.of(made),
            accounts=[],
            account=made.statement,
            columns=[],
            reading=None,
            is_date_order_sure=True,
            rows=[],
        )
    account = await accounts.get_account(session, made.workspace_id, made.account_id)
    found = await previewing.read(session, account, made, clock.now().date())
    words = importing.by_label(await catalogue.read(session, made.workspace_id))
    is_ofx = made.format == ImportFormat.OFX
    rejected = [RejectedRow(**vars(row)) for row in found.rejected]
    return ImportPreview(
        made=ImportShown.of(made).model_copy(update={"rejected": rejected}),
        accounts=[_account(number, each, account["mask"]) for number, each in enumerate(found.statements)],
        account=made.statement,
        columns=[] if is_ofx else _columns(found, made),
        reading=None if is_ofx else previewing.reading_of(made),
        is_date_order_sure=is_sure,
        rows=[
            ImportRow(
                line=row.line,
                date=row.date,
                amount=row.amount,
                description=row.description,
                note=row.note if row.note != row.description else None,
                category_detailed=category.detailed
                if (category := words.get((row.category or "").casefold()))
                else None,
                duplicate_of=_likeness(found.duplicates.get(row.line)),
            )
            for row in found.rows
        ],
    )


def _account(number: int, stated: Statement, mask: str | None) -> FileAccount:
    is_like = stated.is_of(mask) if mask and stated.is_numbered else None
    return FileAccount(number=number, name=stated.name, rows=len(stated.lines), is_like=is_like)


def _likeness(known: Movement[UUID] | None) -> Likeness | None:
    return Likeness(id=known.id, date=known.date, description=known.name) if known else None


def _columns(found: Read, made: Import) -> list[ColumnShown]:
    header_line = made.reading["header_line"]
    names = next((line.cells for line in found.lines if line.number == header_line), [])
    body = [line.cells for line in found.lines if line.number > header_line][:3]
    width = max((len(cells) for cells in [names, *body]), default=0)
    return [
        ColumnShown(
            name=names[n] if n < len(names) and names[n] else f"Column {n + 1}",
            samples=[cells[n] for cells in body if n < len(cells)],
        )
        for n in range(width)
    ]
