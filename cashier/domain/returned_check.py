"""A check that the bank returned unpaid: what it paid is open again, and its fee is as high as the law lets it be.

California Civil Code 1719(a)(1): for a check passed on insufficient funds $25 at most, $35 for each later one of the
same person to the same payee. It knows no such fee for a payment that was stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cashier.domain.accounts import AccountKind
from cashier.domain.correction import PartNow, PaymentNow
from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.office_slip import OfficeSlip, read_office_slip
from cashier.domain.region_rules import FeeRule, in_force
from cashier.domain.scan import fold, safe_text
from cashier.domain.tenders import Tender, TenderKind

RETURN_ACT = "the return of check {number}, receipt {receipt}"
LISTED_DAYS = 180  # How long an account stays on the list where nobody says otherwise.
FEE_DUE_DAYS = 30
FEE, WHY = "fee", "words"


class ReturnReason(StrEnum):
    """Why a bank returned a check, as its notice says it."""

    UNPAID = "insufficient_funds"
    CLOSED = "account_closed"
    STOPPED = "payment_stopped"
    OTHER = "other"


REASONS = {
    ReturnReason.UNPAID: "Insufficient funds",
    ReturnReason.CLOSED: "Account closed",
    ReturnReason.STOPPED: "Payment stopped",
}
_WITH_FEE = frozenset({ReturnReason.UNPAID, ReturnReason.CLOSED})


FEES = (FeeRule(since=date.min, first=Money(2500), later=Money(3500)),)


def fee_most(day: date, *, earlier: int, reason: ReturnReason, rules: Sequence[FeeRule] = FEES) -> Money:
    """What the fee may be for a check that comes back on ``day``, after so many ``earlier`` ones of the same payor."""
    rule = in_force(rules, day)
    if rule is None or reason not in _WITH_FEE:
        return ZERO
    return rule.later if earlier else rule.first


def site_fees(rules: Sequence[FeeRule], day: date) -> tuple[Money, Money] | None:
    """What a site takes for the first returned check and for each later one; None where the law's most is taken."""
    rule = in_force(rules, day)
    return (rule.first, rule.later) if rule is not None else None


def read_reason(text: str) -> tuple[ReturnReason, str]:
    """The bank's reason as a person writes it, and the words where it is another one. Raises FieldRefused."""
    words = _safe(text, "The reason", WHY)
    if not words:
        raise FieldRefused(f"Say why it came back: {', '.join(said.lower() for said in REASONS.values())}.", WHY)
    known = {fold(said): reason for reason, said in REASONS.items()} | {"nsf": ReturnReason.UNPAID}
    reason = known.get(fold(words), ReturnReason.OTHER)
    return reason, words if reason is ReturnReason.OTHER else ""


def reason_words(reason: str, words: str) -> str:
    """``Insufficient funds``, or what a person wrote."""
    return words or {known.value: said for known, said in REASONS.items()}.get(reason, "Other")


def read_fee(text: str) -> Money | None:
    """A fee that was typed, none for zero; None where the usual one is meant. Raises FieldRefused."""
    typed = text.strip()
    if not typed:
        return None
    if typed.strip("$0.") == "":
        return ZERO
    try:
        return parse_amount(typed, "the fee")
    except Refused as refused:
        raise FieldRefused(refused.sentence, FEE) from refused


Told = tuple[tuple[str, str], ...]
"""What came of a returned check, label by label, as the ledger tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRecord(OfficeSlip):
    """What a RETURN_SLIP line says, for its paper. ``staff_name`` told it."""

    receipt: str
    number: str

    def facts(self) -> dict[str, Any]:
        return {**OfficeSlip.facts(self), "receipt": self.receipt, "number": self.number}


def read_return_record(line: Line) -> ReturnRecord:
    """The inverse of `ReturnRecord.facts`. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.RETURN_SLIP:
            raise ValueError(line.kind)
        return ReturnRecord(receipt=said["receipt"], number=said["number"], **read_office_slip(said))
    except MISREAD as trouble:
        raise UnreadableBody(f"A returned check cannot be read: {type(trouble).__name__}.") from trouble


def return_subject(receipt: str, number: str) -> str:
    """What a returned check is called among the office's acts."""
    return f"check.{receipt}.{number}"


def return_act(receipt: str, number: str) -> str:
    """What a second person signs for; no other check."""
    return RETURN_ACT.format(number=number, receipt=receipt)


def listed_until(day: date) -> date:
    return day + timedelta(days=LISTED_DAYS)


def returned_tender(payment: PaymentNow, number: str) -> tuple[int, Tender]:
    """The check of this number and its place among the tenders. Raises Refused."""
    stands = {part.tender for _, part in payment.standing}
    found = [
        (place, tender)
        for place, tender in enumerate(payment.tenders)
        if tender.number == number and tender.kind not in (TenderKind.CASH, TenderKind.CARD)
    ]
    if found:  # What it was keyed as before, it is not any more.
        return next((each for each in found if each[0] in stands), found[0])
    receipt, number = safe_text(payment.receipt, "The receipt"), safe_text(number, "The number")
    raise Refused(f"Receipt {receipt} has no check {number} here. Read both from the returned check again.")


def reopened(payment: PaymentNow, tender: int) -> tuple[tuple[int, PartNow], ...]:
    """The parts that a tender pays now, each with its place. Raises Refused where it pays nothing any more."""
    parts = [(at, p) for at, p in payment.standing if p.tender == tender and p.into.kind is AccountKind.DRAWER_CHECKS]
    if not parts:
        raise Refused(f"Nothing of receipt {payment.receipt} is paid by that check any more. Look at its corrections.")
    return tuple(parts)


def _safe(text: str, words: str, field: str) -> str:
    try:
        return safe_text(text, words)
    except Refused as refused:
        raise FieldRefused(refused.sentence, field) from refused
