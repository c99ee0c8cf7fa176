"""The watch over large cash of all desks: gathered a moment after posting, so that no posting waits for it.

Where a payor comes to the sum that the law wants reported, a row with its due date stands on the office's list until a
desk has taken down the form; desks that were offline are found that way, too.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.carried import read_carried
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.large_cash import (
    DAY,
    LIMIT,
    YEAR,
    CashReceived,
    due_on,
    reached,
    read_large_cash,
)
from cashier.domain.line import Line, LineKind, read_facts, read_line, text_of
from cashier.domain.money import Money
from cashier.ledger.cash_seen import NOT_SEEN, CashSeen, FoundCash, found_cash
from cashier.ledger.copying import one_line, run_hot
from cashier.ledger.office import CashReportRow
from cashier.wire import CashAnswer

LINES_AT_ONCE = 2_000  # Of one journal.
ROWS_MOST = 10_000
CATCH_UP_MOST = 5_000  # Lines that a desk's question may wait for; after an outage there are more.

# As the payments by guarantor are gathered: journal by journal, past the line that was looked at last.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(:lock)")
_CASH_LOCK = 3_041_964  # Any number, the same in every process.
_BEHIND = text(
    """
    SELECT desk, received_through, COALESCE(through, 0) AS after,
           LEAST(received_through, COALESCE(through, 0) + :most) AS through
    FROM desks LEFT JOIN cash_gathered USING (desk) WHERE received_through > COALESCE(through, 0)
    """
)
# Cash counts once: where a line came on two ways, or was entered again from its paper, one of them moves nothing.
_LINES = one_line(
    """
    SELECT sequence, kind, taken_at, body FROM lines
    WHERE desk = %(desk)s AND sequence > %(after)s AND sequence <= %(through)s
      AND received_on >= COALESCE((SELECT caught_up_on FROM cash_gathered WHERE desk = %(desk)s), '-infinity') - 31
      AND state IN ('posted', 'held')
      AND (kind IN ('large_cash', 'tender_changed') OR (kind IN ('payment', 'carried')
           AND (body LIKE '%%"kind":"cash"%%' OR body LIKE '%%money_order%%' OR body LIKE '%%cashiers_check%%'
                OR body LIKE '%%large_cash%%' OR kind = 'carried')))
      AND CASE kind
          WHEN 'carried' THEN EXISTS (
              SELECT FROM carried WHERE carrier = lines.desk AND carried.sequence = lines.sequence)
          ELSE NOT EXISTS (SELECT FROM carried WHERE carried.desk = lines.desk AND carried.line_id = lines.line_id) END
      AND sequence NOT IN (
          SELECT again.sequence FROM reentered AS again WHERE again.desk = %(desk)s AND own_sequence IS NOT NULL)
    ORDER BY sequence
    """
)
_KEEP = """
    INSERT INTO cash_received (payor, taken_at, desk, sequence, cents, is_report)
    SELECT * FROM unnest(%b::text[], %b::timestamptz[], %b::text[], %b::bigint[], %b::bigint[], %b::boolean[])
    ON CONFLICT DO NOTHING
"""
_NOTED = """
    INSERT INTO cash_gathered AS known (desk, through, caught_up_on)
    SELECT desk, through, CASE WHEN is_through THEN CURRENT_DATE END
    FROM unnest(%b::text[], %b::bigint[], %b::boolean[]) AS noted (desk, through, is_through)
    ON CONFLICT (desk) DO UPDATE SET
        through = excluded.through, caught_up_on = COALESCE(excluded.caught_up_on, known.caught_up_on)
