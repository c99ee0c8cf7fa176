"""Counting and closing the drawer of this desk: one line for each count, one line that is the Z report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from cashier.domain.absent import counts_for_another
from cashier.domain.bags import bag_number
from cashier.domain.card import Attempt as CardAttempt
from cashier.domain.drawer import CardTotal, DrawerItem, cards_of, drawer_holds, items_in
from cashier.domain.drawer_count import BLIND_COUNTS, COUNT_AGAIN, Attempt, CountDrawer, decide_count, read_attempt
from cashier.domain.errors import DeviceTrouble, FieldRefused, Refused
from cashier.domain.handing import Handed, blocks_words, comes_words, on_their_way
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import ZERO, Money
from cashier.domain.over_short import over_short_words
from cashier.domain.people import Right, Staff
from cashier.domain.scan import field_text
from cashier.domain.shift import Shift
from cashier.domain.shift_close import CloseShift, Closing, decide_close
from cashier.domain.terminal_totals import TerminalTotal
from cashier.domain.times import clock_words
from cashier.domain.typed_card import by_hand_in, by_hand_words
from cashier.domain.z_report import z_facts
from cashier.usecases.awaiting import must_not_await_reversal
from cashier.usecases.enter import batch_open_in
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.devices import CardTerminal
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree
from cashier.usecases.slips import add_slips
from cashier.usecases.suspend import waiting_here
from cashier.usecases.take_payment import add_receipt
from cashier.usecases.unlike_sales import with_unlike

HANDED_LOOK_BACK = 400  # Lines about cash between cashiers; more than a desk has open at any time.


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The answer to a count: nothing but *again* after a first one that differs (R1).

    ``difference`` is what was counted less what should be there, None while it may not be said; ``expected`` is only
    for the lead who counted along.
    """

    attempt: Attempt
    difference: Money | None
    expected: Money | None

    @property
    def words(self) -> str:
        """What the cashier is told."""
        if self.difference is None:
            return COUNT_AGAIN
        if self.attempt.number == 1 or self.difference == ZERO:
            return "Your count matches." if self.difference == ZERO else ""
        return f"Counted twice. Cash is {over_short_words(self.difference)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSheet:
    """A drawer as the one who closes it sees it: the paper one by one, card totals, what blocks it. No expected cash.

    ``counted`` is the last count since money last moved, ``note`` what holds nothing up and should be known.
    ``is_for_another``: its cashier is not here.
    """

    shift: Shift
    items: tuple[DrawerItem, ...]
    cards: tuple[CardTotal, ...]
    blocked_by: tuple[str, ...]
    counted: Counted | None
    note: str = ""
    is_for_another: bool = False


def count_drawer(wish: CountDrawer, desk: Desk, staff: Staff) -> Counted:
    """Keep a count; the same wish twice is one count. Raises Refused."""
    with desk.open_work() as work:
        shift = _open(work)
        if (earlier := work.journal.line(wish.line_id)) is None:
            must_agree(work)
            must_not_await_reversal(work)
            line = decide_count(
                wish,
                shift=shift,
                staff=staff,
                held=drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id)),
                before=_attempts(shift, work, staff),
                now=desk.clock(),
            )
            earlier = work.journal.append(line)
            add_slips(earlier, work)
            work.commit()
    with desk.open_reading() as work:
        return _counted(read_attempt(earlier.line), shift, work)


def close_sheet(desk: Desk, staff: Staff, coming: Sequence[Handed] = ()) -> CloseSheet:
    """What stands on the page that closes this desk's drawer; ``coming``: what the ledger says is on its way to them.

    Raises Refused without a drawer, or for somebody else.
    """
    staff.needs(Right.HOLD_DRAWER, "close a drawer")
    waiting = len(waiting_here(desk, None))
    with desk.open_reading() as work:
        shift = _open(work)
        _may_see(shift, staff)
        attempts = _attempts(shift, work, staff)
        said = _paper_and_cards(shift, work)
        is_for_another = counts_for_another(shift, staff)
        left_open = _left_open(shift, work, desk)
        return CloseSheet(
            shift=shift,
            items=items_in(shift.shift_id, said),
            cards=cards_of(said),
            blocked_by=(
                *_blockers(shift, work, desk, is_for_another=is_for_another),
                *_coming_words(coming, desk),
            ),
            counted=_counted(attempts[-1], shift, work) if attempts else None,
            note=" ".join(
                filter(
                    None,
                    [*(left_open if is_for_another else ()), _waiting_words(waiting), by_hand_words(by_hand_in(said))],
                )
            ),
            is_for_another=is_for_another,
        )


