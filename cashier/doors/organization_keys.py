"""Reads the private half of one of an organization's keys, as `ledger keys` said it, from a file."""

import json
from pathlib import Path
from typing import Literal

from cashier.domain.errors import CashierError


def private_half(file: Path, whose: Literal["office", "recovery"]) -> str:
    """Of all that `ledger keys` said, of that one pair, or the key alone. Raises CashierError."""
    try:
        text = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as trouble:
        raise CashierError(
            f"{file} cannot be read as a key. Name the file with the {whose}'s private key."
        ) from trouble
    if not text.startswith("{"):
        return text
    try:
        said = json.loads(text)
        return str(said.get(whose, said)["private"])
    except (ValueError, KeyError, AttributeError, TypeError) as trouble:
        raise CashierError(f"{file} holds no private key of the {whose}. Name the right file.") from trouble