"""
_THEIRS = text(
    """
    SELECT taken_at, cents, is_report FROM cash_received
    WHERE payor = :payor AND taken_at > :since AND taken_at <= :until AND (:but = '' OR desk <> :but)
    ORDER BY taken_at
    """
)
_MAY_BE_OVER = text(
    """
    SELECT payor FROM cash_received WHERE payor = ANY(CAST(:payors AS text[])) GROUP BY payor HAVING sum(cents) > :limit
    """
)
_REPORT = text(
    """
    INSERT INTO cash_reports (payment_id, payor, desk, center, receipt, staff, within, reached_on, due_on)
    SELECT :payment, :payor, :desk, :center, :receipt, :staff, :within, :reached_on, :due_on
    WHERE NOT EXISTS (SELECT FROM cash_reports WHERE payor = :payor AND sealed = '' AND why_not = '')
    ON CONFLICT DO NOTHING
    """
)
_CAPTURE = text(
    """
    INSERT INTO cash_reports AS known
        (payment_id, payor, desk, center, receipt, staff, within, reached_on, due_on, sealed, why_not)
    VALUES (:payment, :payor, :desk, :center, :receipt, :staff, :within, :reached_on, :due_on, :sealed, :why_not)
    ON CONFLICT (payment_id) DO UPDATE SET sealed = excluded.sealed, why_not = excluded.why_not
    """
)
# The form was taken down with another payment of the same payor than the one that this list began with.
_SETTLE = text(
    """
    UPDATE cash_reports SET sealed = :sealed, why_not = :why_not
    WHERE payor = :payor AND sealed = '' AND why_not = '' AND reached_on <= :reached_on
    """
)
_FORGET = text("DELETE FROM cash_received WHERE taken_at < :before")
_TASK = "'cash.' || report.payment_id"
_LIST = text(
    f"""
    SELECT {_TASK} AS task, report.desk, report.center, receipt, report.staff AS cashier, within, reached_on, due_on,
           sealed <> '' AND why_not = '' AS is_taken_down, why_not, sealed,
           COALESCE((SELECT staff FROM office_acts WHERE subject = {_TASK} AND kind = 'task_taken'
                     ORDER BY sequence DESC LIMIT 1), '') AS owner
    FROM cash_reports AS report LEFT JOIN centers USING (center)
    WHERE (:center = '' OR report.center = :center) AND (:region = '' OR centers.region = :region)
    ORDER BY due_on, receipt LIMIT {ROWS_MOST}
    """
)
_THERE = text(f"SELECT EXISTS (SELECT FROM cash_reports AS report WHERE {_TASK} = :task)")


def gather_cash(connection: Connection, *, seen: CashSeen | None = None, most: int | None = None) -> bool:
    """Look at some of what is new for cash; whether more is left. More than ``most`` lines are left to the service.

    What was ``seen`` when it was posted is not read again.
    """
    connection.execute(_ONE_AT_A_TIME, {"lock": _CASH_LOCK})
    noted = seen.take_all() if seen is not None else {}
    behind = connection.execute(_BEHIND, {"most": LINES_AT_ONCE}).all()
    if most is not None and sum(row.through - row.after for row in behind) > most:
        return False
    found: list[FoundCash] = []
    throughs: list[int] = []
    for row in behind:
        stretch = noted.get(row.desk, NOT_SEEN)
        after, known = stretch.past(row.after, row.received_through)
        found += known
        if after < row.through:
            lines = run_hot(connection, _LINES, {"desk": row.desk, "after": after, "through": row.through})
            found += [about for line in lines if (about := _found(row.desk, *line)) is not None]
        throughs.append(max(after, row.through))
    is_through = [through >= row.received_through for row, through in zip(behind, throughs, strict=True)]
    run_hot(connection, _NOTED, ([row.desk for row in behind], throughs, is_through))
    if counted := [one for one in found if one.payor]:
        payors = [one.payor for one in counted]
        run_hot(connection, _KEEP, (payors, *_columns(counted)))
        over = set(connection.scalars(_MAY_BE_OVER, {"payors": payors, "limit": LIMIT.cents}))
        for one in counted:
            if one.kind is not LineKind.LARGE_CASH and one.payor in over:
                _count(connection, read_line(one.body.encode()), one.payor)
    for one in found:
        if one.kind is LineKind.LARGE_CASH:
            _capture(connection, read_line(one.body.encode()))
    return not all(is_through)


def forget_cash(connection: Connection, now: datetime) -> None:
    """Let go of what is older than the law counts, with a month to spare for desks that come late."""
    connection.execute(_FORGET, {"before": now - YEAR - 31 * DAY})


def cash_elsewhere(connection: Connection, payor: str, desk: str, now: datetime) -> CashAnswer:
    """What a payor brought to other desks since the last report on them anywhere."""
    rows = connection.execute(_THEIRS, {"payor": payor, "since": now - YEAR, "until": now + DAY, "but": desk}).all()
    reported = max((row.taken_at for row in rows if row.is_report), default=None)
    new = [row for row in rows if reported is None or row.taken_at > reported]
    return CashAnswer(
        day_cents=sum(row.cents for row in new if row.taken_at > now - DAY),
        year_cents=sum(row.cents for row in new),
        reported_at=reported,
    )


def cash_report_rows(connection: Connection, *, center: str = "", region: str = "") -> list[CashReportRow]:
    """Reports by due date, taken down or not."""
    return [CashReportRow(**row) for row in connection.execute(_LIST, {"center": center, "region": region}).mappings()]


def is_cash_task(connection: Connection, task: str) -> bool:
    """Whether a task's name is one of these reports'."""
    return bool(connection.scalar(_THERE, {"task": task}))


def _found(desk: str, sequence: int, kind: str, taken_at: datetime, body: str) -> FoundCash | None:
    """None for a line that cannot be read or is about no cash."""
    try:
        if kind == LineKind.CARRIED:
            body = read_carried(read_line(body.encode())).body
            inner = read_line(body.encode())
            kind, taken_at = inner.kind, inner.taken_at
        return found_cash(desk, sequence, LineKind(kind), taken_at, read_facts(body), body)
    except UnreadableBody:
        return None


def _columns(found: Sequence[FoundCash]) -> tuple[list[object], ...]:
    return (
        [one.taken_at for one in found],
        [one.desk for one in found],
        [one.sequence for one in found],
        [one.cents for one in found],
        [one.kind is LineKind.LARGE_CASH for one in found],
    )


def _count(connection: Connection, line: Line, payor: str) -> None:
    """Put a report on the list where this payment brings its payor there."""
    asked = {"payor": payor, "since": line.taken_at - YEAR, "until": line.taken_at, "but": ""}
    within = reached(_received(connection.execute(_THEIRS, asked).all()), line.taken_at)
    if within:
        said = _about(line, payor, line.business_date or line.taken_at.date())
        try:
            paid = {"payment": UUID(line.facts["payment"]), "receipt": text_of(line.facts["receipt"])}
        except MISREAD:
            return  # Neither does any desk write this.
        connection.execute(_REPORT, {"within": within, **said, **paid})


def _capture(connection: Connection, line: Line) -> None:
    captured = read_large_cash(line)
    asked = captured.asked
    said = _about(line, asked.payor, asked.reached_on) | {
        "receipt": asked.receipt,
        "sealed": captured.sealed,
        "why_not": captured.why_not,
    }
    connection.execute(_CAPTURE, {"payment": asked.payment_id, "within": asked.within, **said})
    connection.execute(_SETTLE, said)


def _about(line: Line, payor: str, reached_on: date) -> dict[str, Any]:
    return {
        "payor": payor,
        "desk": line.desk,
        "center": line.center,
        "staff": line.staff,
        "reached_on": reached_on,
        "due_on": due_on(reached_on),
    }


def _received(rows: Sequence[Row[Any]]) -> list[CashReceived]:
    return [CashReceived(taken_at=row.taken_at, amount=Money(row.cents), is_report=row.is_report) for row in rows]
