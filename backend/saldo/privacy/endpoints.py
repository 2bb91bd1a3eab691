"""`/api/profile` and `/api/privacy`: a person's own data."""

from uuid import UUID

from fastapi import APIRouter, Response, status

from saldo.connections.dependencies import CurrentBankAccess
from saldo.core.http import CurrentClock
from saldo.privacy import erasing, exporting, profiles
from saldo.privacy.schemas import (
    ConsentGiven,
    Consents,
    ConsentShown,
    Erasing,
    Exports,
    ExportShown,
    Profile,
    ProfileChange,
)
from saldo.security.proving import require_proof_or_token
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.entrance import CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api", tags=["privacy"], dependencies=[require("own")])
_ZIP = "application/zip"


@router.get("/profile")
async def show_profile(session: TenantSession, member: CurrentMember) -> Profile:
    """Show how you are addressed, and figures and dates are shown."""
    return await profiles.show(session, member.user_id)


@router.patch("/profile")
async def change_profile(body: ProfileChange, session: TenantSession, member: CurrentMember) -> Profile:
    """Change your name, language, currency, time zone or what you use Saldo for."""
    return await profiles.change(session, member, body)


@router.get("/privacy/consents")
async def list_consents(session: TenantSession, member: CurrentMember) -> Consents:
    """List what you agreed to."""
    return await profiles.list_consents(session, member.user_id)


@router.post("/privacy/consents", status_code=status.HTTP_201_CREATED)
async def give_consent(
    body: ConsentGiven, session: TenantSession, member: CurrentMember, clock: CurrentClock
) -> ConsentShown:
    """Agree to something in its present wording."""
    return await profiles.give_consent(session, member, body, clock.now())


@router.delete("/privacy/consents/{subject}", status_code=status.HTTP_204_NO_CONTENT)
async def withdraw_consent(
    subject: str, session: TenantSession, member: CurrentMember, clock: CurrentClock
) -> None:
    """Take a consent back."""
    await profiles.withdraw_consent(session, member, subject, clock.now())


@router.post("/privacy/exports", status_code=status.HTTP_202_ACCEPTED)
async def request_export(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> ExportShown:
    """Have everything you have here put into one archive. Asks for a fresh proof."""
    await require_proof_or_token(entrance.door, session, member)
    made = await exporting.request(session, member, entrance.door.clock.now())
    return ExportShown.model_validate(made, from_attributes=True)


@router.get("/privacy/exports")
async def list_exports(session: TenantSession, member: CurrentMember) -> Exports:
    """List your exports and how far they are."""
    rows = await exporting.list_exports(session, member.user_id)
    return Exports(data=[ExportShown.model_validate(one, from_attributes=True) for one in rows])


@router.get(
    "/privacy/exports/{export_id:uuid}/archive",
    response_class=Response,
    responses={200: {"content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def fetch_archive(
    export_id: UUID, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> Response:
    """Fetch a finished archive: JSON lines by table, with a manifest. Asks for a fresh proof."""
    await require_proof_or_token(entrance.door, session, member)
    archive = await exporting.get_archive(session, member.user_id, export_id)
    headers = {"Content-Disposition": 'attachment; filename="saldo-export.zip"'}
    return Response(archive, media_type=_ZIP, headers=headers)


@router.delete("/privacy/me", status_code=status.HTTP_202_ACCEPTED)
async def erase_me(access: CurrentBankAccess, member: CurrentMember, entrance: CurrentEntrance) -> Erasing:
    """Erase you and your data for good, the banks first. Asks for a fresh proof."""
    async with access.database.transaction(member.scope) as session:
        await require_proof_or_token(entrance.door, session, member)
    return Erasing(erase_at=await erasing.request(access, member))
