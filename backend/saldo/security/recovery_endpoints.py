"""Letters and their links: forgotten passwords and the confirmation of addresses."""

from fastapi import APIRouter, status

from saldo.security import recovering
from saldo.security.schemas import AddressAsked, AddressChange, ForgottenPassword, LinkToken, PasswordReset
from saldo.workspaces.access import CurrentMember
from saldo.workspaces.entrance import CurrentDevice, CurrentEntrance
from saldo.workspaces.permissions import OWN_WRITE, require

router = APIRouter(tags=["security"])


@router.post("/api/auth/forgotten-password", status_code=status.HTTP_204_NO_CONTENT)
async def ask_for_reset(body: ForgottenPassword, entrance: CurrentEntrance, device: CurrentDevice) -> None:
    """Have a link written to an address; whether someone has it, we do not say."""
    await recovering.ask_for_reset(entrance.door, str(body.email), device.ip)


@router.post("/api/auth/reset-password", status_code=status.HTTP_204_NO_CONTENT)
async def reset_password(body: PasswordReset, entrance: CurrentEntrance, device: CurrentDevice) -> None:
    """Choose a new password by a letter's link; every device is signed out."""
    token, password = body.token.get_secret_value(), body.new_password.get_secret_value()
    await recovering.reset_password(entrance.door, token, password, device.ip)


@router.post("/api/auth/confirm-address", status_code=status.HTTP_204_NO_CONTENT)
async def confirm_address(body: LinkToken, entrance: CurrentEntrance) -> None:
    """Confirm an e-mail address by a letter's link."""
    await recovering.confirm_address(entrance.door, body.token.get_secret_value())


@router.post(
    "/api/security/address/confirmation",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[require(OWN_WRITE)],
)
async def ask_to_confirm(member: CurrentMember, entrance: CurrentEntrance, device: CurrentDevice) -> None:
    """Have the confirmation written once more."""
    await recovering.ask_to_confirm(entrance.door, member, device.ip)


@router.put("/api/security/address", status_code=status.HTTP_202_ACCEPTED, dependencies=[require(OWN_WRITE)])
async def ask_to_change_address(
    body: AddressChange, member: CurrentMember, entrance: CurrentEntrance, device: CurrentDevice
) -> AddressAsked:
    """Have a link written to a new address; following it makes the change. Asks for a fresh proof."""
    await recovering.ask_to_change_address(entrance.door, member, str(body.email), device.ip)
    return AddressAsked(waiting_for=str(body.email))
