"""A batch of mail or of a drop box: two people open it with a control count and total, and close it on them or sign."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, text_of
from cashier.domain.money import ZERO, Money
from cashier.domain.origin import BATCHES, Origin, OriginKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import field_text
from cashier.domain.shift import Shift

COUNT_MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it was opened. ``batch_id`` is its line's id; ``count`` and ``total`` what two people counted."""

    batch_id: UUID
    kind: OriginKind
    count: int
    total: Money
    opener: str
    second: str
    second_name: str

    @property
    def origin(self) -> Origin:
        return Origin(kind=self.kind, batch=self.batch_id)


@dataclass(frozen=True, slots=True)
class Entered:
    """What of a batch was entered so far."""

    count: int = 0
    total: Money = ZERO


def decide_open_batch(
    batch: Batch, *, staff: Staff, second: Staff, shift: Shift | None, open_now: Batch | None, now: datetime
) -> Line:
    """The line that opens a batch. Raises Refused: two people, a count and a total, one batch at a time."""
    staff.needs(Right.TAKE_PAYMENTS, "open mail")
    if shift is None or shift.staff != staff.user:
        raise Refused("Open your own drawer first: the batch's money goes into it.")
    if second.user == staff.user:
        raise FieldRefused("Two people open the mail. Ask a colleague to sign.", "user")
    if open_now is not None:
        raise Refused("A batch is still open at this desk. Close it first.")
    if batch.kind not in BATCHES:
        raise FieldRefused("Say whether it is mail or a drop box.", "kind")
    if not 0 < batch.count <= COUNT_MOST:
        raise FieldRefused(f"Enter how many items you counted: 1 to {COUNT_MOST:,}.", "count")
    if batch.total <= ZERO:
        raise FieldRefused("Enter what the items come to, above zero.", "total")
    facts = {
        "kind": batch.kind.value,
        "count": batch.count,
        "cents": batch.total.cents,
        "second": second.user,
        "second_name": second.name,
    }
    return _line(LineKind.BATCH_OPENED, facts, staff=staff, shift=shift, now=now, line_id=batch.batch_id)


def read_batch(line: Line) -> Batch:
    """The batch that a line opened. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.BATCH_OPENED or type(said["count"]) is not int:
            raise ValueError("no batch")
        return Batch(
            batch_id=line.line_id,
            kind=OriginKind(said["kind"]),
            count=said["count"],
            total=Money(said["cents"]),
            opener=line.staff,
            second=text_of(said["second"]),
            second_name=text_of(said["second_name"]),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A batch cannot be read: {type(trouble).__name__}.") from trouble


def decide_close_batch(
    batch: Batch,
    entered: Entered,
    *,
    staff: Staff,
    second: Staff | None,
    reason: str,
    shift: Shift,
    now: datetime,
    line_id: UUID,
) -> Line:
    """The line that closes a batch on its control count and total, or with the difference signed by both openers."""
    reason = field_text(reason, "The reason", "reason")
    if staff.user != batch.opener:
        raise Refused("This batch is another cashier's. Who opened it closes it.")
    if (entered.count, entered.total) != (batch.count, batch.total):
        if second is None:
            raise Refused(
                f"Entered are {entered.count} of {batch.count} items, {entered.total} of {batch.total}. Enter the "
                "rest, or close it with the difference signed by both."
            )
        if second.user != batch.second:
            raise FieldRefused(f"{batch.second_name} opened this batch with you and signs for the difference.", "user")
        if not reason:
            raise FieldRefused("Say why the batch does not come to its count and total.", "reason")
    facts: dict[str, Any] = {
        "batch": str(batch.batch_id),
        "count": entered.count,
        "cents": entered.total.cents,
        "difference_count": entered.count - batch.count,
        "difference_cents": entered.total.cents - batch.total.cents,
    }
    if second is not None:
        facts |= {"second": second.user, "second_name": second.name, "reason": reason}
    return _line(LineKind.BATCH_CLOSED, facts, staff=staff, shift=shift, now=now, line_id=line_id)


def closed_batch(line: Line) -> UUID:
    """Which batch a BATCH_CLOSED line closes. Raises UnreadableBody."""
    try:
        return UUID(line.facts["batch"])
    except MISREAD as trouble:
        raise UnreadableBody(f"A closed batch cannot be read: {type(trouble).__name__}.") from trouble


def _line(kind: LineKind, facts: dict[str, Any], *, staff: Staff, shift: Shift, now: datetime, line_id: UUID) -> Line:
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
    )
