"""What was chosen for a member and put by: kept without any money, taken up again once, gone after some hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, text_of
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import Situation, TakePayment
from cashier.domain.payor import MEMBER_PAYS, Payor, check_payor, read_payor
from cashier.domain.people import Right
from cashier.domain.scan import safe_text
from cashier.domain.statements import Statement
from cashier.domain.targets import Part, Target, TargetKind, read_target
from cashier.domain.times import instant_text, read_instant

SUSPENDED_H = 24
SUSPENDED_MOST_H = 7 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendedPart:
    """An amount that was chosen for a target, and what was open on that then."""

    target: Target
    amount: Money
    open: Money = ZERO
    note: str = ""
    source: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all that was open was to be paid."""
        return self.target.kind is TargetKind.STATEMENT and self.amount == self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """A suspended transaction as its line says it. ``suspended_id`` is the line's id; ``by`` a cashier's short name."""

    suspended_id: UUID
    desk: str
    member_number: str
    initials: str
    by: str
    at: datetime
    expires_at: datetime
    parts: tuple[SuspendedPart, ...]
    payor: Payor = MEMBER_PAYS
    reason: str = ""

    @property
    def last_four(self) -> str:
        return self.member_number[-4:]

    @property
    def words(self) -> str:
        """``2 statements``, ``1 statement and credit on account``: no amounts, it stands in a list (R15, R17)."""
        statements = sum(part.target.kind is TargetKind.STATEMENT for part in self.parts)
        said = [f"{statements} statement{'' if statements == 1 else 's'}"] if statements else []
        others = len(self.parts) - statements
        said += [f"{others} other"] if others else []
        return " and ".join(said)


def decide_suspend(wish: TakePayment, now: Situation, keep_for: timedelta) -> Line:
    """The line that puts a wish by, under the payment's own id.

    Raises Refused where money was taken or accepted for it: nothing suspended ever holds any.
    """
    now.staff.needs(Right.TAKE_PAYMENTS, "suspend a transaction")
    if wish.tenders or now.earlier:
        raise Refused("Money was accepted for this. Take the payment, or give the tenders back first with Esc.")
    if not wish.parts:
        raise Refused("Choose what is paid first, then suspend it.")
    if not wish.identified.get(wish.member_number):
        raise Refused("Note how the member was identified first.")
    for part in wish.parts:
        if part.amount <= ZERO:
            raise Refused(f"Enter an amount above zero for {part.target.code}.")
    payor, reason = check_payor(wish.payor), safe_text(wish.reason, "The reason")
    return Line(
        line_id=wish.payment_id,
        kind=LineKind.SUSPENDED,
        desk=now.shift.desk,
        center=now.shift.center,
        staff=now.staff.user,
        taken_at=now.now,
        business_date=now.shift.business_date,
        shift_id=now.shift.shift_id,
        facts={
            "member": wish.member_number,
            "initials": now.member.initials,
            "by": now.staff.short_name,
            "expires_at": instant_text(now.now + keep_for),
            "parts": [_part_facts(part, now.statements.get(part.target.number)) for part in wish.parts],
        }
        | (payor.facts() if payor.name else {})
        | ({"reason": reason} if reason else {}),
    )


def _part_facts(part: Part, statement: Statement | None) -> dict[str, Any]:
    said = {
        "target": part.target.code,
        "cents": part.amount.cents,
        "open": statement.open.cents if statement is not None else 0,
    }
    texts = {"note": safe_text(part.note, "The note"), "source": safe_text(part.source, "The source")}
    return said | {key: text for key, text in texts.items() if text}


def read_suspended(line: Line) -> Suspended:
    """What a SUSPENDED line says. Raises UnreadableBody."""
    if line.kind is not LineKind.SUSPENDED:
        raise UnreadableBody("This line suspends nothing.")
    said = line.facts
    try:
        return Suspended(
            suspended_id=line.line_id,
            desk=line.desk,
            member_number=text_of(said["member"]),
            initials=text_of(said["initials"]),
            by=text_of(said["by"]),
            at=line.taken_at,
            expires_at=read_instant(said["expires_at"]),
            parts=tuple(_read_part(part) for part in said["parts"]),
            payor=read_payor({"payor": ""} | {key: text_of(said[key]) for key in said if key.startswith("payor")}),
            reason=text_of(said.get("reason", "")),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A suspended transaction cannot be read: {type(trouble).__name__}.") from trouble


def _read_part(said: dict[str, Any]) -> SuspendedPart:
    return SuspendedPart(
        target=read_target(said["target"]),
        amount=Money(said["cents"]),
        open=Money(said["open"]),
        note=text_of(said.get("note", "")),
        source=text_of(said.get("source", "")),
    )


def resumed_facts(suspended: Suspended, identified: str, *, ledger_agreed: bool) -> dict[str, Any]:
    """What a RESUMED line says. ``ledger_agreed``: the ledger gave it to this desk; else it was away, or lacks it."""
    return {
        "suspended": str(suspended.suspended_id),
        "suspended_at": suspended.desk,
        "member": suspended.member_number,
        "identified": identified,
        "ledger_agreed": ledger_agreed,
    }


def resumed_id(line: Line) -> UUID:
    """Which suspended transaction a RESUMED line takes up. Raises UnreadableBody."""
    try:
        return UUID(line.facts["suspended"])
    except MISREAD as trouble:
        raise UnreadableBody(f"A resumed transaction cannot be read: {type(trouble).__name__}.") from trouble


def still_suspended(lines: tuple[Line, ...], now: datetime) -> tuple[Suspended, ...]:
    """Of SUSPENDED and RESUMED lines: what waits still and has not expired, oldest first."""
    resumed = {resumed_id(line) for line in lines if line.kind is LineKind.RESUMED}
    suspended = (read_suspended(line) for line in lines if line.kind is LineKind.SUSPENDED)
    return tuple(s for s in suspended if s.suspended_id not in resumed and now < s.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What a resumed transaction comes to on today's balances.

    ``amounts`` by statement number; ``sentences`` are what the cashier tells the member before money is taken.
    """

    amounts: Mapping[str, Money]
    sentences: tuple[str, ...]


def take_up(suspended: Suspended, payable: Mapping[str, Statement]) -> Again:
    """Choose again what was chosen, among ``payable`` by number. What was whole stays whole; no part is beyond open.

    What cannot be chosen by itself (another member's statement, credit that a lead signs for) is said; a deposit can.
    """
    amounts: dict[str, Money] = {}
    sentences: list[str] = []
    for part in suspended.parts:
        code = part.target.code
        if part.target.kind is TargetKind.PREPAY:
            continue
        if part.target.kind is not TargetKind.STATEMENT:
            sentences.append(f"{part.amount} for {code} is to be entered again.")
            continue
        statement = payable.get(part.target.number)
        if statement is None:
            sentences.append(f"{code} cannot be chosen here now. It is paid, withdrawn, or another member's.")
            continue
        if statement.open != part.open:
            sentences.append(f"{code}: {part.open} was open, {statement.open} is open now.")
        amount = statement.open if part.is_whole else min(part.amount, statement.open)
        if amount > ZERO:
            amounts[part.target.number] = amount
    return Again(amounts=amounts, sentences=tuple(sentences))
