"""Logs: one line an event, to stderr, with no token whatever is being logged."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import structlog
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError
from structlog.typing import Processor

_TOKEN = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+@")

QUIETER = {
    "aiohttp.access": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "telegram": logging.WARNING,
    # It logs what it cannot read in full, and that may be what people wrote.
    "telegram.request": logging.CRITICAL,
}


def _ours(record: logging.LogRecord) -> bool:
    """Whether it is more than a stranger's broken HTTP, which the stranger was told of."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | RequestPayloadError))


def redact(text: str) -> str:
    """The text without bot tokens and without passwords in addresses."""
    return _PASSWORD.sub(r"\1:***@", _TOKEN.sub("***", text))


def configure(
    log_format: Literal["console", "json"], *, level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """Send structlog's and the standard library's events the same way. Called once, by the command line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(log_format), _redacted],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, lowest in QUIETER.items():
        logging.getLogger(name).setLevel(max(lowest, level))
    logging.getLogger("aiohttp.server").addFilter(_ours)


def _rendering(log_format: Literal["console", "json"]) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    # Rich tracebacks would print local variables, and those hold names and messages.
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def _redacted(_logger: Any, _method: str, rendered: str | MutableMapping[str, Any]) -> str:
    """Last of all, on the finished line: exception texts and addresses have no other single place."""
    return redact(str(rendered))
