"""Structured logs: JSON in production, readable lines elsewhere."""

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.types import ExcInfo, Processor

# Their messages quote what they were given: a statement's parameters, a row, a field's content.
_QUOTING = ("asyncpg", "pydantic", "pydantic_core", "sqlalchemy")


def configure_logging(level: str, *, as_json: bool) -> None:
    """Send structlog and the standard library's loggers through one chain to standard error."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(as_json=as_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Statements carry amounts and names; uvicorn's access lines would repeat ours; Celery has two a job.
    for noisy in ("sqlalchemy.engine", "uvicorn.access", "celery.worker.strategy", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Celery writes a failure's message into its line; the worker logs the failure itself, without it.
    logging.getLogger("celery.app.trace").setLevel(logging.CRITICAL)


def render_trace(exc_info: ExcInfo) -> str:
    """Return the traceback of an exception and its causes, without words that others have put into it."""
    error: BaseException | None = exc_info[1]
    parts: list[str] = []
    while error is not None:
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{_describe(error)}")
        error = cause
    return "\n\n".join(reversed(parts))


def _describe(error: BaseException) -> str:
    module, name = type(error).__module__, type(error).__qualname__
    if module.partition(".")[0] in _QUOTING:
        return f"{module}.{name} (its message may quote data and is left out)"
    return f"{module}.{name}: {error}"


def _renderers(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.ExceptionRenderer(render_trace), structlog.processors.JSONRenderer()]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_write_trace)]


def _write_trace(file: TextIO, exc_info: ExcInfo) -> None:
    # The library's pretty traceback prints every local variable, passwords among them.
    file.write("\n" + render_trace(exc_info))
