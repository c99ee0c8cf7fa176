"""Checks as the ledger sees them: from all desks together, and against the accounts that had a returned one (R14).

Nothing is refused here: the money was taken. What a desk could not know makes an alarm, for a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.tenders import Tender, TenderKind, read_tender
from cashier.ledger.posting import raise_alarm
from cashier.ledger.reading import Received

_KEEP = text(
    """
    INSERT INTO check_items (item, desk, sequence)
    SELECT item, :desk, sequence FROM unnest(CAST(:items AS text[]), CAST(:sequences AS bigint[]))
        AS brought (item, sequence)
    ORDER BY item ON CONFLICT DO NOTHING
    """
)
_BROUGHT_BEFORE = text(
    """
    SELECT item, desk, sequence FROM check_items
    WHERE item = ANY(CAST(:items AS text[])) AND desk <> :desk ORDER BY item
    """
)
_LISTED = text("SELECT number FROM returned_checks WHERE number = ANY(CAST(:tokens AS text[])) AND until >= :day")

_NO_PAPER = frozenset({TenderKind.CASH.value, TenderKind.CARD.value})  # Never to be known again; most are of these.


@dataclass(frozen=True, slots=True)
class Brought:
    """A check or money order, and the line that brought it."""

    sequence: int
    line: Line
    tender: Tender

    @property
    def words(self) -> str:
        """``Check 1043 of receipt OAK3-0019284``."""
        return f"{self.tender.words} of receipt {self.line.facts.get('receipt')}"


@dataclass(slots=True)
class Checks:
    """The checks and money orders of a run. ``items``: what each is known by, with the first line that brings it.

    ``tokens``: of accounts for which no lead agreed. ``in_full``: those that say that they pay in full.
    """

    items: dict[str, Brought] = field(default_factory=dict)
    tokens: dict[str, Brought] = field(default_factory=dict)
    in_full: list[Brought] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Iterable[tuple[int, Line]]) -> "Checks":
        """By their places; a tender that cannot be read is none that could be known again."""
        checks = cls()
        for brought in _brought(lines):
            for item in brought.tender.items:
                checks.items.setdefault(item, brought)
            if brought.tender.account is not None and brought.tender.agreed is None:
                for token in brought.tender.account.tokens:
                    checks.tokens.setdefault(token, brought)
            if brought.tender.in_full:
                checks.in_full.append(brought)
        return checks


def _brought(lines: Iterable[tuple[int, Line]]) -> Iterator[Brought]:
    for sequence, line in lines:
        if line.kind is LineKind.PAYMENT:
            said = line.facts.get("tenders")
        elif line.kind is LineKind.TENDER_CHANGED:
            said = [line.facts.get("now")]
        else:
            continue
        for one in said if isinstance(said, list) else ():
            if isinstance(one, dict) and isinstance(kind := one.get("kind"), str) and kind in _NO_PAPER:
                continue
            try:
                yield Brought(sequence, line, read_tender(one))
            except UnreadableBody:
                continue


def notice_checks(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Keep what came in these lines, and raise an alarm for what no desk alone could know."""
    checks = Checks.of((received.sequence, line) for received in lines if (line := received.paid) is not None)
    _notice_same(connection, desk, checks)
    _notice_listed(connection, checks)
    for one in checks.in_full:
        lead = one.tender.agreed.approver_name if one.tender.agreed is not None else "nobody"
        sentence = f"{one.words} says that it pays in full, and {lead} agreed. Keep it until it is decided."
        raise_alarm(connection, "check_in_full", sentence)


def _notice_same(connection: Connection, desk: str, checks: Checks) -> None:
    if not checks.items:
        return
    items = list(checks.items)
    sequences = [brought.sequence for brought in checks.items.values()]
    connection.execute(_KEEP, {"desk": desk, "items": items, "sequences": sequences})
    for row in connection.execute(_BROUGHT_BEFORE, {"desk": desk, "items": items}):
        before = f"came before, in line {row.sequence} of {row.desk}"
        sentence = f"{checks.items[row.item].words} {before}. It is posted. Find out which one counts."
        raise_alarm(connection, "same_check", sentence)


def _notice_listed(connection: Connection, checks: Checks) -> None:
    if not checks.tokens:
        return
    day = min(_day(brought.line) for brought in checks.tokens.values())
    for token in connection.scalars(_LISTED, {"tokens": list(checks.tokens), "day": day}):
        listed = "is of an account with a returned check, and no lead agreed"
        sentence = f"{checks.tokens[token].words} {listed}. It is posted. Ask how it came."
        raise_alarm(connection, "returned_check", sentence)


def _day(line: Line) -> date:
    return line.business_date or line.taken_at.date()
