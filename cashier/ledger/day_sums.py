"""What payors paid a day, by region, center, desk, cashier and tender: kept with every posting, read in a moment.

A row belongs to one desk's shift, so no two desks ever wait for the same one. Money without a business date belongs to
no day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import AccountKind, Book
from cashier.domain.errors import MISREAD, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.scan import safe_text
from cashier.domain.tenders import TenderKind
from cashier.ledger.drawers import uncounted_shifts
from cashier.ledger.office import DayTotalRow

PAYS = frozenset({LineKind.PAYMENT, LineKind.CHANNEL_PAYMENT})
_TENDERS = frozenset(kind.value for kind in TenderKind)

# By the words that are asked for; a cashier of the ledger's own journal is the channel that brought the money.
DIMENSIONS: Mapping[str, str] = {
    "region": "region",
    "center": "center",
    "desk": "desk",
    "cashier": "staff",
    "tender": "tender",
}
EVERYTHING = ",".join(DIMENSIONS)

# Cash that this person may not know: a group with any of it has no sum at all, so that no difference betrays it (R2).
_WITHHELD = """
    tender IN ('cash', 'drawer_cash') AND (shift = '' OR shift = ANY(CAST(:uncounted AS text[])))
    AND (staff = :caller OR NOT :sees_expected OR shift = ANY(CAST(:counted_now AS text[])))
"""
_ON_FILE = text(
    """
    SELECT business_date::text, shift, center, staff, region, tender, tenders, cents FROM day_sums WHERE desk = :desk
    """
)


class DayKey(NamedTuple):
    """What one row of sums is about; its desk is the journal's. ``shift`` is None where a line belongs to none."""

    business_date: date
    shift: UUID | None
    center: str
    staff: str
    region: str
    tender: str


@dataclass(slots=True)
class DaySum:
    """How many tenders were handed over, and what of them was applied, in cents."""

    tenders: int = 0
    cents: int = 0


@dataclass(frozen=True, slots=True)
class DaySums:
    """The sums of some lines of one desk. Every line that is posted passes here, so nothing is made twice for one."""

    sums: dict[DayKey, DaySum] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Count what a line's payor paid; nothing for a line of another kind."""
        if line.business_date is None:
            return
        if line.kind is LineKind.VOIDED:
            self._take_off(line, line.business_date)
        if line.kind is LineKind.TENDER_CHANGED:
            self._call_otherwise(line, line.business_date)
        if line.kind is LineKind.CHECK_RETURNED:
            self._come_back(line, line.business_date)
        if line.kind not in PAYS:
            return
        counted = set()
        for place, transfer in enumerate(line.transfers):
            debit = transfer.debit
            if debit.book is None or transfer.credit.kind is AccountKind.CASH_ROUNDING:
                continue  # Rounded cash: nobody tendered it, or it pays nothing.
            index, tender = _tender(line, place)
            region = debit.book.region
            key = DayKey(line.business_date, line.shift_id, line.center, line.staff, region, tender or debit.kind.value)
            self._count(key, transfer.amount.cents, index not in counted)
            counted.add(index)

    def _take_off(self, line: Line, day: date) -> None:
        """What a void gives back was paid on the same day, in the same shift, and counts nothing any more."""
        counted = set()
        for place, transfer in enumerate(line.transfers):
            credit = transfer.credit
            if credit.book is None or transfer.debit.kind is AccountKind.CASH_ROUNDING:
                continue
            index, tender = _tender(line, place)
            key = DayKey(day, line.shift_id, line.center, line.staff, credit.book.region, tender or credit.kind.value)
            self._count(key, -transfer.amount.cents, -(index not in counted))
            counted.add(index)

    def _call_otherwise(self, line: Line, day: date) -> None:
        """What was keyed as one tender counts as the one that it is: as much, in the same shift."""
        try:
            said, cents, region = line.facts, Money(line.facts["cents"]).cents, Book.read(line.facts["book"]).region
            kinds = TenderKind(said["was"]["kind"]), TenderKind(said["now"]["kind"])
        except MISREAD:
            return
        for kind, more in zip(kinds, (-1, 1), strict=True):
            key = DayKey(day, line.shift_id, line.center, line.staff, region, kind.value)
            self._count(key, more * cents, more)

    def _come_back(self, line: Line, day: date) -> None:
        """What a returned check had paid counts less on the day on which it came back; no shift's day is changed."""
        center = str(line.facts.get("center", line.center))
        for place, transfer in enumerate(line.transfers):
            if (book := transfer.credit.book) is not None:
                key = DayKey(day, None, center, line.staff, book.region, TenderKind.CHECK.value)
                self._count(key, -transfer.amount.cents, -(place == 0))

    def _count(self, key: DayKey, cents: int, tenders: int) -> None:
        known = self.sums.get(key)
        if known is None:
            known = self.sums[key] = DaySum()
        known.cents += cents
        known.tenders += tenders

    def rows(self) -> list[dict[str, Any]]:
        """As a statement takes them."""
        return [
            key._asdict()
            | asdict(known)
            | {"business_date": key.business_date.isoformat(), "shift": str(key.shift) if key.shift else ""}
            for key, known in self.sums.items()
        ]


