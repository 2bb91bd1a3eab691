"""Structured logs: JSON in production, readable lines elsewhere."""

import logging
import sys

import structlog
from structlog.types import Processor


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
    for noisy in (
        "sqlalchemy.engine",
        "uvicorn.access",
        "celery.worker.strategy",
        "celery.app.trace",
        "httpx",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _renderers(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [
        # Plain: the pretty traceback prints every local variable, passwords among them.
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ]
