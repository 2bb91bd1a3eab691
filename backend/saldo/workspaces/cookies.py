"""The refresh token's cookie, and the check that a request relying on it comes from our own page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from saldo.workspaces.errors import RequestForged

CLIENT_HEADER = "X-Saldo-Client"
DELIVERY_HEADER = "X-Token-Delivery"


@dataclass(frozen=True)
class CookieRules:
    """How cookies are set at this address, and which origins are ours."""

    public_url: str
    lifetime_seconds: int
    allowed_origins: tuple[str, ...]

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def name(self) -> str:
        if self.is_https:
            # The prefix makes browsers refuse the cookie from a sub-domain or without https.
            return "__Host-saldo-refresh"
        # Browsers share cookies between the ports of a host; two local installations must not.
        return f"saldo-refresh-{urlsplit(self.public_url).port or 80}"

    def set(self, response: Response, token: str) -> None:
        response.set_cookie(
            self.name,
            token,
            max_age=self.lifetime_seconds,
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="strict",
        )

    def clear(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self.is_https, httponly=True, samesite="strict")

    def read(self, request: Request) -> str | None:
        """Return the cookie's token, if there is one. Raises RequestForged when another site sent it."""
        token = request.cookies.get(self.name)
        if token is not None:
            self._refuse_forged(request)
        return token

    def _refuse_forged(self, request: Request) -> None:
        if CLIENT_HEADER not in request.headers:
            raise RequestForged(f"Send the header {CLIENT_HEADER}: web.")
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        if site is not None:
            is_ours = site in {"same-origin", "none"} or origin in self.allowed_origins
        else:
            is_ours = origin is None or origin in self.allowed_origins
        if not is_ours:
            raise RequestForged
