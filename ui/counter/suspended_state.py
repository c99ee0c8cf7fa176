"""What stands in the list of suspended transactions: initials, last four, what, until when; no amounts (R15, R17)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from cashier.domain.suspended import Suspended
from cashier.domain.times import time_words

ROWS_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedRow:
    """``aside`` says when, by whom and where it was suspended, ``until`` when its time is over."""

    suspended_id: UUID
    initials: str
    last_four: str
    words: str
    aside: str
    until: str


def suspended_rows(
    waiting: tuple[Suspended, ...], *, desk: str, member: str, now: datetime, zone: tzinfo
) -> tuple[SuspendedRow, ...]:
    """The latest first, at most `ROWS_MOST`; with a ``member`` in front, theirs alone."""
    meant = [s for s in waiting if not member or s.member_number == member]
    return tuple(_row(s, desk=desk, now=now, zone=zone) for s in meant[::-1][:ROWS_MOST])


def _row(suspended: Suspended, *, desk: str, now: datetime, zone: tzinfo) -> SuspendedRow:
    at = time_words(suspended.at, now=now, zone=zone)
    where = "" if suspended.desk == desk else f" at {suspended.desk}"
    return SuspendedRow(
        suspended_id=suspended.suspended_id,
        initials=suspended.initials,
        last_four=suspended.last_four,
        words=suspended.words,
        aside=f"{at} · {suspended.by}{where}",
        until=f"until {time_words(suspended.expires_at, now=now, zone=zone)}",
    )
