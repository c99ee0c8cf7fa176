"""The acts of a day script that are about the drawer: breaks, drops, counts and the close."""

from collections.abc import Mapping
from typing import Any

from cashier.domain.absent import ABSENT_ACT, counts_for_another
from cashier.domain.accounts import BookLine
from cashier.domain.bags import typed_bags
from cashier.domain.count import propose_float
from cashier.domain.drawer import DrawerItem
from cashier.domain.drawer_acts import BAG, DROP_ACT, GO_ON_ACT, PAY_ACT, Drop, PayInOrOut
from cashier.domain.drawer_count import COUNT_ACT, CountDrawer
from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.handing import Handed
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.shift import OPEN_ACT, counted
from cashier.domain.shift_close import CLOSE_ACT, CloseShift, FoundItem, most_to_leave, to_sign
from cashier.domain.slips import z_name
from cashier.domain.surprise import SURPRISE_ACT, SurpriseCount, read_surprise
from cashier.domain.tenders import TenderKind
from cashier.domain.terminal_totals import read_held_against
from cashier.domain.tries import WITNESS_RIGHT
from cashier.domain.z_report import read_z
from cashier.doors import replay_script as script
from cashier.doors import replay_script_drawer as acts
from cashier.doors.replay_asks import word_from_afar
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_shape import Approver
from cashier.usecases.absent import stand_in
from cashier.usecases.close_shift import close_shift, closing, count_drawer, terminal_totals
from cashier.usecases.drawer_acts import (
    drop,
    must_be_new_bag,
    must_be_new_bags,
    open_without_sale,
    pay_in_or_out,
    resume_drawer,
    suspend_drawer,
)
from cashier.usecases.hand_over import coming
from cashier.usecases.shift import current_shift, opening_right, second_count
from cashier.usecases.sign_in import InPerson
from cashier.usecases.surprise import surprise_count

Answer = dict[str, Any]


def counted_too(person: Approver | None, count: Mapping[str, int], at: ReplayDesk) -> Approval | None:
    """The second person's word for a float that is not the one that was left."""
    differs = second_count(count, at.desk)
    return signed(person, at, OPEN_ACT, differs, opening_right(differs, at.desk))


def suspend(_act: script.Suspend, counter: Counter, at: ReplayDesk) -> Answer:
    """A break. Raises Refused, as all of these do."""
    suspend_drawer(at.desk.new_id(), at.desk, counter.signed_in())
    return {"ok": True}


def resume(act: script.Resume, counter: Counter, at: ReplayDesk) -> Answer:
    """Back from a break or, with an approver, from a count."""
    staff = counter.signed_in()
    if act.word:
        approval: Approval | None = word_from_afar(act.word, GO_ON_ACT, ZERO, act.reason, at, staff)
    else:
        approval = signed(act.approver, at, GO_ON_ACT, ZERO, Right.APPROVE_DRAWER)
    resume_drawer(at.desk.new_id(), at.desk, staff, approval)
    return {"ok": True}


def count(act: acts.Count, counter: Counter, at: ReplayDesk) -> Answer:
    """One blind count; the answer says what the cashier is told and no more (R1)."""
    staff = counter.signed_in()
    if is_for_another(at, staff):
        stand_in(at.desk, staff, at.ledger.office)
        witness = signed(act.approver, at, ABSENT_ACT, ZERO, Right.COUNT_ALONG)
    else:
        witness = signed(act.approver, at, COUNT_ACT, ZERO, Right.APPROVE_DRAWER)
    wish = CountDrawer(line_id=at.desk.new_id(), count=act.count, witness=witness)
    answer = count_drawer(wish, at.desk, staff)
    at.print_due()
    said: Answer = {"ok": True, "count": answer.attempt.number, "counted": dollars(answer.attempt.amount)}
    if answer.difference is None:
        return said | {"said": answer.words}
    said |= {"difference": dollars(answer.difference)}
    return said | ({"expected": dollars(answer.expected)} if answer.expected is not None else {})


def close(act: acts.CloseDrawer, counter: Counter, at: ReplayDesk) -> Answer:
    """Close the drawer, which makes its Z report."""
    staff = counter.signed_in()
    now = closing(at.desk, staff)
    missing = frozenset(key_of(number, now.items) for number in act.missing)
    found = tuple(_found(said) for said in act.found)
    most = min(at.desk.place.drawers.float_amount, most_to_leave(now))
    left = act.left if act.left is not None else propose_float(now.attempts[-1].count, most)
    signed_for = to_sign(now, missing=missing, found=found)
    wish = CloseShift(
        line_id=at.desk.new_id(),
        present=frozenset(item.key for item in now.items) - missing,
        missing=missing,
        found=found,
        reason=act.reason,
        approval=signed(act.approver, at, CLOSE_ACT, signed_for, closes_with(at, staff)),
        left=left,
        till_bag=act.till_bag,
        received_by=act.received_by,
        bags={BookLine.MEDICAL: act.medical_bag, BookLine.PREMIUM: act.premium_bag},
        terminals=terminal_totals(at.desk, staff, at.terminal),
    )
    must_be_new_bags(typed_bags(wish.till_bag, wish.bags), at.ledger.drawers)
    numbered = close_shift(wish, at.desk, staff, _coming(at, staff))
    at.print_due()
    z = read_z(numbered.line)
    return {
        "ok": True,
        "z": z.number,
        "slip": z_name(numbered.line.desk, z.number),
        "counted": dollars(z.counted),
        "difference": dollars(z.difference),
        "left": dollars(counted(left)),
        "bags": {bag["number"]: dollars(Money(bag["cash_cents"] + bag["checks_cents"])) for bag in z.said["bags"]},
        "not_sent": z.said["not_sent"]["payments"],
        "terminals": {held.terminal: held.words for held in read_held_against(z.said)},
    }


