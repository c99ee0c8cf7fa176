"""Alarms and quarantine: what a person of the office has to look into, how old it is, and who has seen it."""

from datetime import datetime

from sqlalchemy import Connection, text

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.times import Clock
from cashier.ledger.acts import Act, do
from cashier.ledger.office import Acknowledge, AlarmRow, Done, QuarantineRow

ROWS_MOST = 10_000

_AGE_DAYS = "greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - {}) / 86400), 0)::int AS age_days"
_ALARMS = text(
    f"""
    SELECT alarm, alarms.at, {_AGE_DAYS.format("alarms.at")}, what, sentence,
           COALESCE(seen.staff, '') AS acknowledged_by, seen.at AS acknowledged_at
    FROM alarms LEFT JOIN LATERAL (
        SELECT staff, at FROM office_acts WHERE subject = 'alarm.' || alarm ORDER BY sequence LIMIT 1
    ) AS seen ON true
    ORDER BY (seen.staff IS NOT NULL), alarm DESC LIMIT {ROWS_MOST}
    """
)
_THERE = text("SELECT EXISTS (SELECT FROM alarms WHERE alarm = :alarm)")
_ONCE = text(
    """
    INSERT INTO alarms (what, sentence) SELECT :what, :sentence
    WHERE NOT EXISTS (SELECT FROM alarms WHERE what = :what AND sentence = :sentence)
    """
)
_QUARANTINE = text(
    f"""
    SELECT desk, run_hash, received_at, {_AGE_DAYS.format("received_at")}, length(run) AS bytes
    FROM quarantine ORDER BY received_at DESC LIMIT {ROWS_MOST}
    """
)
_RUN = text("SELECT run FROM quarantine WHERE desk = :desk AND run_hash = :run_hash")


def raise_alarm_once(connection: Connection, what: str, sentence: str) -> None:
    """Put a sentence where the office sees it, unless it stands there. Under a lock that keeps others out."""
    connection.execute(_ONCE, {"what": what, "sentence": sentence})


def alarm_rows(connection: Connection, now: datetime) -> list[AlarmRow]:
    """Those that nobody has acknowledged first, then the newest."""
    return [AlarmRow(**row) for row in connection.execute(_ALARMS, {"now": now}).mappings()]


def acknowledge(
    connection: Connection, alarm: int, wish: Acknowledge, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """Note that ``caller`` has seen an alarm. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "acknowledge alarms")
    if not connection.scalar(_THERE, {"alarm": alarm}):
        raise Refused(f"There is no alarm {alarm}. Look at the list again.")
    note = safe_text(wish.note, "The note", most=500)
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.ALARM_ACKNOWLEDGED,
        subject=f"alarm.{alarm}",
        staff=caller.user,
        facts={"note": note},
    )
    return Done(sequence=do(connection, act, clock=clock, new_id=new_id))


def record_export(
    connection: Connection, what: str, reason: str, caller: Staff, *, clock: Clock, new_id: NewId
) -> None:
    """Write down who takes something out of the ledger, and why (R17). Raises Refused without right or reason."""
    caller.needs(Right.EXPORT, "take lists out of the ledger")
    said = safe_text(reason, "The reason", most=500)
    if not said:
        raise Refused("Say what the export is for: give a reason.")
    act = Act(
        line_id=new_id(),
        kind=LineKind.EXPORTED,
        subject=f"export.{what}",
        staff=caller.user,
        facts={"reason": said},
    )
    do(connection, act, clock=clock, new_id=new_id)


def quarantine_rows(connection: Connection, now: datetime) -> list[QuarantineRow]:
    """The runs that were kept raw, newest first."""
    return [QuarantineRow(**row) for row in connection.execute(_QUARANTINE, {"now": now}).mappings()]


def quarantined_run(connection: Connection, desk: str, run_hash: str) -> bytes:
    """A run as it came. Raises Refused where there is none."""
    run = connection.scalar(_RUN, {"desk": desk, "run_hash": run_hash})
    if run is None:
        raise Refused("There is no such run in quarantine. Look at the list again.")
    return bytes(run)
