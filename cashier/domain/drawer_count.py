"""Counting a drawer blind (R1): the first count that differs is told without an amount or a direction; all are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.absent import absent_facts, check_along, counts_for_another, may_count_for
from cashier.domain.count import without_zeros
from cashier.domain.drawer import Holdings
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.people import Approval, Staff, check_approval
from cashier.domain.shift import Shift, counted
from cashier.domain.transfer import Transfer

COUNT_ACT = "another count"
BLIND_COUNTS = 2
COUNT_AGAIN = "Your count doesn't match. Count again."


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDrawer:
    """The wish to keep a count, by denomination code. ``witness``: the lead who counts along, from the third on; in a
    drawer whose cashier is not here, whoever counts along each time.
    """

    line_id: UUID
    count: Mapping[str, int]
    witness: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A count that was kept. ``matches``: whether it was what the drawer should hold."""

    number: int
    count: Mapping[str, int]
    amount: Money
    matches: bool
    counted_at: datetime
    witness: str = ""
    witness_name: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether the drawer can be closed on it: it matches, or it was not the first."""
        return self.matches or self.number >= BLIND_COUNTS


def decide_count(
    wish: CountDrawer, *, shift: Shift, staff: Staff, held: Holdings, before: Sequence[Attempt], now: datetime
) -> Line:
    """The line that keeps a count. Raises Refused; ``before`` are the counts since money last moved."""
    may_count_for(shift, staff)
    amount = counted(wish.count)
    is_for_another = counts_for_another(shift, staff)
    if is_for_another:
        check_along(shift, staff, wish.witness)
    elif before and before[-1].is_enough:
        if wish.witness is None:
            raise Refused("Your counts are kept. Close the drawer with them, or have a lead count with you.")
        check_approval(wish.witness, requester=staff.user, act=COUNT_ACT, amount=ZERO, words="Another count")
    facts: dict[str, object] = {
        "attempt": len(before) + 1,
        "count": without_zeros(wish.count),
        "cents": amount.cents,
        "matches": amount == held.cash_total,
    }
    if wish.witness is not None:
        facts |= {"witness": wish.witness.approver, "witness_name": wish.witness.approver_name}
        facts |= absent_facts(shift, staff, wish.witness) if is_for_another else {}
    return drawer_line(LineKind.DRAWER_COUNTED, wish.line_id, facts, shift=shift, staff=staff, now=now)


def read_attempt(line: Line) -> Attempt:
    """The count that a DRAWER_COUNTED line keeps. Raises UnreadableBody."""
    said = line.facts
    try:
        return Attempt(
            number=said["attempt"],
            count=dict(said["count"]),
            amount=Money(said["cents"]),
            matches=said["matches"],
            counted_at=line.taken_at,
            witness=said.get("witness", ""),
            witness_name=said.get("witness_name", ""),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A count cannot be read: {type(trouble).__name__}.") from trouble


def drawer_line(
    kind: LineKind,
    line_id: UUID,
    facts: Mapping[str, object],
    *,
    shift: Shift,
    staff: Staff,
    now: datetime,
    transfers: tuple[Transfer, ...] = (),
) -> Line:
    """A line of an open shift, on its business date, whatever the clock says."""
    return Line(
        line_id=line_id,
        kind=kind,
        desk=shift.desk,
        center=shift.center,
        staff=staff.user,
        taken_at=now,
        business_date=shift.business_date,
        shift_id=shift.shift_id,
        facts=facts,
        transfers=transfers,
    )
