"""The acts of a day script that the cash office does: bags into the safe, deposits to the bank, counts by two."""

from typing import Any
from uuid import UUID

from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import COUNT_AGAIN
from cashier.domain.errors import Refused
from cashier.domain.money import parse_amount
from cashier.domain.safe import (
    BagCheck,
    BagCount,
    BagSeen,
    Change,
    CountDone,
    CountPurpose,
    DepositAtHand,
    DepositCorrection,
    DepositDone,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    SeenCheck,
    TwoBags,
)
from cashier.domain.scan import safe_text
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Answer, Counter, dollars
from cashier.doors.replay_script_safe import BagActed, Deposited, SafeCounted
from cashier.doors.replay_shape import Approver
from cashier.usecases import safe as acts
from cashier.usecases.office import accept_bag
from cashier.usecases.shift import business_date


def play_bag(act: BagActed, counter: Counter, at: ReplayDesk) -> Answer:
    """Take a bag in, look it up, or count it. Raises Refused, LedgerAway, as all of these do."""
    staff, ledger = counter.signed_in(), at.ledger.safe
    if act.step == "accept":
        bag = accept_bag(at.desk.new_id(), act.number, staff, at.ledger.office)
        return {"ok": True, "bag": bag.number, "cash": dollars(bag.cash), "checks": dollars(bag.checks)}
    if act.step == "name":
        two = TwoBags(line_id=at.desk.new_id(), number=act.number)
        named = acts.name_bags(two, _signed(act.second), at.desk, staff, ledger)
        return {"ok": True, "bag": named.number, "names": [list(one) for one in named.names]}
    seen = acts.look_at_bag(act.number, staff, ledger)
    if act.step == "history":
        return {"ok": True, "bag": seen.number, "next": seen.next_step, "steps": [[s.what, s.who] for s in seen.steps]}
    keys = {item.number: item.key for item in seen.items}
    if unknown := [number for number in act.missing if number not in keys]:
        raise Refused(f"No check {safe_text(unknown[0], 'The number')} is in this bag.")
    missing = tuple(keys[number] for number in act.missing)
    wish = BagCount(line_id=at.desk.new_id(), number=seen.number, count=act.count, missing=missing)
    return _counted(acts.count_bag(wish, _signed(act.second), at.desk, staff, ledger))


def play_deposit(act: Deposited, counter: Counter, at: ReplayDesk) -> Answer:
    """One step of a deposit on its way to the bank."""
    staff, ledger = counter.signed_in(), at.ledger.safe
    match act.step:
        case "prepare":
            return _prepare(act, counter, at)
        case "review":
            deposit, seen = _deposit(act, counter, at)
            checks = _checks(act, seen.items)
            wish = Review(line_id=at.desk.new_id(), deposit=deposit, count=act.count, checks=checks, seal=act.seal)
            return _done(acts.review_deposit(wish, staff, ledger))
        case "give":
            hand = HandOver(line_id=at.desk.new_id(), number=act.number, word=act.courier)
            return _done(acts.give_to_courier(hand, staff, ledger))
        case "arrive":
            hand = HandOver(line_id=at.desk.new_id(), number=act.number, word=act.receipt)
            return _done(acts.arrived_at_bank(hand, staff, ledger))
        case "correct":
            return _correct(act, counter, at)
    deposit, _ = _deposit(act, counter, at)
    said = acts.hand_out_deposit(deposit, staff, ledger, at.deposit_papers, as_table=act.step == "list")
    return {"ok": True, "said": said}


def play_safe(act: SafeCounted, counter: Counter, at: ReplayDesk) -> Answer:
    """A count of the safe, or change from the bank."""
    staff, ledger, signed = counter.signed_in(), at.ledger.safe, _signed(act.second)
    if act.purpose == "change":
        ordered = parse_amount(act.ordered, "what was ordered")
        change = Change(line_id=at.desk.new_id(), ordered=ordered, count=act.count)
        return _counted(acts.take_change(change, signed, at.desk, staff, ledger))
    safe, purpose = acts.look_at_safe(at.desk, staff, ledger), CountPurpose(act.purpose)
    inside = tuple(bag.number for bag in safe.bags if bag.accepted_by)
    day = safe.opened_on if purpose is CountPurpose.CLOSE and safe.opened_on else business_date(at.desk)
    wish = SafeCount(
        line_id=at.desk.new_id(),
        purpose=purpose,
        day=day,
        count=act.count,
        bags=inside if act.bags is None else act.bags,
    )
    return _counted(acts.count_safe(wish, signed, at.desk, staff, ledger))


