"""The act *use_credit* of a day script: a deposit or credit pays a bill, as at the window."""

from typing import Any

from cashier.domain.errors import CashierError, Refused
from cashier.domain.funds import UseFund, read_fund, read_use_record
from cashier.domain.money import parse_amount
from cashier.doors.lanes import until_idle
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import BY_STATEMENT, Counter, dollars
from cashier.doors.replay_script import CreditUsed
from cashier.usecases.use_fund import find_fund, statement_now, use_fund

Answer = dict[str, Any]


def use_credit(act: CreditUsed, counter: Counter, at: ReplayDesk) -> Answer:
    """Ask the ledger what there is and have it pay. Raises Refused, and then nothing has moved."""
    staff = counter.signed_in()
    try:
        target = read_fund(act.fund)
    except ValueError as trouble:
        raise Refused("Name what is used: prepay: with the reference, or credit: with the guarantor.") from trouble
    with at.desk.open_reading() as work:
        statement = statement_now(act.statement, at.desk, work)
    counter.identified.setdefault(statement.member_number, BY_STATEMENT)
    try:
        fund = find_fund(target, statement, at.ledger.funds.of(counter.member))
        amount = parse_amount(act.amount, "what is used") if act.amount else min(fund.amount, statement.open)
        wish = UseFund(
            act_id=at.desk.new_id(),
            opened=counter.member,
            fund=fund,
            statement=statement.number,
            amount=amount,
            seen=statement.open,
        )
        said = read_use_record(use_fund(wish, counter.identified, at.desk, staff, at.ledger.funds))
    except Refused:
        raise
    except CashierError as trouble:
        raise Refused(trouble.sentence) from trouble
    until_idle(at.ledger.pull)
    return {
        "ok": True,
        "statement": statement.number,
        "used": dollars(said.wish.amount),
        "left": dollars(said.used.left),
        "open": dollars(said.used.open_after),
    }
