"""What the office and the ledger say to each other about the three books of a shift.

``GET  /v1/office/books``               → BookRow: what differs now, of the days ``first`` to ``last``
``POST /v1/office/books/{task}/take``   TakeTask → Done
``POST /v1/office/books/{task}/close``  CloseNote → Done
"""

from datetime import date

from cashier.domain.people import Right, Staff
from cashier.domain.three_books import CASH_BOOKS, DifferenceRow
from cashier.wire import Message


class BookRow(Message):
    """One difference. ``what``: cash, checks, cards, payments or drawer. A book that says nothing of it has None.

    ``z`` is 0 for a drawer that was not closed; ``owner`` is empty while nobody looks after it.
    """

    task: str
    business_date: date
    center: str
    region: str
    desk: str
    cashier: str
    z: int
    what: str
    desk_cents: int | None
    terminal_cents: int | None
    ledger_cents: int | None
    words: str
    age_days: int
    owner: str


def book_row(row: DifferenceRow, caller: Staff | None = None) -> BookRow:
    """A difference as this person may see it: cash amounts for those alone who may know what a drawer should hold (R2).

    Without a caller all of it.
    """
    said = row.difference
    hides = caller is not None and said.what in CASH_BOOKS and not caller.may(Right.SEE_EXPECTED_CASH)
    desk, terminal, ledger = (
        None if amount is None or hides else amount.cents for amount in (said.desk, said.terminal, said.ledger)
    )
    return BookRow(
        task=row.task,
        business_date=row.business_date,
        center=row.center,
        region=row.region,
        desk=row.desk,
        cashier=row.cashier,
        z=row.z,
        what=said.what.value,
        desk_cents=desk,
        terminal_cents=terminal,
        ledger_cents=ledger,
        words=said.words,
        age_days=row.age_days,
        owner=row.owner,
    )
