"""Proves the counts of the safe from their lines: two names, nothing booked blind, and what differs booked as it is."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, safe_over_short
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.shift import counted
from cashier.domain.transfer import Transfer
from cashier.ledger.database import OWN_DESK

_KINDS = (LineKind.SAFE_COUNTED, LineKind.BAG_COUNTED, LineKind.CHANGE_RECEIVED)
_LINES = text(
    "SELECT sequence, body FROM lines WHERE desk = :own AND kind = ANY(CAST(:kinds AS text[])) AND state <> 'repeated' "
    "ORDER BY sequence"
)


def wrong_counts(connection: Connection) -> Iterator[str]:
    """What is wrong, a sentence each."""
    for row in connection.execute(_LINES, {"own": OWN_DESK, "kinds": [kind.value for kind in _KINDS]}):
        name = f"Line {row.sequence} of {OWN_DESK}"
        try:
            line = read_line(row.body.encode())
            if line.staff == line.facts["second"]:
                yield f"{name} is a count by one person alone."
            if line.kind is not LineKind.BAG_COUNTED and _by_account(line.transfers) != _wanted(line):
                yield f"{name} is a count that moved other money than it found."
        except (UnreadableBody, *MISREAD):
            yield f"{name} is a count that nobody made so."


def _wanted(line: Line) -> dict[str, int]:
    """What a count moves, by account: none blind, else what differs, and change from the bank as it was ordered.

    Bags are proven with their deposits.
    """
    said = line.facts
    if not said["booked"]:
        return {}
    center, book = said["center"], Book.read(said["book"])
    safe, own = Account(AccountKind.SAFE, center, book).code, safe_over_short(center).code
    bank = Account(AccountKind.BANK, book.region, book).code
    found = counted(said["count"]) - Money(said["expected_cents"])
    if line.kind is LineKind.SAFE_COUNTED:
        return _sums([(safe, bank if said["begins"] else own, found.cents)])
    return _sums([(safe, bank, said["ordered_cents"]), (safe, own, found.cents)])


def _by_account(transfers: tuple[Transfer, ...]) -> dict[str, int]:
    return _sums([(moved.debit.code, moved.credit.code, moved.amount.cents) for moved in transfers])


def _sums(moves: list[tuple[str, str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for debit, credit, cents in moves:
        sums[debit] = sums.get(debit, 0) + cents
        sums[credit] = sums.get(credit, 0) - cents
    return {account: cents for account, cents in sums.items() if cents}
