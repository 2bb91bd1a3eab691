"""GET /icons/*: the pictures that transactions point to."""

from fastapi import APIRouter, HTTPException, Response

from plaid_emulator import pfc
from plaid_emulator.icons import icon

router = APIRouter()


@router.get("/icons/PFC_{primary}.png", include_in_schema=False)
def get_icon(primary: str) -> Response:
    """Serve the icon of a primary category."""
    if primary not in {*pfc.primaries().values(), "OTHER"}:
        raise HTTPException(404)
    return Response(icon(primary), media_type="image/png", headers={"cache-control": "max-age=86400"})
