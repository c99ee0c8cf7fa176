"""What the auditor's list of records says, without Qt."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from cashier.domain.records import (
    FIRST_DAY,
    LAST_DAY,
    ROWS_MOST,
    Record,
    RecordFilter,
    RecordGroup,
    RecordList,
    read_record_day,
)
from cashier.domain.times import CLOCK_WITH_SECONDS, time_words

_UNKNOWN = "nobody known"  # A name that nobody has, or a program that was opened before anybody came.


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTyped:
    """What stands in the fields."""

    first: str
    last: str
    who: str
    desk: str
    group: str

    def wanted(self, today: date) -> RecordFilter:
        """Raises FieldRefused, about the day that is none."""
        return RecordFilter(
            first=read_record_day(self.first, today, FIRST_DAY),
            last=read_record_day(self.last, today, LAST_DAY),
            who=self.who.strip(),
            desk=self.desk.strip().upper(),
            group=RecordGroup(self.group or RecordGroup.ALL),
        )


def record_texts(record: Record, *, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """A row, in the columns' order."""
    about = record.words
    if record.amount is not None:
        about = f"{record.amount} · {about}" if about else str(record.amount)
    time = time_words(record.at, now=now, zone=zone, form=CLOCK_WITH_SECONDS)
    name = _UNKNOWN if record.user == record.name == "?" else record.name
    return time, record.desk, name, record.what, about


def count_words(told: RecordList) -> str:
    """How many there are."""
    if told.more:
        return f"The latest {ROWS_MOST}. An export has all."
    return {0: "No line.", 1: "1 line."}.get(len(told.rows), f"{len(told.rows)} lines.")
