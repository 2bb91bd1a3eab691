"""The bases of request and response bodies."""

from pydantic import BaseModel, ConfigDict, field_validator


class Input(BaseModel):
    """A request body: an unknown field is an error, not a silent misunderstanding."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _can_be_stored(cls, given: object) -> object:
        # PostgreSQL has no place for it in any text, and would say so only in the midst of the work.
        texts = given if isinstance(given, list) else [given]
        if any(isinstance(text, str) and "\0" in text for text in texts):
            msg = "a text cannot have the character NUL"
            raise ValueError(msg)
        return given


class Output(BaseModel):
    """A response body; fields have no defaults, so that clients may rely on every one."""

    model_config = ConfigDict(frozen=True)
