"""A check came back: the ledger opens again what it paid, and this desk prints what came of it, for the file."""

from dataclasses import replace

from cashier.domain.line import LineKind
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Right, Staff
from cashier.domain.returned_check import ReturnRecord, return_subject, site_fees
from cashier.usecases.office_tasks import do_about
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.records import record
from cashier.usecases.sign_in import StepUp
from cashier.usecases.use_fund import slip_id


def return_check(
    wish: Wish, desk: Desk, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str, passphrase: str
) -> str:
    """Tell it to the ledger, as `do_about` does and raises; its slip is printed once, however often it is told."""
    staff.needs(Right.LIST_ACCOUNTS, "return checks")
    wish = replace(wish, site_fees=site_fees(desk.place.returned_fees, wish.day)) if wish.day is not None else wish
    said = do_about(wish, staff, ledger, step_up, second=second, passphrase=passphrase)
    told = ReturnRecord(
        act_id=wish.line_id,
        receipt=wish.receipt,
        number=wish.check,
        told=ledger.task(return_subject(wish.receipt, wish.check), staff),
        staff_name=staff.name,
        second=second,
    )
    with desk.open_work() as work:
        if work.journal.line(slip_id(wish.line_id)) is None:
            line = record(
                LineKind.RETURN_SLIP, told.facts(), work=work, desk=desk, staff=staff, line_id=slip_id(wish.line_id)
            )
            work.jobs.add(str(line.line_id), 0)
            work.commit()
    return said
