"""A whole center for somebody of its office who is signed in at one of its desks: drawers, and what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.errors import NotAllowed, UnreadableBody
from cashier.domain.handing import read_handed
from cashier.domain.line import read_line
from cashier.domain.money import Money
from cashier.domain.office import DrawerState, closed_row, sees_expected
from cashier.domain.people import Right, Role, Staff
from cashier.domain.three_books import DifferenceRow
from cashier.domain.times import day_words, short_day_words
from cashier.ledger.alarms import alarm_rows
from cashier.ledger.asks import asks_of, state_words
from cashier.ledger.by_desk import ask_desks, desks_of
from cashier.ledger.card_tasks import card_rows
from cashier.ledger.comparing import last_night
from cashier.ledger.database import OWN_CENTER, OWN_DESK
from cashier.ledger.desk_messages import messages_for
from cashier.ledger.drawers import open_drawers
from cashier.ledger.handed import on_their_way
from cashier.ledger.held import credit_rows, held_rows
from cashier.ledger.holding import holding_rows
from cashier.ledger.large_cash import cash_report_rows
from cashier.ledger.letters import letters_listed
from cashier.ledger.moving_closed import may_agree, move_words, open_moves
from cashier.ledger.names_of import Names
from cashier.ledger.notes import note_rows
from cashier.ledger.office import AlarmRow, CashReportRow, CreditRow, DrawerRow, HeldRow, NoteRow
from cashier.ledger.office_books import book_row
from cashier.ledger.refunds import may_approve, open_refunds, refund_words
from cashier.ledger.returned_checks import returned_rows
from cashier.wire_office import (
    LIST_ROWS_MOST,
    OfficeAnswer,
    OfficeAsked,
    OfficeDrawerRow,
    OfficeList,
    OfficeWaitingRow,
)

SHIFTS_A_DAY_MOST = 8  # Of one desk.

_AN_HOUR_MIN = 60
_STAFF = text('SELECT number AS "user", name, role, centers FROM staff WHERE number = :user AND active')
# By the index of openings: the day's last few of each desk, and the close of each.
_CLOSED = f"""
    SELECT closed.body FROM (
        SELECT sequence, shift_id, business_date FROM lines
        WHERE desk = %(desk)s AND kind = 'shift_opened' AND state <> 'repeated'
        ORDER BY sequence DESC LIMIT {SHIFTS_A_DAY_MOST}
    ) AS opened
    CROSS JOIN LATERAL (
        SELECT body FROM lines
        WHERE desk = %(desk)s AND lines.sequence > opened.sequence AND lines.shift_id = opened.shift_id
          AND kind = 'shift_closed' AND state <> 'repeated'
        ORDER BY lines.sequence LIMIT 1
    ) AS closed
    WHERE opened.business_date = %(day)s
