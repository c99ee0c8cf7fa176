"""A receipt of another desk that a member brought back: what may be seen of it here, and what a copy of it says."""

from dataclasses import dataclass, replace
from typing import Any

from cashier.domain.correction import CORRECTS
from cashier.domain.desk_payment import LAST_FOUR, initials_of
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.place import Place
from cashier.domain.receipt_number import made_at
from cashier.domain.targets import Placed, TargetKind, read_target
from cashier.domain.tenders import Tender, read_tender
from cashier.domain.times import day_words

GUARANTOR_DIGITS = 3
OFFICE_SAYS = frozenset({LineKind.MOVE_AGREED, LineKind.CHECK_RETURNED})
"""What the office may do to a receipt whose drawer is closed; its desk hears of it."""
SINCE = CORRECTS | OFFICE_SAYS
"""What became of a payment, as its receipt says it from then on."""
LINES_MOST = 50  # A payment has a line for each card that was approved, and one for the rest.

_MOVED_FROM = {
    TargetKind.CREDIT: "its credit on account",
    TargetKind.PREPAY: "its deposit",
    TargetKind.HOLDING: "its unidentified money",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSeen:
    """``lines`` are the payment's, as `masked` leaves them; ``region`` and ``center_name`` are where it was taken.

    ``voided``: it went back, and is printed no more. ``since``: what else became of it, as `masked_since` leaves it.
    """

    number: str
    region: str
    center_name: str
    lines: tuple[Line, ...]
    since: tuple[Line, ...] = ()
    voided: bool = False

    @property
    def paper(self) -> tuple[Line, ...]:
        """The lines that its paper says."""
        return (*self.lines, *self.since)

    @property
    def told_since(self) -> str:
        """What became of it, in sentences for who looks at it; empty where nothing did."""
        return " ".join(filter(None, map(_since_words, self.since)))

    @property
    def why_no_copy(self) -> str:
        """Why it is not printed again; empty where it is."""
        return (
            f"Receipt {self.number} was voided: its money went back. No copy is printed of it." if self.voided else ""
        )

    def facts(self) -> dict[str, Any]:
        """What a RECEIPT_COPIED line says."""
        return {
            "receipt": self.number,
            "region": self.region,
            "center_name": self.center_name,
            "bodies": [line.body().decode() for line in self.lines],
            **({"since": [line.body().decode() for line in self.since]} if self.since else {}),
        }


def moved_from(line: Line) -> str:
    """What a moved amount paid before, as whoever looks at the receipt may read it."""
    was = read_target(line.facts["from"])
    return _MOVED_FROM.get(was.kind, was.number)


def masked(line: Line) -> Line:
    """A PAYMENT line with what its paper says and no more: no whole number, no name but the payor's, which stands
    there, no account, no transfers (R16, R17). Raises UnreadableBody.
    """
    facts = read_payment(line)
    shown = replace(
        facts,
        member_number=facts.member_number[-LAST_FOUR:],
        member_name=initials_of(facts.member_name),
        guarantor_number=facts.guarantor_number[-GUARANTOR_DIGITS:],
        identified={},
        payor=Payor(name=facts.payor.name),
        reason="",
        targets=tuple(_masked_target(placed, is_own=not facts.payor.name) for placed in facts.targets),
        tenders=tuple(map(_masked, facts.tenders)),
    )
    return replace(line, shift_id=None, facts=shown.facts(), transfers=())


def _since_words(line: Line) -> str:
    said, day = line.facts, day_words(line.business_date or line.taken_at.date())
    match line.kind:
        case LineKind.MOVED | LineKind.MOVE_AGREED:
            return f"{Money(said['cents'])} of {moved_from(line)} was moved on {day}: it pays another thing."
        case LineKind.TENDER_CHANGED:
            return f"{read_tender(said['now']).words} was keyed as another tender, put right on {day}."
        case LineKind.CHECK_RETURNED:
            return f"Check {said['number']} came back unpaid on {day}."
    return ""


def masked_since(line: Line) -> Line:
    """A line of `SINCE` with what a receipt says of it and no more: not where the money went, nor whose it was (R16).
    Raises UnreadableBody.
    """
    try:
        said = _since_facts(line)
    except MISREAD as trouble:
        raise UnreadableBody(f"A correction cannot be read: {type(trouble).__name__}.") from trouble
    return replace(line, shift_id=None, facts=said, transfers=())


def _since_facts(line: Line) -> dict[str, Any]:
    facts = line.facts
    said = {"receipt": str(facts["receipt"]), "approver_name": str(facts.get("approver_name", ""))}
    match line.kind:
        case LineKind.MOVED | LineKind.MOVE_AGREED:
            source = read_target(facts["from"])
            number = source.number[-GUARANTOR_DIGITS:] if source.kind is TargetKind.CREDIT else source.number
            return said | {"from": replace(source, number=number).code, "cents": facts["cents"]}
        case LineKind.TENDER_CHANGED:
            now = _masked(read_tender(facts["now"])).facts()
            return said | {"tender": facts["tender"], "was": {"kind": facts["was"]["kind"]}, "now": now}
        case LineKind.CHECK_RETURNED:
            return said | {"number": facts["number"]}
        case LineKind.VOIDED:
            return said
    raise ValueError(line.kind)


def _masked_target(placed: Placed, *, is_own: bool) -> Placed:
    """``is_own``: the member paid it, whose paper says the plan, too."""
    part, target = placed.part, placed.part.target
    if target.kind is TargetKind.CREDIT:
        part = replace(part, target=replace(target, number=target.number[-GUARANTOR_DIGITS:]))
    plan = placed.plan if is_own else ""
    return replace(placed, part=part, member_number=placed.member_number[-LAST_FOUR:], plan=plan)


def _masked(tender: Tender) -> Tender:
    return replace(tender, routing="", account=None, micr="", attempt_id=None)


def receipt_seen(
    number: str,
    region: str,
    center_name: str,
    bodies: tuple[str, ...],
    *,
    since: tuple[str, ...] = (),
    voided: bool = False,
) -> ReceiptSeen:
    """The receipt that these bodies are. Raises UnreadableBody where they are another one's, or none's."""
    lines = tuple(read_line(body.encode()) for body in bodies)
    if not lines or any(read_payment(line).receipt != number for line in lines):
        raise UnreadableBody("These lines are not the receipt's.")
    later = tuple(masked_since(read_line(body.encode())) for body in since)
    if any(line.facts["receipt"] != number for line in later):
        raise UnreadableBody("What became of the receipt is another one's.")
    return ReceiptSeen(number=number, region=region, center_name=center_name, lines=lines, since=later, voided=voided)


def read_seen(line: Line) -> ReceiptSeen:
    """The receipt that a RECEIPT_COPIED line says again. Raises UnreadableBody."""
    said = line.facts
    try:
        bodies, since = tuple(said["bodies"]), tuple(said.get("since", ()))
        return receipt_seen(str(said["receipt"]), str(said["region"]), str(said["center_name"]), bodies, since=since)
    except MISREAD as trouble:
        raise UnreadableBody(f"A copied receipt cannot be read: {type(trouble).__name__}.") from trouble


def place_of(seen: ReceiptSeen, own: Place) -> Place:
    """Where a receipt was made, as its paper says it, from another desk's place. Its window is known as its desk."""
    region = next((other for other in own.elsewhere if other.region == seen.region), None)
    return replace(
        own,
        desk=made_at(seen.number),
        window=made_at(seen.number),
        center=seen.lines[0].center,
        center_name=seen.center_name,
        region=seen.region,
        region_name=region.name if region else own.region_name,
        questions_phone=region.phone if region else own.questions_phone,
        time_zone=region.time_zone if region and region.time_zone else own.time_zone,
    )
