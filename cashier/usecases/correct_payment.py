"""Corrections of what was taken at this desk: what may be done now, and the doing of it, one line each."""

from dataclasses import dataclass

from cashier.domain.accounts import FUND_ACCOUNTS, AccountKind
from cashier.domain.card import AttemptState
from cashier.domain.correction import PaymentNow
from cashier.domain.drawer import DrawerItem, Holdings, drawer_holds, items_in
from cashier.domain.errors import Refused
from cashier.domain.funds import read_use_record
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import ZERO, Money
from cashier.domain.move import Move, MoveAt, Source, decide_move, must_be_movable, sources
from cashier.domain.people import Right, Staff
from cashier.domain.refund import read_refund_record
from cashier.domain.scan import safe_text
from cashier.domain.targets import Target, TargetKind
from cashier.domain.void import (
    CardBack,
    Void,
    VoidAt,
    card_back,
    decide_void,
    given_back,
    must_be_voidable,
    to_give_back,
    void_act,
)
from cashier.usecases.awaiting import must_not_await_reversal
from cashier.usecases.balances import balances
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import each_word_once, must_agree
from cashier.usecases.slips import add_slips


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidOffer:
    """What a void of this payment would do now, or in ``refused`` why there is none and what is open instead.

    ``gives_back``: each tender in words, with what it paid. ``card``: what the terminal has to give back first.
    """

    receipt: str
    amount: Money
    gives_back: tuple[tuple[str, Money], ...]
    refused: str = ""
    card: CardBack | None = None


