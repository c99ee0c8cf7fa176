"""The acts of a day script by which cash goes from one cashier to another."""

from typing import Any

from cashier.domain.accounts import BookLine
from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.hand_over import GIVE_ACT, TAKE_OVER_ACT, AcceptTransfer, GiveCash, HandOver
from cashier.domain.handing import Handed, read_handed
from cashier.domain.money import ZERO
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.shift import counted
from cashier.domain.shift_close import CLOSE_ACT, Accounted, to_sign
from cashier.domain.tries import WITNESS_RIGHT
from cashier.doors import replay_script_handed as acts
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_drawer import closes_with, key_of, signed
from cashier.doors.replay_payment import Counter, dollars
from cashier.usecases.close_shift import closing, terminal_totals
from cashier.usecases.hand_over import (
    TakeOver,
    accept,
    coming,
    give_cash,
    given_here,
    hand_over,
    left_behind,
    recall,
    reject,
    take_over,
)

Answer = dict[str, Any]
NOTHING_COMES = "Nothing is on its way to you."


def give(act: acts.GiveOver, counter: Counter, at: ReplayDesk) -> Answer:
    """Cash to another cashier, or the whole drawer. Raises Refused, as all of these do."""
    staff, line_id = counter.signed_in(), at.desk.new_id()
    if act.count is not None:
        wish = GiveCash(
            line_id=line_id,
            count=act.count,
            note=act.note,
            line=BookLine(act.line),
            witness=signed(act.witness, at, GIVE_ACT, counted(act.count), WITNESS_RIGHT),
        )
        numbered = give_cash(wish, act.to, at.desk, staff)
    else:
        now = closing(at.desk, staff)
        missing = frozenset(key_of(number, now.items) for number in act.missing)
        accounted = Accounted(
            present=frozenset(item.key for item in now.items) - missing,
            missing=missing,
            reason=act.reason,
            approval=signed(act.approver, at, CLOSE_ACT, to_sign(now, missing=missing), closes_with(at, staff)),
        )
        whole = HandOver(
            line_id=line_id,
            accounted=accounted,
            note=act.note,
            is_here=act.here,
            terminals=terminal_totals(at.desk, staff, at.terminal),
        )
        numbered = hand_over(whole, act.to, at.desk, staff)
    at.print_due()
    if act.name:
        counter.given[act.name] = line_id
    given = read_handed(numbered.line)
    return {"ok": True, **({"as": act.name} if act.name else {}), "cash": dollars(given.cash)} | (
        {"checks": dollars(given.checks)} if given.is_whole else {}
    )


def accept_handed(act: acts.AcceptHanded, counter: Counter, at: ReplayDesk) -> Answer:
    """The receiver's blind count, and what was given is theirs if it is right."""
    staff = counter.signed_in()
    handed = _handed_here(at) if act.receiver is not None else _arriving(counter, at)
    missing = frozenset(key_of(number, handed.papers) for number in act.missing)
    papers = frozenset(item.key for item in handed.papers) - missing
    wish = AcceptTransfer(line_id=at.desk.new_id(), count=act.count, papers=papers)
    if act.receiver is None:
        accept(wish, handed, at.desk, at.ledger.transfers, staff)
    else:
        approval = signed(act.receiver, at, TAKE_OVER_ACT, ZERO, Right.HOLD_DRAWER)
        over = TakeOver(counted=wish, close_id=at.desk.new_id(), shift_id=at.desk.new_id(), approval=approval)
        take_over(over, handed, at.desk, staff, at.ledger.drawers)
        counter.staff = None  # The drawer is another's now, and they sign in.
        counter.close_account()
    at.print_due()
    return {"ok": True, "from": handed.line.staff, "cash": dollars(handed.cash), "checks": dollars(handed.checks)}


def reject_handed(act: acts.RejectHanded, counter: Counter, at: ReplayDesk) -> Answer:
    """The receiver does not take it."""
    staff = counter.signed_in()
    reject(at.desk.new_id(), _arriving(counter, at), act.reason, at.desk, at.ledger.transfers, staff)
    return {"ok": True}


def recall_handed(act: acts.RecallHanded, counter: Counter, at: ReplayDesk) -> Answer:
    """Its giver takes it back."""
    staff = counter.signed_in()
    if act.transfer and act.transfer not in counter.given:
        raise Refused(f"Nothing called {safe_text(act.transfer, 'The name')} was given in this script.")
    wanted = counter.given.get(act.transfer)
    known = (*_left_behind(staff, at), *given_here(at.desk))
    given = [handed for handed in known if wanted in (None, handed.transfer_id)]
    if not given:
        raise Refused("Nothing that you gave is on its way.")
    recall(at.desk.new_id(), given[-1], at.desk, at.ledger.transfers, staff)
    at.print_due()
    return {"ok": True, "cash": dollars(given[-1].cash)}


def _left_behind(staff: Staff, at: ReplayDesk) -> tuple[Handed, ...]:
    """What they gave at a desk that this one replaced; nothing while the ledger is away."""
    try:
        return left_behind(at.desk, at.ledger.transfers, staff)
    except (LedgerAway, LedgerRefuses):
        return ()


def _handed_here(at: ReplayDesk) -> Handed:
    for handed in given_here(at.desk):
        if handed.is_here:
            return handed
    raise Refused("No drawer is handed over at this desk.")


def _arriving(counter: Counter, at: ReplayDesk) -> Handed:
    arriving = coming(at.desk, at.ledger.transfers, counter.signed_in())
    if not arriving:
        raise Refused(NOTHING_COMES)
    return arriving[0]
