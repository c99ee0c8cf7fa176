"""Corrections of what was taken at this desk: what may be done now, and the doing of it, one line each."""

from dataclasses import dataclass

from cashier.domain.correction import PaymentNow
from cashier.domain.drawer import DrawerItem, Holdings, drawer_holds, items_in
from cashier.domain.errors import Refused
from cashier.domain.line import Line, Numbered
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.scan import safe_text
from cashier.domain.void import Void, VoidAt, decide_void, given_back, must_be_voidable, to_give_back
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree
from cashier.usecases.slips import add_slips


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidOffer:
    """What a void of this payment would do now, or in ``refused`` why there is none and what is open instead.

    ``gives_back``: each tender in words, with what it paid.
    """

    receipt: str
    amount: Money
    gives_back: tuple[tuple[str, Money], ...]
    refused: str = ""


def void_offer(receipt: str, desk: Desk, staff: Staff) -> VoidOffer:
    """What a void would do. Raises Refused for a receipt that is not this desk's."""
    with desk.open_reading() as work:
        at = _void_at(receipt, work, desk, staff)
    try:
        must_be_voidable(at)
    except Refused as refused:
        return VoidOffer(receipt=receipt, amount=to_give_back(at.payment), gives_back=(), refused=refused.sentence)
    return VoidOffer(receipt=receipt, amount=to_give_back(at.payment), gives_back=given_back(at.payment))


def void_payment(wish: Void, desk: Desk, staff: Staff) -> Numbered:
    """Give a payment back; the same wish twice is one void. The caller opens the drawer when this returns.

    Raises Refused, and then nothing happened; StoreTrouble, and then nothing was written.
    """
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        numbered = work.journal.append(decide_void(wish, _void_at(wish.receipt, work, desk, staff)))
        add_slips(numbered, work)
        work.commit()
    return numbered


def payment_now(receipt: str, work: UnitOfWork) -> PaymentNow:
    """A payment of this desk with its corrections. Raises Refused for one that was not made here."""
    lines = tuple(numbered.line for numbered in work.journal.receipt(receipt))
    if not lines:
        raise Refused(f"No receipt {safe_text(receipt, 'The number')} was made at this desk. Check the number.")
    return PaymentNow(lines=lines, corrections=corrections_of(lines, work))


def corrections_of(lines: tuple[Line, ...], work: UnitOfWork) -> tuple[Line, ...]:
    """The corrections of the payment that these lines are, in order."""
    return tuple(numbered.line for numbered in work.journal.corrections(lines[0].facts["payment"])) if lines else ()


def _void_at(receipt: str, work: UnitOfWork, desk: Desk, staff: Staff) -> VoidAt:
    shift = work.journal.open_shift()
    held = Holdings(cash={}, checks={})
    items: tuple[DrawerItem, ...] = ()
    if shift is not None:
        held = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
        items = items_in(shift.shift_id, (n.line for n in work.journal.drawers.paper_and_cards(shift.shift_id)))
    return VoidAt(
        payment=payment_now(receipt, work),
        shift=shift,
        staff=staff,
        held=held,
        items=items,
        now=desk.clock(),
        phone=desk.place.questions_phone,
    )
