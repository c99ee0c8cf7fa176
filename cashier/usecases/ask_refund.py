"""A deposit or credit is asked back: the ledger makes it payable, at once or never, and this desk prints a slip."""

from cashier.domain.errors import Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.refund import AskRefund, RefundRecord, check_refund, read_why
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.funds import Funds
from cashier.usecases.records import must_agree
from cashier.usecases.situation import unsettled_codes
from cashier.usecases.use_fund import keep_slip, slip_id


def ask_refund(wish: AskRefund, desk: Desk, staff: Staff, ledger: Funds) -> Line:
    """Ask for it, and record it with its slip. Online alone, so never twice (see `Funds`).

    Raises Refused here or LedgerRefuses there, and then nothing has moved; and LedgerAway: then it may have, and the
    same id asks again.
    """
    staff.needs(Right.ASK_REFUNDS, "ask for refunds")
    with desk.open_reading() as work:
        must_agree(work)
        if (earlier := work.journal.line(slip_id(wish.act_id))) is not None:
            return earlier.line
        if wish.fund.target.code in unsettled_codes(work.attempts.unsettled()):
            raise Refused(f"A card result for {wish.fund.target.code} is not known yet. Wait until it is.")
    member = desk.directory.member(wish.opened)
    if member is None:
        raise Refused("This member is not known at this desk any more. Find the member again.")
    check_refund(wish.fund, wish.amount)
    read_why(wish.why)
    said = RefundRecord(
        wish=wish,
        asked=ledger.ask_refund(wish, staff),
        member_number=member.number,
        guarantor_number=member.guarantor_number,
        language=member.language,
        served_by=staff.short_name,
    )
    return keep_slip(LineKind.REFUND_SLIP, wish.act_id, said.facts(), desk, staff)
