"""The acts of a day script for what a cashier does besides taking money, with the use cases of the window's card."""

from typing import Any

from cashier.domain.money import Money
from cashier.domain.statement_copy import CopyForm
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import BY_STATEMENT, Counter, dollars
from cashier.doors.replay_script import Endorse, StatementCopied
from cashier.usecases.endorse import endorse
from cashier.usecases.statement_copy import CopyAsked, copy_statement

Answer = dict[str, Any]


def statement_copy(act: StatementCopied, counter: Counter, at: ReplayDesk) -> Answer:
    """Make a copy. Raises Refused, and then nothing is recorded."""
    staff = counter.signed_in()
    must_be_open(act.statement, counter, at)
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


def play_endorse(act: Endorse, counter: Counter, at: ReplayDesk) -> Answer:
    """Print what stands on the back of a payment's checks. Raises Refused."""
    receipt = act.receipt or counter.named.get(act.payment, "")
    backs = endorse(receipt, at.desk, counter.signed_in(), mailed=act.mailed)
    return {"ok": True, "receipt": receipt, "endorsed": [list(back.lines) for back in backs]}


def must_be_open(statement: str, counter: Counter, at: ReplayDesk) -> None:
    """Open the account that a statement belongs to, unless one is open: the member has brought it. Raises Refused."""
    if counter.member:
        return
    at.fetch(statement)
    number = at.desk.directory.member_of_statement(statement)
    if number is not None:
        counter.open_account(number, BY_STATEMENT, at.desk)