def play_look(counter: Counter, at: ReplayDesk) -> Answer:
    """What the Office page lists of safe, deposits and bank."""
    safe = acts.look_at_safe(at.desk, counter.signed_in(), at.ledger.safe)
    return {
        "ok": True,
        "bags": [bag.number for bag in safe.bags if bag.accepted_by],
        "in_transit": [bag.number for bag in safe.bags if not bag.accepted_by],
        "deposits": [[one.number, one.state.value, dollars(one.cash + one.checks), one.wrong] for one in safe.deposits],
        "bank": [[one.what, one.why, dollars(one.amount)] for one in safe.bank],
        "open_day": safe.opened_on.isoformat() if safe.opened_on else None,
    }


def _prepare(act: Deposited, counter: Counter, at: ReplayDesk) -> Answer:
    staff, ledger = counter.signed_in(), at.ledger.safe
    safe, line = acts.look_at_safe(at.desk, staff, ledger), BookLine(act.line)
    bags = act.bags or _ready(safe, line)
    book = next((bag.book for bag in safe.bags if bag.book.line is line), None)
    if book is None or not bags:
        raise Refused(f"There is no bag with {line} money in the safe. Take one in first.")
    items = [item for number in bags for item in acts.look_at_bag(number, staff, ledger).items]
    wish = Prepare(
        line_id=at.desk.new_id(),
        book=book,
        bags=bags,
        count=act.count,
        checks=_checks(act, tuple(items)),
        is_final=act.final,
    )
    done = acts.prepare_deposit(wish, staff, ledger)
    if act.name:
        counter.named[act.name] = str(done.deposit)
    return _done(done)


def _correct(act: Deposited, counter: Counter, at: ReplayDesk) -> Answer:
    staff, ledger = counter.signed_in(), at.ledger.safe
    one = _listed(act, counter, at)
    if one.credited is None:
        raise Refused(f"The bank has said nothing of deposit {one.number} yet. Take in its file first.")
    wish = DepositCorrection(
        line_id=at.desk.new_id(), number=str(one.deposit), credited=one.credited, reason=act.reason
    )
    return _done(acts.correct_deposit(wish, _signed(act.second), at.desk, staff, ledger))


def _ready(safe: Safe, line: BookLine) -> tuple[str, ...]:
    return tuple(bag.number for bag in safe.bags if bag.book.line is line and bag.accepted_by and not bag.shift_is_open)


def _deposit(act: Deposited, counter: Counter, at: ReplayDesk) -> tuple[UUID, BagSeen]:
    one = _listed(act, counter, at)
    return one.deposit, acts.look_at_bag(str(one.deposit), counter.signed_in(), at.ledger.safe)


def _listed(act: Deposited, counter: Counter, at: ReplayDesk) -> DepositAtHand:
    name = counter.named.get(act.deposit, act.deposit)
    for one in acts.look_at_safe(at.desk, counter.signed_in(), at.ledger.safe).deposits:
        if name in (str(one.deposit), str(one.number)):
            return one
    raise Refused("There is no such deposit. Look at the list again.")


def _checks(act: Deposited, items: tuple[BagCheck, ...]) -> tuple[SeenCheck, ...]:
    """As the script says, or each as it is listed."""
    if act.checks is None:
        return tuple(SeenCheck(item.number, item.amount) for item in items)
    return tuple(SeenCheck(one.number, parse_amount(one.amount, "the check")) for one in act.checks)


def _signed(second: Approver | None) -> tuple[str, str]:
    if second is None:
        raise Refused("Two people count it. Have a colleague sign.")
    return second.user, second.passphrase


def _done(done: DepositDone) -> Answer:
    said: dict[str, Any] = {"ok": True, "deposit": done.number, "amount": dollars(done.amount)}
    return said | ({"seal": done.seal} if done.seal else {})


def _counted(done: CountDone) -> Answer:
    if done.again:
        return {"ok": True, "said": COUNT_AGAIN}
    said: dict[str, Any] = {"ok": True, "matches": done.matches, "difference": dollars(done.difference)}
    return said | ({"missing": list(done.missing)} if done.missing else {})
