"""Takes a year of all journals out as one file, which proves itself elsewhere: lines, links, what was booked, standing.

The file is gzip of JSON lines: one object that names each desk's stretch, then one array a line:
``[desk, sequence, link, state, body, [[place, cents], …]]``, the place of each transfer in the body with what was
booked of it. Times are UTC.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.chain import first_link
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock, instant_text
from cashier.domain.year_proof import FILE_KIND, FILE_VERSION
from cashier.ledger.acts import Act, do
from cashier.ledger.database import epoch

_AT_ONCE = 1_000
_STRETCHES = text(
    """
    SELECT desks.desk, desks.center, desks.received_through AS standing, desks.chain AS standing_chain,
           min(sequence) AS first, max(sequence) AS through
    FROM desks JOIN lines USING (desk) WHERE taken_at >= :since AND taken_at < :until
    GROUP BY desks.desk ORDER BY desks.desk
    """
)
_LINK = text("SELECT chain FROM lines WHERE desk = :desk AND sequence = :sequence")
_LINES = text(
    """
    SELECT sequence, chain, body, state FROM lines
    WHERE desk = :desk AND sequence BETWEEN :first AND :through ORDER BY sequence
    """
)
_BOOKED = text(
    """
    SELECT sequence, place, sum(cents)::bigint AS cents FROM transfers
    WHERE desk = :desk AND sequence BETWEEN :first AND :through GROUP BY sequence, place ORDER BY sequence, place
    """
)


def check_may_export(caller: Staff, reason: str) -> str:
    """The reason as it is kept. Raises NotAllowed, or Refused without one."""
    caller.needs(Right.READ_JOURNAL, "read the records")
    caller.needs(Right.EXPORT, "take lists out of the ledger")
    said = safe_text(reason, "The reason", most=500)
    if not said:
        raise Refused("Say what the export is for: give a reason.")
    return said


def write_year(connection: Connection, year: int, out: Path, now: datetime) -> tuple[int, str]:
    """Write the file, in one snapshot; returns how many lines it has and its SHA-256. Raises Refused, OSError."""
    bounds = {"since": datetime(year, 1, 1, tzinfo=UTC), "until": datetime(year + 1, 1, 1, tzinfo=UTC)}
    stretches = connection.execute(_STRETCHES, bounds).all()
    if not stretches:
        raise Refused(f"The ledger has no line of {year}. Name another year.")
    lines = 0
    with open(out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        head = {
            "what": FILE_KIND,
            "v": FILE_VERSION,
            "year": year,
            "epoch": epoch(connection),
            "made_at": instant_text(now),
            "desks": [_stretch(connection, row) for row in stretches],
        }
        file.write(_json(head))
        for row in stretches:
            for line in _lines(connection, row):
                file.write(_json(line))
                lines += 1
    digest = hashlib.sha256()
    with open(out, "rb") as written:
        while piece := written.read(1 << 20):
            digest.update(piece)
    return lines, digest.hexdigest()


def record_year(
    connection: Connection,
    line_id: UUID,
    year: int,
    reason: str,
    digest: str,
    caller: Staff,
    *,
    clock: Clock,
    new_id: NewId,
) -> None:
    """Write down who took it out, why, and what the file's SHA-256 is: another file is not this one."""
    facts = {"reason": reason, "sha256": digest}
    act = Act(line_id=line_id, kind=LineKind.EXPORTED, subject=f"export.year.{year}", staff=caller.user, facts=facts)
    do(connection, act, clock=clock, new_id=new_id)


def _stretch(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    before = row.first - 1
    link = connection.scalar(_LINK, {"desk": row.desk, "sequence": before}) if before else first_link(row.desk)
    return {
        "desk": row.desk,
        "center": row.center,
        "before": before,
        "link": link,
        "through": row.through,
        "chain": connection.scalar(_LINK, {"desk": row.desk, "sequence": row.through}),
        "standing": row.standing,
        "standing_chain": row.standing_chain,
    }


def _lines(connection: Connection, row: Row[Any]) -> Iterator[list[Any]]:
    for first in range(row.first, row.through + 1, _AT_ONCE):
        part = {"desk": row.desk, "first": first, "through": min(first + _AT_ONCE - 1, row.through)}
        booked = {
            sequence: [[one.place, one.cents] for one in some]
            for sequence, some in groupby(connection.execute(_BOOKED, part), key=lambda one: one.sequence)
        }
        for line in connection.execute(_LINES, part):
            yield [row.desk, line.sequence, line.chain, line.state, line.body, booked.get(line.sequence, [])]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
