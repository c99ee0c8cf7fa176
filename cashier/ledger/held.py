"""What waits for a person: held money, credit beyond what was open, and (released here) money that has no name yet.

Each part is a *task*, named by its place: desk, line, transfer and part. Somebody takes it; held money is released by
a line of the ledger's own journal, never more than is held.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, TextClause, text

from cashier.domain.accounts import Account, AccountKind, Book, credit, receivable
from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import safe_text
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.acts import Act, do
from cashier.ledger.by_desk import ask_each
from cashier.ledger.channels import UNKNOWN_BOOK
from cashier.ledger.database import OWN_DESK
from cashier.ledger.judging import HOLDING_REASONS, Why
from cashier.ledger.large_cash import is_cash_task
from cashier.ledger.office import CreditRow, Done, HeldRow, Released, ReleaseHeld
from cashier.ledger.tasks import note_taken

ROWS_MOST = 10_000  # The oldest; whoever has more has another trouble.

TASK = "part.desk || '.' || part.sequence || '.' || part.place || '.' || part.part"
"""A task's name in SQL, of a row of set_aside that is called part."""

RELEASED_CENTS = f"""
    (COALESCE((SELECT sum(cents) FROM office_acts WHERE subject = {TASK} AND kind = 'held_released'), 0)
     + COALESCE((SELECT sum(cents) FROM taken_back WHERE task = {TASK}), 0))::bigint
"""
_OWNER = f"""
    COALESCE((SELECT staff FROM office_acts WHERE subject = {TASK} AND kind = 'task_taken'
              ORDER BY sequence DESC LIMIT 1), '')
"""
PARTS = f"""
    SELECT part.desk, part.sequence, part.received_on::text AS received_on, part.place, {TASK} AS task,
           {_OWNER} AS owner, part.cents, part.cents - released.cents AS held_cents
           {{}}
    FROM set_aside AS part CROSS JOIN LATERAL (SELECT {RELEASED_CENTS} AS cents) AS released
    WHERE part.cents > released.cents AND {{}}
"""
"""The parts that wait, in SQL: with more of each, and which, in brackets. See `waiting_parts`."""

_LINE_OF_PART = """
    SELECT desk, sequence, line_id, center, business_date, received_at, staff AS cashier, body FROM lines
    WHERE desk = %(desk)s AND sequence = %(sequence)s AND received_on = CAST(%(received_on)s AS date)
"""
_REGIONS = text("SELECT center, region FROM centers")
_MORE_OF_HELD = """,
           part.why,
           CASE WHEN part.meant LIKE 'receivable:%' THEN split_part(part.meant, ':', 2)
                WHEN part.meant_debit LIKE 'receivable:%' THEN split_part(part.meant_debit, ':', 2)
                ELSE '' END AS statement_number,
           CASE WHEN part.meant LIKE 'credit:%' THEN split_part(part.meant, ':', 2)
                WHEN part.meant_debit LIKE 'credit:%' THEN split_part(part.meant_debit, ':', 2)
                ELSE '' END AS guarantor_number,
           CASE WHEN part.meant LIKE 'receivable:%'
                THEN EXISTS (SELECT FROM statements WHERE number = split_part(part.meant, ':', 2))
                ELSE EXISTS (SELECT FROM guarantors WHERE number = split_part(part.meant, ':', 2))
           END AS is_known_now
"""
_HELD = text(PARTS.format(_MORE_OF_HELD, "part.why NOT IN ('beyond_open', 'where_it_went', 'came_home')"))
_AGE_DAYS = "greatest(floor(extract(epoch FROM CAST(:now AS timestamptz) - line.received_at) / 86400), 0)::int"
# The newest stays the longest: what was used, refunded or given back is of the oldest that came.
_CREDITS = text(
    f"""
    WITH came AS (
        SELECT desk, sequence, part.place, part.part, line.center, line.business_date, line.received_at,
               {_AGE_DAYS} AS age_days, part.cents, part.guarantor_number, part.account,
               kept.credit_cents - kept.debit_cents AS credit_cents,
               sum(part.cents) OVER (
                   PARTITION BY part.account ORDER BY line.received_at DESC, desk DESC, sequence DESC,
                                                      part.place DESC, part.part DESC
               ) - part.cents AS newer_cents
        FROM balances AS kept JOIN funds AS part USING (account) JOIN lines AS line USING (desk, sequence)
        WHERE kept.account LIKE 'credit:%' AND kept.credit_cents > kept.debit_cents AND part.cents > 0
    )
    SELECT {TASK} AS task, part.center, part.desk, part.sequence, part.business_date, part.received_at, part.age_days,
           {_OWNER} AS owner, part.guarantor_number, part.credit_cents,
           COALESCE(split_part(aside.meant, ':', 2), '') AS statement_number,
           least(part.cents, part.credit_cents - part.newer_cents)::bigint AS cents
    FROM came AS part
    LEFT JOIN set_aside AS aside USING (desk, sequence, place, part)
    LEFT JOIN guarantors AS guarantor ON guarantor.number = part.guarantor_number
    WHERE newer_cents < credit_cents
      AND (:center = '' OR center IN (:center, :beside)) AND (:region = '' OR region = :region)
    ORDER BY received_at, desk, sequence, place, part LIMIT {ROWS_MOST}
    """
)
_PART = text(
    f"""
    SELECT part.desk, part.sequence, part.debit, part.credit, part.cents, part.why, part.meant,
           part.cents - {RELEASED_CENTS} AS held_cents
    FROM set_aside AS part
    WHERE part.desk = :desk AND part.sequence = :sequence AND part.place = :place AND part.part = :part
    """
)
_PLACE = re.compile("[0-9]{1,9}")
_STATEMENT = text("SELECT kind, region FROM statements WHERE number = :number")
_GUARANTOR = text("SELECT region FROM guarantors WHERE number = :number")
_BODY = text("SELECT body FROM lines WHERE desk = :desk AND sequence = :sequence")
_WENT_TO = text("SELECT credit, cents FROM transfers WHERE desk = :desk AND sequence = :sequence")
# Receivables are locked first and in order, as by every posting, so that no release and no run wait for each other.
_LOCK = text(
    """
    SELECT account FROM balances
    WHERE account = ANY(CAST(:accounts AS text[])) AND account LIKE 'receivable:%' ORDER BY account FOR UPDATE
    """
)
# The desk that took the part has to hear that less of it is held; where it goes is heard of by itself.
_SAY_AGAIN = text(
    """
    UPDATE balances SET changed_in = pg_current_xact_id() WHERE account = :account AND account LIKE 'receivable:%'
    """
)


