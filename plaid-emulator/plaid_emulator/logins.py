"""Who may log in at a bank, with which password, and what the bank asks then."""

import json
import re
from dataclasses import dataclass

from plaid_emulator.errors import KINDS, PlaidError
from plaid_emulator.institutions import Institution
from plaid_emulator.worlds.custom import configuration
from plaid_emulator.worlds.custom.schema import Mfa
from plaid_emulator.worlds.registry import CUSTOM, is_known_user

DEVICE_CODE = "1234"
GOOD_PASSWORDS = {"pass_good", "microdeposits_good"}
MFA_PASSWORD = re.compile(r"mfa_(device|questions|selections)(?:_(\d+)_(\d+)(?:_(\d+))?)?")


@dataclass(frozen=True)
class Challenge:
    """What the bank asks after a right password: a code, questions or selections, in rounds."""

    kind: str
    rounds: int = 1
    per_round: int = 1
    options: int = 2

    def accepts(self, round_index: int, answers: list[str]) -> bool:
        """Check the answers of one round; rounds and answers count from zero."""
        if self.kind == "device":
            return answers == [DEVICE_CODE]
        return len(answers) == self.per_round and all(
            answer in self._right(round_index, index) for index, answer in enumerate(answers)
        )

    def _right(self, round_index: int, index: int) -> set[str]:
        if self.kind == "questions":
            return {f"answer_{round_index}_{index}"}
        return {"Yes", f"answer_{round_index}_{index}_0"}


@dataclass(frozen=True)
class Login:
    """A login that the bank accepts, perhaps after a challenge."""

    institution_id: str
    username: str
    password: str
    challenge: Challenge | None = None
    # What the "I am not a robot" box will find, when the bank wants it ticked: "good" or "bad".
    recaptcha: str | None = None


def check_login(institution: Institution, username: str, password: str) -> Login:
    """Accept the credentials or raise the PlaidError a bank would answer with."""
    if institution.health == "DOWN":
        raise PlaidError("INSTITUTION_DOWN")
    if not institution.supported:
        raise PlaidError("INSTITUTION_NO_LONGER_SUPPORTED")
    if institution.oauth:
        # An OAuth bank checks nobody: any credentials, or none, belong to user_good.
        name = username if is_known_user(username) and username != CUSTOM else "user_good"
        return Login(institution.institution_id, name, password or "pass_good")
    if not is_known_user(username) or not password.strip():
        raise PlaidError("INVALID_CREDENTIALS")
    if username == CUSTOM:
        return _check_custom(institution, password)
    if username != "user_good":
        return Login(institution.institution_id, username, password)
    recaptcha = _find_recaptcha(password)
    challenge = None if recaptcha else _check_good_password(password)
    return Login(institution.institution_id, username, password, challenge, recaptcha)


def _check_custom(institution: Institution, password: str) -> Login:
    """Read user_custom's configuration; it may ask for a refusal, a challenge or a reCAPTCHA."""
    wanted = configuration.read(password)
    if wanted.force_error is not None:
        raise PlaidError(wanted.force_error)
    challenge = None if wanted.mfa is None else _configured_challenge(wanted.mfa)
    return Login(institution.institution_id, CUSTOM, password, challenge, wanted.recaptcha)


def _configured_challenge(mfa: Mfa) -> Challenge:
    match mfa.type:
        case "device":
            return Challenge("device")
        case "questions":
            return Challenge("questions", mfa.question_rounds or 1, mfa.questions_per_round or 1)
        case "selections":
            # Two questions a round is what Plaid documents for selections.
            per_round = mfa.questions_per_round or 2
            return Challenge("selections", mfa.selection_rounds, per_round, mfa.selections_per_question)


def _check_good_password(password: str) -> Challenge | None:
    if password in GOOD_PASSWORDS:
        return None
    code = password.removeprefix("error_")
    if password != code and code in KINDS:
        raise PlaidError(code)
    match = MFA_PASSWORD.fullmatch(password)
    if match is None:
        raise PlaidError("INVALID_CREDENTIALS")
    kind, *numbers = match.groups()
    rounds, per_round, options = (int(number) if number else 0 for number in numbers)
    return Challenge(kind, rounds or 1, per_round or 1, options or 2)


def _find_recaptcha(password: str) -> str | None:
    """Read the documented password {"recaptcha": "good"}; people write it with and without spaces."""
    try:
        wanted = json.loads(password)
    except ValueError:
        return None
    found = wanted.get("recaptcha") if isinstance(wanted, dict) else None
    return found if found in {"good", "bad"} else None
