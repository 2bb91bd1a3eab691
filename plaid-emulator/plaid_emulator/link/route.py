"""What all of Link's own endpoints share: the emulator behind them, and refusals in Plaid's words."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import Field

from plaid_emulator.api.dispatch import refuse
from plaid_emulator.emulator import Emulator, emulator_of
from plaid_emulator.errors import PlaidError

Running = Annotated[Emulator, Depends(emulator_of)]
Text = Annotated[str, Field(max_length=60_000)]


class DialogRoute(APIRoute):
    """A route whose refusals are Plaid's error objects."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except PlaidError as error:
                return refuse(error)
            except RequestValidationError:
                return refuse(PlaidError("INVALID_BODY"))

        return answer
