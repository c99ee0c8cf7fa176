"""Card money in two commits: asked before the first byte leaves, settled by a definite answer and nothing else.

So is card money that goes back (`reverse_card`); both are settled here.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from cashier.domain.allocation import Brought, fill
from cashier.domain.card import (
    UNSETTLED,
    Attempt,
    AttemptState,
    CardOutcome,
    asked_line,
    believable,
    card_tender,
    closed_line,
)
from cashier.domain.card_differs import SAID_OTHERWISE, Differs, differs, differs_line
from cashier.domain.errors import Refused
from cashier.domain.line import Line, Numbered
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment import TakePayment, bill_kinds, book, check_wish, place_parts, still_to_pay, wanted
from cashier.domain.payment_facts import read_payment
from cashier.domain.people import Right, Role, Staff
from cashier.domain.shift import shift_of
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import Void
from cashier.usecases.ask_papers import print_to_sign
from cashier.usecases.correct_payment import payment_now
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import each_word_once, must_agree
from cashier.usecases.reverse_card import TERMINAL_BUSY, book_void
from cashier.usecases.situation import earlier_facts, situation
from cashier.usecases.take_payment import Taken, add_receipt, taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How an attempt stands after an answer. ``taken``: the payment so far, if the card brought money; ``voided``: the
    void, if the card has its money back.
    """

    attempt: Attempt
    taken: Taken | None
    rest: Money
    voided: Numbered | None = None


def ask_card(wish: TakePayment, amount: Money, terminal: str, desk: Desk, staff: Staff) -> Attempt:
    """Commit that this desk is about to ask for card money. Raises Refused, and then the terminal is not asked.

    ``wish.tenders`` are not looked at: the card pays first, the rest afterwards under the same payment id. Of the payor
    only the name is written down with a card (Civil Code 1747.08); what cash asks besides comes with the cash.
    """
    staff.needs(Right.TAKE_PAYMENTS, "take payments")
    with each_word_once("a card payment", desk, staff), desk.open_work() as work:
        must_agree(work)
        if any(attempt.terminal == terminal for attempt in work.attempts.unsettled()):
            raise Refused(TERMINAL_BUSY)
        now = situation(wish, work, desk, staff=staff, shift=work.journal.open_shift())
        wish = check_wish(wish, now)
        wish = replace(wish, payor=replace(wish.payor, phone="", id_reference=""))
        rest = still_to_pay(wish, now.earlier)
        if not ZERO < amount <= rest:
            raise Refused(f"Enter an amount for the card above zero and up to {rest}.")
        card, table = Tender(kind=TenderKind.CARD, amount=amount), now.rules.tenders
        table.of(TenderKind.CARD).check(card)
        placed = place_parts(wish.parts, now)
        filled = fill(wanted(placed, now.earlier), (Brought(amount, one_book=True),))
        if filled.over[0] > ZERO:
            raise Refused("A card pays either medical bills or premium, not both. Take premium on its own.")
        table.check_bills((card,), filled.applied, bill_kinds(placed, now))
        attempt = Attempt(
            attempt_id=desk.new_id(),
            service_id=work.attempts.next_service_id(),
            terminal=terminal,
            amount=amount,
            wish=wish,
            asked_at=now.now,
            state=AttemptState.ASKED,
            asked_by=staff.user,
            shift_id=now.shift.shift_id,
        )
        work.journal.append(asked_line(attempt, now))
        work.attempts.add(attempt)
        work.commit()
    return attempt


