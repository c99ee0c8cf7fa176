"""Three books compared: each shift as its desk closed it, as its terminals said, and as the ledger posted it.

It is done on demand, and each night once: then a line of the ledger's own journal says what was found, and an alarm
where anything differs. A difference is a task: somebody takes it, and says in the end what it was.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.handing import ends, transfer_of
from cashier.domain.ids import NewId
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.three_books import (
    CASH_BOOKS,
    BookDifference,
    Books,
    DifferenceRow,
    LedgerBook,
    compare_books,
    not_closed,
)
from cashier.domain.times import Clock, day_words, instant_text, read_instant
from cashier.domain.z_report import z_number
from cashier.ledger.acts import Act, do
from cashier.ledger.alarms import raise_alarm_once
from cashier.ledger.by_desk import ask_desks, desks_of
from cashier.ledger.database import OWN_DESK
from cashier.ledger.office import CloseNote, Done
from cashier.ledger.own_journal import lock_own_journal
from cashier.ledger.tasks import note_closed, note_taken

DAYS = 7  # So far back a night looks: what was offline comes within days.
NIGHT_UTC_H = 10  # Two or three in the morning where the desks are.
ROWS_MOST = 1_000
NIGHT_BY = "service"

_SHIFTS_A_DAY_MOST = 8  # Of one desk.
_TASK = "books"
_SHIFTS = """
    SELECT desks.desk, opened.center, COALESCE(centers.region, '') AS region, opened.staff AS cashier,
           COALESCE(opened.body::jsonb #>> '{facts,staff_name}', opened.staff) AS name, opened.business_date,
           opened.sequence AS opened_at, opened.shift_id::text AS shift, closed.sequence AS closed_at, closed.body,
           COALESCE(closed.received_at, opened.received_at) AS since
    FROM desks
    CROSS JOIN LATERAL (
        SELECT sequence, center, staff, body, business_date, shift_id, received_at FROM lines
        WHERE lines.desk = desks.desk AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT %(shifts)s
    ) AS opened
    LEFT JOIN LATERAL (
        SELECT sequence, body, received_at FROM lines
        WHERE lines.desk = desks.desk AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
          AND kind = 'shift_closed' AND state <> 'repeated'
        ORDER BY lines.sequence LIMIT 1
    ) AS closed ON true
    LEFT JOIN centers ON centers.center = opened.center
    WHERE desks.desk = %(desk)s AND opened.business_date BETWEEN %(first)s AND %(last)s
      AND %(center)s IN ('', opened.center) AND %(region)s IN ('', centers.region)
"""
_POSTED = text(
    """
    SELECT COALESCE(sum(cash * cents) FILTER (WHERE is_before), 0)::bigint AS cash,
           COALESCE(sum(checks * cents) FILTER (WHERE is_before), 0)::bigint AS checks,
           COALESCE(sum(cards * cents) FILTER (WHERE is_before), 0)::bigint AS cards,
           COALESCE(sum((cash + checks) * cents), 0)::bigint AS left_over,
           (SELECT count(DISTINCT substring(body FROM '"receipt":"([^"]*)"')) FROM lines
            WHERE desk = :desk AND sequence BETWEEN :opened_at AND :closed_at AND kind = 'payment'
              AND shift_id::text = :shift AND state <> 'repeated'
              AND NOT EXISTS (SELECT FROM voided_lines AS voided
                              WHERE voided.desk = lines.desk AND voided.sequence = lines.sequence)) AS payments
    FROM (
        SELECT sequence < COALESCE((SELECT sequence FROM lines WHERE desk = :desk AND line_id::text = :emptied_by),
                                   :closed_at) AS is_before, cents,
               starts_with(debit, 'drawer_cash:' || :shift)::int - starts_with(credit, 'drawer_cash:' || :shift)::int
                   AS cash,
               starts_with(debit, 'drawer_checks:' || :shift)::int
                   - starts_with(credit, 'drawer_checks:' || :shift)::int AS checks,
               starts_with(debit, 'card_clearing:')::int - starts_with(credit, 'card_clearing:')::int AS cards
        FROM transfers WHERE desk = :desk AND sequence BETWEEN :opened_at AND :closed_at
    ) AS moved
    """
)
_BY_HAND = text(
    """
    SELECT DISTINCT tender ->> 'by_hand'
    FROM lines CROSS JOIN LATERAL jsonb_array_elements(read_body(body) -> 'facts' -> 'tenders') AS tender
    WHERE desk = :desk AND sequence BETWEEN :opened_at AND :closed_at AND kind = 'payment' AND shift_id::text = :shift
      AND strpos(body, '"by_hand":') > 0 AND tender ? 'by_hand'
    """
)
_ACTS = text(
    """
    SELECT subject, (array_agg(staff ORDER BY sequence DESC) FILTER (WHERE kind = 'task_taken'))[1] AS owner,
           bool_or(kind = 'note_closed') AS is_closed
    FROM office_acts WHERE starts_with(subject, :of) GROUP BY subject
    """
)
_NIGHTS = text(
    """
    SELECT body FROM lines JOIN office_acts USING (sequence)
    WHERE lines.desk = :desk AND office_acts.kind = 'books_compared' ORDER BY sequence DESC LIMIT 1
    """
)
_IS_DONE = text("SELECT EXISTS (SELECT FROM office_acts WHERE subject = :subject)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which shifts: from one business date to another, both counted, of a center, of a region, or all."""

    first: date
    last: date
    center: str = ""
    region: str = ""


def days_before(now: datetime, days: int = DAYS) -> Asked:
    """The days that are over at this instant, by the center's night."""
    today = (now - timedelta(hours=NIGHT_UTC_H)).date()
    return Asked(first=today - timedelta(days=days), last=today - timedelta(days=1))


def differences(connection: Connection, asked: Asked, now: datetime) -> list[DifferenceRow]:
    """All that differs and that nobody has closed, as the books stand now."""
    acts = _acts(connection)
    found = (row for row in _compared(connection, asked, now) if not _is_closed(acts, row["task"]))
    return [_row(said, acts, now) for said, _ in zip(found, range(ROWS_MOST), strict=False)]


def last_night(connection: Connection, now: datetime, *, center: str = "") -> list[DifferenceRow]:
    """What the last night found, less what was closed since: a page that is looked at all day counts nothing anew."""
    body = connection.scalar(_NIGHTS, {"desk": OWN_DESK})
    said = read_line(body.encode()).facts["differences"] if body is not None else ()
    acts = _acts(connection) if said else {}
    return [
        _row(each, acts, now)
        for each in said
        if (not center or each["center"] == center) and not _is_closed(acts, each["task"])
    ]


def compare_at_night(connection: Connection, now: datetime, *, clock: Clock, new_id: NewId) -> bool:
    """Compare the days that are over, once a night; whether it was done now. With no shift there is nothing to say."""
    asked = days_before(now)
    subject = f"{_TASK}.{asked.last}"
    if connection.scalar(_IS_DONE, {"subject": subject}):
        return False
    if not _shifts(connection, asked):
        return False
    lock_own_journal(connection)
    if connection.scalar(_IS_DONE, {"subject": subject}):
        return False  # Another process was first.
    found = list(_compared(connection, asked, now))[:ROWS_MOST]
    facts = {"first": asked.first.isoformat(), "last": asked.last.isoformat(), "differences": found}
    act = Act(line_id=new_id(), kind=LineKind.BOOKS_COMPARED, subject=subject, staff=NIGHT_BY, facts=facts)
    do(connection, act, clock=clock, new_id=new_id)
    still = differences(connection, asked, now)
    if still:
        places = "one place" if len(still) == 1 else f"{len(still)} places"
        raise_alarm_once(connection, _TASK, f"The books up to {asked.last} differ in {places}: see the office's list.")
    return True


def is_difference(task: str) -> bool:
    """Whether a task's name is a difference's."""
    return task.startswith(f"{_TASK}.")


def difference_of(connection: Connection, task: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """What each book says, label by label, but for cash (R2). Raises Refused where there is none of this name."""
    row = _must_be_open(connection, task, now)
    said = row.difference
    known: list[tuple[str, str]] = [("Cashier", row.cashier), ("Business date", day_words(row.business_date))]
    if said.what not in CASH_BOOKS:
        books = (("Desk", said.desk), ("Terminals", said.terminal), ("Ledger", said.ledger))
        known += [(label, amount.plain()) for label, amount in books if amount is not None]
    return tuple(known)


def take_difference(
    connection: Connection, task: str, line_id: UUID, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """Note that ``caller`` looks after it from now on, whoever did before. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "take tasks")
    _must_be_open(connection, task, clock())
    return note_taken(connection, task, line_id, caller, clock=clock, new_id=new_id)


def close_difference(
    connection: Connection, task: str, wish: CloseNote, caller: Staff, *, clock: Clock, new_id: NewId
) -> Done:
    """It is explained; ``wish`` says how. Nobody closes one of their own drawer. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "close tasks")
    if _must_be_open(connection, task, clock()).cashier == caller.user:
        raise Refused("This is your own drawer's. Ask a colleague of the office to close it.")
    return note_closed(connection, task, wish, caller, clock=clock, new_id=new_id)


def _must_be_open(connection: Connection, task: str, now: datetime) -> DifferenceRow:
    """The difference of this name, whether the last night found it or it is one by now. Raises Refused."""
    known = [*last_night(connection, now), *differences(connection, days_before(now, 2 * DAYS), now)]
    for row in known:
        if row.task == task:
            return row
    raise Refused(f"There is no difference {safe_text(task, 'The name')}. Look at the list again.")


def _shifts(connection: Connection, asked: Asked) -> list[Any]:
    """Each with its opening and, as far as there is one, its close."""
    days = (asked.last - asked.first).days + 1
    # The desk's shifts of the days after these are looked through, too.
    shifts = _SHIFTS_A_DAY_MOST * (days + DAYS)
    values = {"first": asked.first, "last": asked.last, "center": asked.center, "region": asked.region}
    found = ask_desks(connection, _SHIFTS, desks_of(connection, asked.center), values | {"shifts": shifts})
    return sorted(found, key=lambda row: (row.business_date, row.center, row.desk, row.opened_at))


def _compared(connection: Connection, asked: Asked, now: datetime) -> Iterator[dict[str, Any]]:
    """Each difference as it stands in the night's line."""
    over = days_before(now).last
    for shift in _shifts(connection, asked):
        if shift.body is None:
            if shift.business_date <= over:
                yield _said(shift, 0, not_closed(shift.name))
            continue
        try:
            close = read_line(shift.body.encode())
            found = compare_books(close, _posted(connection, shift, close))
        except UnreadableBody:
            continue  # What can't be read is the check's to say.
        for difference in found:
            yield _said(shift, z_number(close), difference)


def _posted(connection: Connection, shift: Any, close: Line) -> LedgerBook:
    """What was posted of it; a drawer that was handed over was emptied by that, before its close."""
    asked = {name: getattr(shift, name) for name in ("desk", "shift", "opened_at", "closed_at")}
    emptied_by = str(transfer_of(close)) if ends(close) else ""
    row = connection.execute(_POSTED, asked | {"emptied_by": emptied_by}).one()
    return LedgerBook(
        cash=Money(row.cash),
        checks=Money(row.checks),
        cards=Money(row.cards),
        payments=row.payments,
        left=Money(row.left_over),
        by_hand=frozenset(connection.scalars(_BY_HAND, asked)) if row.cards else frozenset(),
    )


def _said(shift: Any, z: int, difference: BookDifference) -> dict[str, Any]:
    amounts = {"desk": difference.desk, "terminal": difference.terminal, "ledger": difference.ledger}
    return {
        "task": f"{_TASK}.{shift.desk}.{shift.opened_at}.{difference.what}",
        "business_date": shift.business_date.isoformat(),
        "center": shift.center,
        "region": shift.region,
        "desk": shift.desk,
        "cashier": shift.cashier,
        "z": z,
        "what": difference.what.value,
        "words": difference.words,
        "cents": {name: amount.cents for name, amount in amounts.items() if amount is not None},
        "since": instant_text(shift.since),
    }


def _row(said: Mapping[str, Any], acts: Mapping[str, Row[Any]], now: datetime) -> DifferenceRow:
    act = acts.get(said["task"])
    amounts = {name: Money(cents) for name, cents in said["cents"].items()}
    return DifferenceRow(
        task=said["task"],
        business_date=date.fromisoformat(said["business_date"]),
        center=said["center"],
        region=said["region"],
        desk=said["desk"],
        cashier=said["cashier"],
        z=said["z"],
        difference=BookDifference(what=Books(said["what"]), words=said["words"], **amounts),
        age_days=max(0, (now - read_instant(said["since"])).days),
        owner=(act.owner or "") if act is not None else "",
    )


def _acts(connection: Connection) -> dict[str, Row[Any]]:
    return {row.subject: row for row in connection.execute(_ACTS, {"of": f"{_TASK}."})}


def _is_closed(acts: Mapping[str, Row[Any]], task: str) -> bool:
    return task in acts and bool(acts[task].is_closed)
