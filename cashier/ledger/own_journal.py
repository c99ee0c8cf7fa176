"""The ledger's own journal, chained like a desk's: bills that came in, and money that came another way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from sqlalchemy import Connection, text

from cashier.domain.chain import chained
from cashier.domain.ids import NewId
from cashier.domain.line import Facts, Line, LineKind
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.copying import copy_rows
from cashier.ledger.database import OWN_CENTER, OWN_DESK
from cashier.ledger.posting import post
from cashier.ledger.reading import Received

LINES_AT_ONCE = 500

_HEAD = text("SELECT received_through, chain FROM desks WHERE desk = :desk FOR UPDATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger itself writes down. ``staff``: who or which channel caused it."""

    kind: LineKind
    staff: str
    facts: Facts
    transfers: tuple[Transfer, ...]
    business_date: date | None = None


def lock_own_journal(connection: Connection) -> int:
    """Hold the journal until the transaction's end; returns its last place."""
    return int(connection.execute(_HEAD, {"desk": OWN_DESK}).one().received_through)


def append(connection: Connection, entries: Iterable[Entry], *, clock: Clock, new_id: NewId) -> None:
    """Write and post entries at the journal's end, in order."""
    for lines in _batches(connection, entries, clock=clock, new_id=new_id):
        post(connection, OWN_DESK, lines)


def append_opened(connection: Connection, entries: Iterable[Entry], *, clock: Clock, new_id: NewId) -> None:
    """Write entries that open receivables, whose balances the caller has opened with them.

    A bill that is new has nothing to be judged by: its transfers go in as they are said, by the thousand a line.
    """
    for lines in _batches(connection, entries, clock=clock, new_id=new_id):
        post(connection, OWN_DESK, [replace(received, line=_without_transfers(received)) for received in lines])
        into = "transfers (desk, sequence, place, part, debit, credit, cents)"
        copy_rows(connection, into, _as_said(lines))


def _as_said(lines: list[Received]) -> Iterator[tuple[str | int, ...]]:
    for received in lines:
        for place, transfer in enumerate(received.line.transfers if received.line else ()):
            debit, credit = transfer.debit.code, transfer.credit.code
            yield OWN_DESK, received.sequence, place, 0, debit, credit, transfer.amount.cents


def _without_transfers(received: Received) -> Line | None:
    return replace(received.line, transfers=()) if received.line else None


def _batches(
    connection: Connection, entries: Iterable[Entry], *, clock: Clock, new_id: NewId
) -> Iterator[list[Received]]:
    """Entries as lines, some at a time, each time after all that stands in the journal by then."""
    remaining = iter(entries)
    while batch := list(islice(remaining, LINES_AT_ONCE)):
        head = connection.execute(_HEAD, {"desk": OWN_DESK}).one()
        yield list(_numbered(batch, head.received_through, head.chain, clock=clock, new_id=new_id))


def _numbered(entries: list[Entry], sequence: int, chain: str, *, clock: Clock, new_id: NewId) -> Iterator[Received]:
    for entry in entries:
        line = Line(
            line_id=new_id(),
            kind=entry.kind,
            desk=OWN_DESK,
            center=OWN_CENTER,
            staff=entry.staff,
            taken_at=clock(),
            business_date=entry.business_date,
            facts=entry.facts,
            transfers=entry.transfers,
        )
        body = line.body()
        sequence += 1
        chain = chained(chain, sequence, body)
        yield Received(sequence=sequence, chain=chain, body=body.decode(), line=line)
