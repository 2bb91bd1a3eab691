"""The letters Saldo writes about workspaces."""

from saldo.providers.mail import Letter


def invitation(recipient: str, inviter: str, workspace: str, link: str) -> Letter:
    """Ask someone to join a workspace."""
    return Letter(
        recipient,
        "You are invited to a Saldo workspace",
        f"Hello,\n\n{_on_one_line(inviter)} would like you to join the workspace "
        f'"{_on_one_line(workspace)}" on Saldo. Open this address within a week, and sign in or sign up with '
        f"this e-mail address:\n\n{link}\n\nIf you do not want to, leave it: nothing happens.\n\nSaldo",
    )


def _on_one_line(name: str) -> str:
    # Names are free text: they must not be able to write paragraphs of their own into our letter.
    return " ".join(name.split())[:80]
