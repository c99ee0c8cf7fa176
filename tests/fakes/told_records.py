"""A ledger that tells lines as a test wants them, and keeps what is taken out."""

from dataclasses import dataclass, field
from datetime import tzinfo
from uuid import UUID

from cashier.domain.errors import LedgerAway
from cashier.domain.people import Staff
from cashier.domain.records import RecordFilter, RecordList


@dataclass(slots=True)
class ToldRecords:
    """Both ports of records; ``trouble`` is what the ledger says instead."""

    told: RecordList = field(default_factory=lambda: RecordList(rows=(), more=False))
    trouble: str = ""
    asked: list[RecordFilter] = field(default_factory=list)
    exported: list[tuple[UUID, RecordFilter, str]] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)

    def look(self, wanted: RecordFilter, zone: tzinfo, staff: Staff) -> RecordList:
        self._ask()
        self.asked.append(wanted)
        return self.told

    def export(self, export_id: UUID, wanted: RecordFilter, zone: tzinfo, reason: str, staff: Staff) -> str:
        self._ask()
        self.exported.append((export_id, wanted, reason))
        return "desk,line\r\n"

    def save(self, table: str, wanted: RecordFilter) -> str:
        self.saved.append(table)
        return "Saved as records.csv."

    def _ask(self) -> None:
        if self.trouble:
            raise LedgerAway(self.trouble)