def settle_card(attempt_id: UUID, outcome: CardOutcome, desk: Desk) -> Settled:
    """Write down what became of an attempt. An approval is booked at once, whatever else has changed; so is the void
    whose card has its money back.

    A settled attempt stays as it is: the same answer twice books once. UNKNOWN keeps it unsettled. Only money that
    moved is booked even after another answer: it is a fact, and what was taken and pays nothing any more becomes
    credit. Where the answer does not fit, the office hears of it (`card_differs`).
    """
    with desk.open_work() as work:
        attempt = work.attempts.get(attempt_id)
        if attempt is None:
            raise LookupError(f"attempt {attempt_id} was never asked")
        outcome = believable(outcome, attempt)
        moved = outcome.state in (AttemptState.APPROVED, AttemptState.REVERSED)
        is_news = outcome.state is not attempt.state and (attempt.state in UNSETTLED or moved)
        booked = _booked(attempt, work)
        why = differs(attempt, outcome, booked)
        if not is_news and why is None:
            return settled_now(attempt, work)
        asked = _line(attempt.attempt_id, work)
        after = replace(attempt, state=outcome.state, words=outcome.words) if is_news else attempt
        if moved and is_news:
            book_card(attempt, outcome, work, desk)
        elif is_news:
            work.journal.append(closed_line(attempt, outcome, line_id=desk.new_id(), asked=asked, now=desk.clock()))
        if why is not None:
            line_id, now = desk.new_id(), desk.clock()
            work.journal.append(differs_line(after, outcome, why, booked, line_id=line_id, asked=asked, now=now))
        if why is Differs.TWO_READ:
            after = replace(after, words=SAID_OTHERWISE)
        # Of a reversal that two people settled the row stays: another may be under way since, and one alone goes back.
        is_over = attempt.state not in UNSETTLED and attempt.gives_back is not None
        work.attempts.move(attempt_id, attempt.state if is_over else after.state, after.words)
        settled = settled_now(after, work)
        work.commit()
    return settled


def hand_out_pending(attempt: Attempt, desk: Desk) -> None:
    """The slip that says that a card's result is not known (R20), one time for an attempt. Raises StoreTrouble."""
    with desk.open_work() as work:
        if not work.jobs.of(str(attempt.attempt_id)):
            work.jobs.add(str(attempt.attempt_id), 0)
            work.commit()


def book_card(attempt: Attempt, outcome: CardOutcome, work: UnitOfWork, desk: Desk) -> None:
    """Write down the money of an attempt that moved, there or back."""
    record = desk.directory.staff(attempt.asked_by)
    staff = record.staff if record else Staff(user=attempt.asked_by, name=attempt.asked_by, role=Role.CASHIER)
    # Late money belongs to the shift in which it was asked for, whoever's drawer is open by now.
    shift = shift_of(_line(attempt.shift_id, work))
    if attempt.gives_back is not None:
        book_void(attempt, shift, staff, work, desk)
        return
    now = situation(attempt.wish, work, desk, staff=staff, shift=shift, money_is_taken=True)
    line = book(attempt.wish, now, card_tender(attempt, outcome), line_id=desk.new_id())
    work.journal.append(line)
    if outcome.signs:
        print_to_sign(read_payment(line), work, desk, staff)
    if still_to_pay(attempt.wish, (*now.earlier, read_payment(line))) == ZERO:
        add_receipt(now.receipt, work)


def _booked(attempt: Attempt, work: UnitOfWork) -> Money:
    """What stands in the books of an attempt, there or back."""
    if (back := attempt.gives_back) is not None:
        return ZERO if work.journal.line(back.void.line_id) is None else attempt.amount
    paid = (read_payment(numbered.line) for numbered in work.journal.payment(attempt.wish.payment_id))
    return total([t.amount for facts in paid for t in facts.tenders if t.attempt_id == attempt.attempt_id])


def _line(line_id: UUID, work: UnitOfWork) -> Line:
    """A line that an attempt was written down with."""
    numbered = work.journal.line(line_id)
    if numbered is None:
        raise LookupError(f"line {line_id} is not in the journal")
    return numbered.line


def _void_of(wish: Void, work: UnitOfWork) -> Numbered | None:
    """The void that was booked, also by what the terminal said of another request for it."""
    if (own := work.journal.line(wish.line_id)) is not None:
        return own
    by = payment_now(wish.receipt, work).voided_by
    return work.journal.line(by.line_id) if by is not None else None


def settled_now(attempt: Attempt, work: UnitOfWork) -> Settled:
    """How an attempt stands in this transaction."""
    if (back := attempt.gives_back) is not None:
        return Settled(attempt=attempt, taken=None, rest=ZERO, voided=_void_of(back.void, work))
    lines = work.journal.payment(attempt.wish.payment_id)
    so_far = taken(lines, again=True) if lines else None
    return Settled(attempt=attempt, taken=so_far, rest=still_to_pay(attempt.wish, earlier_facts(lines)))
