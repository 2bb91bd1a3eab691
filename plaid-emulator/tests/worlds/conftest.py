"""Every persona's story at one moment, told once for all tests."""

import pytest
from persona_stories import Story, tell

from plaid_emulator.worlds.registry import list_personas

PERSONAS = [persona.username for persona in list_personas()]


@pytest.fixture(scope="session", params=PERSONAS)
def story(request: pytest.FixtureRequest) -> Story:
    return tell(request.param)


@pytest.fixture(scope="session")
def stories() -> list[Story]:
    return [tell(username) for username in PERSONAS]