def drop_cash(act: acts.DropCash, counter: Counter, at: ReplayDesk) -> Answer:
    """Cash into a bag for the safe."""
    amount = counted(act.count)
    wish = Drop(
        line_id=at.desk.new_id(),
        count=act.count,
        bag=act.bag,
        line=BookLine(act.line),
        witness=signed(act.witness, at, DROP_ACT, amount, WITNESS_RIGHT),
    )
    staff = counter.signed_in()
    must_be_new_bag(act.bag, BAG, at.ledger.drawers)
    drop(wish, at.desk, staff)
    at.print_due()
    return {"ok": True, "dropped": dollars(amount)}


def no_sale(act: acts.NoSale, counter: Counter, at: ReplayDesk) -> Answer:
    """The drawer is opened without a sale."""
    open_without_sale(at.desk.new_id(), act.reason, at.desk, counter.signed_in())
    at.print_due()
    return {"ok": True}


def pay(act: acts.PayInOut, counter: Counter, at: ReplayDesk) -> Answer:
    """Cash in or out without a payment."""
    amount = parse_amount(act.amount, "the cash")
    wish = PayInOrOut(
        line_id=at.desk.new_id(),
        amount=amount,
        is_out=act.do == "pay_out",
        reason=act.reason,
        approval=(
            word_from_afar(act.word, PAY_ACT, amount, act.reason, at, counter.signed_in())
            if act.word
            else signed(act.approver, at, PAY_ACT, amount, Right.APPROVE_DRAWER)
        ),
    )
    pay_in_or_out(wish, at.desk, counter.signed_in())
    at.print_due()
    return {"ok": True}


def surprise(act: acts.SurpriseCounted, counter: Counter, at: ReplayDesk) -> Answer:
    """A count at any time; the answer says what both are told and no more (R1)."""
    witness = signed(act.witness, at, SURPRISE_ACT, ZERO, WITNESS_RIGHT)
    wish = SurpriseCount(line_id=at.desk.new_id(), count=act.count, witness=witness)
    found = read_surprise(surprise_count(wish, at.desk, counter.signed_in()).line)
    at.print_due()
    said: Answer = {"ok": True, "counted": dollars(found.counted), "said": found.words}
    return said | ({"difference": dollars(found.difference)} if found.booked else {})


def _coming(at: ReplayDesk, staff: Staff) -> tuple[Handed, ...]:
    """What is on its way to who closes; while the ledger is away nothing can be accepted, and nothing holds it up."""
    try:
        return () if is_for_another(at, staff) else coming(at.desk, at.ledger.transfers, staff)
    except (LedgerAway, LedgerRefuses):
        return ()


def is_for_another(at: ReplayDesk, staff: Staff) -> bool:
    """Whether the drawer that is open here is somebody else's."""
    shift = current_shift(at.desk)
    return shift is not None and counts_for_another(shift, staff)


def closes_with(at: ReplayDesk, staff: Staff) -> Right:
    """What whoever signs a close has to have: a lead's right, or that of who counted along for one who is not here."""
    return Right.COUNT_ALONG if is_for_another(at, staff) else Right.APPROVE_DRAWER


def signed(person: Approver | None, at: ReplayDesk, act: str, amount: Money, right: Right) -> Approval | None:
    """A second person's word, where one is named. Raises Refused."""
    if person is None:
        return None
    return InPerson(at.desk).approve(person.user, person.passphrase, act=act, amount=amount, right=right)


def key_of(number: str, items: tuple[DrawerItem, ...]) -> str:
    """The key of a check or money order by its number. Raises Refused."""
    for item in items:
        if item.number == number:
            return item.key
    raise Refused(f"No check or money order {safe_text(number, 'The number')} is in this drawer.")


def _found(said: acts.Found) -> FoundItem:
    kind = TenderKind.CHECK if said.check is not None else TenderKind.MONEY_ORDER
    amount = parse_amount(said.check or said.money_order or "", "what was found")
    return FoundItem(kind=kind, number=said.number, amount=amount, line=BookLine(said.line))