def held_rows(
    connection: Connection, now: datetime, *, center: str = "", beside: str = "", region: str = ""
) -> list[HeldRow]:
    """What is held, oldest first; of a center, with another one ``beside`` it."""
    regions = regions_of(connection) if region else {}
    shown = (
        row
        for row in waiting_parts(connection, _HELD, now)
        if (not center or row["center"] in (center, beside)) and region in ("", regions.get(row["center"]))
    )
    return [HeldRow(**row) for row, _ in zip(shown, range(ROWS_MOST), strict=False)]


def waiting_parts(connection: Connection, parts: TextClause, now: datetime) -> list[dict[str, Any]]:
    """Rows of `PARTS`, each with what its line says, oldest first: each line is looked up by itself, in its month."""
    waiting = connection.execute(parts).mappings().all()
    asked = [{name: row[name] for name in ("desk", "sequence", "received_on")} for row in waiting]
    lines = {(line.desk, line.sequence): line._asdict() for line in ask_each(connection, _LINE_OF_PART, asked)}
    rows = [{**row, **lines[row["desk"], row["sequence"]]} for row in waiting]
    for row in rows:
        row["age_days"] = max((now - row["received_at"]).days, 0)
    return sorted(rows, key=lambda row: (row["received_at"], row["desk"], row["sequence"], row["place"]))


def regions_of(connection: Connection) -> dict[str, str]:
    """Each center's region."""
    return {row.center: row.region for row in connection.execute(_REGIONS)}


def credit_rows(
    connection: Connection, now: datetime, *, center: str = "", beside: str = "", region: str = ""
) -> list[CreditRow]:
    """What came to guarantors' credit and is left of it, oldest first. See `held_rows`."""
    asked = {"now": now, "center": center, "beside": beside, "region": region}
    return [CreditRow(**row) for row in connection.execute(_CREDITS, asked).mappings()]


def take_task(connection: Connection, task: str, line_id: UUID, caller: Staff, *, clock: Clock, new_id: NewId) -> Done:
    """Note that ``caller`` looks after a part, or a report, from now on, whoever did before. Raises Refused."""
    caller.needs(Right.TAKE_TASKS, "take tasks")
    if not is_cash_task(connection, task):
        _part(connection, task)
    return note_taken(connection, task, line_id, caller, clock=clock, new_id=new_id)


