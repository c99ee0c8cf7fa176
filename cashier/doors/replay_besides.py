"""The acts of a day script for what a cashier does besides taking money, with the use cases of the window's card."""

from typing import Any

from cashier.domain.arrangement import read_arrangement, read_coming_day
from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.money import Money, parse_amount
from cashier.domain.scan import safe_text
from cashier.domain.statement_copy import CopyForm
from cashier.doors import replay_script as script
from cashier.doors import replay_script_papers as papers
from cashier.doors.replay_credit import use_credit
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_endorse import endorsed
from cashier.doors.replay_payment import BY_PHOTO, BY_STATEMENT, Counter, dollars
from cashier.doors.replay_shape import Act
from cashier.usecases.arrange import Wish, agree_plan, extend, give_application, refer
from cashier.usecases.find_member import today_at
from cashier.usecases.statement_copy import CopyAsked, copy_statement

Answer = dict[str, Any]


def do_besides(act: Act, counter: Counter, at: ReplayDesk) -> Answer:
    """Do one of these acts. Raises Refused, and then nothing is written."""
    match act:
        case script.StatementCopied():
            return _copy(act, counter, at)
        case papers.Endorse():
            return _endorse(act, counter, at)
        case script.Extended():
            due = read_coming_day(act.to, today_at(at.desk), "the new due date")
            return _agreed(extend(_wish(act.statement, "", counter, at), due, at.desk, counter.signed_in()))
        case script.PlanAgreed():
            return _agreed(_plan(act, counter, at))
        case script.AssistanceAsked():
            return _agreed(give_application(_wish("", act.member, counter, at), at.desk, counter.signed_in()))
        case script.CreditUsed():
            _must_be_open(act.statement, act.member, counter, at)
            return use_credit(act, counter, at)
        case script.Referred():
            wish = _wish(act.statement, act.member, counter, at)
            return _agreed(refer(wish, act.reason, act.text, at.desk, counter.signed_in()))
    raise TypeError(f"{type(act).__name__} is another act")


def _copy(act: script.StatementCopied, counter: Counter, at: ReplayDesk) -> Answer:
    staff = counter.signed_in()
    _must_be_open(act.statement, "", counter, at)
    asked = CopyAsked(
        copy_id=at.desk.new_id(),
        statement_number=act.statement,
        form=CopyForm(act.form),
        opened=counter.member,
        identified=counter.identified,
    )
    copied = copy_statement(asked, at.ledger.details, at.letters, at.desk, staff)
    return {
        "ok": True,
        "statement": act.statement,
        "open": dollars(Money(copied.line.facts["open"])),
        "has_lines": copied.has_lines,
        "said": copied.said,
    }


def _endorse(act: papers.Endorse, counter: Counter, at: ReplayDesk) -> Answer:
    """Print what stands on the back of a payment's checks. Raises Refused."""
    receipt = act.receipt or counter.named.get(act.payment, "")
    if not receipt:
        raise Refused(f"No payment {safe_text(act.payment, 'The name')} was taken before this line.")
    backs = endorsed(receipt, act, at, counter.signed_in())
    return {"ok": True, "receipt": receipt, "endorsed": [list(back.lines) for back in backs]}


def _plan(act: script.PlanAgreed, counter: Counter, at: ReplayDesk) -> Line:
    first = read_coming_day(act.first, today_at(at.desk), "the day of the first installment")
    amount = None if act.amount is None else parse_amount(act.amount, "each installment")
    wish = _wish(act.statement, "", counter, at)
    return agree_plan(wish, first, at.desk, counter.signed_in(), count=act.installments, amount=amount)


def _wish(statement: str, member: str, counter: Counter, at: ReplayDesk) -> Wish:
    counter.signed_in()
    _must_be_open(statement, member, counter, at)
    return Wish(
        act_id=at.desk.new_id(),
        opened=counter.member,
        identified=counter.identified,
        statement_number=statement,
    )


def _agreed(line: Line) -> Answer:
    said = read_arrangement(line)
    return {
        "ok": True,
        **({"statement": said.statement} if said.statement else {"member": said.member_number}),
        **({"due_date": said.due_date.isoformat()} if said.due_date else {}),
        **({"plan": said.plan.words} if said.plan else {}),
    }


def _must_be_open(statement: str, member: str, counter: Counter, at: ReplayDesk) -> None:
    """Open the account that is named, or the statement's, unless one is open: the member has brought it."""
    at.fetch(member or statement)
    if member and member != counter.member:
        counter.open_account(member, BY_PHOTO, at.desk)
    elif not counter.member:
        number = at.desk.directory.member_of_statement(statement) if statement else None
        if number is None:
            raise Refused("Find the member first, or say in member whose account it is.")
        counter.open_account(number, BY_STATEMENT, at.desk)
