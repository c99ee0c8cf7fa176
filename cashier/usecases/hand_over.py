"""Cash from one cashier to another, and a whole drawer: given, accepted, rejected, taken back.

At one desk its journal decides, and both people sign. Between desks the ledger decides who was first; while it is
away nothing is decided, and the cash stays on its way.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cashier.domain.drawer import drawer_holds
from cashier.domain.errors import Refused
from cashier.domain.hand_over import (
    TAKE_OVER_ACT,
    AcceptTransfer,
    GiveCash,
    HandOver,
    check_acceptable,
    check_receives,
    count_differs,
    decide_accept,
    decide_close_handed,
    decide_give,
    decide_hand_over,
    decide_recall,
    decide_settled,
    differs_words,
    matches,
    rejected_facts,
)
from cashier.domain.handing import RECALLS, Accepted, Handed, on_their_way, rejected_words, transfer_of
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.shift import OpenShift, Shift, ShiftState, decide_open_shift
from cashier.domain.tries import MoreThanThere, was_tried
from cashier.domain.z_report import z_facts
from cashier.usecases.awaiting import must_not_await_reversal
from cashier.usecases.close_shift import HANDED_LOOK_BACK, closing_in, print_unfinished
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.drawers import DrawersElsewhere
from cashier.usecases.ports.transfers import Decision, TransfersElsewhere
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import keep_try, must_agree, record
from cashier.usecases.shift import must_hold_no_other
from cashier.usecases.situation import NO_DRAWER
from cashier.usecases.slips import add_slips

_ACCEPTED_BEFORE = (
    "You accepted this here before, and your count was right then: it is in your drawer now. Count the drawer."
)
_NOT_ON_ITS_WAY = "This is not on its way any more. Look at the page again."


def give_cash(wish: GiveCash, to: str, desk: Desk, staff: Staff) -> Numbered:
    """Give cash to another cashier, named as they sign in. The caller opens the drawer first. Raises Refused."""
    staff.needs(Right.PAY_OUT, "give cash out of the drawer")
    receiver = _known(to, desk)
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        must_not_await_reversal(work)
        shift = _open(work)
        held = drawer_holds(shift.shift_id, work.journal.drawers.moved(shift.shift_id))
        tried = any(was_tried(n.line, shift) for n in work.journal.drawers.handed(HANDED_LOOK_BACK))
        try:
            line = decide_give(wish, receiver, shift=shift, staff=staff, held=held, tried=tried, now=desk.clock())
        except MoreThanThere as more:
            keep_try(more, work, desk, staff)
            raise
        return _written(work, line)


def needs_witness(desk: Desk) -> bool:
    """Whether giving cash needs a witness in this shift."""
    with desk.open_reading() as work:
        shift = work.journal.open_shift()
        told = work.journal.drawers.handed(HANDED_LOOK_BACK)
        return shift is not None and any(was_tried(numbered.line, shift) for numbered in told)


def hand_over(wish: HandOver, to: str, desk: Desk, staff: Staff) -> Numbered:
    """Hand a counted drawer over; it is its giver's until it is accepted. Raises Refused."""
    staff.needs(Right.PAY_OUT, "give cash out of the drawer")
    receiver = _known(to, desk)
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        at = closing_in(work, desk, staff)
        line = decide_hand_over(wish, receiver, at)
        print_unfinished(at.shift, work, staff)
        return _written(work, line)


def given_here(desk: Desk) -> tuple[Handed, ...]:
    """What this desk gave and does not know to have arrived, oldest first."""
    with desk.open_reading() as work:
        return _on_their_way(work)


