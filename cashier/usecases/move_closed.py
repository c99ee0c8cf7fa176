"""A payment of a closed drawer that paid the wrong thing: looked at, asked to be moved, and agreed to by another.

The ledger alone moves it. The desk where it is agreed to prints what came of it, for two signatures and the file.
"""

from cashier.domain.closed_move import PREFIX, ClosedPayment, MoveRecord
from cashier.domain.line import LineKind
from cashier.domain.office_tasks import Deed, Wish
from cashier.domain.people import Right, Staff
from cashier.usecases.explain_difference import explain_difference
from cashier.usecases.office_tasks import do_about
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.return_check import return_check
from cashier.usecases.sign_in import StepUp
from cashier.usecases.use_fund import keep_slip

_ASKED_BY, _AGREED_BY = "Asked by", "Agreed by"


def look_at_closed(receipt: str, staff: Staff, ledger: OfficeLedger) -> ClosedPayment:
    """What a payment pays by now. Slow. Raises NotAllowed, LedgerRefuses, LedgerAway."""
    staff.needs(Right.MOVE_CLOSED, "move payments of closed drawers")
    return ledger.closed_payment(receipt, staff)


def agree_to_move(wish: Wish, desk: Desk, staff: Staff, ledger: OfficeLedger) -> str:
    """Agree, as `do_about` does and raises; its slip is printed once, however often it is agreed to."""
    staff.needs(Right.APPROVE_CORRECTIONS, "agree to moves")
    # Asked before, so that nothing is needed of the ledger any more once it has moved the money.
    told = ledger.task(wish.about, staff)
    facts = dict(told)
    said = ledger.do(wish, staff)
    record = MoveRecord(
        act_id=wish.line_id,
        receipt=facts.get("Receipt", ""),
        told=(*(row for row in told if row[0] != _AGREED_BY), (_AGREED_BY, staff.name)),
        staff_name=facts.get(_ASKED_BY, ""),
        second_name=staff.name,
    )
    keep_slip(LineKind.MOVE_SLIP, wish.line_id, record.facts(), desk, staff)
    return said


def do_deed(
    wish: Wish, desk: Desk, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str, passphrase: str
) -> str:
    """Whatever somebody of the office wants done, each by its own function. Slow. Raises as that does."""
    if wish.deed is Deed.RETURN_CHECK:
        return return_check(wish, desk, staff, ledger, step_up, second=second, passphrase=passphrase)
    if wish.deed is Deed.EXPLAIN:
        return explain_difference(wish, desk, staff, ledger, step_up, second=second, passphrase=passphrase)
    if wish.deed is Deed.APPROVE and wish.about.startswith(PREFIX):
        return agree_to_move(wish, desk, staff, ledger)
    return do_about(wish, staff, ledger, step_up, second=second, passphrase=passphrase)
