"""A deposit or credit pays a bill: the ledger moves it, at once or not at all, and this desk prints what it did."""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from cashier.domain.errors import CashierError, FieldRefused, Refused
from cashier.domain.funds import FUND, Fund, UseFund, UseRecord, check_use
from cashier.domain.line import Facts, Line, LineKind
from cashier.domain.money import ZERO
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.statement_copy import check_may_have
from cashier.domain.statements import Statement
from cashier.domain.targets import Target
from cashier.usecases.balances import balances
from cashier.usecases.find_elsewhere import Elsewhere
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.funds import Funds
from cashier.usecases.ports.work import UnitOfWork
from cashier.usecases.records import must_agree, record
from cashier.usecases.situation import unsettled_codes

WAITS = "This desk has payments on this statement to send yet. Wait until all is posted, then use it."


def use_fund(wish: UseFund, identified: Mapping[str, str], desk: Desk, staff: Staff, ledger: Funds) -> Line:
    """Use what the ledger has for a bill, and record it with its slip. Online alone, so never twice (see `Funds`).

    Raises Refused here or LedgerRefuses there, and then nothing has moved; and LedgerAway: then it may have, and the
    same id asks again.
    """
    staff.needs(Right.TAKE_PAYMENTS, "use deposits and credit")
    with desk.open_reading() as work:
        must_agree(work)
        if (earlier := work.journal.line(slip_id(wish.act_id))) is not None:
            return earlier.line
        _look(wish, identified, desk, work)
    used = ledger.use(wish, staff)
    member = desk.directory.member(wish.opened)
    assert member is not None, "who was looked at a moment ago is held here"
    said = UseRecord(
        wish=wish,
        used=used,
        member_number=member.number,
        guarantor_number=member.guarantor_number,
        language=member.language,
        served_by=staff.short_name,
    )
    return keep_slip(LineKind.CREDIT_SLIP, wish.act_id, said.facts(), desk, staff)


def look_again(wish: UseFund, elsewhere: Elsewhere) -> None:
    """What is open now is here at once; where the ledger can't say so just then, it comes with its next news."""
    with suppress(CashierError):
        elsewhere.bring(wish.opened)


def keep_slip(kind: LineKind, act_id: UUID, facts: Facts, desk: Desk, staff: Staff) -> Line:
    """The desk's record of what the ledger did, with its slip: once, however often it is asked for."""
    line_id = slip_id(act_id)
    with desk.open_work() as work:
        if (earlier := work.journal.line(line_id)) is not None:
            return earlier.line
        line = record(kind, facts, work=work, desk=desk, staff=staff, line_id=line_id)
        work.jobs.add(str(line_id), 0)
        work.commit()
    return line


def slip_id(act_id: UUID) -> UUID:
    """The record's id follows from the act's: the ledger's line and ours are two, and each is written once."""
    return UUID(int=act_id.int ^ 1)


def find_fund(target: Target, statement: Statement, funds: tuple[Fund, ...]) -> Fund:
    """What of a deposit or credit can pay a statement, by its name. Raises FieldRefused."""
    for fund in funds:
        if fund.target == target and fund.book == statement.book:
            return fund
    raise FieldRefused(f"The ledger knows nothing of {target.code} that can pay {statement.number}.", FUND)


def statement_now(number: str, desk: Desk, work: UnitOfWork) -> Statement:
    """A statement as it stands at this desk. Raises Refused for one that is not held here."""
    known = desk.directory.statements((number,))
    if not known:
        raise Refused(f"Statement {safe_text(number, 'The number')} is not known at this desk. Find the member again.")
    return balances(known, work.journal)[0].statement


def _look(wish: UseFund, identified: Mapping[str, str], desk: Desk, work: UnitOfWork) -> None:
    opened = desk.directory.member(wish.opened)
    if opened is None:
        raise Refused("This member is not known at this desk any more. Find the member again.")
    statement = statement_now(wish.statement, desk, work)
    check_may_have(statement, opened, identified, desk.place.region)
    if statement.guarantor_number != opened.guarantor_number:
        raise Refused(f"{statement.number} is another guarantor's. Their own deposit or credit pays it.")
    unsettled = unsettled_codes(work.attempts.unsettled())
    for code in (statement.number, wish.fund.target.code):
        if code in unsettled:
            raise Refused(f"A card result for {code} is not known yet. Wait until it is.")
    (balance,) = balances(desk.directory.statements((wish.statement,)), work.journal)
    if balance.own > ZERO:
        raise Refused(WAITS)
    check_use(wish.fund, statement, wish.amount)
