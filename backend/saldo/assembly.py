"""What the API lets people in with: from settings to entrance, embassy and authenticators."""

from dataclasses import fields
from datetime import timedelta
from urllib.parse import urlsplit

from saldo.core.settings import Settings
from saldo.federation.authentication import ExternalAuthenticator
from saldo.federation.endpoints import Embassy
from saldo.federation.recognising import Recogniser
from saldo.federation.travelling import Agency, Provider
from saldo.mail.post import Post
from saldo.programs.authentication import PersonalTokenAuthenticator
from saldo.providers.issuers import KeySet, Verifier, Web
from saldo.resources import Resources
from saldo.users.addresses import Addresses
from saldo.users.authentication import TokenAuthenticator
from saldo.users.email_codes import EmailCodes
from saldo.users.passkeys import Passkeys
from saldo.users.passwords import Passwords
from saldo.users.second_factors import SecondFactors
from saldo.users.sessions import Keeper, SessionRules
from saldo.users.throttle import Throttle, ThrottleRules
from saldo.users.tokens import TokenSigner
from saldo.workspaces.access import Authenticator
from saldo.workspaces.cookies import CookieRules
from saldo.workspaces.entering import Door
from saldo.workspaces.entrance import Entrance

_GOOGLE = "https://accounts.google.com"
_FIREBASE = "https://securetoken.google.com"


def build_entrance(settings: Settings, resources: Resources, passwords: Passwords) -> Entrance:
    """Assemble the door people come in by, and the way its tokens travel."""
    signer = TokenSigner(
        settings.secret_key.get_secret_value(),
        issuer=settings.public_url,
        lifetime_seconds=settings.access_token_seconds,
    )
    post = Post(resources.vault, resources.mailer.is_open, settings.public_url)
    rules = SessionRules(
        idle=timedelta(days=settings.refresh_idle_days),
        absolute=timedelta(days=settings.refresh_absolute_days),
    )
    return Entrance(
        door=Door(
            database=resources.database,
            clock=resources.clock,
            keeper=Keeper(signer, rules),
            passwords=passwords,
            throttle=Throttle(resources.redis, _throttle_rules(settings)),
            factors=SecondFactors(resources.vault, "Saldo", EmailCodes(resources.redis, post)),
            post=post,
            addresses=Addresses(post, signer),
            passkeys=Passkeys(
                resources.redis,
                host=urlsplit(settings.named_url).hostname or "localhost",
                origins=settings.allowed_origins,
            ),
        ),
        cookies=CookieRules(
            public_url=settings.public_url,
            lifetime_seconds=settings.refresh_idle_days * 86_400,
            allowed_origins=settings.allowed_origins,
        ),
        environment=settings.environment,
    )


def build_embassy(settings: Settings, resources: Resources) -> Embassy:
    """Assemble signing in by other issuers."""
    web = Web()
    firebase = None
    if settings.firebase_project_id:
        firebase = Verifier(
            f"{_FIREBASE}/{settings.firebase_project_id}",
            settings.firebase_project_id,
            KeySet(web, settings.firebase_keys_url),
        )
    return Embassy(
        agency=Agency(web, resources.redis, _providers(settings), settings.public_url),
        recogniser=Recogniser(resources.database, resources.clock),
        firebase=firebase,
    )


def build_authenticators(
    settings: Settings, resources: Resources, entrance: Entrance, embassy: Embassy
) -> list[Authenticator]:
    """List the readers of bearer tokens; each passes on what is not of its kind, but the last."""
    readers: list[Authenticator] = [PersonalTokenAuthenticator(resources.database, resources.clock)]
    if settings.external_issuer:
        keys = KeySet(Web(), settings.external_keys_url) if settings.external_keys_url else None
        verifier = Verifier(
            settings.external_issuer,
            settings.external_audience,
            keys,
            settings.external_secret.get_secret_value(),
        )
        readers.append(ExternalAuthenticator(resources.database, verifier, embassy.recogniser))
    return [*readers, TokenAuthenticator(entrance.door.keeper.signer, resources.clock)]


def _throttle_rules(settings: Settings) -> ThrottleRules:
    values = {one.name: getattr(settings, f"throttle_{one.name}") for one in fields(ThrottleRules)}
    return ThrottleRules(**values)


def _providers(settings: Settings) -> tuple[Provider, ...]:
    own = Provider(
        "oidc",
        settings.oidc_label,
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
    )
    google = Provider(
        "google",
        "Google",
        _GOOGLE,
        settings.google_client_id,
        settings.google_client_secret.get_secret_value(),
    )
    return tuple(one for one in (own, google) if one.issuer and one.client_id)
