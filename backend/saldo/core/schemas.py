"""The bases of request and response bodies."""

from pydantic import BaseModel, ConfigDict


class Input(BaseModel):
    """A request body: an unknown field is an error, not a silent misunderstanding."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    """A response body; fields have no defaults, so that clients may rely on every one."""

    model_config = ConfigDict(frozen=True)
