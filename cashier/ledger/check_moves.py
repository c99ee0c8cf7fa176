"""Proves the office's moves from their lines alone: two people, what was asked for, and no more than there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from cashier.domain.accounts import AccountKind, Book
from cashier.domain.closed_move import target_of
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.targets import read_target
from cashier.ledger.database import OWN_DESK
from cashier.ledger.moves_decided import STATEMENT
from cashier.ledger.payment_found import find_payment

_KINDS = (LineKind.MOVE_ASKED, LineKind.MOVE_AGREED, LineKind.MOVE_DECLINED)
_LINES = text(
    "SELECT body, sequence FROM lines WHERE desk = :own AND kind = ANY(CAST(:kinds AS text[])) "
    "AND state <> 'repeated' ORDER BY sequence"
)
_KEPT = text("SELECT sequence FROM corrections WHERE desk = :own AND kind = 'move_agreed' AND stands")


@dataclass(slots=True)
class _Asked:
    line: Line
    is_closed: bool = False


def wrong_moves(connection: Connection) -> Iterator[str]:
    """Moves whose people, money or order are not as they should be, a sentence each."""
    asked: dict[str, _Asked] = {}
    moved: dict[str, str] = {}
    kept, said = set(connection.scalars(_KEPT, {"own": OWN_DESK})), set()
    rows = connection.execute(_LINES, {"own": OWN_DESK, "kinds": [kind.value for kind in _KINDS]})
    for row in rows.all():
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            line = read_line(row.body.encode())
            subject = str(line.facts["subject"])
            if line.kind is LineKind.MOVE_ASKED:
                asked[subject] = _Asked(line)
                continue
            if line.kind is LineKind.MOVE_AGREED:
                said.add(row.sequence)
                moved[str(line.facts["receipt"])] = name
            wrong = list(_learn(connection, asked[subject], line))
        except (UnreadableBody, *MISREAD):
            yield f"{name} is about a move that nobody asked for so."
            continue
        yield from (f"{name} {what}." for what in wrong)
    if said != kept:
        yield "The payments that the office moved are not those that its lines say."
    for receipt, name in moved.items():
        yield from (f"{name} {what}." for what in _wrong_payment(connection, receipt))


def _learn(connection: Connection, asked: _Asked, line: Line) -> Iterator[str]:
    wanted, facts = asked.line.facts, line.facts
    if asked.is_closed:
        yield "is about a move that was done with before"
    asked.is_closed = True
    if line.staff == asked.line.staff:
        yield "was written by who asked for the move"
    if line.kind is LineKind.MOVE_DECLINED:
        return
    source, to = read_target(str(wanted["source"])), read_target(str(wanted["to"]))
    sums = total([transfer.amount for transfer in line.transfers])
    parts = [Money(cents) for _, cents in facts["parts"]]
    if not sums == total(parts) == Money(wanted["cents"]) or len(parts) != len(line.transfers):
        yield "moves another amount than was asked for"
    there = to.account(str(wanted["center"]))
    if any(target_of(transfer.debit) != source or transfer.credit != there for transfer in line.transfers):
        yield "moves other money than was asked for"
    book = Book.read(str(facts["book"]))
    for account in {side for transfer in line.transfers for side in (transfer.debit, transfer.credit)}:
        if account.kind is AccountKind.RECEIVABLE:
            bill = connection.execute(STATEMENT, {"number": account.owner}).one_or_none()
            if bill is None or book_of(StatementKind(bill.kind), bill.region) != book:
                yield f"mixes {book.code} with the books of {account.owner}"


def _wrong_payment(connection: Connection, receipt: str) -> Iterator[str]:
    """Whatever was moved, a payment applies what it brought, and no part of it was moved twice."""
    try:
        payment = find_payment(connection, receipt).payment
        parts = [part.amount for part in payment.parts]
        brought = total([transfer.amount for line in payment.lines for transfer in line.transfers])
    except (UnreadableBody, Refused, *MISREAD):
        yield "moves a payment that cannot be followed"
        return
    if any(amount < ZERO for amount in parts) or total(parts) != brought:
        yield f"moves more of {receipt} than it brought"
