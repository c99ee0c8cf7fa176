"""What was corrected of a payment, and what of it stands now: read from its lines, of which none is ever changed.

A correction is a line of its own that names the payment's latest line. Each tells its parts by their place among those
that stood before it, so that every tender can be followed to where its money is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.asks import AHEAD, WORD_HOLDS
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.scan import safe_text
from cashier.domain.shift import Shift
from cashier.domain.targets import Placed, read_placed
from cashier.domain.tenders import Tender, read_tender

CORRECTS = frozenset({LineKind.VOIDED, LineKind.MOVED, LineKind.TENDER_CHANGED})
"""Lines that name a payment's latest line in ``facts["corrects"]``, and that two people sign."""

MOVES = frozenset({LineKind.MOVED, LineKind.MOVE_AGREED})
"""Corrections after which the same tender pays another thing: at its desk, or by the cash office after the close."""

APPROVAL_HOLDS = timedelta(minutes=5)
OTHER_REASON = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNow:
    """Money of one tender as it stands: where it lies, and what it pays. ``tender`` is its place among all tenders of
    the payment; None for what was rounded.
    """

    tender: int | None
    into: Account
    target: Account
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentNow:
    """A payment's lines in order, and its corrections in order."""

    lines: tuple[Line, ...]
    corrections: tuple[Line, ...] = ()

    @property
    def facts(self) -> tuple[PaymentFacts, ...]:
        return tuple(map(read_payment, self.lines))

    @property
    def receipt(self) -> str:
        return str(self.lines[0].facts["receipt"])

    @property
    def latest(self) -> Line:
        """The line that a correction has to name."""
        return (*self.lines, *self.corrections)[-1]

    @property
    def voided_by(self) -> Line | None:
        return next((line for line in self.corrections if line.kind is LineKind.VOIDED), None)

    @property
    def changes(self) -> tuple[Line, ...]:
        """Where a tender was called otherwise, in order."""
        return tuple(line for line in self.corrections if line.kind is LineKind.TENDER_CHANGED)

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """All that was handed over, in the order of `PartNow.tender`; at the end what a tender was changed to, whose
        parts it has now. Raises UnreadableBody.
        """
        keyed = [tender for facts in self.facts for tender in facts.tenders]
        return (*keyed, *(read_tender(line.facts["now"]) for line in self.changes))

    @property
    def parts(self) -> tuple[PartNow, ...]:
        """All its parts, each at its place; one that was taken away is worth nothing. Raises UnreadableBody."""
        parts: list[PartNow] = []
        before = 0
        for line, facts in zip(self.lines, self.facts, strict=True):
            for place, transfer in enumerate(line.transfers):
                tender = before + facts.applied[place].tender if place < len(facts.applied) else None
                parts.append(
                    PartNow(tender=tender, into=transfer.debit, target=transfer.credit, amount=transfer.amount)
                )
            before += len(facts.tenders)
        for correction in self.corrections:
            if correction.kind is LineKind.TENDER_CHANGED:
                _call_otherwise(parts, correction, before)
                before += 1
            else:
                _correct(parts, correction)
        return tuple(parts)

    @property
    def moved_to(self) -> tuple[Placed, ...]:
        """What it pays since it was moved, in order. Raises UnreadableBody."""
        try:
            return tuple(read_placed(line.facts["to"]) for line in self.corrections if line.kind in MOVES)
        except MISREAD as trouble:
            raise UnreadableBody(f"A move cannot be read: {type(trouble).__name__}.") from trouble

    @property
    def standing(self) -> tuple[tuple[int, PartNow], ...]:
        """The parts that are worth something, each with its place."""
        return tuple((place, part) for place, part in enumerate(self.parts) if part.amount > ZERO)

    @property
    def cash(self) -> Money:
        """What lies in drawers in notes and coins for it now."""
        return total([part.amount for _, part in self.standing if part.into.kind is AccountKind.DRAWER_CASH])


def _correct(parts: list[PartNow], correction: Line) -> None:
    """Take the parts that a correction names away from where they stood; a move puts each at the end, elsewhere."""
    try:
        for transfer, (place, cents) in zip(correction.transfers, correction.facts["parts"], strict=True):
            part, amount = parts[place], Money(cents)
            parts[place] = replace(part, amount=part.amount - amount)
            if correction.kind in MOVES:
                parts.append(replace(part, target=transfer.credit, amount=amount))
    except MISREAD as trouble:
        raise UnreadableBody(f"A correction cannot be read: {type(trouble).__name__}.") from trouble


def _call_otherwise(parts: list[PartNow], change: Line, tender: int) -> None:
    """The same parts at the same places are of another tender now, which lies where that kind of tender does."""
    try:
        into = {transfer.credit: transfer.debit for transfer in change.transfers}
        for place, _ in change.facts["parts"]:
            part = parts[place]
            parts[place] = replace(part, tender=tender, into=into.get(part.into, part.into))
    except MISREAD as trouble:
        raise UnreadableBody(f"A changed tender cannot be read: {type(trouble).__name__}.") from trouble


