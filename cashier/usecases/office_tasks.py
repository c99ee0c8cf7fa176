"""What somebody of the office does, at this desk, about what waits for a person."""

from collections.abc import Callable
from dataclasses import replace

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.explained import explain_act
from cashier.domain.money import ZERO
from cashier.domain.office_tasks import RELEASE_ACT, Deed, Wish
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.returned_check import return_act
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.sign_in import StepUp

SECOND, PASSPHRASE = "second", "passphrase"

_NEEDS = {
    Deed.TAKE: (Right.TAKE_TASKS, "take tasks"),
    Deed.RELEASE: (Right.RELEASE_HELD, "release held money"),
    Deed.CLOSE_NOTE: (Right.TAKE_TASKS, "close tasks"),
    Deed.ACKNOWLEDGE: (Right.TAKE_TASKS, "acknowledge alarms"),
    Deed.RETURN_CHECK: (Right.LIST_ACCOUNTS, "return checks"),
    Deed.LIFT_ACCOUNT: (Right.LIST_ACCOUNTS, "take accounts off the list"),
    Deed.SAY: (Right.TAKE_TASKS, "write to desks"),
    Deed.TAKE_BACK: (Right.TAKE_TASKS, "write to desks"),
    Deed.PAY_REFUND: (Right.PAY_REFUNDS, "pay refunds out"),
    Deed.MOVE_CLOSED: (Right.MOVE_CLOSED, "move payments of closed drawers"),
    Deed.EXPLAIN: (Right.MOVE_CLOSED, "explain differences of closed drawers"),
    Deed.TAKE_BATCH: (Right.TAKE_TASKS, "take in a terminal's batch"),
    Deed.APPROVE: (Right.APPROVE_DRAWER, "give a lead's word"),
    Deed.DECLINE: (Right.APPROVE_DRAWER, "give a lead's word"),
}

# What two people do, what it is called, and the right of the second.
_BY_TWO = {
    Deed.RELEASE: ("release money", "release", Right.RELEASE_HELD),
    Deed.RETURN_CHECK: ("say that a check came back", "returned check", Right.LIST_ACCOUNTS),
    Deed.EXPLAIN: ("explain a difference", "explanation", Right.APPROVE_CORRECTIONS),
}

_ACTS: dict[Deed, Callable[[Wish], str]] = {
    Deed.RELEASE: lambda _: RELEASE_ACT,
    Deed.RETURN_CHECK: lambda wish: return_act(wish.receipt, wish.check),
    Deed.EXPLAIN: lambda wish: explain_act(wish.source, wish.to),
}


def may_do(deed: Deed, staff: Staff) -> bool:
    """Whether somebody may do this at all."""
    return staff.may(_NEEDS[deed][0])


def do_about(
    wish: Wish, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str = "", passphrase: str = ""
) -> str:
    """Do it, and return the sentence about it. Slow: never on the Qt thread.

    Raises as `agree` does, LedgerRefuses, and LedgerAway: then it may be done all the same, and the same id asks again.
    """
    word = agree(wish, staff, step_up, second=second, passphrase=passphrase)
    return ledger.do(wish if word is None else replace(wish, second=word.approver), staff)


def agree(wish: Wish, staff: Staff, step_up: StepUp, *, second: str, passphrase: str) -> Approval | None:
    """Who signs beside ``staff`` where money moves (R5); None where one person does it.

    Raises NotAllowed, and FieldRefused for that person's fields.
    """
    right, words = _NEEDS[wish.deed]
    staff.needs(right, words)
    if wish.deed not in _BY_TWO:
        return None
    do_it, own, seconds = _BY_TWO[wish.deed]
    if not second.strip():
        raise FieldRefused(f"Two people {do_it}. Have a colleague sign here.", SECOND)
    act = _ACTS[wish.deed](wish)
    try:
        word = step_up.approve(second, passphrase, act=act, amount=wish.amount or ZERO, right=seconds)
    except Refused as refused:
        raise FieldRefused(refused.sentence, PASSPHRASE) from refused
    if word.approver == staff.user:
        raise FieldRefused(f"Nobody agrees to their own {own}. Have a colleague sign here.", SECOND)
    return word