def closing(desk: Desk, staff: Staff) -> Closing:
    """A counted drawer with all that its close depends on. Raises Refused while the count isn't enough (R1, R2)."""
    staff.needs(Right.HOLD_DRAWER, "close a drawer")
    with desk.open_reading() as work:
        at = closing_in(work, desk, staff)
    if not at.attempts or not at.attempts[-1].is_enough:
        raise Refused(COUNT_AGAIN if at.attempts else "Count the drawer first.")
    return at


def terminal_totals(desk: Desk, staff: Staff, terminal: CardTerminal | None) -> tuple[TerminalTotal, ...]:
    """What the desk's terminal says it charged in this shift, with the sales that make a difference; one that says
    nothing is named so. Blocks for seconds.

    Raises Refused while the drawer's count isn't enough (R1): then nothing is compared yet.
    """
    at = closing(desk, staff)
    if terminal is None:
        return ()
    try:
        said = terminal.totals(str(at.shift.shift_id))
    except DeviceTrouble:
        return (TerminalTotal(terminal=terminal.name),)
    with desk.open_reading() as work:
        lines = work.journal.drawers.lines(at.shift.shift_id).said
    return (with_unlike(said, lines, terminal),)


def close_shift(wish: CloseShift, desk: Desk, staff: Staff, coming: Sequence[Handed] = ()) -> Numbered:
    """Close the drawer; the same wish twice is one close. The Z report's paper is due with it. ``coming`` is accepted
    or rejected before.

    Who receives the float is said by sign-in name or badge, and kept by name (R3). Raises Refused.
    """
    staff.needs(Right.HOLD_DRAWER, "close a drawer")
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        wish = replace(wish, received_by=_receiver(wish.received_by, desk, staff))
        must_agree(work)
        at = closing_in(work, desk, staff, bags=(wish.till_bag, *wish.bags.values()))
        at = replace(at, blocked_by=(*at.blocked_by, *_coming_words(coming, desk)))
        report = z_facts(
            at.shift,
            work.journal.drawers.lines(at.shift.shift_id),
            previous=work.journal.drawers.last_close(),
            received_through=work.journal.mark().received_through,
        )
        numbered = work.journal.append(decide_close(wish, at, report))
        print_unfinished(at.shift, work, staff)
        add_slips(numbered, work)
        work.commit()
    return numbered


def _receiver(typed: str, desk: Desk, staff: Staff) -> str:
    """The name of somebody of the staff. Raises FieldRefused for nobody's, for who has left, and for who closes."""
    if not typed.strip():
        return ""
    known = desk.directory.staff(field_text(typed, "Who receives the float", "receiver"))
    if known is None or not known.active:
        raise FieldRefused(
            "Nobody of the staff has this sign-in name or badge. Enter that of who takes the float to the safe.",
            "receiver",
        )
    if known.staff.user == staff.user:
        raise FieldRefused("Nobody takes their own float to the safe. Enter who receives it.", "receiver")
    return known.staff.name


def last_z(desk: Desk) -> Numbered | None:
    """The last Z report of this desk."""
    with desk.open_reading() as work:
        return work.journal.drawers.last_close()


def closing_in(work: UnitOfWork, desk: Desk, staff: Staff, bags: Collection[str] = ()) -> Closing:
    """The drawer as it stands in this transaction, counted or not. ``bags``: typed numbers, which may have been used.

    Raises Refused.
    """
    shift = _open(work)
    _may_see(shift, staff)
    said = _paper_and_cards(shift, work)
    return Closing(
        shift=shift,
        staff=staff,
        held=drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id)),
        items=items_in(shift.shift_id, said),
        attempts=_attempts(shift, work, staff),
        rules=desk.place.drawers,
        now=desk.clock(),
        blocked_by=_blockers(shift, work, desk, is_for_another=counts_for_another(shift, staff)),
        known_bags=work.journal.drawers.bags({bag_number(typed) for typed in bags}),
        by_hand=by_hand_in(said),
    )


def _open(work: UnitOfWork) -> Shift:
    shift = work.journal.open_shift()
    if shift is None:
        raise Refused("No drawer is open at this desk: it was closed already.")
    return shift


def _paper_and_cards(shift: Shift, work: UnitOfWork) -> list[Line]:
    """The lines that checks and card totals are read from; with each card the line that says at which terminal."""
    lines = [numbered.line for numbered in work.journal.drawers.paper_and_cards(shift.shift_id)]
    attempts = [tender["attempt"] for line in lines for tender in line.facts.get("tenders", ()) if "attempt" in tender]
    asked = (work.journal.line(UUID(attempt)) for attempt in attempts)
    return [*(numbered.line for numbered in asked if numbered is not None), *lines]


