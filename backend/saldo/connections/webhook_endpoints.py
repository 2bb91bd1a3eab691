"""Where the bank provider's webhooks arrive; signed by the provider instead of a session."""

from fastapi import APIRouter, Request

from saldo.connections import webhooks
from saldo.connections.dependencies import CurrentBankAccess
from saldo.connections.schemas import WebhookReceived

router = APIRouter(prefix="/api", tags=["webhooks"])


@router.post("/webhooks/plaid")
async def receive_plaid_webhook(access: CurrentBankAccess, request: Request) -> WebhookReceived:
    """Check and store a webhook; 200 says that it is stored, not that it is acted on."""
    await webhooks.receive(access, await request.body(), request.headers)
    return WebhookReceived(received=True)
