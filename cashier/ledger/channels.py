"""Money that came another way than over a desk: online, by phone, by mail, from a bank. Each reference counts once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind, Book, BookLine, credit, receivable
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.statements import StatementKind, book_of
from cashier.domain.times import Clock, instant_text
from cashier.domain.transfer import Transfer
from cashier.ledger.alarms import raise_alarm_once
from cashier.ledger.own_journal import Entry, append, lock_own_journal
from cashier.ledger.reading import NAME_MOST
from cashier.wire import ChannelAnswer, ChannelPayment

UNKNOWN_BOOK = Book("central", BookLine.MEDICAL)  # Where the statement is unknown, so is its region.
NAMELESS = "?"  # Stands for what can be no statement's number: nobody is ever billed under it, so its money is held.

_CLAIM = text(
    """
    INSERT INTO channel_payments (channel, reference, sequence, statement_number, guarantor_number, cents, paid_at)
    SELECT :channel, reference, :before + row_number() OVER (ORDER BY place), statement_number, guarantor_number,
           cents, paid_at
    FROM jsonb_to_recordset(CAST(:payments AS jsonb)) AS asked (
        place int, reference text, statement_number text, guarantor_number text, cents bigint, paid_at timestamptz)
    WHERE NOT EXISTS (SELECT FROM channel_payments AS known
                      WHERE known.channel = :channel AND known.reference = asked.reference)
    ORDER BY place
    RETURNING reference
    """
)
_KNOWN = text(
    """
    SELECT reference, statement_number, guarantor_number, cents FROM channel_payments
    WHERE channel = :channel AND reference = ANY(CAST(:references AS text[]))
    """
)
_STATEMENTS = text("SELECT number, region, kind FROM statements WHERE number = ANY(CAST(:numbers AS text[]))")
_GUARANTORS = text("SELECT number, region FROM guarantors WHERE number = ANY(CAST(:numbers AS text[]))")
_IS_ONE = text(
    """
    SELECT EXISTS (SELECT FROM tokens WHERE holder = :channel)
           AND NOT EXISTS (SELECT FROM billing_systems WHERE system = :channel)
           AND NOT EXISTS (SELECT FROM desks WHERE desk = :channel)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What makes two messages under one reference the same payment."""

    statement_number: str
    guarantor_number: str
    cents: int


def is_channel(connection: Connection, holder: str) -> bool:
    """Whether this holder of a token or key may say that money came: no desk may, beside its journal, nor who bills."""
    return bool(connection.scalar(_IS_ONE, {"channel": holder}))


def take_channel_payments(
    connection: Connection, channel: str, payments: Sequence[ChannelPayment], *, clock: Clock, new_id: NewId
) -> ChannelAnswer:
    """Post payments whose references the channel has not sent before, each as a line of the ledger's own journal.

    The same payment under one reference is one. Another one under it is a conflict: the first counts, and an alarm
    names both. The journal's lock keeps other senders out meanwhile.
    """
    before = lock_own_journal(connection)
    asked = {payment.reference: payment for payment in reversed(payments)}
    references = list(dict.fromkeys(payment.reference for payment in payments))
    rows = [_row(place, asked[reference], clock()) for place, reference in enumerate(references)]
    claim = {"channel": channel, "payments": json.dumps(rows, ensure_ascii=False), "before": before}
    new = frozenset(connection.scalars(_CLAIM, claim))
    taken = [asked[reference] for reference in references if reference in new]
    books = _books(connection, taken)
    entries = [_entry(channel, payment, books) for payment in taken]
    append(connection, entries, clock=clock, new_id=new_id)
    conflicts = _conflicts(connection, channel, payments)
    return ChannelAnswer(
        posted=len(new),
        known=len(payments) - len(new) - len(conflicts),
        conflicts=tuple(conflicts),
    )


def _said(payment: ChannelPayment) -> Said:
    return Said(
        statement_number=payment.statement_number[:NAME_MOST],
        guarantor_number=payment.guarantor_number[:NAME_MOST],
        cents=payment.cents,
    )


def _row(place: int, payment: ChannelPayment, now: datetime) -> dict[str, object]:
    said = _said(payment)
    return {
        "place": place,
        "reference": payment.reference,
        "statement_number": said.statement_number,
        "guarantor_number": said.guarantor_number,
        "cents": said.cents,
        "paid_at": instant_text(payment.paid_at or now),
    }


def _conflicts(connection: Connection, channel: str, payments: Sequence[ChannelPayment]) -> list[int]:
    """The places of payments that are not those which their references stand for; the office hears of each once."""
    references = [payment.reference for payment in payments]
    known = {
        row.reference: Said(
            statement_number=row.statement_number, guarantor_number=row.guarantor_number, cents=row.cents
        )
        for row in connection.execute(_KNOWN, {"channel": channel, "references": references})
    }
    conflicts = [place for place, payment in enumerate(payments) if known[payment.reference] != _said(payment)]
    for payment in (payments[place] for place in conflicts):
        first = known[payment.reference]
        raise_alarm_once(
            connection,
            "channel_conflict",
            f"{channel} sent {' '.join(payment.reference.split())} again as {_words(_said(payment))}; "
            f"it was {_words(first)}. The first counts. Ask {channel} which one holds.",
        )
    return conflicts


def _words(said: Said) -> str:
    return f"{Money(said.cents)} for {said.statement_number or said.guarantor_number or 'nobody'}"


def _books(connection: Connection, payments: Sequence[ChannelPayment]) -> dict[Account, Book]:
    """Whose money each target's is, as far as it is known."""
    statements = [payment.statement_number for payment in payments if _is_name(payment.statement_number)]
    guarantors = [payment.guarantor_number for payment in payments if _is_name(payment.guarantor_number)]
    books = {
        receivable(row.number): book_of(StatementKind(row.kind), row.region)
        for row in connection.execute(_STATEMENTS, {"numbers": statements})
    }
    for row in connection.execute(_GUARANTORS, {"numbers": guarantors}):
        books[credit(row.number)] = Book(row.region, BookLine.MEDICAL)
    return books


def _entry(channel: str, payment: ChannelPayment, books: dict[Account, Book]) -> Entry:
    target = _target(payment)
    facts = {"channel": channel, "reference": payment.reference, "statement": payment.statement_number}
    if payment.guarantor_number:
        facts["guarantor"] = payment.guarantor_number
    if payment.paid_at is not None:
        facts["paid_at"] = instant_text(payment.paid_at)
    came_by = Account(AccountKind.CHANNEL, channel, books.get(target, UNKNOWN_BOOK))
    return Entry(
        kind=LineKind.CHANNEL_PAYMENT,
        staff=channel,
        business_date=payment.business_date,
        facts=facts,
        transfers=(Transfer(came_by, target, Money(payment.cents)),),
    )


def _target(payment: ChannelPayment) -> Account:
    """The statement's account, or the guarantor's where only that number came."""
    if _is_name(payment.guarantor_number) and not payment.statement_number:
        return credit(payment.guarantor_number)
    return receivable(payment.statement_number if _is_name(payment.statement_number) else NAMELESS)


def _is_name(number: str) -> bool:
    return 0 < len(number) <= NAME_MOST and ":" not in number
