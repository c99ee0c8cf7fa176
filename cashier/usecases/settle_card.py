"""Two people settle a card of which the terminal does not say what became of it, or put it on hold."""

from dataclasses import replace

from cashier.domain.card import Attempt, AttemptState
from cashier.domain.card_hold import HoldCard, check_hold, held_line, hold_outcome
from cashier.domain.card_report import THEIRS_FROM, SettleCard, check_settle, outcome_of, settled_line
from cashier.domain.people import Right, Staff
from cashier.usecases.card_payment import Settled, book_card, settled_now
from cashier.usecases.ports.desk import Desk
from cashier.usecases.records import must_agree


def unknown_cards(desk: Desk) -> tuple[Attempt, ...]:
    """The cards of this desk, there or back, of which nobody knows what became of them; oldest first."""
    with desk.open_reading() as work:
        return tuple(each for each in work.attempts.unsettled() if each.state is AttemptState.UNKNOWN)


def theirs(desk: Desk) -> tuple[Attempt, ...]:
    """Those that have not been known for so long that two people have to settle them, or put them on hold."""
    now = desk.clock()
    return tuple(each for each in unknown_cards(desk) if now - each.asked_at >= THEIRS_FROM and not each.is_on_hold)


def owner_of(attempt: Attempt, desk: Desk) -> str:
    """Whose it is to look after, with a lead: the name of whoever asked for it."""
    asker = desk.directory.staff(attempt.asked_by)
    return asker.staff.name if asker is not None else attempt.asked_by


def settle_by_two(wish: SettleCard, desk: Desk, staff: Staff) -> Settled:
    """Write down what two people read off the terminal's report, and book what moved; the same wish twice is once.

    Raises Refused, and then nothing is settled; StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "settle a card")
    with desk.open_work() as work:
        attempt = work.attempts.get(wish.attempt_id)
        if attempt is None:
            raise LookupError(f"attempt {wish.attempt_id} was never asked")
        if work.journal.line(wish.line_id) is not None:
            return settled_now(attempt, work)
        must_agree(work)
        checked = check_settle(wish, attempt, staff, desk.clock())
        asked = work.journal.line(attempt.attempt_id)
        assert asked is not None, "it was written down before it was asked"
        outcome = outcome_of(checked, attempt)
        work.journal.append(settled_line(checked, attempt, asked.line, staff, desk.clock()))
        if outcome.state is not AttemptState.NOT_CHARGED:
            book_card(attempt, outcome, work, desk)
        work.attempts.move(attempt.attempt_id, outcome.state, outcome.words)
        after = work.attempts.get(attempt.attempt_id)
        assert after is not None, "it is there"
        settled = settled_now(after, work)
        work.commit()
    return settled


def hold_by_two(wish: HoldCard, desk: Desk, staff: Staff) -> Attempt:
    """Write down that two people wait with a card of which not even the report says it; the same wish twice is once.

    The terminal is asked on, and its answer is booked whenever it comes. Raises Refused, and then nothing is on hold;
    StoreTrouble, and then nothing was written.
    """
    staff.needs(Right.ASK_CORRECTIONS, "put a card on hold")
    with desk.open_work() as work:
        attempt = work.attempts.get(wish.attempt_id)
        if attempt is None:
            raise LookupError(f"attempt {wish.attempt_id} was never asked")
        if work.journal.line(wish.line_id) is not None:
            return attempt
        must_agree(work)
        checked = check_hold(wish, attempt, staff, desk.clock())
        asked = work.journal.line(attempt.attempt_id)
        assert asked is not None, "it was written down before it was asked"
        outcome = hold_outcome(checked, staff)
        work.journal.append(held_line(checked, attempt, asked.line, staff, desk.clock()))
        work.attempts.move(attempt.attempt_id, outcome.state, outcome.words)
        work.commit()
    return replace(attempt, words=outcome.words)
