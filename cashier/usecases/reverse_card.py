"""A void whose card money goes back at the terminal: asked in one commit, booked in another, as a sale is.

The terminal is asked once, under an id of its own. Only its definite answer ends it: then the whole void is booked and
its cash is handed over, or nothing has happened.
"""

from dataclasses import replace

from cashier.domain.card import Attempt, AttemptState, reversal_line
from cashier.domain.card_report import SETTLED_BY_TWO
from cashier.domain.correction import PaymentNow
from cashier.domain.drawer import Holdings
from cashier.domain.errors import Refused
from cashier.domain.giving_back import GivesBack
from cashier.domain.payment import TakePayment
from cashier.domain.people import Right, Staff
from cashier.domain.shift import Shift
from cashier.domain.void import Void, VoidAt, card_back, check_void, from_drawer, void_act, void_line
from cashier.usecases.correct_payment import hindrance, must_be_free, payment_now, void_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import each_word_once, must_agree
from cashier.usecases.slips import add_slips

TERMINAL_BUSY = "The terminal's last result is not known yet. Settle that first."


def ask_reversal(wish: Void, terminal: str, desk: Desk, staff: Staff) -> Attempt:
    """Commit that this desk is about to ask its terminal to give a payment's card money back; ``wish.line_id`` is the
    attempt's, and the same wish twice is one.

    Raises Refused as a void does, and then the terminal is not asked; StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "correct payments")
    with each_word_once(void_act(wish.receipt), desk, staff), desk.open_work() as work:
        if (earlier := work.attempts.get(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        if any(attempt.terminal == terminal for attempt in work.attempts.unsettled()):
            raise Refused(TERMINAL_BUSY)
        at = void_at(wish.receipt, work, desk, staff, terminal)
        must_be_free(hindrance(at.payment, work))
        checked, shift = check_void(wish, at)
        card = card_back(at)
        if card is None:
            raise Refused(f"Receipt {wish.receipt} has no card money. Void it without the terminal.")
        before = work.attempts.reversal_of(card.sale)
        attempt = Attempt(
            attempt_id=wish.line_id,
            service_id=work.attempts.next_service_id(),
            terminal=terminal,
            amount=card.amount,
            wish=_of_payment(at.payment),
            asked_at=at.now,
            state=AttemptState.ASKED,
            asked_by=staff.user,
            shift_id=shift.shift_id,
            gives_back=GivesBack(
                sale=card.sale,
                original=card.original,
                void=replace(checked, line_id=desk.new_id()),
                from_drawer=from_drawer(at.payment),
                after=before.words if before is not None and before.words.startswith(SETTLED_BY_TWO) else "",
            ),
        )
        work.journal.append(reversal_line(attempt, shift))
        work.attempts.add(attempt)
        work.commit()
    return attempt


def waiting_reversal(receipt: str, desk: Desk) -> Attempt | None:
    """The attempt of which nobody knows yet whether a payment's card got its money back."""
    with desk.open_reading() as work:
        for attempt in work.attempts.unsettled():
            if attempt.gives_back is not None and attempt.gives_back.void.receipt == receipt:
                return attempt
    return None


def book_void(attempt: Attempt, shift: Shift, staff: Staff, work: UnitOfWork, desk: Desk) -> None:
    """Write the void whose card has its money back, with its slips; once, however often that is said."""
    assert attempt.gives_back is not None, "a sale is booked otherwise"
    wish = attempt.gives_back.void
    if work.journal.line(wish.line_id) is not None:
        return
    at = VoidAt(
        payment=payment_now(wish.receipt, work),
        shift=shift,
        staff=staff,
        held=Holdings(cash={}, checks={}),
        items=(),
        now=desk.clock(),
    )
    if at.payment.voided_by is not None:
        return  # Another attempt gave it back: two people had read of this one that it did not.
    numbered = work.journal.append(void_line(wish, at, shift, attempt.attempt_id))
    add_slips(numbered, work)


def _of_payment(payment: PaymentNow) -> TakePayment:
    """What the payment was of, and what it pays since it was moved: all of it waits for the answer."""
    last = payment.facts[-1]
    placed = [placed for facts in payment.facts for placed in facts.targets] + list(payment.moved_to)
    return TakePayment(
        payment_id=last.payment_id,
        member_number=last.member_number,
        parts=tuple(each.part for each in placed),
        tenders=(),
        identified={},
    )
