"""How one emulator is set up: everything a start can choose."""

from dataclasses import dataclass, field
from pathlib import Path

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Config:
    """Settings of one emulator; the defaults behave like Plaid's Sandbox."""

    host: str = "127.0.0.1"
    port: int = 8800
    data_dir: Path | None = None
    seed: int = 1
    # Plaid needs a moment before the first thirty days and then the history are there.
    initial_delay_seconds: float = 1.0
    historical_delay_seconds: float = 4.0
    login_expiry_days: float | None = 30.0
    link_token_seconds: int = 4 * 3600
    update_link_token_seconds: int = 30 * 60
    public_token_seconds: int = 30 * 60
    webhook_timeout_seconds: float = 10.0
    # From so many attempts in a day on, a receiver that rejects nearly all of them is not tried again.
    webhook_attempts_to_judge: int = 20
    # Banks where a second Item of one login ends the first: Chase and PNC are known for it.
    one_item_institutions: frozenset[str] = frozenset({"ins_56", "ins_13"})
    # Empty: any pair of client_id and secret is accepted.
    api_keys: dict[str, str] = field(default_factory=dict)
    start_time: float | None = None
    # Whose rate limits hold from the start: off, sandbox or production.
    rate_limits: str = "off"
    # Names, besides addresses and localhost, under which the admin door may be asked for.
    allowed_hosts: tuple[str, ...] = ()

    @property
    def public_url(self) -> str:
        """Where a browser finds this emulator."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
