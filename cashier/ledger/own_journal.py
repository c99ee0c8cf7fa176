"""The ledger's own journal, chained like a desk's: bills, money that came another way, and what the office does."""

from collections.abc import Iterable, Iterator
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
from cashier.ledger.database import OWN_CENTER, OWN_DESK
from cashier.ledger.posting import post
from cashier.ledger.reading import Received

LINES_AT_ONCE = 500

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
    head = connection.execute(_HEAD, {"desk": OWN_DESK}).one()
    sequence, chain = head.received_through, head.chain
    remaining = iter(entries)
    while batch := list(islice(remaining, LINES_AT_ONCE)):
        lines = list(_numbered(batch, sequence, chain, clock=clock, new_id=new_id))
        post(connection, OWN_DESK, lines)
        sequence, chain = lines[-1].sequence, lines[-1].chain


def _numbered(entries: list[Entry], sequence: int, chain: str, *, clock: Clock, new_id: NewId) -> Iterator[Received]:
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
        sequence += 1
        chain = chained(chain, sequence, body)
        yield Received(sequence=sequence, chain=chain, body=body.decode(), line=line)
