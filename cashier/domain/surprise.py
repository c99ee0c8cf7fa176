"""A surprise count of an open drawer: its cashier counts, somebody of the office counts along, what differs is booked.

It is blind (R1): the first that differs is kept, and says so and no more; whenever the next one is, that is the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.count import without_zeros
from cashier.domain.drawer import Holdings
from cashier.domain.drawer_count import COUNT_AGAIN, drawer_line
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.over_short import over_short_words
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.shift import Shift, counted
from cashier.domain.shift_close import move, shares
from cashier.domain.tries import check_witness

SURPRISE_ACT = "a surprise count"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseCount:
    """The wish to keep it, by denomination code. ``witness``: of the office, who counted along."""

    line_id: UUID
    count: Mapping[str, int]
    witness: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprised:
    """A surprise count as it was kept. ``difference`` is zero while it is not booked."""

    attempt: int
    matches: bool
    booked: bool
    counted: Money
    difference: Money
    witness_name: str

    @property
    def words(self) -> str:
        """What is said of it, to both (R1)."""
        if not self.booked:
            return COUNT_AGAIN
        if self.matches:
            return "It matches."
        return f"Counted twice. Cash is {over_short_words(self.difference)}, and that is booked."


def decide_surprise(
    wish: SurpriseCount, *, shift: Shift, staff: Staff, held: Holdings, before: Sequence[Line], now: datetime
) -> Line:
    """The line that keeps it; ``before`` are the shift's earlier ones. Raises Refused."""
    staff.needs(Right.HOLD_DRAWER, "count a drawer")
    shift.must_be_of(staff)
    shift.must_be_active()
    amount = counted(wish.count)
    witness = check_witness(wish.witness, requester=staff.user, act=SURPRISE_ACT, amount=ZERO, words="A surprise count")
    is_second = bool(before) and not read_surprise(before[-1]).booked
    matches = amount == held.cash_total
    booked = matches or is_second
    differs = amount - held.cash_total if booked else ZERO
    facts: dict[str, object] = {
        "staff_name": shift.staff_name,
        "attempt": 2 if is_second else 1,
        "count": without_zeros(wish.count),
        "counted_cents": amount.cents,
        "matches": matches,
        "booked": booked,
        "difference_cents": differs.cents,
        "witness": witness.approver,
        "witness_name": witness.approver_name,
    }
    over_short = Account(AccountKind.OVER_SHORT, shift.center)
    moved = [
        move(shift.drawer(AccountKind.DRAWER_CASH, book), over_short, share)
        for book, share in shares(held, differs, Book(shift.region, BookLine.MEDICAL)).items()
    ]
    transfers = tuple(transfer for transfer in moved if transfer is not None)
    return drawer_line(
        LineKind.SURPRISE_COUNTED, wish.line_id, facts, shift=shift, staff=staff, now=now, transfers=transfers
    )


def read_surprise(line: Line) -> Surprised:
    """What a SURPRISE_COUNTED line keeps. Raises UnreadableBody."""
    said = line.facts
    try:
        return Surprised(
            attempt=said["attempt"],
            matches=said["matches"],
            booked=said["booked"],
            counted=Money(said["counted_cents"]),
            difference=Money(said["difference_cents"]),
            witness_name=said["witness_name"],
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A surprise count cannot be read: {type(trouble).__name__}.") from trouble
