"""Ids are UUIDv7 (RFC 9562): made at the desk before the first attempt, in order of time, never by a counter."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

Randomness = Callable[[int], bytes]

NewId = Callable[[], UUID]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(now: datetime, randomness: Randomness) -> UUID:
    """A UUIDv7 for an aware instant, with 74 bits from ``randomness(10)`` (RFC 9562, section 5.7)."""
    if now.tzinfo is None:
        raise ValueError("an id needs an aware instant")
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    noise = int.from_bytes(randomness(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76
    value |= ((noise >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= noise & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)