def void_offer(receipt: str, desk: Desk, staff: Staff, terminal: str = "") -> VoidOffer:
    """What a void would do; ``terminal`` is this desk's. Raises Refused for a receipt that is not this desk's."""
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with desk.open_reading() as work:
        at = void_at(receipt, work, desk, staff, terminal)
        not_now = hindrance(at.payment, work)
    try:
        must_be_voidable(at)
        must_be_free(not_now)
    except Refused as refused:
        return VoidOffer(receipt=receipt, amount=to_give_back(at.payment), gives_back=(), refused=refused.sentence)
    amount, back = to_give_back(at.payment), given_back(at.payment)
    return VoidOffer(receipt=receipt, amount=amount, gives_back=back, card=card_back(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOffer:
    """What a payment pays now and may leave, or in ``refused`` why nothing of it can be moved here."""

    receipt: str
    sources: tuple[Source, ...]
    refused: str = ""


def move_offer(receipt: str, desk: Desk, staff: Staff) -> MoveOffer:
    """What could be moved. Raises Refused for a receipt that is not this desk's."""
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with desk.open_reading() as work:
        at = _move_at(receipt, None, work, desk, staff)
        not_now = hindrance(at.payment, work)
    try:
        shift = must_be_movable(at)
        must_be_free(not_now)
    except Refused as refused:
        return MoveOffer(receipt=receipt, sources=(), refused=refused.sentence)
    return MoveOffer(receipt=receipt, sources=sources(at.payment, shift.center))


def move_payment(wish: Move, desk: Desk, staff: Staff) -> Numbered:
    """Let a payment's money pay another thing; the same wish twice is one move.

    Raises Refused, and then nothing has moved; StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with each_word_once(f"the move of {wish.receipt}", desk, staff), desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        at = _move_at(wish.receipt, wish.to, work, desk, staff)
        must_be_free(hindrance(at.payment, work))
        numbered = work.journal.append(decide_move(wish, at))
        add_slips(numbered, work)
        work.commit()
    return numbered


def void_payment(wish: Void, desk: Desk, staff: Staff) -> Numbered:
    """Give a payment without card money back; the same wish twice is one void. The caller opens the drawer when this
    returns. With card money it is asked for otherwise (`reverse_card`).

    Raises Refused, and then nothing happened; StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with each_word_once(void_act(wish.receipt), desk, staff), desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        must_not_await_reversal(work)
        at = void_at(wish.receipt, work, desk, staff)
        must_be_free(hindrance(at.payment, work))
        numbered = work.journal.append(decide_void(wish, at))
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


def _used_since(payment: PaymentNow, work: UnitOfWork) -> str:
    """Where a deposit or credit that a payment of this shift brought went since, at this desk; empty where nowhere.

    What was used at another desk meanwhile is not known here: the ledger raises an alarm then.
    """
    shift, first = work.journal.open_shift(), work.journal.line(payment.lines[0].line_id)
    brought = {part.target for part in payment.parts if part.amount > ZERO}
    if shift is None or first is None or not any(account.kind in FUND_ACCOUNTS for account in brought):
        return ""
    for numbered in work.journal.drawers.lines(shift.shift_id).lines:
        gone = _gone(numbered.line) if numbered.sequence > first.sequence else None
        if gone is not None and gone[0].account(shift.center) in brought:
            return gone[1]
    return ""


def _gone(line: Line) -> tuple[Target, str] | None:
    """Of which deposit or credit a line of this desk says that some is gone, and where."""
    if line.kind is LineKind.CREDIT_SLIP:
        used = read_use_record(line).wish
        return used.fund.target, f"{used.amount} of what it brought has paid {used.statement} since"
    if line.kind is LineKind.REFUND_SLIP:
        asked = read_refund_record(line).wish
        return asked.fund.target, f"{asked.amount} of what it brought is asked back since"
    return None


def hindrance(payment: PaymentNow, work: UnitOfWork) -> str:
    """Why nothing of a payment may be given back or moved now, whatever the rules of its correction; empty mostly.

    What a card brings late is booked to the bills it was asked for: until that is known, nothing there may change. Nor
    of a payment of which a card has paid a part and the rest may still come, as another line of it.
    """
    if payment.receipt in work.jobs.unprinted_payments():
        return f"Receipt {payment.receipt} is not finished. Take the rest on the Counter page, or go back there."
    if unknown := unknown_card(payment, work, or_its_bills=True):
        return unknown
    gone = _used_since(payment, work)
    return f"{gone}, so it can't be given back or moved here. Send the member to the cash office." if gone else ""


def unknown_card(payment: PaymentNow, work: UnitOfWork, *, or_its_bills: bool) -> str:
    """The sentence about a card of this payment, or one that was asked for a bill that it pays, whose result is not
    known; empty mostly.
    """
    first = payment.lines[0]
    paid = {part.target for part in payment.parts if part.target.kind is AccountKind.RECEIVABLE and or_its_bills}
    for attempt in work.attempts.unsettled():
        asked = {part.target.account(first.center) for part in attempt.wish.parts}
        if asked & paid or str(attempt.wish.payment_id) == first.facts["payment"]:
            return f"A card result of {attempt.amount} is not known yet. Wait until the terminal has said it."
    return ""


def must_be_free(hindrance: str) -> None:
    """Raises Refused: corrected now, money could be there twice."""
    if hindrance:
        raise Refused(hindrance)


def void_at(receipt: str, work: UnitOfWork, desk: Desk, staff: Staff, terminal: str = "") -> VoidAt:
    """All that the void of a receipt depends on. Raises Refused for one that is not this desk's."""
    shift = work.journal.open_shift()
    held = Holdings(cash={}, checks={})
    items: tuple[DrawerItem, ...] = ()
    if shift is not None:
        held = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
        items = items_in(shift.shift_id, (n.line for n in work.journal.drawers.paper_and_cards(shift.shift_id)))
    payment = payment_now(receipt, work)
    sales = [tender.attempt_id for tender in payment.tenders if tender.attempt_id is not None]
    asked = {sale: attempt for sale in sales if (attempt := work.attempts.get(sale)) is not None}
    before = {sale: work.attempts.reversal_of(sale) for sale in asked}
    return VoidAt(
        payment=payment,
        shift=shift,
        staff=staff,
        held=held,
        items=items,
        now=desk.clock(),
        phone=desk.place.questions_phone,
        terminal=terminal,
        charged_at={sale: attempt.terminal for sale, attempt in asked.items()},
        not_reversed={sale for sale, last in before.items() if last and last.state is AttemptState.DECLINED},
    )


def _move_at(receipt: str, to: Target | None, work: UnitOfWork, desk: Desk, staff: Staff) -> MoveAt:
    known = desk.directory.statements((to.number,)) if to is not None and to.kind is TargetKind.STATEMENT else ()
    return MoveAt(
        payment=payment_now(receipt, work),
        shift=work.journal.open_shift(),
        staff=staff,
        statements={b.statement.number: b.statement for b in balances(known, work.journal)},
        guarantors=_regions(to, desk),
        now=desk.clock(),
    )


def _regions(to: Target | None, desk: Desk) -> dict[str, str]:
    """The region of the account that credit is to go to, where this desk knows somebody of it."""
    if to is None or to.kind is not TargetKind.CREDIT:
        return {}
    family = desk.directory.family(to.number)
    return {to.number: family[0].region} if family else {}
