"""The ledger's own journal, chained like a desk's: bills, money that came another way, and what the office does."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.chain import chained
from cashier.domain.ids import NewId
from cashier.domain.line import Facts, Line, LineKind
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.copying import copy_text
from cashier.ledger.database import OWN_CENTER, OWN_DESK
from cashier.ledger.posting import post
from cashier.ledger.reading import Received

LINES_AT_ONCE = 500

_NO_TRANSFERS = b'"transfers":[]'
_HEAD = text("SELECT received_through, chain FROM desks WHERE desk = :desk FOR UPDATE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the ledger itself writes down. ``staff``: who or which channel caused it.

    ``line_id`` where it was made before the first attempt; else the line gets a new one.
    """

    kind: LineKind
    staff: str
    facts: Facts
    transfers: tuple[Transfer, ...]
    business_date: date | None = None
    line_id: UUID | None = None


def lock_own_journal(connection: Connection) -> int:
    """Hold the journal until the transaction's end; returns its last place."""
    return int(connection.execute(_HEAD, {"desk": OWN_DESK}).one().received_through)


def append(connection: Connection, entries: Iterable[Entry], *, clock: Clock, new_id: NewId) -> None:
    """Write and post entries at the journal's end, in order."""
    for lines in _batches(connection, entries, clock=clock, new_id=new_id):
        post(connection, OWN_DESK, lines)


@dataclass(frozen=True, slots=True)
class Moves:
    """Transfers as a line's body says them and as COPY reads them, all but the line's own place."""

    said: bytes
    rows: str

    @classmethod
    def of(cls, moves: Sequence[tuple[str, str, int]]) -> "Moves":
        """Of each the codes of the accounts that are debited and credited, and cents above zero."""
        said = json.dumps(moves, separators=(",", ":"), ensure_ascii=False).encode()
        places = enumerate(moves)
        return cls(said, "".join(f"\t{at}\t0\t{debit}\t{credit}\t{cents}\n" for at, (debit, credit, cents) in places))


def append_opened(
    connection: Connection, opened: Iterable[tuple[Entry, Moves]], *, clock: Clock, new_id: NewId
) -> None:
    """Write entries that open receivables, whose balances the caller has opened with them.

    A bill that is new has nothing to be judged by: what it moves goes in as it is said, by the thousand a line.
    """
    for entry, moves in opened:
        (received,) = next(_batches(connection, [entry], clock=clock, new_id=new_id, moves=moves))
        post(connection, OWN_DESK, [received])
        line = f"{OWN_DESK}\t{received.sequence}"
        rows = "".join(f"{line}{row}" for row in moves.rows.splitlines(keepends=True))
        copy_text(connection, "transfers (desk, sequence, place, part, debit, credit, cents)", rows)


def _batches(
    connection: Connection, entries: Iterable[Entry], *, clock: Clock, new_id: NewId, moves: Moves | None = None
) -> Iterator[list[Received]]:
    """Entries as lines, some at a time, each time after all that stands in the journal by then."""
    remaining = iter(entries)
    while batch := list(islice(remaining, LINES_AT_ONCE)):
        head = connection.execute(_HEAD, {"desk": OWN_DESK}).one()
        yield list(_numbered(batch, head.received_through, head.chain, clock=clock, new_id=new_id, moves=moves))


def _numbered(
    entries: list[Entry], sequence: int, chain: str, *, clock: Clock, new_id: NewId, moves: Moves | None
) -> Iterator[Received]:
    for entry in entries:
        line = Line(
            line_id=entry.line_id or new_id(),
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
        if moves is not None:  # The canonical bytes of a line with these transfers, which nobody made into objects.
            before, after = body.rsplit(_NO_TRANSFERS, 1)
            body = b"".join((before, b'"transfers":', moves.said, after))
        sequence += 1
        chain = chained(chain, sequence, body)
        yield Received(sequence=sequence, chain=chain, body=body.decode(), line=line)
