"""The letters Saldo writes to people about their account."""

from saldo.providers.mail import Letter

_SIGNATURE = "\n\nSaldo"


def confirm_address(recipient: str, link: str) -> Letter:
    """Ask the owner of an address whether it is theirs."""
    return Letter(
        recipient,
        "Confirm your e-mail address",
        "Hello,\n\nplease open this address within a day to confirm that this e-mail address is yours:\n\n"
        f"{link}\n\nIf you did not ask for this, leave it: nothing happens.{_SIGNATURE}",
    )


def reset_password(recipient: str, link: str) -> Letter:
    """Let someone who forgot the password choose a new one."""
    return Letter(
        recipient,
        "Choose a new password",
        "Hello,\n\nopen this address within half an hour to choose a new password:\n\n"
        f"{link}\n\nIt works once. If you did not ask for this, leave it: your password stays.{_SIGNATURE}",
    )


def password_changed(recipient: str) -> Letter:
    """Tell the owner, who may not have been the one who did it."""
    return Letter(
        recipient,
        "Your password was changed",
        "Hello,\n\nthe password of your Saldo account was changed just now, and every other device was "
        'signed out.\n\nIf that was not you, choose "Forgot your password?" on the sign-in page at once.'
        f"{_SIGNATURE}",
    )


def session_copied(recipient: str) -> Letter:
    """Tell the owner that two devices have shown the same session."""
    return Letter(
        recipient,
        "A device was signed out",
        "Hello,\n\na session of your Saldo account was used from two places at once. Somebody may have "
        "copied it, so both were signed out. Mostly it is a program that restored an old state of itself."
        "\n\nIf you know of none, look through your devices on the page Security, and change your password."
        f"{_SIGNATURE}",
    )


def address_change_asked(recipient: str, new_address: str) -> Letter:
    """Warn the present address before anything has changed."""
    return Letter(
        recipient,
        "Your e-mail address is about to change",
        f"Hello,\n\nsomeone who is signed in as you wants your Saldo account to move to {new_address}. "
        "It moves when the link that we wrote there is opened.\n\nIf that was not you, change your password "
        f"at once: that ends every other session.{_SIGNATURE}",
    )


def address_changed(recipient: str, new_address: str) -> Letter:
    """Tell the old address that it is no longer the one."""
    return Letter(
        recipient,
        "Your e-mail address was changed",
        f"Hello,\n\nyour Saldo account now belongs to {new_address}.\n\nIf that was not you, write to "
        f"whoever runs this Saldo.{_SIGNATURE}",
    )


def sign_in_code(recipient: str, code: str) -> Letter:
    """Bring the second factor."""
    return Letter(
        recipient,
        "Your code for Saldo",
        f"Hello,\n\nyour code is {code}. It works once, within ten minutes.\n\nIf you are not signing in "
        f"just now, someone knows your password: change it.{_SIGNATURE}",
    )
