"""What the ledger tells an auditor of its lines."""

from datetime import tzinfo
from typing import Protocol
from uuid import UUID

from cashier.domain.people import Staff
from cashier.domain.records import RecordFilter, RecordList


class RecordsLedger(Protocol):
    """The center's lines at the ledger. Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def look(self, wanted: RecordFilter, zone: tzinfo, staff: Staff) -> RecordList:
        """The latest of them; days are those of ``zone``."""

    def export(self, export_id: UUID, wanted: RecordFilter, zone: tzinfo, reason: str, staff: Staff) -> str:
        """All of them, whole, as CSV; who took them and why is a line first. Again with the same id it is the same."""


class RecordFiles(Protocol):
    """Where an export is kept."""

    def save(self, table: str, wanted: RecordFilter) -> str:
        """Returns where it is, as a sentence. Raises DeviceTrouble."""
