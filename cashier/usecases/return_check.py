"""A check came back: the ledger opens again what it paid, and this desk prints what came of it, for the file."""

from dataclasses import replace

from cashier.domain.line import LineKind
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Right, Staff
from cashier.domain.returned_check import ReturnRecord, return_subject, site_fees
from cashier.usecases.office_tasks import agree
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.sign_in import StepUp
from cashier.usecases.use_fund import keep_slip


def return_check(
    wish: Wish, desk: Desk, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str, passphrase: str
) -> str:
    """Tell it to the ledger, as `do_about` does and raises; its slip is printed once, however often it is told."""
    staff.needs(Right.LIST_ACCOUNTS, "return checks")
    wish = replace(wish, site_fees=site_fees(desk.place.returned_fees, wish.day)) if wish.day is not None else wish
    word = agree(wish, staff, step_up, second=second, passphrase=passphrase)
    assert word is not None, "no check is returned by one person"
    said = ledger.do(replace(wish, second=word.approver), staff)
    told = ReturnRecord(
        act_id=wish.line_id,
        receipt=wish.receipt,
        number=wish.check,
        told=ledger.task(return_subject(wish.receipt, wish.check), staff),
        staff_name=staff.name,
        second_name=word.approver_name,
    )
    keep_slip(LineKind.RETURN_SLIP, wish.line_id, told.facts(), desk, staff)
    return said