def _may_see(shift: Shift, staff: Staff) -> None:
    """Raises Refused for who neither has this drawer nor may count it for somebody who is not here."""
    if not staff.may(Right.COUNT_FOR_ABSENT):
        shift.must_be_of(staff)


def _attempts(shift: Shift, work: UnitOfWork, staff: Staff) -> tuple[Attempt, ...]:
    """This person's counts since the drawer was last in use: whoever counts for somebody else begins anew (R1)."""
    attempts: list[Attempt] = []
    for numbered in work.journal.drawers.changes(shift.shift_id):
        if numbered.line.kind in (LineKind.DRAWER_RESUMED, LineKind.DRAWER_RECALLED):
            attempts.clear()
        elif numbered.line.kind is LineKind.DRAWER_COUNTED and numbered.line.staff == staff.user:
            attempts.append(read_attempt(numbered.line))
    return tuple(attempts)


def _counted(attempt: Attempt, shift: Shift, work: UnitOfWork) -> Counted:
    expected = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id)).cash_total
    return Counted(
        attempt=attempt,
        difference=attempt.amount - expected if attempt.is_enough else None,
        expected=expected if attempt.witness and attempt.number > BLIND_COUNTS else None,
    )


def _blockers(shift: Shift, work: UnitOfWork, desk: Desk, *, is_for_another: bool) -> tuple[str, ...]:
    """What has to be settled before this drawer closes, each with what to do.

    Where its cashier is not here nothing holds it up but a card whose result is not known: that is asked for by itself,
    until two people put it on hold.
    """
    unsettled = [a for a in work.attempts.unsettled() if a.shift_id == shift.shift_id and not a.is_on_hold]
    cards = tuple(_card_words(attempt, desk) for attempt in unsettled)
    return cards if is_for_another else (*cards, *_left_open(shift, work, desk))


def _unfinished(shift: Shift, work: UnitOfWork) -> list[str]:
    """Receipts of payments with card money that nobody went on with."""
    receipts = work.jobs.unprinted_payments()
    return [receipt for receipt in receipts if work.journal.receipt(receipt)[0].line.shift_id == shift.shift_id]


def print_unfinished(shift: Shift, work: UnitOfWork, staff: Staff) -> None:
    """Nobody here goes on with what an absent cashier left: the paper says what was really taken."""
    if counts_for_another(shift, staff):
        for receipt in _unfinished(shift, work):
            add_receipt(receipt, work)


def _left_open(shift: Shift, work: UnitOfWork, desk: Desk) -> tuple[str, ...]:
    """What the cashier of this drawer has to settle before it closes."""
    said = [
        f"Receipt {receipt} has card money and was not finished. Finish that payment on the Counter page."
        for receipt in _unfinished(shift, work)
    ]
    if batch_open_in(work) is not None:
        said.append("A batch of mail is open at this desk. Close it on the Mail page, Alt G.")
    if desk.place.drawers.transfers_block_close:
        said += _on_their_way(work, desk)
    return tuple(said)


def _on_their_way(work: UnitOfWork, desk: Desk) -> list[str]:
    given = on_their_way(numbered.line for numbered in work.journal.drawers.handed(HANDED_LOOK_BACK))
    zone = desk.place.time_zone
    return [blocks_words(handed, clock_words(handed.line.taken_at.astimezone(zone))) for handed in given]


def _coming_words(coming: Sequence[Handed], desk: Desk) -> tuple[str, ...]:
    """What is on its way to whoever closes, where the site has a drawer wait for that."""
    if not desk.place.drawers.transfers_block_close:
        return ()
    zone = desk.place.time_zone
    return tuple(comes_words(handed, clock_words(handed.line.taken_at.astimezone(zone))) for handed in coming)


def _waiting_words(waiting: int) -> str:
    """Suspended transactions hold no money: they wait for the member, at any desk, and never hold up a close."""
    if not waiting:
        return ""
    if waiting == 1:
        return "A suspended transaction waits for its member. No money is in it: take it up here, or at another desk."
    return f"{waiting} suspended transactions wait, with no money in them: take them up here, or at another desk."


def _card_words(attempt: CardAttempt, desk: Desk) -> str:
    at = clock_words(attempt.asked_at.astimezone(desk.place.time_zone))
    what, never = f"The result of a card for {attempt.amount}, asked for at {at}, is", "Don't charge the card again."
    if attempt.gives_back is not None:
        what = f"Whether a card got {attempt.amount} back, asked for at {at}, is"
        never = "Don't give that money back another way."
    return (
        f"{what} not known. Terminal {attempt.terminal} is asked until it says it; from two minutes on, "
        f"settle it with a lead on the Desk page, or put it on hold there. {never}"
    )
