"""Structured logs: JSON lines in a private file that turns over, with names, numbers and secrets taken out.

Nobody needs it for the first paint, and structlog takes a while to load: set it up, and import it, after that.
"""

import logging
import logging.handlers
import os
import re
from collections.abc import Callable, Collection, Mapping, MutableMapping
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
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

Names = Callable[[], Collection[str]]


class Redactor:
    """A structlog processor after which no name, member number or card number is left in an event.

    ``names``: words that must not stand in any text, such as the names of the member who is open now.
    """

    def __init__(self, names: Names = tuple) -> None:
        self._names = names

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        names = tuple(name for name in self._names() if name)
        hidden = re.compile("|".join(re.escape(name) for name in names), re.IGNORECASE) if names else None
        return {key: value if key in _OURS else self._clean(key, value, hidden) for key, value in event.items()}

    def _clean(self, key: str, value: Any, hidden: re.Pattern[str] | None) -> Any:
        if _is_hidden(key):
            return HIDDEN
        if isinstance(value, Mapping):
            return {str(inner): self._clean(str(inner), held, hidden) for inner, held in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(key, held, hidden) for held in value]
        if value is None or isinstance(value, bool):
            return value
        text = _DIGITS.sub(HIDDEN, str(value))
        if hidden is not None:
            text = hidden.sub(HIDDEN, text)
        return value if isinstance(value, int | float) and text == str(value) else text


@lru_cache(maxsize=1000)  # Keys are few, and a busy ledger writes thousands of events a second.
def _is_hidden(key: str) -> bool:
    return any(word in key.casefold() for word in HIDDEN_KEYS)


# Written by the processors below, never by a caller.
_OURS = frozenset({"timestamp", "level", "logger"})


def set_up_logs(
    folder: Path | None, *, names: Names = tuple, file: str = LOG_FILE, file_bytes_most: int = FILE_BYTES_MOST
) -> logging.Handler:
    """Send our events and the libraries' warnings to ``folder``/``file``; returns the handler, for closing.

    Without a folder they go to standard error, for whatever collects it.
    """
    shared = (
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        Redactor(names),
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
