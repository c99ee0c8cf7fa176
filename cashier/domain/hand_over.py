"""How cash goes from one cashier to another: given, accepted, rejected, taken back; or a whole drawer handed over.

The receiver counts without knowing what was given. Two counts that differ end it: it is rejected, and its giver takes
it back. Until it is accepted the giver may take it back, too; afterwards nobody may.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.absent import counts_for_another
from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.count import without_zeros
from cashier.domain.drawer import DrawerItem, Holdings
from cashier.domain.drawer_acts import may_move
from cashier.domain.drawer_count import COUNT_AGAIN, drawer_line
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.handing import Accepted, Handed, Share, accepted_facts
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.shift import Shift, counted
from cashier.domain.shift_close import Accounted, Closing, differences, move, paper_facts, settle, settled_facts
from cashier.domain.terminal_totals import TerminalTotal, terminal_facts
from cashier.domain.transfer import Transfer
from cashier.domain.tries import check_witness, more_than_there

GIVE_ACT = "giving cash to another cashier"
TAKE_OVER_ACT = "taking a drawer over"
COUNTS_MOST = 2
TO, NOTE = "to whom", "what for"  # The fields that a refusal may be about.


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCash:
    """The wish to give cash of one book to another cashier, by denomination code.

    ``witness`` signs where more was to be given before in this shift than was there.
    """

    line_id: UUID
    count: Mapping[str, int]
    note: str
    line: BookLine = BookLine.MEDICAL
    witness: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """The wish to hand a counted drawer over, with all that is in it."""

    line_id: UUID
    accounted: Accounted
    note: str = ""
    is_here: bool = False
    terminals: tuple[TerminalTotal, ...] = ()


def check_receiver(receiver: Staff | None, giver: Staff) -> Staff:
    """Raises FieldRefused for who can't be given cash."""
    if receiver is None:
        raise FieldRefused("Nobody of that name works here. Enter the receiver's name as they sign in.", TO)
    if receiver.user == giver.user:
        raise FieldRefused("Nobody gives cash to themselves. Enter who receives it.", TO)
    if not receiver.may(Right.HOLD_DRAWER):
        raise FieldRefused(f"{receiver.name} holds no drawer. Enter who receives the cash.", TO)
    return receiver


def decide_give(
    wish: GiveCash,
    receiver: Staff | None,
    *,
    shift: Shift,
    staff: Staff,
    held: Holdings,
    tried: bool,
    now: datetime,
) -> Line:
    """The line that gives cash away: in transit until it is accepted or taken back.

    ``tried``: more was to be given before in this shift than was there. Raises Refused, MoreThanThere.
    """
    may_move(shift, staff)
    to = check_receiver(receiver, staff)
    amount = counted(wish.count)
    if amount == ZERO:
        raise Refused("Count what you give first.")
    note = safe_text(wish.note, "What it is for")
    if not note:
        raise FieldRefused("Say what it is for.", NOTE)
    book = Book(shift.region, wish.line)
    if tried:
        check_witness(wish.witness, requester=staff.user, act=GIVE_ACT, amount=amount, words="Giving cash now")
    if amount > held.cash.get(book, ZERO):
        raise more_than_there(
            f"There is not that much {wish.line} cash in this drawer. Count again what you give.",
            act=GIVE_ACT,
            wish=wish.line_id,
            amount=amount,
            count=wish.count,
            witness=wish.witness,
        )
    facts = {
        **_to(to, staff, note),
        **({"witness": wish.witness.approver, "witness_name": wish.witness.approver_name} if wish.witness else {}),
        "count": without_zeros(wish.count),
        "sums": [[book.code, amount.cents, 0]],
    }
    given = Transfer(_transit(shift, book), shift.drawer(AccountKind.DRAWER_CASH, book), amount)
    return drawer_line(
        LineKind.TRANSFER_GIVEN, wish.line_id, facts, shift=shift, staff=staff, now=now, transfers=(given,)
    )


