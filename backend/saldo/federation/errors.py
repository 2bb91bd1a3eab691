"""What can go wrong with other issuers."""

from saldo.core.errors import Conflict, NotFound, Unauthorized, UpstreamFailed


class ProviderUnknown(NotFound):
    """This installation does not know such a provider."""

    code = "provider_unknown"
    title = "Signing in this way is not set up here"


class ProviderFailed(UpstreamFailed):
    """The provider does not answer."""

    code = "provider_failed"
    title = "The sign-in service does not answer; please try again or sign in another way"


class ExternalSignInOver(Unauthorized):
    """The journey to the provider took too long, was made twice, or began elsewhere."""

    code = "external_sign_in_over"
    title = "That took too long or began in another window; please start again"


class ExternalTokenInvalid(Unauthorized):
    """The provider's token is not good."""

    code = "external_token_invalid"
    title = "The sign-in service's answer is not valid"


class IdentityTaken(Conflict):
    """Someone else here signs in with this account of the provider."""

    code = "identity_taken"
    title = "Someone else signs in to this Saldo with that account"


class IdentityNotFound(NotFound):
    """No such identity, or it is another person's."""

    code = "identity_not_found"
    title = "There is no such way to sign in"


class AddressNotProven(Conflict):
    """Someone has an account with this address and neither side has proven that it is the same person."""

    code = "address_not_proven"
    title = "There is an account with this e-mail address; sign in with its password first"
