"""The bank's second question: which device, which code, which answers."""

from dataclasses import dataclass

from plaid_emulator.link.session import LinkSession
from plaid_emulator.logins import DEVICE_CODE, Challenge

DEVICES = ("Text message to ••• ••• 0010", "Call to ••• ••• 0010", "E-mail to a•••@example.com")
EXIT_STATUS = {
    "device": "choose_device",
    "code": "requires_code",
    "questions": "requires_questions",
    "selections": "requires_selections",
}


@dataclass(frozen=True)
class Prompt:
    """One thing to answer: free text, or one of some options."""

    text: str
    options: tuple[str, ...] = ()
    numeric: bool = False


def kind_now(session: LinkSession, challenge: Challenge) -> str:
    """Name what is asked at this moment, in the words of Link's mfa_type."""
    if challenge.kind == "device" and session.device_chosen:
        return "code"
    return challenge.kind


def accept(session: LinkSession, challenge: Challenge, answers: list[str]) -> bool:
    """Take one round of answers; only right ones lead on."""
    if kind_now(session, challenge) == "device":
        session.device_chosen = len(answers) == 1 and answers[0] in DEVICES
        return session.device_chosen
    right = challenge.accepts(session.mfa_round, [answer.strip() for answer in answers])
    session.mfa_round += right
    return right


def is_passed(session: LinkSession, challenge: Challenge) -> bool:
    return session.mfa_round >= challenge.rounds


def prompts(session: LinkSession, challenge: Challenge) -> list[Prompt]:
    match kind_now(session, challenge):
        case "device":
            return [Prompt("Send it by", DEVICES)]
        case "code":
            return [Prompt("Code", numeric=True)]
        case "questions":
            return [Prompt(f"Question {number + 1}") for number in range(challenge.per_round)]
        case _:
            return [_selection(session, challenge, number) for number in range(challenge.per_round)]


def hint(session: LinkSession, challenge: Challenge) -> str | None:
    """Tell the right answer: nobody should have to look it up in a sandbox."""
    match kind_now(session, challenge):
        case "device":
            return None
        case "code":
            return f"Sandbox code: {DEVICE_CODE}"
        case "questions":
            answers = [f"answer_{session.mfa_round}_{number}" for number in range(challenge.per_round)]
            return f"Sandbox answers: {', '.join(answers)}"
        case _:
            return "The first choice is the right one."


def _selection(session: LinkSession, challenge: Challenge, number: int) -> Prompt:
    if session.password == "mfa_selections":  # noqa: S105 - a documented sandbox password
        return Prompt("Are you signing in right now?", ("Yes", "No"))
    options = tuple(f"answer_{session.mfa_round}_{number}_{option}" for option in range(challenge.options))
    return Prompt(f"Choice {number + 1}", options)
