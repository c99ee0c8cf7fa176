"""What a batch of people or bills becomes if all of it is new, made ready before the database is asked for anything.

A reading thread makes the next batch ready while the database takes this one. In the order of their numbers: neighbors
in a file are seldom neighbors in an index.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cashier.domain.accounts import Account, AccountKind, Book
from cashier.domain.statements import StatementKind, book_of
from cashier.ledger.copying import text_of
from cashier.ledger.name_keys import Keys, folded_names, keys_for
from cashier.ledger.own_journal import Moves
from cashier.ledger.text_rows import BillText, GuarantorText, MemberText

BILLS_A_LINE = 2_500  # Each moves one transfer or two: a line stays a few hundred kilobytes.


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGuarantors:
    """Guarantors by number; of two with one number the last counts."""

    newest: dict[str, GuarantorText]
    rows: str

    @classmethod
    def of(cls, rows: Iterable[GuarantorText]) -> "NewGuarantors":
        newest = {row.number: row for row in rows}
        return cls(newest=newest, rows=text_of(sorted(newest.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMembers:
    """Members by number, their folded names, and the keys that they are found by."""

    newest: dict[str, MemberText]
    folded: dict[str, str]
    rows: str
    keys: Keys

    @classmethod
    def of(cls, rows: Iterable[MemberText]) -> "NewMembers":
        newest = {row.number: row for row in rows}
        names = [(row.family_name, row.given_names) for row in newest.values()]
        folded = dict(zip(newest, folded_names(names), strict=True))
        in_order = sorted(newest.values())
        return cls(
            newest=newest,
            folded=folded,
            rows=text_of((*row, folded[row.number]) for row in in_order),
            keys=keys_for((row.number, folded[row.number], row.birth_date) for row in in_order),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBills:
    """Bills by number, what they open their balances with, and what they move, some thousand a line."""

    newest: dict[str, BillText]
    rows: str
    opened: dict[str, str]
    lines: Sequence[tuple[int, Moves]]

    @classmethod
    def of(cls, rows: Iterable[BillText]) -> "NewBills":
        newest = {row.number: row for row in rows}
        in_order = sorted(newest.values())
        return cls(
            newest=newest,
            rows=text_of((*bill, "false") for bill in in_order),
            opened={
                "numbers": "\n".join([bill.number for bill in in_order]),
                "members": "\n".join([bill.member_number for bill in in_order]),
                "billed": "\n".join([bill.billed_cents for bill in in_order]),
                "paid": "\n".join([bill.paid_cents for bill in in_order]),
            },
            lines=list(_lines(in_order)),
        )


def book_of_bill(bill: BillText) -> Book:
    """Whose money a bill's is."""
    return book_of(StatementKind(bill.kind), bill.region)


def billed_account(bill: BillText) -> Account:
    """The other side of a bill's receivable: what its book has billed."""
    return Account(AccountKind.BILLED, book_of_bill(bill).code)


def _lines(bills: Sequence[BillText]) -> Iterator[tuple[int, Moves]]:
    """How many bills a line opens, and what they move: each owes what was billed, and less what was paid before."""
    books = {(bill.kind, bill.region): bill for bill in bills}
    accounts = {book: billed_account(bill).code for book, bill in books.items()}
    remaining = iter(bills)
    while some := list(islice(remaining, BILLS_A_LINE)):
        moves: list[tuple[str, str, int]] = []
        for bill in some:
            owed, billed = f"receivable:{bill.number}", accounts[bill.kind, bill.region]
            if bill.billed_cents != "0":
                moves.append((owed, billed, int(bill.billed_cents)))
            if bill.paid_cents != "0":
                moves.append((billed, owed, int(bill.paid_cents)))
        yield len(some), Moves.of(moves)
