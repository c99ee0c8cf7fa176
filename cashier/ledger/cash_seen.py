"""What runs said of cash as they were posted, for the watch over large cash, which need not read them again.

It is kept in this process alone, and never for long. What is not here any more, or was posted by another process, is
read from the lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from cashier.domain.errors import UnreadableBody
from cashier.domain.large_cash import cash_in, read_large_cash
from cashier.domain.line import Facts, LineKind, read_line
from cashier.ledger.reading import CENTS_MOST, Received

PAYOR_MOST = 300  # Characters that stand in an index.
YEARS = range(2000, 2100)
KEPT_MOST = 20_000  # Lines about cash, of all desks.


class FoundCash(NamedTuple):
    """A line that is about cash, by its place; the line itself is within, where it is carried. ``payor`` is empty where
    it ends no counting.
    """

    desk: str
    sequence: int
    kind: LineKind
    taken_at: datetime
    payor: str
    cents: int
    body: str


def found_cash(
    desk: str, sequence: int, kind: LineKind, taken_at: datetime, facts: Facts, body: str
) -> FoundCash | None:
    """None for a line that is about no cash. Raises UnreadableBody."""
    payor, counts = cash_in(kind, facts)
    if kind is LineKind.LARGE_CASH:
        read_large_cash(read_line(body.encode()))
    elif not payor:
        return None
    if len(payor) > PAYOR_MOST or counts.cents > CENTS_MOST or taken_at.year not in YEARS:
        return None  # No desk writes such; it must not keep all others from being looked at.
    return FoundCash(desk, sequence, kind, taken_at, payor, counts.cents, body)


@dataclass(slots=True)
class Stretch:
    """Lines of a journal past ``after``, and what they say of cash."""

    after: int
    through: int
    found: list[FoundCash]

    def past(self, after: int, received: int) -> tuple[int, list[FoundCash]]:
        """What it says past ``after``, and up to which place: to ``after`` itself where it does not begin there, or
        goes beyond what was ``received``: a database that was put back may have lost it.
        """
        if not self.after <= after < self.through <= received:
            return after, []
        return self.through, [one for one in self.found if one.sequence > after]


NOT_SEEN = Stretch(after=0, through=0, found=[])


@dataclass(slots=True)
class CashSeen:
    """Noted by whoever posts, taken by whoever gathers."""

    _by_desk: dict[str, Stretch] = field(default_factory=dict)
    _kept: int = 0
    _guard: Lock = field(default_factory=Lock)

    def note(self, desk: str, run: Sequence[Received]) -> None:
        """A run that was posted as it says."""
        after, through = run[0].sequence - 1, run[-1].sequence
        found = [about for received in run if (about := _about(desk, received)) is not None]
        with self._guard:
            if self._kept + len(found) > KEPT_MOST:
                self._by_desk.clear()
                self._kept = 0
            self._kept += len(found)
            known = self._by_desk.get(desk)
            if known is not None and known.through == after:
                known.through = through
                known.found += found
            else:
                self._kept -= len(known.found) if known is not None else 0
                self._by_desk[desk] = Stretch(after, through, found)

    def take_all(self) -> Mapping[str, Stretch]:
        """What was noted till now, by desk. It is let go of: who asks reads what the ledger has only after that."""
        with self._guard:
            taken, self._by_desk, self._kept = self._by_desk, {}, 0
        return taken


def _about(desk: str, received: Received) -> FoundCash | None:
    line = received.line
    try:
        if line is not None:
            return found_cash(desk, received.sequence, line.kind, line.taken_at, line.facts, received.body)
    except UnreadableBody:
        pass  # Nobody's; the line is kept all the same.
    return None