def release(
    connection: Connection,
    task: str,
    wish: ReleaseHeld,
    caller: Staff,
    *,
    second: Staff | None,
    clock: Clock,
    new_id: NewId,
) -> Released:
    """Move held money to a statement or to a guarantor's credit; what exceeds the open amount becomes credit.

    ``second`` agreed to it (R5). Raises Refused, and then nothing has moved.
    """
    caller.needs(Right.RELEASE_HELD, "release held money")
    if second is None or second.user == caller.user:
        raise Refused("Two people release held money. Have a colleague who may agree to it.")
    second.needs(Right.RELEASE_HELD, "agree to a release")
    reason = safe_text(wish.reason, "The reason", most=500)
    if not reason:
        raise Refused("Say why it belongs there: enter a reason.")
    act = Act(
        line_id=wish.line_id,
        kind=LineKind.HELD_RELEASED,
        subject=task,
        staff=caller.user,
        facts=wish.model_dump(include={"statement_number", "guarantor_number", "cents"})
        | {"reason": reason, "approver": second.user},
    )
    sequence = do(connection, act, decide=lambda: _decide(connection, task, wish), clock=clock, new_id=new_id)
    part = _part(connection, task)
    connection.execute(_SAY_AGAIN, {"account": part.meant})
    went = connection.execute(_WENT_TO, {"desk": OWN_DESK, "sequence": sequence}).all()
    applied = sum(row.cents for row in went if row.credit == f"receivable:{wish.statement_number}")
    return Released(
        task=task,
        applied_cents=applied,
        credit_cents=sum(row.cents for row in went if row.credit.startswith("credit:")),
        held_cents=part.held_cents,
    )


def _decide(connection: Connection, task: str, wish: ReleaseHeld) -> tuple[Transfer, ...]:
    part = _part(connection, task)
    if part.why not in HOLDING_REASONS and Account.read(part.credit).kind is not AccountKind.HOLDING:
        raise Refused(f"{task} is not held: it is on the guarantor's account. Look at the list again.")
    if not part.held_cents:
        raise Refused(f"All of {task} has been released. Look at the list again.")
    cents = wish.cents or part.held_cents
    if cents > part.held_cents:
        raise Refused(f"Only {Money(part.held_cents)} of {task} is held. Release that, or less.")
    home = _home(connection, part, wish)
    connection.execute(_LOCK, {"accounts": [part.meant, home.code]})
    if part.why == Why.STALE_CORRECTION:  # Given back twice: whoever has it owes it again.
        return (Transfer(home, Account.read(part.debit), Money(cents)),)
    return (Transfer(Account.read(part.credit), home, Money(cents)),)


def _home(connection: Connection, part: Row[Any], wish: ReleaseHeld) -> Account:
    """The account where it goes. Raises Refused for one that is not known or whose book is another's (R12)."""
    if bool(wish.statement_number) == bool(wish.guarantor_number):
        raise Refused("Name the statement, or the guarantor whose credit it is to be: one of both.")
    taken_as = _taken_as(connection, part)
    if wish.statement_number:
        statement = connection.execute(_STATEMENT, {"number": wish.statement_number}).first()
        if statement is None:
            raise Refused("The ledger does not know this statement. Check its number, or name the guarantor.")
        _check_book(taken_as, book_of(StatementKind(statement.kind), statement.region), "statement")
        return receivable(wish.statement_number)
    region = connection.scalar(_GUARANTOR, {"number": wish.guarantor_number})
    if region is None:
        raise Refused("The ledger does not know this guarantor. Check the number, or name the statement.")
    if taken_as is not None and taken_as != UNKNOWN_BOOK:
        _check_book(taken_as, Book(region, taken_as.line), "guarantor")
    return credit(wish.guarantor_number)


def _taken_as(connection: Connection, part: Row[Any]) -> Book | None:
    """Whose money it is; what the office moved here from a bill has a book in its line alone."""
    account = Account.read(part.credit if part.why == Why.STALE_CORRECTION else part.debit)
    if account.book is not None or part.desk != OWN_DESK:
        return account.book
    body = connection.scalar(_BODY, {"desk": part.desk, "sequence": part.sequence})
    line = read_line(str(body).encode())
    return Book.read(line.facts["book"]) if line.kind is LineKind.MOVE_AGREED else None


def _check_book(taken_as: Book | None, wanted: Book, what: str) -> None:
    if taken_as is not None and taken_as not in (wanted, UNKNOWN_BOOK):
        raise Refused(
            f"This was taken as {taken_as.region}'s {taken_as.line} money, and the {what} is "
            f"{wanted.region}'s {wanted.line}. Choose a {what} of the same books."
        )


def _part(connection: Connection, task: str) -> Row[Any]:
    """A part that went elsewhere. Raises Refused where there is none of this name."""
    desk, *places = task.split(".")
    found = None
    if desk.isalnum() and len(places) == 3 and all(map(_PLACE.fullmatch, places)):
        sequence, place, part = map(int, places)
        found = connection.execute(_PART, {"desk": desk, "sequence": sequence, "place": place, "part": part}).first()
    if found is None:
        raise Refused(f"There is no task {safe_text(task, 'The task')}. Look at the list again.")
    return found
