"""Structured logs: JSON lines in a private file that turns over, with numbers and secrets taken out.

Of a fault its kind and its place are kept and never its words: they may hold whatever was typed, or whoever was served.
Nobody needs it for the first paint, and structlog takes a while to load: set it up, and import it, after that.
"""

import logging
import logging.handlers
import os
import re
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

LOG_FILE = "counterfoil.log"
FILE_BYTES_MOST = 2_000_000
OLD_FILES_KEPT = 5

HIDDEN = "•••"
# What stands under these keys is hidden whatever it is; a key counts in any case, and with anything around it.
HIDDEN_KEYS = (
    "account",
    "badge",
    "birth",
    "body",
    "guarantor",
    "key",
    "member",
    "name",
    "note",
    "passphrase",
    "payor",
    "reason",
    "routing",
    "token",
)
_DIGITS = re.compile(r"[0-9](?:[ -]?[0-9]){5,}")
# What a fault of the system or a database is known by; a number or a short code.
_CODES = ("errno", "sqlstate", "sqlite_errorname")
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def redacted(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor after which no member number, card number or secret is left in an event."""
    return {key: value if key in _OURS else _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: Any) -> Any:
    if _is_hidden(key):
        return HIDDEN
    if isinstance(value, Mapping):
        return {str(inner): _clean(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(key, held) for held in value]
    if value is None or isinstance(value, bool):
        return value
    text = _DIGITS.sub(HIDDEN, str(value))
    return value if isinstance(value, int | float) and text == str(value) else text


def fault_words(exc_info: _ExcInfo) -> str:
    """Each fault that led to the last one, the first one first: where it came by, its kind, and its code if any."""
    return "\n".join(line for fault in _led_to(exc_info[1]) for line in _fault_lines(fault))


def _led_to(fault: BaseException) -> list[BaseException]:
    """A fault and those behind it, the first one first."""
    chain: list[BaseException] = []
    now: BaseException | None = fault
    while now is not None and now not in chain:
        chain.append(now)
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return chain[::-1]


def _fault_lines(fault: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(fault.__traceback__):
        yield f'File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    codes = [f" {name} {code}" for name in _CODES if (code := getattr(fault, name, None)) is not None]
    yield f"{type(fault).__module__}.{type(fault).__qualname__}{''.join(codes)}"


@lru_cache(maxsize=1000)  # Keys are few, and a busy ledger writes thousands of events a second.
def _is_hidden(key: str) -> bool:
    return any(word in key.casefold() for word in HIDDEN_KEYS)


# Written by the processors below, never by a caller.
_OURS = frozenset({"timestamp", "level", "logger"})


def set_up_logs(
    folder: Path | None, *, file: str = LOG_FILE, file_bytes_most: int = FILE_BYTES_MOST
) -> logging.Handler:
    """Send our events and the libraries' warnings to ``folder``/``file``; returns the handler, for closing.

    Without a folder they go to standard error, for whatever collects it.
    """
    shared = (
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.ExceptionRenderer(fault_words),
        redacted,
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = _handler(folder, file, file_bytes_most)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("cashier").setLevel(logging.INFO)
    return handler


def _handler(folder: Path | None, file: str, file_bytes_most: int) -> logging.Handler:
    if folder is None:
        return logging.StreamHandler()
    return _PrivateFile(
        folder / file, maxBytes=file_bytes_most, backupCount=OLD_FILES_KEPT, encoding="utf-8", delay=True
    )


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger by its module's name. Events are short words, with facts as keywords: ``log.info("sent", lines=3)``."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """Only the owner reads its files."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)