"""
_RECEIPTS = text(
    """
    SELECT lines.desk || '.' || lines.sequence AS place, substring(body FROM '"receipt":"([^"]*)"') AS receipt
    FROM unnest(CAST(:desks AS text[]), CAST(:sequences AS bigint[])) AS wanted (desk, sequence)
    JOIN lines USING (desk, sequence)
    """
)


def center_office(connection: Connection, asked: OfficeAsked, center: str, now: datetime) -> OfficeAnswer:
    """How a center stands, as the person may see it who is signed in at a desk of it. Raises NotAllowed."""
    caller = office_caller(connection, asked.staff, center)
    names = Names(connection)
    waiting, own = asks_of(connection, caller, center, now)
    beside = OWN_CENTER if looks_after_all(connection, asked.staff) else ""
    held = held_rows(connection, now, center=center, beside=beside)
    refunds = open_refunds(connection, center)
    moves = _moves(connection, caller, center, now)
    return OfficeAnswer(
        as_of=now,
        drawers=(
            *map(_open, open_drawers(connection, caller, center=center, cash_most=Money(asked.cash_most_cents))),
            *_closed(connection, center, asked.business_date, caller),
        ),
        messages=_listed(_message(row) for row in messages_for(connection, center, now)),
        for_you=_listed(chain(_for_you(connection, caller, waiting, refunds, now), moves.for_you)),
        you_asked=_listed(chain(_you_asked(caller, own, refunds, now), moves.you_asked)),
        tasks=_listed(chain(_tasks(connection, center, now, names), _to_pay(caller, refunds, now), moves.of_others)),
        unidentified=_listed(
            OfficeWaitingRow(
                task=row.task,
                kind="unidentified",
                what=row.receipt or f"{row.desk}, line {row.sequence}",
                why=f"Came by {row.source}." if row.source else "",
                cents=row.held_cents,
                age_days=row.age_days,
                owner=names.of(row.owner),
            )
            for row in holding_rows(connection, now, center=center)
        ),
        not_posted=_listed(_not_posted(connection, held, names)),
        credits=_listed(_credit(row, names) for row in credit_rows(connection, now, center=center, beside=beside)),
        returned=_listed(
            OfficeWaitingRow(
                task=f"check.{row.receipt}.{row.number}",
                kind="returned",
                what=f"Check {row.number} of {row.receipt}",
                why=f"Account …{row.last_four}, a lead agrees until {day_words(row.until)}.",
                age_days=0,
                owner=names.of(row.listed_by),
            )
            for row in returned_rows(connection)
            if row.until >= asked.business_date
        ),
        books=_listed(_book(row, caller, names) for row in last_night(connection, now, center=center)),
        on_their_way=_listed(_on_their_way(connection, center, now, caller)),
    )


def office_caller(connection: Connection, user: str, center: str) -> Staff:
    """Whoever a desk says is signed in, where they may see the office. Raises NotAllowed."""
    caller = known_caller(connection, user, center)
    caller.needs(Right.SEE_OFFICE, "see the office")
    return caller


def looks_after_all(connection: Connection, user: str) -> bool:
    """Whether somebody works at all centers, and so looks after what came by none of them."""
    row = connection.execute(_STAFF, {"user": user}).one_or_none()
    return row is not None and not row.centers


def known_caller(connection: Connection, user: str, center: str) -> Staff:
    """Whoever a desk says is signed in, with the role that the ledger knows. Raises NotAllowed."""
    row = connection.execute(_STAFF, {"user": user}).one_or_none()
    if row is None or (row.centers and center not in row.centers):
        raise NotAllowed("The ledger knows nobody of this name at this center who may sign in.")
    return Staff(user=row.user, name=row.name, role=Role(row.role))


def _on_their_way(connection: Connection, center: str, now: datetime, caller: Staff) -> Iterable[OfficeWaitingRow]:
    """Cash between two cashiers; how much is told to those alone who may know it of the receiver's drawer."""
    words = {"open": "not accepted yet", "rejected": "rejected, its giver takes it back", "accepted": "being accepted"}
    for row in on_their_way(connection, center):
        handed = read_handed(read_line(row["body"].encode()))
        knows = sees_expected(caller, row["receiver"], DrawerState.ACTIVE) and caller.user != row["giver"]
        yield OfficeWaitingRow(
            what=f"{row['desk']}, {row['giver_name'] or row['giver']} to {row['receiver_name'] or row['receiver']}",
            why=words.get(row["decision"], "taken back, not written down yet").capitalize() + ".",
            cents=(handed.cash + handed.checks).cents if knows else None,
            age_days=max(0, (now - row["given_at"]).days),
            age_minutes=max(0, int((now - row["given_at"]).total_seconds()) // 60),
            owner=row["receiver_name"] or row["receiver"],
        )


def _open(row: DrawerRow) -> OfficeDrawerRow:
    return OfficeDrawerRow.model_validate(row.model_dump())


def _closed(connection: Connection, center: str, day: date, caller: Staff) -> Iterable[OfficeDrawerRow]:
    """The drawers of the day that are closed, each as its Z report says; what cannot be read is the check's to say."""
    for closed in ask_desks(connection, _CLOSED, desks_of(connection, center), {"day": day}):
        try:
            row = closed_row(read_line(closed.body.encode()), caller)
        except UnreadableBody:
            continue
        yield OfficeDrawerRow(
            desk=row.desk,
            cashier=row.cashier,
            cashier_name=row.cashier_name,
            business_date=day,
            opened_at=row.opened_at,
            state="closed",
            payments=row.payments,
            expected_cents=None if row.expected is None else row.expected.cents,
            closed_at=row.closed_at,
            z=row.z,
            difference_cents=None if row.difference is None else row.difference.cents,
            bags=row.bags,
        )


def _not_posted(connection: Connection, held: Sequence[HeldRow], names: Names) -> Iterable[OfficeWaitingRow]:
    shown = held[:LIST_ROWS_MOST]
    places = {"desks": [row.desk for row in shown], "sequences": [row.sequence for row in shown]}
    receipts: dict[str, Any] = {row.place: row.receipt for row in connection.execute(_RECEIPTS, places)}
    for row in held:
        number = row.statement_number or row.guarantor_number
        what = "Statement" if row.statement_number else "Guarantor"
        now = "is known by now: release it there." if row.is_known_now else "is not known. Choose where it goes."
        yield OfficeWaitingRow(
            task=row.task,
            kind="held",
            what=receipts.get(f"{row.desk}.{row.sequence}")
            or f"{row.cashier if row.desk == OWN_DESK else row.desk}, line {row.sequence}",
            why=f"{what} {number} {now}",
            cents=row.held_cents,
            age_days=row.age_days,
            owner=names.of(row.owner),
        )


def _tasks(connection: Connection, center: str, now: datetime, names: Names) -> Iterable[OfficeWaitingRow]:
    """Alarms that nobody has seen, referrals, reports on large cash that are not taken down, cards, and letters."""
    for alarm in alarm_rows(connection, now):
        if not alarm.acknowledged_by:
            yield _alarm(alarm)
    for report in cash_report_rows(connection, center=center):
        if not report.is_taken_down:
            yield _report(report, now.date(), names)
    for note in note_rows(connection, now, center=center):
        yield _note(note, names)
    yield from card_rows(connection, now, center)
    yield from letters_listed(connection, now, center)


def _credit(row: CreditRow, names: Names) -> OfficeWaitingRow:
    """Paid beyond a balance, it is somebody's task. Meant as credit, it waits for the guarantor's next bill."""
    is_beyond = bool(row.statement_number)
    return OfficeWaitingRow(
        task=row.task if is_beyond else "",
        kind="credit" if is_beyond else "",
        what=f"Paid beyond {row.statement_number}" if is_beyond else f"Credit of guarantor {row.guarantor_number}",
        cents=row.cents,
        age_days=row.age_days,
        owner=names.of(row.owner),
    )


def _book(row: DifferenceRow, caller: Staff, names: Names) -> OfficeWaitingRow:
    said = book_row(row, caller)
    shift = f"Z {said.z}" if said.z else short_day_words(said.business_date)
    amounts = [cents for cents in (said.desk_cents, said.terminal_cents, said.ledger_cents) if cents is not None]
    return OfficeWaitingRow(
        task=said.task,
        kind="books",
        what=f"{said.what.capitalize()}, {said.desk}, {shift}",
        why=said.words,
        cents=max(amounts) - min(amounts) if len(amounts) > 1 else None,
        age_days=said.age_days,
        owner=names.of(said.owner),
    )


def _message(row: Row[Any]) -> OfficeWaitingRow:
    where = f"To {', '.join(row.desks)}." if row.desks else "To all desks."
    return OfficeWaitingRow(
        task=f"message.{row.message}",
        kind="message",
        what=row.words,
        why=where,
        age_days=0,
        owner=row.sent_by,
        until=row.until,
    )


def _left(until: datetime, now: datetime) -> str:
    """``10 minutes left``, ``7 hours left``: each center has a clock of its own, and this is the same on all."""
    minutes = max(1, round((until - now).total_seconds() / 60))
    count, unit = (minutes, "minute") if minutes < _AN_HOUR_MIN else (round(minutes / _AN_HOUR_MIN), "hour")
    return f"{count} {unit}{'' if count == 1 else 's'} left"


def _ask(row: Row[Any], now: datetime) -> OfficeWaitingRow:
    return OfficeWaitingRow(
        task=f"ask.{row.ask}",
        kind="ask",
        what=f"{row.desk}: {row.act}",
        why=f"{row.asker}: {row.sentence} {_left(row.expires_at, now)}.",
        cents=row.cents,
        age_days=0,
        owner=row.asker,
    )


def _asked(row: Row[Any], now: datetime) -> OfficeWaitingRow:
    return OfficeWaitingRow(
        task=f"ask.{row.ask}",
        kind="asked",
        what=f"{row.desk}: {row.act}",
        why=state_words(row, now),
        cents=row.cents,
        age_days=0,
        owner=row.answerer,
    )


def _alarm(row: AlarmRow) -> OfficeWaitingRow:
    return OfficeWaitingRow(
        task=f"alarm.{row.alarm}", kind="alarm", what="Alarm", why=row.sentence, age_days=row.age_days
    )


def _for_you(
    connection: Connection, caller: Staff, waiting: Sequence[Row[Any]], refunds: Sequence[Row[Any]], now: datetime
) -> Iterable[OfficeWaitingRow]:
    """What a colleague's word is wanted for, who may give it."""
    yield from (_ask(row, now) for row in waiting)
    yield from (_refund(row, "refund", now) for row in refunds if may_approve(connection, row, caller))


def _you_asked(
    caller: Staff, own: Sequence[Row[Any]], refunds: Sequence[Row[Any]], now: datetime
) -> Iterable[OfficeWaitingRow]:
    yield from (_asked(row, now) for row in own)
    yield from (_refund(row, "refund_asked", now) for row in refunds if row.staff == caller.user)


def _to_pay(caller: Staff, refunds: Sequence[Row[Any]], now: datetime) -> Iterable[OfficeWaitingRow]:
    """Refunds that were agreed to."""
    yield from (_refund(row, "refund_due", now) for row in refunds if row.approved_by and row.staff != caller.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moves:
    """Money of closed drawers that is to pay another thing, by whose word it waits for."""

    for_you: list[OfficeWaitingRow]
    you_asked: list[OfficeWaitingRow]
    of_others: list[OfficeWaitingRow]


def _moves(connection: Connection, caller: Staff, center: str, now: datetime) -> _Moves:
    moves = _Moves(for_you=[], you_asked=[], of_others=[])
    for row in open_moves(connection, center):
        if row.staff == caller.user:
            moves.you_asked.append(_move(row, "move_asked", now))
        elif may_agree(connection, row, caller):
            moves.for_you.append(_move(row, "move", now))
        else:
            moves.of_others.append(_move(row, "move_asked", now))
    return moves


def _move(row: Row[Any], kind: str, now: datetime) -> OfficeWaitingRow:
    what, why, amount = move_words(row)
    return OfficeWaitingRow(
        task=row.subject,
        kind=kind,
        what=what,
        why=why,
        cents=amount.cents,
        age_days=max(0, (now - row.at).days),
        owner=row.asker,
    )


def _refund(row: Row[Any], kind: str, now: datetime) -> OfficeWaitingRow:
    return OfficeWaitingRow(
        task=row.subject,
        kind=kind,
        what="Refund",
        why=refund_words(row, now),
        cents=row.cents,
        age_days=max(0, (now - row.at).days),
        owner=row.asker,
    )


def _report(row: CashReportRow, today: date, names: Names) -> OfficeWaitingRow:
    why = f"Form 8300 is due on {day_words(row.due_on)}. {row.why_not}".strip()
    age = max(0, (today - row.reached_on).days)
    return OfficeWaitingRow(
        task=row.task,
        kind="cash_report",
        what=f"Large cash, {row.receipt}",
        why=why,
        age_days=age,
        owner=names.of(row.owner),
    )


def _note(row: NoteRow, names: Names) -> OfficeWaitingRow:
    what = row.kind.replace("_", " ").capitalize()
    about = f"{what}, {row.statement_number}" if row.statement_number else what
    return OfficeWaitingRow(
        task=f"note.{row.note}",
        kind="note",
        what=about,
        why=row.reason or row.words,
        age_days=row.age_days,
        owner=names.of(row.owner),
    )


def _listed(rows: Iterable[OfficeWaitingRow]) -> OfficeList:
    told = tuple(rows)
    return OfficeList(rows=told[:LIST_ROWS_MOST], count=len(told), cents=sum(row.cents or 0 for row in told))
