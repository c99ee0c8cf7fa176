"""Receipts that members want by e-mail: what desks wrote down, as a queue that a mailer works off.

A mail is claimed before it is sent and marked after it: one whose mailer died is sent again under the same message id.
A wish that reaches the ledger a day late is not sent by itself, so that a database that was put back does not send what
was sent; a person hears of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind
from cashier.domain.mailed_receipt import read_mail_asked
from cashier.ledger.reading import Received

TRIES_MOST = 8
CLAIMED_FOR = timedelta(minutes=10)
_AGE_MOST = timedelta(days=1)
_WAIT_LEAST, _WAIT_MOST = timedelta(minutes=1), timedelta(hours=4)

_KEEP = text(
    """
    INSERT INTO mails (desk, line_id, receipt, address, asked_at, next_at, state, words)
    VALUES (:desk, :line_id, :receipt, :address, :asked_at, :asked_at,
            CASE WHEN :asked_at < now() - CAST(:age AS interval) THEN 'given_up' ELSE 'waiting' END, '')
    ON CONFLICT (desk, line_id) DO NOTHING RETURNING state
    """
)
_CLAIM = text(
    """
    UPDATE mails SET next_at = :until, tries = tries + 1
    WHERE (desk, line_id) = (SELECT desk, line_id FROM mails WHERE state = 'waiting' AND next_at <= :now
                             ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING desk, line_id, receipt, address, tries
    """
)
_MARK = text(
    """
    UPDATE mails SET state = :state, next_at = :next_at, words = :words
    WHERE desk = :desk AND line_id = :line_id AND state = 'waiting'
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES (:what, :sentence)")
_WRONG = text(
    """
    WITH line AS (
        SELECT desk, line_id FROM lines WHERE kind = 'receipt_mailed' AND state = 'posted'
    )
    SELECT line.desk, line.line_id FROM line
    WHERE NOT EXISTS (SELECT FROM mails WHERE mails.desk = line.desk AND mails.line_id = line.line_id)
      AND NOT EXISTS (SELECT FROM alarms WHERE what = 'mail_unread' AND strpos(sentence, line.line_id::text) > 0)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A receipt on its way to an address, for the ``tries``-th time."""

    desk: str
    line_id: UUID
    receipt: str
    address: str
    tries: int


def take_mails(connection: Connection, lines: Sequence[Received]) -> None:
    """Queue what a run asks for, in the transaction that keeps its lines; each counts once."""
    for received in lines:
        line = received.carried or received.line
        if received.line is None or line is None or received.repeated or line.kind is not LineKind.RECEIPT_MAILED:
            continue
        try:
            asked = read_mail_asked(line)
        except UnreadableBody:
            sentence = f"{line.desk} wants a receipt mailed that cannot be read: line {line.line_id}. Ask the desk."
            connection.execute(_ALARM, {"what": "mail_unread", "sentence": sentence})
            continue
        kept = {
            "desk": line.desk,
            "line_id": line.line_id,
            "receipt": asked.receipt,
            "address": asked.address,
            "asked_at": line.taken_at,
            "age": _AGE_MOST,
        }
        if connection.scalar(_KEEP, kept) == "given_up":
            sentence = f"Receipt {asked.receipt} was to be sent by e-mail more than a day ago. Print it for the member."
            connection.execute(_ALARM, {"what": "mail_late", "sentence": sentence})


def claim_mail(connection: Connection, now: datetime) -> Mail | None:
    """The next one that is due; nobody else gets it for ten minutes. To be committed before it is sent."""
    row = connection.execute(_CLAIM, {"now": now, "until": now + CLAIMED_FOR}).one_or_none()
    return None if row is None else Mail(**row._mapping)  # noqa: SLF001  # SQLAlchemy's own name for it.


def mark_sent(connection: Connection, mail: Mail, now: datetime) -> None:
    """The mail server has it."""
    _mark(connection, mail, "sent", now, "")


def give_up(connection: Connection, mail: Mail, now: datetime, why: str) -> None:
    """It is not sent any more, and a person is told."""
    _mark(connection, mail, "given_up", now, why)
    sentence = f"Receipt {mail.receipt} could not be sent by e-mail: {why}. Print it for the member, or ask the desk."
    connection.execute(_ALARM, {"what": "mail_failed", "sentence": sentence})


def put_off(connection: Connection, mail: Mail, now: datetime, why: str) -> None:
    """It is tried again later, each time after twice as long, up to four hours; after the eighth try it is given up."""
    if mail.tries >= TRIES_MOST:
        give_up(connection, mail, now, why)
    else:
        _mark(connection, mail, "waiting", now + min(_WAIT_LEAST * 2 ** (mail.tries - 1), _WAIT_MOST), why)


def _mark(connection: Connection, mail: Mail, state: str, next_at: datetime, words: str) -> None:
    marks = {"desk": mail.desk, "line_id": mail.line_id, "state": state, "next_at": next_at, "words": words}
    connection.execute(_MARK, marks)


def wrong_mails(connection: Connection) -> list[str]:
    """What the queue lacks of what desks asked for, as sentences."""
    rows = connection.execute(_WRONG)
    return [f"The receipt that {row.desk} wants mailed in line {row.line_id} is not in the queue." for row in rows]
