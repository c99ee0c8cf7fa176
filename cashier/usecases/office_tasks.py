"""What somebody of the office does, at this desk, about what waits for a person."""

from dataclasses import replace

from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.money import ZERO
from cashier.domain.office_tasks import RELEASE_ACT, Deed, Wish
from cashier.domain.people import Right, Staff
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
    Deed.APPROVE: (Right.APPROVE_DRAWER, "give a lead's word"),
    Deed.DECLINE: (Right.APPROVE_DRAWER, "give a lead's word"),
}

_BY_TWO = {
    Deed.RELEASE: ("release money", "release"),
    Deed.RETURN_CHECK: ("say that a check came back", "returned check"),
}


def may_do(deed: Deed, staff: Staff) -> bool:
    """Whether somebody may do this at all."""
    return staff.may(_NEEDS[deed][0])


def do_about(
    wish: Wish, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str = "", passphrase: str = ""
) -> str:
    """Do it, and return the sentence about it. Slow: never on the Qt thread.

    Where money moves, a second person signs beside it (R5). Raises Refused, FieldRefused for that person's fields,
    LedgerRefuses, and LedgerAway: then it may be done all the same, and the same id asks again.
    """
    staff.needs(*_NEEDS[wish.deed])
    if wish.deed in _BY_TWO:
        if not second.strip():
            raise FieldRefused(f"Two people {_BY_TWO[wish.deed][0]}. Have a colleague sign here.", SECOND)
        act = RELEASE_ACT if wish.deed is Deed.RELEASE else return_act(wish.receipt, wish.check)
        try:
            word = step_up.approve(second, passphrase, act=act, amount=wish.amount or ZERO, right=_NEEDS[wish.deed][0])
        except Refused as refused:
            raise FieldRefused(refused.sentence, PASSPHRASE) from refused
        if word.approver == staff.user:
            raise FieldRefused(
                f"Nobody agrees to their own {_BY_TWO[wish.deed][1]}. Have a colleague sign here.", SECOND
            )
        wish = replace(wish, second=word.approver)
    return ledger.do(wish, staff)
