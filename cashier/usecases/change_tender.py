"""A tender that was keyed as another one: what may be called otherwise now, and the doing of it, one line."""

from dataclasses import dataclass

from cashier.domain.correction import PaymentNow
from cashier.domain.drawer import Holdings, drawer_holds, items_in
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Numbered
from cashier.domain.people import Right, Staff
from cashier.domain.targets import TargetKind
from cashier.domain.tender_change import (
    KIND,
    Changeable,
    ChangeAt,
    ChangeTender,
    changeable,
    decide_change,
    must_be_changeable,
)
from cashier.usecases.awaiting import must_not_await_reversal
from cashier.usecases.correct_payment import must_be_free, payment_now, unknown_card
from cashier.usecases.look_at_tender import look_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import each_word_once, must_agree
from cashier.usecases.reprint import paper_again
from cashier.usecases.slips import add_slips


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffer:
    """Which tenders of a payment may be called otherwise, or in ``refused`` why none, and what is open instead."""

    receipt: str
    tenders: tuple[Changeable, ...]
    refused: str = ""


def change_offer(receipt: str, desk: Desk, staff: Staff) -> ChangeOffer:
    """What could be changed. Raises Refused for a receipt that is not this desk's."""
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with desk.open_reading() as work:
        at = _change_at(receipt, work, desk, staff)
        not_known = _not_known(at.payment, work)
    try:
        must_be_changeable(at)
        must_be_free(not_known)
    except Refused as refused:
        return ChangeOffer(receipt=receipt, tenders=(), refused=refused.sentence)
    return ChangeOffer(receipt=receipt, tenders=changeable(at))


def change_tender(wish: ChangeTender, desk: Desk, staff: Staff) -> Numbered:
    """Call a tender by its right name; the same wish twice is one change. A slip to sign and the corrected receipt are
    due in the same commit.

    Raises Refused, and then nothing is called otherwise; StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    _must_be_plain(wish, desk)
    with each_word_once(f"a change of {wish.receipt}", desk, staff), desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        must_not_await_reversal(work)
        at = _change_at(wish.receipt, work, desk, staff)
        must_be_free(_not_known(at.payment, work))
        numbered = work.journal.append(decide_change(wish, at))
        add_slips(numbered, work)
        paper_again(wish.receipt, work, desk, staff)
        work.commit()
    return numbered


def _not_known(payment: PaymentNow, work: UnitOfWork) -> str:
    """What a card brings late is one more tender, under the same receipt: then the places of all are known."""
    return unknown_card(payment, work, or_its_bills=False)


def _must_be_plain(wish: ChangeTender, desk: Desk) -> None:
    """Raises FieldRefused for paper that a lead has to agree to on its own account, or that is not taken at all."""
    with desk.open_reading() as work:
        if work.journal.line(wish.line_id) is not None:
            return
    if (doubts := look_at(wish.to, (), desk)) is not None:
        raise FieldRefused(f"{doubts.words} Void the payment and take it again, so that a lead agrees to it.", KIND)


def _change_at(receipt: str, work: UnitOfWork, desk: Desk, staff: Staff) -> ChangeAt:
    payment, shift = payment_now(receipt, work), work.journal.open_shift()
    paper = work.journal.drawers.paper_and_cards(shift.shift_id) if shift is not None else ()
    numbers = tuple(
        placed.part.target.number
        for facts in payment.facts
        for placed in facts.targets
        if placed.part.target.kind is TargetKind.STATEMENT
    )
    return ChangeAt(
        payment=payment,
        shift=shift,
        staff=staff,
        held=drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
        if shift is not None
        else Holdings(cash={}, checks={}),
        items=items_in(shift.shift_id, (numbered.line for numbered in paper)) if shift is not None else (),
        terms=desk.place.rules.tenders,
        bills={known.statement.number: known.statement.kind for known in desk.directory.statements(numbers)},
        now=desk.clock(),
    )