def decide_hand_over(wish: HandOver, receiver: Staff | None, at: Closing) -> Line:
    """The line that hands a counted drawer over; what differs is booked as at a close. Raises Refused."""
    to = check_receiver(receiver, at.staff)
    if counts_for_another(at.shift, at.staff):
        if to.user == at.shift.staff:
            raise FieldRefused(f"This is {to.name}'s own drawer. Enter who receives the cash.", TO)
        if wish.is_here:
            raise FieldRefused("They accept it at another desk. To go on at this one, close the drawer.", TO)
    settled = settle(wish.accounted, at)
    after, shift = settled.after, at.shift
    papers = [item for item in at.items if item not in settled.missing]
    papers += [
        DrawerItem(
            key=f"{wish.line_id}.{place}",
            kind=item.kind,
            number=item.number,
            receipt="",
            book=Book(shift.region, item.line),
            amount=item.amount,
        )
        for place, item in enumerate(settled.found)
    ]
    books = sorted(after.cash.keys() | after.checks.keys())
    shares = [Share(book=b, cash=after.cash.get(b, ZERO), checks=after.checks.get(b, ZERO)) for b in books]
    facts = {
        **_to(to, at.staff, safe_text(wish.note, "The note")),
        **settled_facts(settled, at, wish.accounted.approval),
        "here": wish.is_here,
        "sums": [[s.book.code, s.cash.cents, s.checks.cents] for s in shares],
        "papers": paper_facts(papers),
        **terminal_facts(wish.terminals),
    }
    return drawer_line(
        LineKind.DRAWER_HANDED_OVER,
        wish.line_id,
        facts,
        shift=shift,
        staff=at.staff,
        now=at.now,
        transfers=(*differences(settled, at), *_moved(shares, shift, into_drawer=False)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptTransfer:
    """The receiver's count of what came, by denomination code; ``papers``: keys of the checks that are there."""

    line_id: UUID
    count: Mapping[str, int]
    papers: frozenset[str] = frozenset()


def matches(wish: AcceptTransfer, handed: Handed) -> bool:
    """Whether a receiver's count is what was given. Raises Refused for an impossible count."""
    return counted(wish.count) == handed.cash


def check_acceptable(wish: AcceptTransfer, handed: Handed, *, shift: Shift, staff: Staff, before: int) -> None:
    """Raises Refused unless this person may accept it into this drawer. ``before``: their counts that differed."""
    may_move(shift, staff)
    check_receives(handed, staff)
    if shift.center != handed.line.center or any(share.book.region != shift.region for share in handed.shares):
        raise Refused("This cash belongs to another center. Reject it, and have its giver take it back.")
    if before >= COUNTS_MOST:
        raise Refused("Both counts differ from what was given. Reject it, and count it together with its giver.")
    for item in handed.papers:
        if item.key not in wish.papers:
            number = f" {item.number}" if item.number else ""
            raise Refused(
                f"{item.kind.value.replace('_', ' ').capitalize()}{number} comes with it: tick it, or reject it all."
            )


def check_receives(handed: Handed, staff: Staff) -> None:
    """Raises Refused for anybody but who it was given to."""
    if handed.to != staff.user:
        raise Refused(f"This cash is for {handed.to_name}, and only they accept or reject it.")


def count_differs(
    wish: AcceptTransfer, handed: Handed, *, shift: Shift, staff: Staff, before: int, now: datetime
) -> Line:
    """The line that keeps a count that differs; what it should have been is said nowhere (R1)."""
    facts = {
        "transfer": str(handed.transfer_id),
        "attempt": before + 1,
        "count": without_zeros(wish.count),
        "cents": counted(wish.count).cents,
    }
    return drawer_line(LineKind.TRANSFER_COUNTED, wish.line_id, facts, shift=shift, staff=staff, now=now)


def differs_words(before: int) -> str:
    """What a receiver is told whose count differs."""
    if before + 1 < COUNTS_MOST:
        return COUNT_AGAIN
    return "Your count doesn't match. Reject it, and count it together with its giver."


def decide_accept(wish: AcceptTransfer, handed: Handed, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """The line that takes it into the receiver's drawer. The count was found to match before."""
    return drawer_line(
        LineKind.TRANSFER_ACCEPTED,
        wish.line_id,
        _about(handed) | {"staff_name": staff.name, "count": without_zeros(wish.count)},
        shift=shift,
        staff=staff,
        now=now,
        transfers=_moved(handed.shares, shift, into_drawer=True),
    )


def decide_recall(line_id: UUID, handed: Handed, *, shift: Shift, staff: Staff, now: datetime) -> Line:
    """The line by which its giver takes it back, into the drawer that is theirs now. Raises Refused."""
    is_drawer = handed.is_whole and shift.shift_id == handed.line.shift_id
    if not (is_drawer and counts_for_another(shift, staff) and staff.may(Right.COUNT_FOR_ABSENT)):
        staff.needs(Right.HOLD_DRAWER, "take cash back")
        shift.must_be_of(staff)
        if handed.line.staff != staff.user:
            raise Refused(f"{handed.giver_name} gave this, and only they take it back.")
    if not is_drawer:
        shift.must_be_active()
    return drawer_line(
        LineKind.DRAWER_RECALLED if is_drawer else LineKind.TRANSFER_RECALLED,
        line_id,
        _about(handed) | {"staff_name": staff.name},
        shift=shift,
        staff=staff,
        now=now,
        transfers=_moved(handed.shares, shift, into_drawer=True),
    )


def rejected_facts(handed: Handed, reason: str) -> dict[str, object]:
    """What the line says by which a receiver does not take it. Raises Refused without a reason."""
    why = safe_text(reason, "The reason")
    if not why:
        raise FieldRefused("Enter a reason.", NOTE)
    return {"transfer": str(handed.transfer_id), "reason": why}


def decide_settled(line_id: UUID, handed: Handed, accepted: Accepted, *, desk: str, now: datetime) -> Line:
    """The line by which the giver's desk knows that cash given to another desk has arrived."""
    given = handed.line
    return Line(
        line_id=line_id,
        kind=LineKind.TRANSFER_SETTLED,
        desk=desk,
        center=given.center,
        staff=given.staff,
        taken_at=now,
        business_date=given.business_date,
        shift_id=given.shift_id,
        facts={"transfer": str(handed.transfer_id)} | accepted_facts(accepted),
    )


def decide_close_handed(
    line_id: UUID, handed: Handed, accepted: Accepted, report: Mapping[str, object], *, shift: Shift, now: datetime
) -> Line:
    """The Z report of a drawer whose hand-over was accepted: its giver's, on what they counted; nothing is left."""
    kept = (
        "count", "counted_cents", "expected", "difference_cents", "attempts", "reason", "approver", "approver_name",
        "items", "checks", "missing", "found", "terminals", "absent",
    )  # fmt: skip
    facts = {
        **report,
        **{key: handed.line.facts[key] for key in kept if key in handed.line.facts},
        "left": {},
        "left_cents": 0,
        "till_bag": "",
        "received_by": "",
        "bags": [],
        "handed_over": {"transfer": str(handed.transfer_id)} | accepted_facts(accepted),
    }
    return Line(
        line_id=line_id,
        kind=LineKind.SHIFT_CLOSED,
        desk=shift.desk,
        center=shift.center,
        staff=shift.staff,
        taken_at=now,
        business_date=shift.business_date,
        shift_id=shift.shift_id,
        facts=facts,
    )


def _to(to: Staff, staff: Staff, note: str) -> dict[str, object]:
    return {"to": to.user, "to_name": to.name, "staff_name": staff.name, "note": note}


def _about(handed: Handed) -> dict[str, object]:
    return {
        "transfer": str(handed.transfer_id),
        "giver": handed.line.staff,
        "giver_name": handed.giver_name,
        "to_name": handed.to_name,
        "whole": handed.is_whole,
        "sums": [[s.book.code, s.cash.cents, s.checks.cents] for s in handed.shares],
        "papers": paper_facts(handed.papers),
    }


def _transit(shift: Shift, book: Book) -> Account:
    return Account(AccountKind.TRANSIT, shift.center, book)


def _moved(shares: Iterable[Share], shift: Shift, *, into_drawer: bool) -> tuple[Transfer, ...]:
    moved = []
    for share in shares:
        for kind, amount in ((AccountKind.DRAWER_CASH, share.cash), (AccountKind.DRAWER_CHECKS, share.checks)):
            drawer, transit = shift.drawer(kind, share.book), _transit(shift, share.book)
            moved.append(move(drawer, transit, amount) if into_drawer else move(transit, drawer, amount))
    return tuple(transfer for transfer in moved if transfer is not None)