def sums_of(lines: Iterable[Line]) -> DaySums:
    """The day sums of lines of one desk."""
    sums = DaySums()
    for line in lines:
        sums.add(line)
    return sums


def _tender(line: Line, place: int) -> tuple[int, str]:
    """Which of the line's tenders a transfer brings, and its kind; empty where the body does not say."""
    try:
        index = line.facts["applied"][place][0]
        tender = line.facts["tenders"][index]["kind"]
        return (index, tender) if tender in _TENDERS else (-1, "")
    except MISREAD:
        return -1, ""


def kept_rows(connection: Connection, desk: str) -> list[dict[str, Any]]:
    """A desk's sums as they are on file, in the shape of `DaySums.rows`."""
    return [dict(row) for row in connection.execute(_ON_FILE, {"desk": desk}).mappings()]


def dimensions(said: str) -> list[str]:
    """``region,center`` as names of `DIMENSIONS`; none for an empty text. Raises Refused for one that there is not."""
    names = [name.strip() for name in said.split(",") if name.strip()]
    for name in names:
        if name not in DIMENSIONS:
            raise Refused(f"Totals by {safe_text(name, 'The name')} are not kept. Choose some of {EVERYTHING}.")
    return list(dict.fromkeys(names))


def day_totals(
    connection: Connection, day: date, by: Sequence[str], *, caller: str = "", sees_expected: bool = True
) -> list[DayTotalRow]:
    """What payors paid on a business date, by some of `DIMENSIONS`; a field that is not asked for is empty.

    ``caller`` is who asks (R2): a group with cash of their own uncounted drawer, or of one that is being counted, has
    no sums, nor has one with cash of anybody's uncounted drawer where they may not see expected cash.
    """
    columns = [f"{DIMENSIONS[name]} AS {name}" for name in by]
    places = [str(place) for place, _ in enumerate(by, start=1)]
    withheld = f"bool_or({_WITHHELD})" if caller else "false"
    asked: dict[str, object] = {"day": day}
    if caller:
        uncounted, counted_now = uncounted_shifts(connection)
        asked |= {"caller": caller, "sees_expected": sees_expected, "uncounted": uncounted, "counted_now": counted_now}
    found = connection.execute(
        text(
            f"""
            SELECT {"".join(f"{column}, " for column in columns)}
                   CASE WHEN NOT {withheld} THEN sum(tenders)::bigint END AS tenders,
                   CASE WHEN NOT {withheld} THEN sum(cents)::bigint END AS cents
            FROM day_sums WHERE business_date = :day
            {f"GROUP BY {', '.join(places)} ORDER BY {', '.join(places)}" if by else "HAVING count(*) > 0"}
            """
        ),
        asked,
    )
    return [DayTotalRow(business_date=day, **row) for row in found.mappings()]
