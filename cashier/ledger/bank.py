"""What the bank says: its credits tick off deposits, each counted once; what differs stands on the office's list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.accounts import Book
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.people import Right, Staff
from cashier.domain.times import Clock
from cashier.exchange.bank_file import BankCredit
from cashier.ledger.acts import Act, do
from cashier.ledger.bank_figures import corrected_of, credited_of
from cashier.ledger.custody import amount_of, arrive
from cashier.ledger.database import OWN_DESK
from cashier.ledger.deposits import known_deposit

_KNOWN = text(
    """
    SELECT EXISTS (SELECT FROM bank_credits
        WHERE (account, as_of, type, reference, bank_reference, cents, place)
            = (:account, :as_of, :type, :reference, :bank_reference, :cents, :place))
    """
)
_KEEP = text(
    """
    INSERT INTO bank_credits
        (sequence, account, as_of, type, reference, bank_reference, place, cents, deposit, why)
    VALUES (:sequence, :account, :as_of, :type, :reference, :bank_reference, :place, :cents, :deposit, :why)
    """
)
_NAMED = text(
    """
    SELECT deposit FROM deposits WHERE reviewed IS NOT NULL
    AND (prepared::text = ANY(CAST(:names AS text[])) OR seal = ANY(CAST(:names AS text[]))) LIMIT 2
    """
)
_ALL = text(
    "SELECT sequence, account, as_of, type, reference, bank_reference, place, cents, deposit, why FROM bank_credits"
)
_LINES = text("SELECT sequence, body FROM lines WHERE desk = :own AND kind = 'bank_credited' AND state <> 'repeated'")


@dataclass(slots=True)
class Ticked:
    """How many credits came, and which had come before; each that came is one of the three others.

    ``ticked``: deposits that the bank has as they are with it. ``differing``: it names a deposit, and the bank has
    other money for that, or not all of it yet. ``unexplained``: it names none.
    """

    credits: int = 0
    known: int = 0
    unexplained: int = 0
    ticked: int = 0
    differing: int = 0


def take_bank_credits(
    connection: Connection,
    found: Iterable[BankCredit],
    caller: Staff,
    books: Mapping[str, Book],
    *,
    clock: Clock,
    new_id: NewId,
) -> Ticked:
    """Write each credit down once, and tick off the deposit that it names. Raises NotAllowed.

    ``books``: whose money an account is for, by its last four digits, as far as that is known. Nothing is guessed by
    amount alone: a credit without a deposit's number or bag stays on the list.
    """
    caller.needs(Right.KEEP_SAFE, "take in what the bank says")
    ticked = Ticked()
    for credit in found:
        said = {
            "account": credit.account,
            "as_of": credit.as_of,
            "type": credit.type,
            "reference": credit.reference,
            "bank_reference": credit.bank_reference,
            "cents": credit.cents,
            "place": credit.place,
        }
        if connection.scalar(_KNOWN, said):
            ticked.known += 1
            continue
        deposit, why = _explained(connection, credit, books)
        facts = said | {"as_of": credit.as_of.isoformat(), "deposit": str(deposit) if deposit else "", "why": why}
        act = Act(
            line_id=new_id(),
            kind=LineKind.BANK_CREDITED,
            subject=f"bank.{credit.account[-4:]}",
            staff=caller.user,
            facts=facts,
        )
        sequence = do(connection, act, clock=clock, new_id=new_id)
        connection.execute(_KEEP, said | {"sequence": sequence, "deposit": deposit, "why": why})
        ticked.credits += 1
        ticked.unexplained += bool(why)
        if deposit is not None:
            as_it_is = _tick(connection, deposit, credit.as_of, caller, clock=clock, new_id=new_id)
            ticked.ticked += as_it_is
            ticked.differing += not as_it_is
    return ticked


def _explained(connection: Connection, credit: BankCredit, books: Mapping[str, Book]) -> tuple[UUID | None, str]:
    """The deposit that a credit names, or why it names none that it could be."""
    names = [name for name in (credit.reference, credit.bank_reference) if name]
    names += [name.lstrip("0") for name in names if name.isdecimal()]
    found = list(connection.scalars(_NAMED, {"names": names}))
    if not found:
        return None, "No deposit has this number or bag."
    if len(found) > 1:
        return None, "Two deposits can be meant. Ask the bank which."
    row = known_deposit(connection, found[0])
    book = books.get(credit.account[-4:])
    if book is not None and book != Book.read(row.book):
        return None, f"Deposit {row.prepared} is {row.book}'s money, and this is the account of {book.code}."
    return found[0], ""


def _tick(connection: Connection, deposit: UUID, as_of: date, caller: Staff, *, clock: Clock, new_id: NewId) -> bool:
    """Whether the bank has a deposit as it is; then it is there, unless nobody gave it to a courier: that is asked."""
    row = known_deposit(connection, deposit)
    if credited_of(connection, deposit) != amount_of(row) + corrected_of(connection, deposit):
        return False
    if row.given is not None and row.arrived is None:
        facts = {"seal": row.seal, "receipt": "", "credited_on": as_of.isoformat()}
        arrive(connection, row, new_id(), caller.user, facts, clock=clock, new_id=new_id)
    return True


def wrong_credits(connection: Connection) -> Iterator[str]:
    """Credits of the bank whose line and row say different things, a sentence each."""
    kept = {row.sequence: tuple(row)[1:] for row in connection.execute(_ALL)}
    for row in connection.execute(_LINES, {"own": OWN_DESK}):
        try:
            said = read_line(row.body.encode()).facts
            told = (
                said["account"],
                date.fromisoformat(said["as_of"]),
                said["type"],
                said["reference"],
                said["bank_reference"],
                said["place"],
                said["cents"],
                said["deposit"],
                said["why"],
            )
        except (UnreadableBody, *MISREAD):
            yield f"Line {row.sequence} of {OWN_DESK} is a credit that no bank said so."
            continue
        found = kept.pop(row.sequence, None)
        if found is None or (*found[:7], str(found[7] or ""), found[8]) != told:
            yield f"Line {row.sequence} of {OWN_DESK} is not the credit that the bank's list has."
    for sequence in sorted(kept):
        yield f"A credit of the bank stands under line {sequence} of {OWN_DESK}, which does not say so."
