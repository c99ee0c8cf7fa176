"""A receipt's number: the desk that made it and its counter, ``OAK4-0000012``."""

import re

_TYPED = re.compile(r"([A-Z0-9]{2,8})-([0-9]{1,12})")
_STATEMENT = re.compile(r"[A-Z]{1,2}-[0-9]{4,12}")
_DIGITS = 7


def made_at(receipt: str) -> str:
    """The desk whose receipt this is: ``OAK4`` for ``OAK4-0000012``."""
    return receipt.rpartition("-")[0]


def is_receipt(text: str) -> bool:
    """Whether this is a receipt's number as it is printed, ``OAK4-0000012``."""
    return bool(text) and typed_receipt(text) == text


def typed_receipt(text: str) -> str:
    """The receipt's number that was typed, ``OAK4-0000012`` for ``oak4-12``; empty for a statement and all else."""
    typed = text.strip().upper()
    match = _TYPED.fullmatch(typed)
    if match is None or _STATEMENT.fullmatch(typed) or not any(c.isalpha() for c in match.group(1)):
        return ""
    return f"{match.group(1)}-{int(match.group(2)):0{_DIGITS}d}"