def coming(desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> tuple[Handed, ...]:
    """What was given to this person at other desks and is not theirs yet. Slow, never on the Qt thread; raises as
    `TransfersElsewhere` does.
    """
    staff.needs(Right.HOLD_DRAWER, "take cash from others")
    told = elsewhere.arriving(staff.user)
    with desk.open_reading() as work:
        return tuple(handed for handed in told if _arrived(handed, work) is None)


def left_behind(desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> tuple[Handed, ...]:
    """What this person gave at the desk that this one replaced, and may take back here. Slow, never on the Qt thread;
    raises as `TransfersElsewhere` does.
    """
    staff.needs(Right.HOLD_DRAWER, "take cash back")
    told = elsewhere.left_behind(staff.user)
    with desk.open_reading() as work:
        return tuple(handed for handed in told if _is_here_to_take_back(handed, work, desk))


def accept(wish: AcceptTransfer, handed: Handed, desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> Numbered:
    """Take what another desk gave into the own drawer, if the count is right and the ledger agrees.

    Slow, never on the Qt thread. Raises Refused, also for a count that differs, which is kept; LedgerAway or
    LedgerRefuses where the ledger cannot say, and then nothing is accepted.
    """
    staff.needs(Right.HOLD_DRAWER, "take cash from others")
    if handed.is_here:
        raise Refused(f"This is accepted where it was given: at {handed.line.desk}.")
    with desk.open_work() as work:
        if (earlier := work.journal.line(wish.line_id)) is not None:
            return earlier
        must_agree(work)
        _counted_right(wish, handed, _open(work), desk, work, staff)
    decided = elsewhere.decide(handed.transfer_id, Decision.ACCEPTED, staff.user)
    if decided.why_not:
        raise Refused(decided.why_not)
    # From here on it is nobody else's: a desk that dies now is asked to go on when its cashier accepts again.
    with desk.open_work() as work:
        must_agree(work)
        if (arrived := _arrived(handed, work)) is not None:
            return arrived
        line = decide_accept(wish, handed, shift=_open(work), staff=staff, now=desk.clock())
        return _written(work, line)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """The wish to accept a drawer at the desk where it was handed over. ``ids``: of the Z report and the new shift.

    ``approval`` is the receiver's own signature.
    """

    counted: AcceptTransfer
    close_id: UUID
    shift_id: UUID
    approval: Approval | None


def take_over(wish: TakeOver, handed: Handed, desk: Desk, staff: Staff, elsewhere: DrawersElsewhere) -> Shift:
    """Accept a drawer at its desk: its giver ``staff`` is signed in, its receiver signs. One commit.

    The giver's shift is closed and the receiver's begins with what was handed over. Raises Refused; a count that
    differs is kept. Slow, never on the Qt thread.
    """
    staff.needs(Right.HOLD_DRAWER, "hand a drawer over")
    receiver = _known(handed.to, desk)
    if receiver is not None:
        must_hold_no_other(receiver, elsewhere)
    with desk.open_work() as work:
        if work.journal.line(wish.shift_id) is not None:
            return _open(work)
        must_agree(work)
        given = _open(work)
        given.must_be_of(staff)
        if not handed.is_here or handed not in _on_their_way(work):
            raise Refused("This drawer is not handed over here any more. Look at the page again.")
        check_approval(wish.approval, requester=staff.user, act=TAKE_OVER_ACT, amount=ZERO, words="Taking over")
        assert wish.approval is not None
        if receiver is None or wish.approval.approver != receiver.user:
            raise Refused(f"This drawer is for {handed.to_name}, and only they sign for it.")
        now = desk.clock()
        _counted_right(
            wish.counted, handed, replace(given, state=ShiftState.ACTIVE, staff=receiver.user), desk, work, receiver
        )
        accepted = Accepted(by=receiver.user, by_name=receiver.name, desk=desk.place.desk)
        _close_handed(wish.close_id, handed, accepted, given, work, now)
        opening = OpenShift(shift_id=wish.shift_id, count={}, business_date=given.business_date)
        work.journal.append(
            decide_open_shift(
                opening,
                staff=receiver,
                desk=given.desk,
                center=given.center,
                region=given.region,
                float_book=desk.place.medical,
                open_now=None,
                now=now,
            )
        )
        shift = _open(work)
        _written(work, decide_accept(wish.counted, handed, shift=shift, staff=receiver, now=now))
    return shift


def recall(line_id: UUID, handed: Handed, desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> Numbered:
    """Its giver takes it back, where nobody has accepted it. Slow, never on the Qt thread. Raises as `accept` does."""
    with desk.open_work() as work:
        if (earlier := work.journal.line(line_id)) is not None:
            return earlier
        must_agree(work)
        decide_recall(line_id, handed, shift=_open(work), staff=staff, now=desk.clock())
        if not _is_here_to_take_back(handed, work, desk):
            raise Refused(_NOT_ON_ITS_WAY)
    if not (handed.is_here and handed.line.desk == desk.place.desk):
        decided = elsewhere.decide(handed.transfer_id, Decision.RECALLED, staff.user)
        if decided.why_not:
            raise Refused(decided.why_not)
    with desk.open_work() as work:
        if not _is_here_to_take_back(handed, work, desk):
            raise Refused(_NOT_ON_ITS_WAY)
        return _written(work, decide_recall(line_id, handed, shift=_open(work), staff=staff, now=desk.clock()))


def reject(line_id: UUID, handed: Handed, reason: str, desk: Desk, elsewhere: TransfersElsewhere, staff: Staff) -> None:
    """Its receiver does not take it: from then on only its giver can, back. Slow, never on the Qt thread. Raises as
    `accept` does, also where they accepted it at this desk before: then that is written down now.
    """
    staff.needs(Right.HOLD_DRAWER, "take cash from others")
    check_receives(handed, staff)
    facts = rejected_facts(handed, reason)
    decided = elsewhere.decide(handed.transfer_id, Decision.REJECTED, staff.user, str(facts["reason"]))
    if (decided.decision, decided.by, decided.desk) == (Decision.ACCEPTED, staff.user, desk.place.desk):
        _go_on(line_id, handed, desk, staff)
        raise Refused(_ACCEPTED_BEFORE)
    if decided.why_not:
        raise Refused(decided.why_not)
    with desk.open_work() as work:
        if work.journal.line(line_id) is None:
            record(LineKind.TRANSFER_REJECTED, facts, work=work, desk=desk, staff=staff, line_id=line_id)
            work.commit()


def _go_on(line_id: UUID, handed: Handed, desk: Desk, staff: Staff) -> None:
    """Write down an acceptance before which the desk died: its count was right, and its giver may know it by now."""
    wish = AcceptTransfer(
        line_id=line_id, count=handed.line.facts["count"], papers=frozenset(item.key for item in handed.papers)
    )
    with desk.open_work() as work:
        must_agree(work)
        if _arrived(handed, work) is None:
            shift = _open(work)
            check_acceptable(wish, handed, shift=shift, staff=staff, before=0)
            _written(work, decide_accept(wish, handed, shift=shift, staff=staff, now=desk.clock()))


def settle(desk: Desk, elsewhere: TransfersElsewhere) -> dict[UUID, str]:
    """Ask the ledger what became of all that this desk gave to others, and write down what has arrived.

    An accepted drawer is closed by it. Returns, by transfer, why something was rejected. Slow, never on the Qt
    thread; raises LedgerAway or LedgerRefuses.
    """
    rejected: dict[UUID, str] = {}
    for handed in given_here(desk):
        if handed.is_here:
            continue
        decided = elsewhere.decide(handed.transfer_id, Decision.OPEN, handed.line.staff)
        if decided.decision is Decision.REJECTED:
            rejected[handed.transfer_id] = rejected_words(decided.by_name, decided.reason)
        if decided.decision is Decision.ACCEPTED:
            _settle_one(handed, Accepted(by=decided.by, by_name=decided.by_name, desk=decided.desk), desk)
    return rejected


def _settle_one(handed: Handed, accepted: Accepted, desk: Desk) -> None:
    now = desk.clock()
    with desk.open_work() as work:
        if handed not in _on_their_way(work):
            return
        shift = work.journal.open_shift()
        if handed.is_whole and shift is not None and shift.shift_id == handed.line.shift_id:
            _close_handed(desk.new_id(), handed, accepted, shift, work, now)
        else:
            work.journal.append(decide_settled(desk.new_id(), handed, accepted, desk=desk.place.desk, now=now))
        work.commit()


def _close_handed(
    close_id: UUID, handed: Handed, accepted: Accepted, shift: Shift, work: UnitOfWork, now: datetime
) -> None:
    drawers = work.journal.drawers
    report = z_facts(
        shift,
        drawers.lines(shift.shift_id),
        previous=drawers.last_close(),
        received_through=work.journal.mark().received_through,
    )
    line = decide_close_handed(close_id, handed, accepted, report, shift=shift, now=now)
    add_slips(work.journal.append(line), work)


def _counted_right(
    wish: AcceptTransfer, handed: Handed, shift: Shift, desk: Desk, work: UnitOfWork, staff: Staff
) -> None:
    """Raises Refused unless it may be accepted; a count that differs is kept and committed first."""
    before = _counts_before(handed, work)
    check_acceptable(wish, handed, shift=shift, staff=staff, before=before)
    if not matches(wish, handed):
        line = count_differs(wish, handed, shift=shift, staff=staff, before=before, now=desk.clock())
        work.journal.append(replace(line, line_id=desk.new_id()))
        work.commit()
        raise Refused(differs_words(before))


def _counts_before(handed: Handed, work: UnitOfWork) -> int:
    told = work.journal.drawers.handed(HANDED_LOOK_BACK)
    counts = (n.line for n in told if n.line.kind is LineKind.TRANSFER_COUNTED)
    return sum(1 for line in counts if transfer_of(line) == handed.transfer_id)


def _arrived(handed: Handed, work: UnitOfWork) -> Numbered | None:
    told = work.journal.drawers.handed(HANDED_LOOK_BACK)
    accepted = (n for n in told if n.line.kind is LineKind.TRANSFER_ACCEPTED)
    return next((n for n in accepted if transfer_of(n.line) == handed.transfer_id), None)


def _on_their_way(work: UnitOfWork) -> tuple[Handed, ...]:
    return on_their_way(numbered.line for numbered in work.journal.drawers.handed(HANDED_LOOK_BACK))


def _is_here_to_take_back(handed: Handed, work: UnitOfWork, desk: Desk) -> bool:
    """Whether this desk gave it and does not know it to have ended; or another one, and it was not taken back here."""
    if handed.line.desk == desk.place.desk:
        return handed in _on_their_way(work)
    told = (numbered.line for numbered in work.journal.drawers.handed(HANDED_LOOK_BACK))
    return not any(line.kind in RECALLS and transfer_of(line) == handed.transfer_id for line in told)


def _open(work: UnitOfWork) -> Shift:
    shift = work.journal.open_shift()
    if shift is None:
        raise Refused(NO_DRAWER)
    return shift


def _known(user: str, desk: Desk) -> Staff | None:
    known = desk.directory.staff(user.strip()) if user.strip() else None
    return known.staff if known is not None and known.active else None


def _written(work: UnitOfWork, line: Line) -> Numbered:
    numbered = work.journal.append(line)
    add_slips(numbered, work)
    work.commit()
    return numbered
