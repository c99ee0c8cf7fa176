"""Which settings a desk was opened with, as its journal says it: values without secrets, the large file by its hash."""

import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cashier.config import ORGANIZATION_FILE, DeskSettings

_SECRET: Any = {"keys": True, "demo_sign_ins": True, "ledger": {"token"}, "terminal": {"key_passphrase"}}


def settings_said(folder: Path, settings: DeskSettings) -> dict[str, str]:
    """``idle_lock_min``, ``ledger.url`` and so on with what they are; ``organization`` is the file's SHA-256."""
    said = dict(_flat(settings.model_dump(mode="json", exclude=_SECRET), ""))
    return said | {"organization": hashlib.sha256((folder / ORGANIZATION_FILE).read_bytes()).hexdigest()}


def program_version() -> str:
    """The program's own; empty where it runs from its source."""
    try:
        return version("counterfoil")
    except PackageNotFoundError:
        return ""


def _flat(values: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        elif value is not None:
            yield f"{before}{name}", str(value)
