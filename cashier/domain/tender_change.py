"""A change of tender type: a check was keyed as cash, or cash as a money order. The money lies where it lies and pays
what it pays; only what it is called changes, and with it which part of the drawer is expected to hold it (CO-9, R4).

A card is never called otherwise: its money is at the bank, and goes back to the same card by a void.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from cashier.domain.money import ZERO, total
from cashier.domain.people import Approval, Staff
from cashier.domain.shift import Shift
from cashier.domain.shift_close import paper_facts
from cashier.domain.statements import StatementKind
from cashier.domain.tender_terms import TenderTable
from cashier.domain.tenders import RULES, Tender, TenderKind
from cashier.domain.transfer import Transfer

CHANGE_REASONS = {
    "keyed_wrong": "Keyed as another tender",
    "wrong_number": "Wrong number or bank",
    "looked_through": "Found when the drawer was looked through",
    OTHER_REASON: "Other",
}
WHICH, KIND = "which", "kind"
KINDS = tuple(kind for kind in TenderKind if kind is not TenderKind.CARD)
"""What a tender may be called instead, in the order of the window's keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTender:
    """The wish to call what was handed over by its right name. ``tender``: its place among all tenders of the payment;
    ``to``: what it is, for the same amount.
    """

    line_id: UUID
    receipt: str
    tender: int
    to: Tender
    why: Why
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAt:
    """All that it depends on besides the wish. ``held`` and ``items``: the cash and the paper in this drawer;
    ``bills``: of which kind each statement is that the payment pays, as far as this desk knows.
    """

    payment: PaymentNow
    shift: Shift | None
    staff: Staff
    held: Holdings
    items: Sequence[DrawerItem]
    terms: TenderTable
    bills: Mapping[str, StatementKind]
    now: datetime


@dataclass(frozen=True, slots=True)
class Changeable:
    """A tender that may be called otherwise, by its place among all tenders of the payment."""

    place: int
    tender: Tender


def change_act(receipt: str, was: Tender, to: Tender) -> str:
    """What a second person signs for; no other tender, and no other name."""
    return f"the change of {was.words} to {to.words} on {receipt}"


def must_be_changeable(at: ChangeAt) -> Shift:
    """The shift in which it is written. Raises Refused, with the way that is open instead."""
    shift = must_lie_here(
        at.payment,
        at.shift,
        at.staff,
        closed=": what was keyed wrong in it was signed for when it was counted.",
    )
    if not changeable(at):
        raise Refused(_why_none(at.payment))
    return shift


def changeable(at: ChangeAt) -> tuple[Changeable, ...]:
    """The tenders that lie in this drawer as they were handed over. What gave change or was rounded was cash, or was
    not handed over at all: such a payment is voided and taken again.
    """
    here = {item.key for item in at.items}
    found = []
    for place, tender in enumerate(at.payment.tenders):
        parts = [part for _, part in at.payment.standing if part.tender == place]
        is_paper = tender.rule.into is AccountKind.DRAWER_CHECKS
        if tender.kind is TenderKind.CARD or total([part.amount for part in parts]) != tender.amount:
            continue
        if paper_key(at.payment, place) in here if is_paper else not _is_rounded(at.payment):
            found.append(Changeable(place, tender))
    return tuple(found)


