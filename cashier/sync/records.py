"""Asks the ledger for the center's lines, for somebody who reads them."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Protocol, TypeVar
from uuid import UUID

from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.records import Record, RecordFilter, RecordList
from cashier.wire import Message
from cashier.wire_records import RecordRow, RecordsAsked, RecordsExport, RecordsTable, RecordsTold

MessageType = TypeVar("MessageType", bound=Message)


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def records(self, path: str, wish: Message, shape: type[MessageType]) -> MessageType: ...


class LedgerRecords:
    """`ports.records.RecordsLedger`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def look(self, wanted: RecordFilter, zone: tzinfo, staff: Staff) -> RecordList:
        told = self._ledger.records("", RecordsAsked(**_asked(wanted, zone, staff)), RecordsTold)
        return RecordList(rows=tuple(map(_record, told.rows)), more=told.more)

    def export(self, export_id: UUID, wanted: RecordFilter, zone: tzinfo, reason: str, staff: Staff) -> str:
        asked = RecordsExport(**_asked(wanted, zone, staff), line_id=export_id, reason=reason)
        return self._ledger.records("/export", asked, RecordsTable).table


def _asked(wanted: RecordFilter, zone: tzinfo, staff: Staff) -> dict[str, Any]:
    return {
        "staff": staff.user,
        "since": datetime.combine(wanted.first, time(), zone),
        "until": datetime.combine(wanted.last + timedelta(days=1), time(), zone),
        "who": wanted.who,
        "desk": wanted.desk,
        "group": wanted.group,
    }


def _record(row: RecordRow) -> Record:
    return Record(
        at=row.at,
        desk=row.desk,
        sequence=row.sequence,
        user=row.user,
        name=row.name,
        kind=row.kind,
        words=row.words,
        amount=None if row.cents is None else Money(row.cents),
    )
