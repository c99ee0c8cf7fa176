"""What billing systems tell, event by event: each reference counts once, and each that moves a statement is a line.

A withdrawn statement's receivable is reversed for all that was billed: what is still open goes back, and what was paid
is more than is open then, so it becomes the guarantor's credit by the same judging as any payment beyond a balance.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.times import Clock
from cashier.domain.transfer import Transfer
from cashier.ledger.administration import Admin
from cashier.ledger.loading import (
    Merged,
    keep_other_loaders_out,
    load_guarantors,
    load_members,
    load_statements,
)
from cashier.ledger.own_journal import Entry, append, lock_own_journal
from cashier.ledger.prepared import NewBills, NewGuarantors, NewMembers
from cashier.ledger.text_rows import bill_text, guarantor_text, member_text
from cashier.ledger.tokens import EnrollTrouble, enroll_channel, is_enrolled
from cashier.wire_billing import BillingAnswer, BillingEvent, BillingKind, NotTaken

IN_COLLECTIONS, PAYMENT_PLAN, EXTENSION = "in_collections", "payment_plan", "extension"
ASSISTANCE_PENDING, ASSISTANCE_GRANTED = "assistance_pending", "assistance_granted"

_KNOWN = text(
    "SELECT reference FROM billing_events WHERE system = :system AND reference = ANY(CAST(:references AS text[]))"
)
_CLAIM = text(
    """
    INSERT INTO billing_events (system, reference)
    SELECT :system, reference FROM unnest(CAST(:references AS text[])) AS taken (reference)
    """
)
_IS_ONE = text("SELECT EXISTS (SELECT FROM billing_systems WHERE system = :system)")
_ENROLL = text("INSERT INTO billing_systems (system) VALUES (:system) ON CONFLICT DO NOTHING")
_STATEMENTS = text(
    """
    SELECT number, kind, region, due_date, billed_cents, taken_off_cents, under_review, plan_words, withdrawn, statuses
    FROM statements WHERE number = ANY(CAST(:numbers AS text[])) ORDER BY number FOR UPDATE
    """
)
_CHANGE = text(
    """
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS told (
            number text, due_date date, taken_off_cents bigint, under_review boolean, plan_words text,
            withdrawn boolean, statuses jsonb)
    ), changed AS (
        UPDATE statements SET due_date = told.due_date, taken_off_cents = told.taken_off_cents,
            under_review = told.under_review, plan_words = told.plan_words, withdrawn = told.withdrawn,
            statuses = told.statuses
        FROM told WHERE statements.number = told.number
    )
    UPDATE balances SET changed_in = pg_current_xact_id() FROM told WHERE account = 'receivable:' || told.number
    """
)


@dataclass(slots=True, kw_only=True)
class _Statement:
    """A statement while events happen to it."""

    number: str
    kind: StatementKind
    region: str
    due_date: date
    billed_cents: int
    taken_off_cents: int
    under_review: bool
    plan_words: str
    withdrawn: bool
    statuses: list[str] = field(default_factory=list)

    @property
    def owed_cents(self) -> int:
        """What was billed here, paid since or not, and not taken off."""
        return 0 if self.withdrawn else max(self.billed_cents - self.taken_off_cents, 0)

    def set(self, *statuses: str, without: Iterable[str] = ()) -> None:
        kept = [status for status in self.statuses if status not in without and status not in statuses]
        self.statuses = [*kept, *statuses]

    def row(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "due_date": self.due_date.isoformat(),
            "taken_off_cents": self.taken_off_cents,
            "under_review": self.under_review,
            "plan_words": self.plan_words,
            "withdrawn": self.withdrawn,
            "statuses": self.statuses,
        }


class _Refused(Exception):
    """An event that cannot happen to its statement; the text says why."""


def enroll_billing_system(connection: Connection, system: str, admin: Admin) -> str:
    """Let a billing system send events; returns its token, which is kept nowhere else. Raises EnrollTrouble."""
    if not is_billing_system(connection, system) and is_enrolled(connection, system):
        raise EnrollTrouble(f"{system} is another way to pay already. Choose another name for the billing system.")
    connection.execute(_ENROLL, {"system": system})
    return enroll_channel(connection, system, admin)


def is_billing_system(connection: Connection, holder: str) -> bool:
    """Whether this holder of a token may say what is owed."""
    return bool(connection.scalar(_IS_ONE, {"system": holder}))


def take_events(
    connection: Connection, system: str, events: Sequence[BillingEvent], *, clock: Clock, new_id: NewId
) -> BillingAnswer:
    """Take events whose references the system has not sent before, in their order.

    One that names nobody or nothing that is known is not taken and not remembered, so that it may come again.
    """
    keep_other_loaders_out(connection)
    lock_own_journal(connection)
    first = {event.reference: event for event in reversed(events)}
    asked = {"system": system, "references": list(first)}
    known = frozenset(connection.scalars(_KNOWN, asked))
    new = [
        first[reference] for reference in dict.fromkeys(event.reference for event in events) if reference not in known
    ]
    not_taken: list[NotTaken] = []
    for kind, some in groupby(new, lambda event: event.event if event.event in _LOADS else None):
        told = list(some)
        if kind is None:
            not_taken += _tell(connection, system, told, clock=clock, new_id=new_id)
        else:
            not_taken += _load(connection, system, kind, told, clock=clock, new_id=new_id)
    left = {refusal.reference for refusal in not_taken}
    taken = [event.reference for event in new if event.reference not in left]
    connection.execute(_CLAIM, {"system": system, "references": taken})
    return BillingAnswer(taken=len(taken), known=len(events) - len(taken) - len(not_taken), not_taken=tuple(not_taken))


_LOADS = frozenset({BillingKind.GUARANTOR, BillingKind.MEMBER, BillingKind.STATEMENT})


def _load(
    connection: Connection, system: str, kind: BillingKind, events: list[BillingEvent], *, clock: Clock, new_id: NewId
) -> list[NotTaken]:
    """Rows that events bring; of two in a row with one number the last counts."""
    merged: Merged
    if kind is BillingKind.GUARANTOR:
        guarantors = [guarantor_text(event.guarantor) for event in events if event.guarantor]
        merged = load_guarantors(connection, NewGuarantors.of(guarantors))
    elif kind is BillingKind.MEMBER:
        members = [member_text(event.member) for event in events if event.member]
        merged = load_members(connection, NewMembers.of(members))
    else:
        bills = [bill_text(event.statement) for event in events if event.statement]
        merged = load_statements(connection, NewBills.of(bills), by=system, clock=clock, new_id=new_id)
    why = {refusal.number: refusal.sentence for refusal in merged.refused}
    brought = ((event, event.guarantor or event.member or event.statement) for event in events)
    return [
        NotTaken(reference=event.reference, sentence=why[row.number])
        for event, row in brought
        if row is not None and row.number in why
    ]


def _tell(
    connection: Connection, system: str, events: list[BillingEvent], *, clock: Clock, new_id: NewId
) -> list[NotTaken]:
    """Let events happen to their statements: words as columns, money and the record of it all as lines."""
    numbers = sorted({event.statement_number for event in events if event.statement_number})
    statements = {
        row["number"]: _Statement(**{**row, "kind": StatementKind(row["kind"])})
        for row in connection.execute(_STATEMENTS, {"numbers": numbers}).mappings()
    }
    entries: list[Entry] = []
    not_taken: list[NotTaken] = []
    for event in events:
        statement = statements.get(event.statement_number or "")
        try:
            if statement is None:
                raise _Refused(
                    f"statement_number: the ledger does not know {event.statement_number}. Send the statement first."
                )
            entries.append(_entry(system, event, statement, _happen(statement, event)))
        except _Refused as trouble:
            not_taken.append(NotTaken(reference=event.reference, sentence=str(trouble)))
    connection.execute(_CHANGE, {"rows": json.dumps([statement.row() for statement in statements.values()])})
    append(connection, entries, clock=clock, new_id=new_id)
    return not_taken


def _entry(system: str, event: BillingEvent, statement: _Statement, off_cents: int) -> Entry:
    """The line of an event. ``off_cents``: what is not owed any more."""
    billed = Account(AccountKind.BILLED, book_of(statement.kind, statement.region).code)
    off = (Transfer(billed, receivable(statement.number), Money(off_cents)),) if off_cents else ()
    facts = {"system": system, "reference": event.reference, "event": event.event.value, "statement": statement.number}
    said = {"words": event.words, "due_date": event.due_date.isoformat() if event.due_date else ""}
    return Entry(
        kind=LineKind.STATEMENTS_BILLED,
        staff=system,
        facts=facts | {name: words for name, words in said.items() if words},
        transfers=off,
    )


def _happen(statement: _Statement, event: BillingEvent) -> int:
    """Change the statement's words as the event says; returns how many cents are not owed any more."""
    off_cents = 0
    match event.event:
        case BillingKind.WITHDRAWN:
            off_cents, statement.withdrawn = statement.owed_cents, True
        case BillingKind.SENT_TO_COLLECTIONS:
            statement.set(IN_COLLECTIONS)
        case BillingKind.BACK_FROM_COLLECTIONS:
            statement.set(without=[IN_COLLECTIONS])
        case BillingKind.PLAN_MADE:
            statement.set(PAYMENT_PLAN)
            statement.plan_words = event.words
        case BillingKind.PLAN_ENDED:
            statement.set(without=[PAYMENT_PLAN])
            statement.plan_words = ""
        case BillingKind.EXTENDED:
            statement.set(EXTENSION)
            statement.due_date = event.due_date or statement.due_date
        case BillingKind.ASSISTANCE_ASKED:
            statement.set(ASSISTANCE_PENDING, without=[ASSISTANCE_GRANTED])
            statement.under_review = True
        case BillingKind.ASSISTANCE_GRANTED:
            if event.cents > statement.owed_cents:
                raise _Refused(f"cents: {event.cents} are more than is owed on {statement.number}. Correct them.")
            statement.set(ASSISTANCE_GRANTED, without=[ASSISTANCE_PENDING])
            statement.under_review = False
            off_cents = event.cents
            statement.taken_off_cents += off_cents
        case BillingKind.ASSISTANCE_DENIED:
            statement.set(without=[ASSISTANCE_PENDING, ASSISTANCE_GRANTED])
            statement.under_review = False
        case BillingKind.STATUS_SET:
            statement.set(event.words)
        case BillingKind.STATUS_ENDED:
            statement.set(without=[event.words])
    return off_cents
