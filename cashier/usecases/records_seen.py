"""Records as an auditor sees them, and takes them out with a reason that is itself a record."""

from uuid import UUID

from cashier.domain.errors import FieldRefused
from cashier.domain.people import Right, Staff
from cashier.domain.records import RecordFilter, RecordList
from cashier.domain.scan import field_text
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.records import RecordFiles, RecordsLedger

REASON = "reason"


def see_records(wanted: RecordFilter, desk: Desk, staff: Staff, ledger: RecordsLedger) -> RecordList:
    """The center's lines, the latest first. Raises NotAllowed, FieldRefused, LedgerAway, LedgerRefuses."""
    staff.needs(Right.READ_JOURNAL, "read the records")
    wanted.check()
    return ledger.look(wanted, desk.place.time_zone, staff)


def export_records(
    export_id: UUID,
    wanted: RecordFilter,
    reason: str,
    desk: Desk,
    staff: Staff,
    ledger: RecordsLedger,
    files: RecordFiles,
) -> str:
    """Save them as a table; returns where. ``export_id`` is made before the first attempt.

    Raises NotAllowed, FieldRefused, LedgerAway, LedgerRefuses, DeviceTrouble.
    """
    staff.needs(Right.READ_JOURNAL, "read the records")
    staff.needs(Right.EXPORT, "take records out")
    wanted.check()
    said = field_text(reason, "The reason", REASON, most=200)
    if not said:
        raise FieldRefused("Say what the export is for.", REASON)
    return files.save(ledger.export(export_id, wanted, desk.place.time_zone, said, staff), wanted)
