"""What can go wrong with people and their sessions."""

from saldo.core.errors import Conflict, Invalid, TooMany, Unauthorized, Unavailable


class EmailTaken(Conflict):
    """Someone has an account with this address."""

    code = "email_taken"
    title = "There is already an account with this e-mail address; sign in instead"


class PasswordTooWeak(Invalid):
    """The password is among those that are guessed first."""

    code = "password_too_weak"
    title = "This password is easy to guess; choose another"


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
