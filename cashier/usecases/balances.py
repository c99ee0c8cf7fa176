"""What is due on screen: what the ledger last said, less our own lines past its mark, less our parts that it holds.

What this desk agreed to and the ledger does not say yet (a later due date, a plan, a note) counts in the same way.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from cashier.domain.accounts import Account, receivable
from cashier.domain.arrangement import ASSISTANCE_NOTE, Arrangement, about_member, arranged, read_arrangement
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import Statement
from cashier.usecases.ports.directory import Directory, Known
from cashier.usecases.ports.work import Journal


@dataclass(frozen=True, slots=True)
class Balance:
    """A statement as it stands now, and how much of that only this desk knows yet."""

    statement: Statement
    own: Money


def balances_of(member_number: str, directory: Directory, journal: Journal) -> tuple[Balance, ...]:
    """A member's statements that are open, or that this desk has taken money for since the ledger last spoke."""
    settled = {receivable(number).code: mark for number, mark in directory.settled_of(member_number).items()}
    touched = tuple(Account.read(code).owner for code in journal.applied_past(settled)) if settled else ()
    known = (*directory.statements_of(member_number), *(directory.statements(touched) if touched else ()))
    return balances(tuple({k.statement.number: k for k in known}.values()), journal)


def balances(known: tuple[Known, ...], journal: Journal) -> tuple[Balance, ...]:
    """Each statement with its exact open amount, online or not; its version changes with every part of the figure."""
    own = journal.applied_past({receivable(k.statement.number).code: k.mark for k in known})
    agreed = journal.arranged_past({k.statement.number: k.mark for k in known})
    result = []
    for k in known:
        ours = own.get(receivable(k.statement.number).code, ZERO)
        version = f"{k.statement.version}.{ours.cents}.{k.held.cents}"
        statement = arranged(k.statement, _read(agreed.get(k.statement.number, ())))
        result.append(Balance(statement.less(ours + k.held, version=version), ours))
    return tuple(result)


def own_notes(member_number: str, journal: Journal) -> tuple[str, ...]:
    """What this desk noted on an account and the ledger does not have yet."""
    about = about_member(member_number)
    lines = journal.arranged_past({about: journal.mark().received_through}).get(about, ())
    return (ASSISTANCE_NOTE,) if any(line.kind is LineKind.ASSISTANCE_ASKED for line in lines) else ()


def _read(lines: Iterable[Line]) -> Iterator[Arrangement]:
    """A line that says nothing that we understand changes nothing: the balance is shown all the same."""
    for line in lines:
        with suppress(UnreadableBody):
            yield read_arrangement(line)
