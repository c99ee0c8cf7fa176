"""Proves refunds from their lines alone: three people, each paid out or given back once, and of the same money."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from cashier.domain.accounts import Book
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.funds import read_fund
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.refund import refund_payable
from cashier.domain.transfer import Transfer
from cashier.ledger.database import OWN_DESK
from cashier.ledger.funds import account_of_fund
from cashier.ledger.refunds import payout

_KINDS = (LineKind.REFUND_ASKED, LineKind.REFUND_APPROVED, LineKind.REFUND_DECLINED, LineKind.REFUND_PAID)
_LINES = text(
    "SELECT body, sequence FROM lines WHERE desk = :own AND kind = ANY(CAST(:kinds AS text[])) "
    "AND state <> 'repeated' ORDER BY sequence"
)
_PAYABLE = text(
    """
    SELECT account, credit_cents - debit_cents AS cents FROM trial_balance
    WHERE account LIKE 'refund_payable:%' AND credit_cents <> debit_cents
    """
)


@dataclass(slots=True)
class _Refund:
    asked: Line
    approved_by: str = ""
    is_closed: bool = False


def wrong_refunds(connection: Connection) -> Iterator[str]:
    """Refunds whose people, money or order are not as they should be, a sentence each."""
    refunds: dict[str, _Refund] = {}
    asked = {"own": OWN_DESK, "kinds": [kind.value for kind in _KINDS]}
    for row in connection.execute(_LINES, asked):
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            line = read_line(row.body.encode())
            if line.kind is LineKind.REFUND_ASKED:
                refunds[str(line.facts["subject"])] = _Refund(line)
                wrong = [] if line.transfers == (_made_payable(line),) else ["makes other money payable than it says"]
            else:
                wrong = list(_learn(refunds[str(line.facts["subject"])], line))
        except (UnreadableBody, *MISREAD):
            yield f"{name} is about a refund that nobody asked for so."
            continue
        yield from (f"{name} {what}." for what in wrong)
    waits: dict[str, int] = {}
    for refund in refunds.values():
        if not refund.is_closed:
            account = refund_payable(str(refund.asked.facts["guarantor"])).code
            waits[account] = waits.get(account, 0) + sum(moved.amount.cents for moved in refund.asked.transfers)
    if waits != {row.account: int(row.cents) for row in connection.execute(_PAYABLE)}:
        yield "What is payable as refunds is not what was asked for and waits."


def _made_payable(line: Line) -> Transfer:
    facts = line.facts
    fund = account_of_fund(read_fund(str(facts["fund"])))
    return Transfer(fund, refund_payable(str(facts["guarantor"])), Money(facts["cents"]))


def _learn(refund: _Refund, line: Line) -> Iterator[str]:
    asked = refund.asked
    if refund.is_closed:
        yield "is about a refund that was done with before"
    if line.staff == asked.staff:
        yield "was written by who asked for the refund"
    if line.kind is LineKind.REFUND_APPROVED:
        refund.approved_by = line.staff
        expected: tuple[Transfer, ...] = ()
    elif line.kind is LineKind.REFUND_DECLINED:
        expected = tuple(Transfer(moved.credit, moved.debit, moved.amount) for moved in asked.transfers)
        refund.is_closed = True
    else:
        if refund.approved_by in ("", line.staff):
            yield "pays out a refund without a word of somebody else"
        if str(line.facts.get("reference", "")) == "":
            yield "pays out a refund and does not say by what"
        expected = payout(asked)
        if any(moved.credit.book != Book.read(str(asked.facts["book"])) for moved in line.transfers):
            yield "pays a refund out of another book"
        refund.is_closed = True
    if line.transfers != expected:
        yield "moves other money than was asked for"
