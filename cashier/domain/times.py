"""Instants are aware and in UTC; a business date is the shift's and never derived from a clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]


def instant_text(instant: datetime) -> str:
    """UTC with microseconds, 27 characters: ``2026-11-21T18:44:00.000000Z``. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def read_instant(text: str) -> datetime:
    """The inverse of `instant_text`. Raises ValueError."""
    if len(text) != 27 or text[10] != "T" or text[19] != "." or text[26] != "Z":
        raise ValueError(f"{text!r} is not an instant in UTC with microseconds")
    return datetime.fromisoformat(text)  # Ten times as fast as strptime, which takes a single form but slowly.


def day_words(day: date) -> str:
    """``Nov 21, 2026``, as paper and screen say it in English."""
    return f"{MONTHS[day.month - 1]} {day.day:02d}, {day.year}"


def short_day_words(day: date) -> str:
    """``Nov 04``, where the year is plain."""
    return f"{MONTHS[day.month - 1]} {day.day:02d}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
