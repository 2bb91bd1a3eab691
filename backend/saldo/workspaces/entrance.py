"""What the entrance's endpoints need of the process: built once at start, handed out as dependencies."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from saldo.core.http import client_address
from saldo.users.sessions import Device
from saldo.workspaces.cookies import CookieRules
from saldo.workspaces.entering import Door


@dataclass(frozen=True)
class Entrance:
    """The door and the way its tokens travel."""

    door: Door
    cookies: CookieRules
    environment: str


async def get_entrance(connection: HTTPConnection) -> Entrance:
    entrance: Entrance = connection.app.state.entrance
    return entrance


async def get_device(connection: HTTPConnection) -> Device:
    return Device.seen(connection.headers.get("User-Agent", ""), client_address(connection))


CurrentEntrance = Annotated[Entrance, Depends(get_entrance)]
CurrentDevice = Annotated[Device, Depends(get_device)]
