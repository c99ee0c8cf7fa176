"""The acts of a day script about refunds, asked for at the counter and done at the office, returned checks, and what
closed drawers differed by.
"""

from typing import Any

from cashier.domain.errors import CashierError, FieldRefused, Refused
from cashier.domain.explained import AMOUNT, OVER, OVER_Z, SHORT, SHORT_Z
from cashier.domain.funds import FUND
from cashier.domain.money import parse_amount
from cashier.domain.office_tasks import CHECK, RECEIPT, WORDS, Deed, read_wish
from cashier.domain.refund import AskRefund, read_refund_record
from cashier.domain.returned_check import FEE
from cashier.domain.scan import safe_text
from cashier.doors import replay_script_correct as acts
from cashier.doors.lanes import until_idle
from cashier.doors.replay_correct import receipt_of
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars
from cashier.doors.replay_shape import Act, Approver
from cashier.usecases.ask_refund import ask_refund
from cashier.usecases.find_member import today_at
from cashier.usecases.move_closed import do_deed
from cashier.usecases.sign_in import InPerson

Answer = dict[str, Any]


REFUND_ACTS = (acts.RefundRequest, acts.ApproveRefund, acts.PayRefund, acts.ReturnTender, acts.ExplainDifference)


def play_refund(act: Act, counter: Counter, at: ReplayDesk) -> Answer:
    """Do one of `REFUND_ACTS`. Raises Refused, and then nothing has moved."""
    match act:
        case acts.RefundRequest():
            return _request(act, counter, at)
        case acts.ApproveRefund():
            deed = Deed.DECLINE if act.decline else Deed.APPROVE
            return _do(deed, act.refund, {WORDS: act.words}, counter, at)
        case acts.PayRefund():
            return _do(Deed.PAY_REFUND, act.refund, {RECEIPT: act.reference, WORDS: ""}, counter, at)
        case acts.ReturnTender():
            return _return(act, counter, at)
        case acts.ExplainDifference():
            return _explain(act, counter, at)
    raise TypeError(f"{type(act).__name__} is another act")


def _request(act: acts.RefundRequest, counter: Counter, at: ReplayDesk) -> Answer:
    staff = counter.signed_in()
    if not counter.member:
        raise Refused("Open the member's account first.")
    try:
        for fund in at.ledger.funds.of(counter.member):
            if fund.target.code == act.fund:
                break
        else:
            raise FieldRefused(f"The ledger knows nothing of {safe_text(act.fund, 'The fund')}.", FUND)
        wish = AskRefund(
            act_id=at.desk.new_id(),
            opened=counter.member,
            fund=fund,
            amount=parse_amount(act.amount, "the refund") if act.amount else fund.amount,
            why=act.reason,
        )
        said = read_refund_record(ask_refund(wish, at.desk, staff, at.ledger.funds))
    except Refused:
        raise
    except CashierError as trouble:
        raise Refused(trouble.sentence) from trouble
    counter.named[_name(act.name)] = f"refund.{wish.act_id}"
    until_idle(at.ledger.pull)
    at.print_due()
    return {
        "ok": True,
        "refund": dollars(said.wish.amount),
        "to_card": dollars(said.asked.to_card),
        "left": dollars(said.asked.left),
        "payable_from": said.asked.payable_from.isoformat(),
    }


def _return(act: acts.ReturnTender, counter: Counter, at: ReplayDesk) -> Answer:
    receipt = receipt_of(act.payment, act.receipt, counter)
    typed = {RECEIPT: receipt, CHECK: act.check, WORDS: act.reason, FEE: act.fee}
    return _deed(Deed.RETURN_CHECK, "", typed, counter, at, second=act.second)


def _explain(act: acts.ExplainDifference, counter: Counter, at: ReplayDesk) -> Answer:
    typed = {OVER_Z: act.over, OVER: act.over_what, SHORT_Z: act.short, SHORT: act.short_what}
    typed |= {AMOUNT: act.amount, WORDS: act.reason}
    return _deed(Deed.EXPLAIN, "", typed, counter, at, second=act.second)


def _do(deed: Deed, name: str, typed: dict[str, str], counter: Counter, at: ReplayDesk) -> Answer:
    if _name(name) not in counter.named:
        raise Refused(f"No refund {safe_text(name, 'The name')} was asked for in this script.")
    return _deed(deed, counter.named[_name(name)], typed, counter, at)


def _deed(
    deed: Deed, about: str, typed: dict[str, str], counter: Counter, at: ReplayDesk, second: Approver | None = None
) -> Answer:
    wish = read_wish(deed, at.desk.new_id(), about, typed, most=None, today=today_at(at.desk))
    signs = {"second": second.user, "passphrase": second.passphrase} if second else {"second": "", "passphrase": ""}
    staff, office, step_up = counter.signed_in(), at.ledger.office, InPerson(at.desk)
    try:
        said = do_deed(wish, at.desk, staff, office, step_up, **signs)
    except Refused:
        raise
    except CashierError as trouble:
        raise Refused(trouble.sentence) from trouble
    at.print_due()
    return {"ok": True, "said": said}


def _name(name: str) -> str:
    """Beside the names of payments."""
    return f"refund {name}"
