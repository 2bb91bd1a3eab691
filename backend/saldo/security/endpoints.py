"""The security centre: `/api/security/...`."""

from uuid import UUID

from fastapi import APIRouter, status

from saldo.core.http import CurrentClock
from saldo.security import devices, factors, proving
from saldo.security.schemas import (
    BackupCodes,
    Devices,
    Ended,
    Factors,
    FirstCode,
    PasswordChange,
    Proof,
    TotpEnrolment,
)
from saldo.workspaces.access import CurrentMember, TenantSession
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance
from saldo.workspaces.permissions import require

router = APIRouter(prefix="/api/security", tags=["security"], dependencies=[require("own")])


@router.get("/devices")
async def list_devices(session: TenantSession, member: CurrentMember, clock: CurrentClock) -> Devices:
    """List where you are signed in."""
    return Devices(data=await devices.list_devices(session, member, clock.now()))


@router.delete("/devices/{device_id}", status_code=status.HTTP_204_NO_CONTENT)
async def end_device(
    device_id: UUID, session: TenantSession, member: CurrentMember, clock: CurrentClock
) -> None:
    """Sign one device out; its live connections close at once."""
    await devices.end_device(session, member, device_id, clock.now())


@router.post("/devices/end-others")
async def end_other_devices(session: TenantSession, member: CurrentMember, clock: CurrentClock) -> Ended:
    """Sign out everywhere but here."""
    return Ended(ended=await devices.end_other_devices(session, member, clock.now()))


@router.put("/password", status_code=status.HTTP_204_NO_CONTENT)
async def change_password(body: PasswordChange, member: CurrentMember, entrance: CurrentEntrance) -> None:
    """Change the password; every other device is signed out."""
    await devices.change_password(entrance.door, member, body)


@router.post("/proof", status_code=status.HTTP_204_NO_CONTENT)
async def prove(body: Proof, member: CurrentMember, entrance: CurrentEntrance) -> None:
    """Show again who you are: what answers `proof_needed` will then go through for ten minutes."""
    await proving.prove(entrance.door, member, body)


@router.get("/factors")
async def show_factors(session: TenantSession, member: CurrentMember, entrance: CurrentEntrance) -> Factors:
    """Say which second factors are set up."""
    return await factors.show(entrance.door, session, member)


@router.post("/totp")
async def begin_totp(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> TotpEnrolment:
    """Begin to set up an authenticator app; it counts after its first code. Asks for a fresh proof."""
    return await factors.begin_totp(entrance.door, session, member)


@router.post("/totp/confirm")
async def confirm_totp(
    body: FirstCode, session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> BackupCodes:
    """Switch the authenticator app on and receive ten backup codes. Asks for a fresh proof."""
    return BackupCodes(codes=await factors.confirm_totp(entrance.door, session, member, body.code))


@router.delete("/totp", status_code=status.HTTP_204_NO_CONTENT)
async def remove_totp(session: TenantSession, member: CurrentMember, entrance: CurrentEntrance) -> None:
    """Switch the second factor off. Asks for a fresh proof."""
    await factors.remove_totp(entrance.door, session, member)


@router.put("/email-codes", status_code=status.HTTP_204_NO_CONTENT)
async def accept_email_codes(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Accept codes by e-mail as a second factor. Asks for a fresh proof."""
    await factors.switch_email_codes(entrance.door, session, member, on=True)


@router.delete("/email-codes", status_code=status.HTTP_204_NO_CONTENT)
async def refuse_email_codes(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> None:
    """Accept codes by e-mail no longer. Asks for a fresh proof."""
    await factors.switch_email_codes(entrance.door, session, member, on=False)


@router.post("/proof/code", status_code=status.HTTP_204_NO_CONTENT)
async def send_proof_code(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance, device: CurrentDevice
) -> None:
    """Have a code written to your address, to show again who you are."""
    await factors.send_code(entrance.door, session, member, device.ip)


@router.post("/backup-codes")
async def renew_backup_codes(
    session: TenantSession, member: CurrentMember, entrance: CurrentEntrance
) -> BackupCodes:
    """Replace the backup codes by ten new ones. Asks for a fresh proof."""
    return BackupCodes(codes=await factors.renew_backup_codes(entrance.door, session, member))
