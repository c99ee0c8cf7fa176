"""A lead counts and closes the drawer of a cashier who is not here (R10), and that cashier is told when they come."""

from datetime import timedelta
from uuid import UUID

from cashier.domain.absent import absent_in, counts_for_another, told_words
from cashier.domain.desk_messages import DeskMessage
from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.line import LineKind, Numbered
from cashier.domain.office import DrawerState
from cashier.domain.people import Right, Staff
from cashier.domain.shift import Shift
from cashier.domain.times import clock_words, day_words
from cashier.usecases.hand_over import given_here, recall
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.ports.transfers import TransfersElsewhere
from cashier.usecases.records import record
from cashier.usecases.shift import business_date, current_shift
from cashier.usecases.situation import NO_DRAWER

_STANDS = timedelta(days=365)


def stand_in(desk: Desk, staff: Staff, office: OfficeLedger) -> Shift:
    """Whether this person may count the drawer that is open here. Slow: never on the Qt thread. Raises Refused.

    Nobody counts for somebody else while a drawer of their own is open: cash of two hands would lie side by side. Only
    the ledger knows the other desks; while it is away the count goes on, and its alarm says so.
    """
    staff.needs(Right.COUNT_FOR_ABSENT, "count somebody else's drawer")
    shift = current_shift(desk)
    if shift is None:
        raise Refused(NO_DRAWER)
    if not counts_for_another(shift, staff):
        raise Refused("This is your own drawer. Count it on the Drawer page.")
    try:
        drawers = office.look(staff, business_date(desk), desk.place.drawers.cash_most).drawers
    except LedgerAway:
        return shift
    own = [drawer for drawer in drawers if drawer.cashier == staff.user and drawer.state is not DrawerState.CLOSED]
    if own:
        raise Refused(
            f"Your own drawer is open at {own[0].desk}. Close it first, or have another lead count "
            f"{shift.staff_name}'s here."
        )
    return shift


def take_back_for(line_id: UUID, desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> Numbered:
    """A drawer that an absent cashier handed over and nobody accepted is theirs again, to be counted here.

    Slow, never on the Qt thread; raises as `recall` does.
    """
    staff.needs(Right.COUNT_FOR_ABSENT, "take back somebody else's drawer")
    for handed in given_here(desk):
        if handed.is_whole:
            return recall(line_id, handed, desk, elsewhere, staff)
    raise Refused("This drawer is not handed over any more. Look at the page again.")


def absent_news(desk: Desk, staff: Staff) -> tuple[DeskMessage, ...]:
    """What others did with this person's drawers at this desk, which they have not read yet; of a shift the last."""
    with desk.open_reading() as work:
        lines = [numbered.line for numbered in work.journal.drawers.done_for(staff.user)]
    said = []
    for line in {line.shift_id: line for line in lines}.values():
        if (absent := absent_in(line)) is not None:
            at = line.taken_at.astimezone(desk.place.time_zone)
            words = told_words(line, f"{day_words(at.date())} {clock_words(at)}")
            until = line.taken_at + _STANDS
            said.append(DeskMessage(message_id=line.line_id, words=words, sent_by=absent["by_name"], until=until))
    return tuple(said)


def tell_absent(desk: Desk, staff: Staff) -> tuple[str, ...]:
    """Where no window shows it: what there is, and that it was read."""
    news = absent_news(desk, staff)
    with desk.open_work() as work:
        for one in news:
            facts = {"message": str(one.message_id), "words": one.words, "sent_by": one.sent_by}
            record(LineKind.MESSAGE_READ, facts, work=work, desk=desk, staff=staff)
        work.commit()
    return tuple(one.words for one in news)