def brought_by(line: Line) -> tuple[Tender, ...]:
    """The tenders that a line says were handed over: of a payment, or what one was found to be."""
    if line.kind is LineKind.TENDER_CHANGED:
        return (read_tender(line.facts["now"]),)
    return tuple(map(read_tender, line.facts["tenders"])) if line.kind is LineKind.PAYMENT else ()


def tenders_now(keyed: Sequence[Tender], corrections: Sequence[Line]) -> tuple[Tender, ...]:
    """What was handed over, each under its right name, in the order in which it was keyed. Raises UnreadableBody."""
    now, slot = list(keyed), list(range(len(keyed)))
    for line in corrections:
        if line.kind is LineKind.TENDER_CHANGED:
            try:
                slot.append(slot[line.facts["tender"]])
                now[slot[-1]] = read_tender(line.facts["now"])
            except MISREAD as trouble:
                raise UnreadableBody(f"A changed tender cannot be read: {type(trouble).__name__}.") from trouble
    return tuple(now)


def corrects_of(line: Line) -> UUID:
    """Which line a correction names. Raises UnreadableBody."""
    try:
        return UUID(line.facts["corrects"])
    except MISREAD as trouble:
        raise UnreadableBody("A correction names no line.") from trouble


def paper_key(now: PaymentNow, tender: int) -> str:
    """What names a tender's paper in bodies (`DrawerItem.key`)."""
    for line, facts in zip(now.lines, now.facts, strict=True):
        if tender < len(facts.tenders):
            return f"{line.line_id}.{tender}"
        tender -= len(facts.tenders)
    if tender < len(now.changes):
        return f"{now.changes[tender].line_id}.0"
    raise IndexError("a payment has no such tender")


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a payment is corrected: one of a list, and free text, which *other* needs."""

    reason: str
    text: str = ""


def check_why(why: Why, reasons: Mapping[str, str]) -> Why:
    """The reason as it may be kept. Raises Refused; ``reasons`` by their codes, in words."""
    text = safe_text(why.text, "The reason")
    if why.reason not in reasons:
        raise Refused("Choose a reason from the list.")
    if why.reason == OTHER_REASON and not text:
        raise Refused("Say what the other reason is: write it beside the list.")
    return Why(reason=why.reason, text=text)


def why_words(said: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """A correction's reason as a person reads it."""
    words = reasons.get(said.get("reason", ""), "")
    text = str(said.get("text", ""))
    if said.get("reason") == OTHER_REASON:
        return text
    return f"{words}: {text}" if text else words


def must_lie_here(payment: PaymentNow, shift: Shift | None, staff: Staff, *, closed: str) -> Shift:
    """The shift of this person in which a payment was taken and may still be corrected. Raises Refused; ``closed`` is
    said of one that was taken in a drawer that is closed.
    """
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    if (voided := payment.voided_by) is not None:
        raise Refused(f"Receipt {payment.receipt} was voided before, signed by {voided.facts['approver_name']}.")
    if shift is None or any(line.shift_id != shift.shift_id for line in payment.lines):
        raise Refused(f"Receipt {payment.receipt} was taken in a drawer that is closed{closed}")
    shift.must_be_of(staff)
    shift.must_be_active()
    return shift


def check_signed(
    approval: Approval | None, *, requester: str, act: str, amount: Money, words: str, now: datetime
) -> Approval:
    """The second person's word for this one correction, given just now, or from afar. Raises Refused (R5)."""
    check_approval(approval, requester=requester, act=act, amount=amount, words=words)
    assert approval is not None
    earliest, holds = (-AHEAD, WORD_HOLDS) if approval.word else (timedelta(0), APPROVAL_HOLDS)
    if not earliest <= now - approval.given_at <= holds:
        raise Refused("The approval is some minutes old. Ask the lead again.")
    return approval


def corrected_facts(now: PaymentNow, taken: Sequence[tuple[int, Money]]) -> dict[str, Any]:
    """What every correction says of its payment: which one, its latest line, whose, and which parts it takes away.

    ``after``: the moves that came before, whose parts are counted on after those of the lines. ``changed``: where a
    tender was called otherwise, which has no parts of its own.
    """
    last = now.facts[-1]
    after = [str(line.line_id) for line in now.corrections if line.kind is not LineKind.TENDER_CHANGED]
    changed = [str(line.line_id) for line in now.changes]
    return {
        "payment": str(last.payment_id),
        "receipt": last.receipt,
        "corrects": str(now.latest.line_id),
        "lines": [str(line.line_id) for line in now.lines],
        **({"after": after} if after else {}),
        **({"changed": changed} if changed else {}),
        "member": last.member_number,
        "guarantor": last.guarantor_number,
        "parts": [[place, amount.cents] for place, amount in taken],
    }
