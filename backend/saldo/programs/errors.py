"""What can go wrong with programs and their keys."""

from saldo.core.errors import Forbidden, Invalid, NotFound, Unauthorized, Unavailable


class KeyNotFound(NotFound):
    """No such token or client, or it is not yours."""

    code = "key_not_found"
    title = "There is no such token or client"


class ClientOfAnother(Forbidden):
    """A client's secret opens what its maker sees."""

    code = "client_of_another"
    title = "Only whoever made a client can give it another secret"


class PermissionNotGrantable(Invalid):
    """A program is to get what programs may not have."""

    code = "permission_not_grantable"
    title = "This permission cannot be given to a program"


class TooManyKeys(Forbidden):
    """Nobody needs so many."""

    code = "too_many_keys"
    title = "There are too many tokens or clients; revoke one first"


class SignatureWrong(Unauthorized):
    """The signature, its time or its client is not good; which of them, we do not say."""

    code = "signature_wrong"
    title = "The request's signature is not valid"


class NonceUsed(Unauthorized):
    """The same signed request came before."""

    code = "nonce_used"
    title = "This signed request was received before; sign a new one"


class SignaturesUnavailable(Unavailable):
    """Replays cannot be told apart at the moment."""

    code = "signatures_unavailable"
    title = "Signed requests cannot be checked at the moment; please try again"