def decide_change(wish: ChangeTender, at: ChangeAt) -> Line:
    """The line of a change. Raises Refused (FieldRefused names the field), and then nothing is called otherwise."""
    shift, receipt = must_be_changeable(at), at.payment.receipt
    was = next((each.tender for each in changeable(at) if each.place == wish.tender), None)
    if was is None:
        raise FieldRefused(f"Choose which tender of receipt {receipt} was keyed wrong.", WHICH)
    to = _checked(wish.to, was, at)
    taken = [(place, part) for place, part in at.payment.standing if part.tender == wish.tender]
    book = _one_book(taken, to)
    _check_bills(taken, to, at)
    why = check_why(wish.why, CHANGE_REASONS)
    approval = check_signed(
        wish.approval,
        requester=at.staff.user,
        act=change_act(receipt, was, wish.to),  # As it was signed: what is kept of a number has no blanks.
        amount=to.amount,
        words="A change of tender",
        now=at.now,
    )
    last, into = at.payment.facts[-1], to.rule.into
    key = f"{wish.line_id}.0"
    paper = DrawerItem(key=key, kind=to.kind, number=to.number, receipt=receipt, book=book, amount=to.amount)
    is_paper, was_paper = (each.rule.into is AccountKind.DRAWER_CHECKS for each in (to, was))
    if is_paper and not was_paper:
        _must_be_there(to, book, at)
    return drawer_line(
        LineKind.TENDER_CHANGED,
        wish.line_id,
        {
            **corrected_facts(at.payment, [(place, part.amount) for place, part in taken]),
            "member_name": last.member_name,
            "payor": last.payor.name,
            "tender": wish.tender,
            "was": {"kind": was.kind.value, "number": was.number, "words": was.words},
            "now": to.facts(),
            "words": to.words,
            "book": book.code,
            "cents": to.amount.cents,
            **({"items": [paper_key(at.payment, wish.tender)]} if was_paper else {}),
            **({"papers": paper_facts([paper])} if is_paper else {}),
            "reason": why.reason,
            "text": why.text,
            "staff_name": at.staff.name,
            "approver": approval.approver,
            "approver_name": approval.approver_name,
            **approval.word_facts(),
        },
        shift=shift,
        staff=at.staff,
        now=at.now,
        transfers=tuple(
            Transfer(shift.drawer(into, book), part.into, part.amount)
            for _, part in taken
            if shift.drawer(into, book) != part.into
        ),
    )


def _must_be_there(to: Tender, book: Book, at: ChangeAt) -> None:
    """Raises Refused where what was keyed as cash has left the drawer as cash: its bag would hold less than nothing.

    Looked at after a second person signed, as at a void (R2).
    """
    if to.amount > at.held.cash.get(book, ZERO):
        raise Refused(
            f"There is not that much {book.line} cash in this drawer: what was keyed as cash has left it as cash. "
            "Count the drawer with a lead."
        )


def _why_none(payment: PaymentNow) -> str:
    if all(tender.kind is TenderKind.CARD for tender in payment.tenders):
        return (
            f"Receipt {payment.receipt} was paid by card, which is no other tender: void it, so that the money goes "
            "back to the same card, and take the payment again."
        )
    return (
        f"What was handed over for receipt {payment.receipt} does not lie in this drawer as it came: change was given, "
        "or it was rounded. Void the payment and take it again."
    )


def _is_rounded(payment: PaymentNow) -> bool:
    return any(facts.rounding for facts in payment.facts)


def _checked(to: Tender, was: Tender, at: ChangeAt) -> Tender:
    """What it is, as it may be kept. Raises FieldRefused."""
    if to.kind is TenderKind.CARD:
        raise FieldRefused("A card is taken at the terminal. Void this payment and take it again by card.", KIND)
    (to,) = at.terms.checked((to,))
    if to.amount != was.amount:
        raise Refused(f"{was.words} is {was.amount}, and stays as much. Void the payment if it was another amount.")
    if (to.kind, to.number, to.issuer, to.routing) == (was.kind, was.number, was.issuer, was.routing):
        raise FieldRefused(f"It is {was.words.lower()} already. Choose what it really is.", KIND)
    return to


def _one_book(taken: Sequence[tuple[int, PartNow]], to: Tender) -> Book:
    """The book that it pays. Raises FieldRefused for paper that would pay two, which no bank splits (R12)."""
    books = {part.into.book for _, part in taken if part.into.book is not None}
    if len(books) > 1:
        words = RULES[to.kind].words
        raise FieldRefused(
            f"This pays medical bills and premium. {words} pays one of them: void it and take each on its own.",
            KIND,
        )
    (book,) = books
    return book


def _check_bills(taken: Sequence[tuple[int, PartNow]], to: Tender, at: ChangeAt) -> None:
    for _, part in taken:
        bill = at.bills.get(part.target.owner) if part.target.kind is AccountKind.RECEIVABLE else None
        if bill is not None and bill not in at.terms.of(to.kind).bills:
            raise FieldRefused(f"{to.rule.words} is not taken for a {bill} bill. Void the payment instead.", KIND)
