"""A center's lines for who reads them: its desks', and what people of the office did who work there."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.people import Right, Staff
from cashier.domain.records import EXPORT_MOST, ROWS_MOST, kinds_of, record_amount, record_words
from cashier.domain.spreadsheet import cell
from cashier.domain.times import Clock, instant_text
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.wire_records import RecordRow, RecordsAsked, RecordsExport, RecordsTable, RecordsTold

COLUMNS = ("desk", "line", "taken_at", "received_at", "user", "name", "kind", "words", "cents", "link", "body")
_TABLE_MOST = 4 * 1024 * 1024  # Bytes: what a desk takes in one answer, quoted as JSON.
_ARRIVES_EARLY = timedelta(days=1)  # No line is received long before it was written, whatever a desk's clock says.

_LINES = text(
    """
    SELECT lines.desk, lines.sequence, lines.taken_at, lines.received_at, lines.staff, lines.kind, lines.body,
           lines.chain, COALESCE(person.name, lines.staff) AS name
    FROM lines LEFT JOIN staff AS person ON person.number = lines.staff
    WHERE lines.received_on >= CAST(:received_since AS date)
      AND lines.taken_at >= :since AND lines.taken_at < :until
      AND lines.state <> 'repeated' AND lines.kind = ANY(CAST(:kinds AS text[]))
      AND (:who = '' OR lines.staff = :who) AND (:desk = '' OR lines.desk = :desk)
      AND (lines.desk IN (SELECT desk FROM desks WHERE center = :center)
           OR lines.desk = :own AND (person.centers IS NULL OR person.centers = '{}' OR :center = ANY(person.centers)))
    ORDER BY lines.taken_at DESC, lines.desk, lines.sequence DESC LIMIT :most
    """
)


def records_told(connection: Connection, asked: RecordsAsked, caller: Staff, center: str) -> RecordsTold:
    """The latest lines. Raises NotAllowed."""
    caller.needs(Right.READ_JOURNAL, "read the records")
    found = _found(connection, asked, center, ROWS_MOST + 1)
    return RecordsTold(rows=tuple(map(_told, found[:ROWS_MOST])), more=len(found) > ROWS_MOST)


def records_table(
    connection: Connection, asked: RecordsExport, caller: Staff, center: str, *, clock: Clock, new_id: NewId
) -> RecordsTable:
    """All of them with their bodies and links; that they were taken, by whom and why, is a line of the ledger's own.

    Raises NotAllowed, and Refused for too many.
    """
    caller.needs(Right.READ_JOURNAL, "read the records")
    caller.needs(Right.EXPORT, "take lists out of the ledger")
    wanted = asked.model_dump(mode="json", include={"since", "until", "who", "desk", "group"})
    act = Act(
        line_id=asked.line_id,
        kind=LineKind.EXPORTED,
        subject="export.records",
        staff=caller.user,
        facts={"reason": asked.reason, "wanted": wanted},
    )
    found = _found(connection, asked, center, EXPORT_MOST + 1)
    if len(found) > EXPORT_MOST:
        raise Refused(f"That is more than {EXPORT_MOST:,} lines. Choose fewer days, one person or one desk.")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in found)
    if len(table := out.getvalue().encode()) > _TABLE_MOST:
        raise Refused("That is more than one table takes. Choose fewer days, one person or one desk.")
    do(connection, act, clock=clock, new_id=new_id)
    return RecordsTable(table=table.decode())


def _found(connection: Connection, asked: RecordsAsked, center: str, most: int) -> list[Row[Any]]:
    wish = {
        "since": asked.since,
        "until": asked.until,
        "received_since": (asked.since - _ARRIVES_EARLY).date(),
        "kinds": [kind.value for kind in kinds_of(asked.group)],
        "who": asked.who,
        "desk": asked.desk,
        "center": center,
        "own": OWN_DESK,
        "most": most,
    }
    return list(connection.execute(_LINES, wish))


def _told(row: Row[Any]) -> RecordRow:
    try:
        line = read_line(row.body.encode())
        words, amount = record_words(line), record_amount(line)
    except UnreadableBody:
        words, amount = "This version can't read it.", None
    return RecordRow(
        at=row.taken_at,
        desk=row.desk,
        sequence=row.sequence,
        user=row.staff,
        name=row.name,
        kind=row.kind,
        words=words,
        cents=amount.cents if amount is not None else None,
    )


def _cells(row: Row[Any]) -> Iterator[object]:
    told = _told(row)
    for value in (
        *(row.desk, row.sequence, instant_text(row.taken_at), instant_text(row.received_at), row.staff, row.name),
        *(row.kind, told.words, "" if told.cents is None else told.cents, row.chain, row.body),
    ):
        yield cell(str(value))
