"""A closed drawer's difference is explained: the ledger keeps it, and this desk prints it for two signatures."""

from dataclasses import replace

from cashier.domain.explained import PREFIX, ExplainRecord
from cashier.domain.line import LineKind
from cashier.domain.office_tasks import Wish
from cashier.domain.people import Right, Staff
from cashier.usecases.office_tasks import agree
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.sign_in import StepUp
from cashier.usecases.use_fund import keep_slip


def explain_difference(
    wish: Wish, desk: Desk, staff: Staff, ledger: OfficeLedger, step_up: StepUp, *, second: str, passphrase: str
) -> str:
    """Tell it to the ledger, as `do_about` does and raises; its slip is printed once, however often it is told."""
    staff.needs(Right.MOVE_CLOSED, "explain differences of closed drawers")
    word = agree(wish, staff, step_up, second=second, passphrase=passphrase)
    assert word is not None, "no difference is explained by one person"
    said = ledger.do(replace(wish, second=word.approver), staff)
    record = ExplainRecord(
        act_id=wish.line_id,
        told=ledger.task(f"{PREFIX}{wish.line_id}", staff),
        staff_name=staff.name,
        second_name=word.approver_name,
    )
    keep_slip(LineKind.EXPLAIN_SLIP, wish.line_id, record.facts(), desk, staff)
    return said
