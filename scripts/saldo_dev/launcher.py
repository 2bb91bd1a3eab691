"""`start`: from a folder to a running Saldo, in the foreground or detached."""

import asyncio
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress

from saldo_dev import console
from saldo_dev.commands import require_space
from saldo_dev.place import PORT_ORDER, Place
from saldo_dev.ports import find_holder, is_free
from saldo_dev.problems import Problem
from saldo_dev.services.service import Service, Step
from saldo_dev.state import State, hold, is_held, read_state, write_state
from saldo_dev.supervisor import Supervisor

_LARGEST_LOG_BYTES = 10_000_000
_RUNNING_MEGABYTES = 200
# Ends what a detached launcher tells the one who waits for it: all went well.
_WENT_WELL = "\0"


def says_it_runs(place: Place) -> bool:
    """Tell the person when this home's Saldo runs already."""
    if not is_held(place):
        return False
    state = read_state(place)
    console.say(f"Saldo runs already: {state.address if state else 'it is just starting'}")
    return True


def run_foreground(place: Place, parts: Sequence[Service | Step]) -> int:
    """Run until Ctrl-C or `stop`."""
    with hold(place):
        return asyncio.run(_run(place, parts, detached=False))


def run_detached(place: Place, parts: Sequence[Service | Step]) -> int:
    """Start in the background; return when all is ready, or when it cannot be."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        return _relay(reading, child)
    os.close(reading)
    os.setsid()
    _redirect(writing, os.open(os.devnull, os.O_RDONLY))
    os.close(writing)
    code = 1
    try:
        with hold(place):
            code = asyncio.run(_run(place, parts, detached=True))
    except Problem as problem:
        console.complain(str(problem))
    except BaseException:  # noqa: BLE001 - nothing above this line would print it: the process ends here
        traceback.print_exc()
    finally:
        os._exit(code)


def _relay(reading: int, child: int) -> int:
    """Pass on what the launcher says until it is ready; Ctrl-C meanwhile is meant for it."""
    try:
        with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith(_WENT_WELL):
                    return 0
                print(line, end="", flush=True)
    except KeyboardInterrupt:
        os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    return 1


def _redirect(output: int, source: int | None = None) -> None:
    sys.stdout.flush()
    os.dup2(output, 1)
    os.dup2(output, 2)
    if source is not None:
        os.dup2(source, 0)


async def _run(place: Place, parts: Sequence[Service | Step], *, detached: bool) -> int:
    _check_machine(place, parts)
    _turn_logs(place)
    state = State(os.getpid(), place.address)
    write_state(place, state)
    asked_to_stop = _listen_for_signals()
    supervisor = Supervisor(place, parts, state)
    try:
        return await _live(place, supervisor, asked_to_stop, detached=detached)
    finally:
        began = time.monotonic()
        console.say("Stopping ... (Ctrl-C again ends everything at once)" if not detached else "Stopping ...")
        asked_to_stop.clear()
        impatient = asyncio.create_task(_kill_when_asked_again(supervisor, asked_to_stop))
        await supervisor.stop()
        impatient.cancel()
        console.say(f"Stopped in {time.monotonic() - began:.1f} s.")


async def _live(place: Place, supervisor: Supervisor, asked_to_stop: asyncio.Event, *, detached: bool) -> int:
    began = time.monotonic()
    starting = asyncio.create_task(supervisor.start())
    stopping = asyncio.create_task(asked_to_stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        with suppress(asyncio.CancelledError):
            await starting
        return 1
    await starting
    console.say(f"Saldo is ready at {place.address} ({time.monotonic() - began:.1f} s)")
    if detached:
        print(_WENT_WELL, flush=True)
        _redirect(os.open(place.logs / "launcher.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644))
    else:
        console.say("Ctrl-C stops it.")
        supervisor.loud = True
    await stopping
    return 0


async def _kill_when_asked_again(supervisor: Supervisor, asked: asyncio.Event) -> None:
    await asked.wait()
    supervisor.kill()


def _listen_for_signals() -> asyncio.Event:
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked


def _check_machine(place: Place, parts: Sequence[Service | Step]) -> None:
    require_space(place.data, _RUNNING_MEGABYTES)
    for part in parts:
        if part.name not in PORT_ORDER or is_free(place.port(part.name)):
            continue
        port = place.port(part.name)
        holder = find_holder(port) or "another program"
        raise Problem(
            f"Port {port}, wanted for {part.name}, is taken by {holder}: stop that, "
            f"or choose other ports, for example SALDO_PORT_BASE={_other_base()}."
        )


def _other_base() -> int:
    bases = range(9080, 20_000, 100)
    free = (base for base in bases if all(is_free(base + offset) for offset in range(len(PORT_ORDER))))
    return next(free, bases.start)


def _turn_logs(place: Place) -> None:
    """Keep one older log of each once it has grown large."""
    for log in place.logs.glob("*.log"):
        if log.stat().st_size > _LARGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
