"""/__admin/link: what Plaid's Dashboard sets for Link, here without a Dashboard."""

from fastapi import APIRouter, Depends

from plaid_emulator.admin.guard import refuse_other_pages
from plaid_emulator.link import dashboard
from plaid_emulator.link.dashboard import Dashboard
from plaid_emulator.link.route import Running

router = APIRouter(
    prefix="/__admin/link", include_in_schema=False, dependencies=[Depends(refuse_other_pages)]
)


@router.get("")
def show(emulator: Running) -> Dashboard:
    """Show the settings, the built-in customizations among them."""
    stored = dashboard.get(emulator)
    return stored.model_copy(update={"customizations": dashboard.BUILT_IN | stored.customizations})


@router.post("")
def change(emulator: Running, update: Dashboard) -> Dashboard:
    """Set the redirect URIs, or customizations by name; what is not named stays."""
    dashboard.change(emulator, update)
    return show(emulator)
