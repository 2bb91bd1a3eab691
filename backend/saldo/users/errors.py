"""What can go wrong with people and their sessions."""

from saldo.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthorized, Unavailable


class EmailTaken(Conflict):
    """Someone has an account with this address."""

    code = "email_taken"
    title = "There is already an account with this e-mail address; sign in instead"


class PasswordTooWeak(Invalid):
    """The password is among those that are guessed first, or known from a breach."""

    code = "password_too_weak"
    title = "This password is easy to guess or known from a breach; choose another"


class CredentialsWrong(Unauthorized):
    """The address and the password do not belong together; which of the two, we do not say."""

    code = "credentials_wrong"
    title = "E-mail address or password is wrong"


class SessionOver(Unauthorized):
    """The session has ended, expired, or its refresh token was used before."""

    code = "session_over"
    title = "Your session has ended; please sign in again"


class TokenInvalid(Unauthorized):
    """The access token is missing, expired or not ours."""

    code = "token_invalid"
    title = "Please sign in"


class TooManyAttempts(TooMany):
    """Too many tries from here or on this account."""

    code = "too_many_attempts"
    title = "Too many attempts; please wait"


class SignInUnavailable(Unavailable):
    """Attempts cannot be counted or passwords cannot be checked at the moment."""

    code = "sign_in_unavailable"
    title = "Signing in is not possible at the moment; please try again"


class CodeWrong(Forbidden):
    """The code is wrong, spent or too old."""

    code = "code_wrong"
    title = "This code is wrong or has been used; wait for the next one"


class PasswordWrong(Forbidden):
    """The present password is not this."""

    code = "password_wrong"
    title = "The password is wrong"


class ChallengeOver(Unauthorized):
    """The few minutes between password and code have passed."""

    code = "challenge_over"
    title = "That took too long; please sign in again"


class LinkOver(Invalid):
    """The link of a letter is too old, spent, or damaged."""

    code = "link_over"
    title = "This link is too old or was used already; ask for a new one"


class MailUnavailable(Unavailable):
    """This installation has no mail server."""

    code = "mail_unavailable"
    title = "This Saldo cannot send e-mail; ask whoever runs it"


class FactorExists(Conflict):
    """An authenticator app is set up already."""

    code = "factor_exists"
    title = "An authenticator app is set up already; remove it first"


class FactorMissing(NotFound):
    """There is no second factor to use or to remove."""

    code = "factor_missing"
    title = "No authenticator app is set up"


class SessionNotFound(NotFound):
    """No such session goes on, or it is another person's."""

    code = "session_not_found"
    title = "This session has ended already"


class PasswordMissing(Conflict):
    """This person signs in by other means."""

    code = "password_missing"
    title = "This account has no password"


class ProofNeeded(Forbidden):
    """A sensitive deed, and the password was shown too long ago."""

    code = "proof_needed"
    title = "Please confirm that it is you"


class PasskeyRefused(Forbidden):
    """The passkey is not known, its answer is not good, or it looks copied."""

    code = "passkey_refused"
    title = "This passkey was not accepted; try again or sign in another way"


class PasskeyNotFound(NotFound):
    """No such passkey, or it is another person's."""

    code = "passkey_not_found"
    title = "There is no such passkey"


class TooManyPasskeys(Conflict):
    """Nobody needs so many."""

    code = "too_many_passkeys"
    title = "There are too many passkeys; remove one first"


class LastWayIn(Conflict):
    """Without it nobody could sign in here any more."""

    code = "last_way_in"
    title = "This is your only way in; choose a password or add another way first"


class AddressUnconfirmed(Conflict):
    """Codes must reach the right person."""

    code = "address_unconfirmed"
    title = "Confirm your e-mail address first"
