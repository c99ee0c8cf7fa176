"""A void: the whole payment goes back, in the same shift, from the same drawer, before it was counted (CO-1, R6).

Its transfers are those of the payment, the other way round. What can't go back here is refused, with the way out.
Card money goes back first, at the terminal that charged it: the void is booked once that is sure (`giving_back`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from cashier.domain.accounts import AccountKind, Book
from cashier.domain.correction import (
    OTHER_REASON,
    PartNow,
    PaymentNow,
    Why,
    check_signed,
    check_why,
    corrected_facts,
    must_lie_here,
    paper_key,
)
from cashier.domain.drawer import DrawerItem, Holdings
from cashier.domain.drawer_count import drawer_line
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.origin import OriginKind
from cashier.domain.people import Approval, Staff
from cashier.domain.poi import PoiTransaction
from cashier.domain.scan import safe_text
from cashier.domain.shift import Shift
from cashier.domain.tenders import RULES, Tender, TenderKind
from cashier.domain.transfer import Transfer

VOID_REASONS = {
    "changed_tender": "Member changed the tender",
    "paid_twice": "Paid twice",
    "wrong_amount": "Wrong amount taken",
    "not_today": "Member will not pay today",
    OTHER_REASON: "Other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """The wish to give a payment back. ``receipt_back``: the number of the receipt that the member gave back, as it was
    scanned; or why there is none, in ``without_receipt`` (R6).
    """

    line_id: UUID
    receipt: str
    why: Why
    receipt_back: str = ""
    without_receipt: str = ""
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidAt:
    """All that a void depends on besides the wish. ``items``: the checks and other paper in this drawer.

    ``terminal``: the card terminal of this desk, empty where there is none; ``charged_at``: which terminal each sale
    was asked for at, by its attempt; ``not_reversed``: the sales that a terminal would not give back before.
    """

    payment: PaymentNow
    shift: Shift | None
    staff: Staff
    held: Holdings
    items: Sequence[DrawerItem]
    now: datetime
    phone: str = ""
    terminal: str = ""
    charged_at: Mapping[UUID, str] = field(default_factory=dict)
    not_reversed: Collection[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBack:
    """Card money that goes back at the terminal, whole: of which sale, and what that terminal calls it."""

    sale: UUID
    original: PoiTransaction
    amount: Money
    words: str


def void_act(receipt: str) -> str:
    """What a second person signs for; no other payment."""
    return f"the void of {receipt}"


def must_be_voidable(at: VoidAt) -> Shift:
    """The shift whose drawer gives it back. Raises Refused, with the way that is open instead.

    Says nothing of how much cash is in the drawer: that is looked at after a second person signed (R2).
    """
    receipt = at.payment.receipt
    shift = must_lie_here(
        at.payment, at.shift, at.staff, closed=f", so nothing of it can be given back here. {_after_close(at)}"
    )
    card_back(at)
    origins = [facts.origin for facts in at.payment.facts if facts.origin is not None]
    if any(origin.kind is OriginKind.LATE and not origin.receipt for origin in origins):
        raise Refused(f"Receipt {receipt} stands for a paper receipt, whose number is used up. {_at_office(at)}")
    here = {item.key for item in at.items}
    for tender in _papers(at.payment):
        if paper_key(at.payment, tender) not in here:
            words = at.payment.tenders[tender].words
            raise Refused(f"{words} is not in this drawer any more. {_at_office(at)}")
    return shift


def _after_close(at: VoidAt) -> str:
    phone = f", {at.phone}," if at.phone else ""
    return f"The cash office{phone} moves it to the member's account; then a refund is asked for."


def card_back(at: VoidAt) -> CardBack | None:
    """What the terminal has to give back before a void; None for a payment without card money.

    Raises Refused, with the way that is open instead. Two cards are the office's: a void gives all back or nothing, and
    after the first has gone back the second may be refused.
    """
    receipt, cards = at.payment.receipt, {tender for _, tender in _on_cards(at.payment)}
    if not cards:
        return None
    only_there = f"Receipt {receipt} has card money, which goes back to the same card and to nothing else. "
    if len(cards) > 1:
        raise Refused(
            f"Receipt {receipt} was paid with several cards, and the first may go back without the others. "
            + _at_office(at)
        )
    (place,) = cards
    tender = at.payment.tenders[place]
    if tender.attempt_id is None or tender.poi is None or not at.charged_at.get(tender.attempt_id):
        raise Refused(only_there + _at_office(at))
    if tender.attempt_id in at.not_reversed:
        raise Refused(f"The terminal would not give the card money of receipt {receipt} back. {_at_office(at)}")
    if at.charged_at[tender.attempt_id] != at.terminal:
        raise Refused(f"The card terminal that charged receipt {receipt} is not at this desk. {_at_office(at)}")
    if _of(place, at.payment.standing) != tender.amount:
        raise Refused(only_there + _at_office(at))
    return CardBack(sale=tender.attempt_id, original=tender.poi, amount=tender.amount, words=tender.words)


def _on_cards(payment: PaymentNow) -> tuple[tuple[PartNow, int], ...]:
    """The parts that card money pays now, each with its tender."""
    parts = [part for _, part in payment.standing if part.into.kind is AccountKind.CARD_CLEARING]
    return tuple((part, part.tender) for part in parts if part.tender is not None)


def _at_office(at: VoidAt) -> str:
    phone = f", {at.phone}" if at.phone else ""
    return f"Send the member to the cash office{phone}: a refund is asked for there."


def decide_void(wish: Void, at: VoidAt) -> Line:
    """The line that gives a payment back. Raises Refused (FieldRefused names the field), and then nothing happened."""
    if card_back(at) is not None:
        raise Refused(f"Receipt {at.payment.receipt} has card money. The terminal gives it back first.")
    checked, shift = check_void(wish, at)
    return void_line(checked, at, shift)


def check_void(wish: Void, at: VoidAt) -> tuple[Void, Shift]:
    """The wish as it may be kept, and whose drawer gives it back. Raises Refused (FieldRefused names the field)."""
    shift = must_be_voidable(at)
    receipt, amount = at.payment.receipt, to_give_back(at.payment)
    why = check_why(wish.why, VOID_REASONS)
    back, without = wish.receipt_back.strip().upper(), safe_text(wish.without_receipt, "Why there is no receipt")
    if back and back != receipt:
        raise FieldRefused(f"That is not receipt {receipt}. Scan the member's, or say why it is not here.", "receipt")
    if not back and not without:
        raise FieldRefused(f"Scan the member's receipt {receipt}, or say why it is not here.", "receipt")
    check_signed(
        wish.approval, requester=at.staff.user, act=void_act(receipt), amount=amount, words="A void", now=at.now
    )
    _must_have_cash(at)
    return replace(wish, why=why, receipt_back=back, without_receipt="" if back else without), shift


def void_line(checked: Void, at: VoidAt, shift: Shift, reversal: UUID | None = None) -> Line:
    """The line of a void that was checked and signed. ``reversal``: the attempt that gave its card money back.

    Refuses nothing: where a card has its money back, that is a fact.
    """
    standing, tenders, approval = at.payment.standing, at.payment.tenders, checked.approval
    assert approval is not None, "it was signed"
    return drawer_line(
        LineKind.VOIDED,
        checked.line_id,
        {
            **corrected_facts(at.payment, [(place, part.amount) for place, part in standing]),
            "member_name": at.payment.facts[-1].member_name,
            "language": at.payment.facts[-1].language,
            "tenders": [
                {
                    "kind": tender.kind.value,
                    "cents": _of(place, standing).cents,
                    "number": tender.number,
                    **_card_facts(tender),
                }
                for place, tender in enumerate(tenders)
            ],
            "applied": [[part.tender, part.amount.cents] for _, part in standing],
            "items": [paper_key(at.payment, tender) for tender in _papers(at.payment)],
            "cents": to_give_back(at.payment).cents,
            "cash_cents": at.payment.cash.cents,
            **({"reversal": str(reversal)} if reversal else {}),
            "reason": checked.why.reason,
            "text": checked.why.text,
            "receipt_back": bool(checked.receipt_back),
            "without_receipt": checked.without_receipt,
            "staff_name": at.staff.name,
            "approver": approval.approver,
            "approver_name": approval.approver_name,
            **approval.word_facts(),
        },
        shift=shift,
        staff=at.staff,
        now=at.now,
        transfers=tuple(Transfer(part.target, part.into, part.amount) for _, part in standing),
    )


def _card_facts(tender: Tender) -> dict[str, str]:
    """Which card it was, by its brand and last four, and the sale that is given back; nothing for other tenders."""
    if tender.kind is not TenderKind.CARD:
        return {}
    return {"words": tender.words, **({"attempt": str(tender.attempt_id)} if tender.attempt_id else {})}


def to_give_back(payment: PaymentNow) -> Money:
    """What the payor gets: all that lies in the drawer for it, and what was charged to cards."""
    parts = [part for _, part in payment.standing if part.into.book is not None]
    return total([part.amount for part in parts])


def given_back(payment: PaymentNow) -> tuple[tuple[str, Money], ...]:
    """What goes back, tender by tender: the card, ``Check 1043`` and what it paid; cash as it lies in the drawer."""
    cards = dict.fromkeys(tender for _, tender in _on_cards(payment))
    papers = [(payment.tenders[tender].words, _of(tender, payment.standing)) for tender in (*cards, *_papers(payment))]
    cash = payment.cash
    return (*papers, *([(RULES[TenderKind.CASH].words, cash)] if cash > ZERO else []))


def from_drawer(payment: PaymentNow) -> bool:
    """Whether cash or paper is handed over."""
    return bool(_papers(payment)) or payment.cash > ZERO


def _papers(payment: PaymentNow) -> tuple[int, ...]:
    lying = [part.tender for _, part in payment.standing if part.into.kind is AccountKind.DRAWER_CHECKS]
    return tuple(dict.fromkeys(tender for tender in lying if tender is not None))


def _of(tender: int, standing: Sequence[tuple[int, PartNow]]) -> Money:
    return total([part.amount for _, part in standing if part.tender == tender])


def _must_have_cash(at: VoidAt) -> None:
    wanted: dict[Book, Money] = {}
    for _, part in at.payment.standing:
        if part.into.kind is AccountKind.DRAWER_CASH and part.into.book is not None:
            wanted[part.into.book] = wanted.get(part.into.book, ZERO) + part.amount
    for book, amount in wanted.items():
        if amount > at.held.cash.get(book, ZERO):
            raise Refused(f"There is not that much {book.line} cash in this drawer. {_at_office(at)}")
