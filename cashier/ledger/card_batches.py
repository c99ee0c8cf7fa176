"""A terminal's batch makes typed cards final; what it says otherwise than the desks becomes tasks (R9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.card_batch import BATCH, DESK, BatchRow, CardBatch, match
from cashier.domain.errors import MISREAD, FieldRefused, UnreadableBody
from cashier.domain.ids import NewId
from cashier.domain.line import LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.people import Right, Staff
from cashier.domain.scan import field_text, safe_text
from cashier.domain.times import Clock, instant_text
from cashier.ledger.acts import Act, do
from cashier.ledger.database import OWN_DESK
from cashier.ledger.own_journal import lock_own_journal

_TYPED = text(
    """
    SELECT attempt, service, cents, asked_at <= :until AS is_due FROM open_cards
    WHERE desk = :desk AND terminal = :terminal AND state IN ('provisional', 'missing')
    ORDER BY asked_at, attempt FOR UPDATE
    """
)
_CENTER = text("SELECT center FROM desks WHERE desk = :desk")
_DONE = text(
    """
    SELECT body FROM office_acts AS act JOIN lines ON lines.desk = :own AND lines.sequence = act.sequence
    WHERE act.subject = :subject AND act.kind = 'cards_batched'
    """
)
# Settled by two people from a report, or explained before it was listed: whoever is told to take it takes it twice.
_TAKEN = text(
    """
    WITH taken AS (
        SELECT lines.sequence, tender ->> 'attempt' AS attempt
        FROM lines CROSS JOIN LATERAL jsonb_array_elements(read_body(body) -> 'facts' -> 'tenders') AS tender
        WHERE lines.desk = :desk AND lines.kind = 'payment' AND lines.state IN ('posted', 'held')
          AND received_at > now() - interval '62 days' AND strpos(upper(body), :said) > 0
          AND tender ->> 'kind' = 'card' AND upper(tender ->> 'approval_code') = :code
          AND (tender ->> 'cents')::bigint = :cents AND COALESCE(tender ->> 'last_four', '') IN ('', :last_four)
          AND NOT EXISTS (SELECT FROM voided_lines AS gone
                          WHERE gone.desk = lines.desk AND gone.sequence = lines.sequence)
    ), batch AS (
        SELECT read_body(body) -> 'facts' -> 'final' AS final FROM lines
        WHERE desk = :own AND kind = 'cards_batched' AND state <> 'repeated'
    )
    SELECT attempt FROM taken WHERE NOT EXISTS (SELECT FROM batch WHERE final ? attempt) ORDER BY sequence
    """
)
_FINAL = text("DELETE FROM open_cards WHERE desk = :desk AND attempt = ANY(CAST(:attempts AS uuid[]))")
_NOT_LISTED = text(
    """
    UPDATE open_cards SET state = 'missing', words = :words
    WHERE desk = :desk AND attempt = ANY(CAST(:attempts AS uuid[]))
    """
)
_EXTRA = text(
    """
    INSERT INTO open_cards (desk, attempt, center, staff, terminal, service, cents, is_back, asked_at, state, words)
    VALUES (:desk, :attempt, :center, :staff, :terminal, :service, :cents, :is_back, :asked_at, 'extra', :words)
    ON CONFLICT DO NOTHING
    """
)
# What a desk had typed and not sent yet when an earlier batch listed it.
_CAME_LATER = text(
    """
    DELETE FROM open_cards WHERE desk = :desk AND attempt = (
        SELECT attempt FROM open_cards
        WHERE desk = :desk AND terminal = :terminal AND state = 'extra' AND NOT is_back
          AND :service IN (service, split_part(service, ' ', 1)) AND cents = :cents
        ORDER BY asked_at, attempt LIMIT 1)
    RETURNING attempt
    """
)
_BATCHES = text("SELECT sequence, body FROM lines WHERE desk = :own AND kind = 'cards_batched' AND state <> 'repeated'")
# What a person has said of one closes it, too.
_UNPROVEN = text(
    """
    WITH typed AS (
        SELECT lines.desk, lines.sequence, tender ->> 'attempt' AS attempt
        FROM lines CROSS JOIN LATERAL jsonb_array_elements(read_body(body) -> 'facts' -> 'tenders') AS tender
        WHERE lines.kind = 'payment' AND lines.state IN ('posted', 'held') AND strpos(body, '"by_hand":') > 0
          AND tender ? 'by_hand'
          AND NOT EXISTS (SELECT FROM voided_lines AS gone
                          WHERE gone.desk = lines.desk AND gone.sequence = lines.sequence)
    )
    SELECT desk, sequence, attempt FROM typed
    WHERE NOT EXISTS (SELECT FROM open_cards AS card
                      WHERE card.desk = typed.desk AND card.attempt::text = typed.attempt)
      AND NOT EXISTS (SELECT FROM office_acts
                      WHERE kind = 'note_closed' AND subject = 'card.' || typed.desk || '.' || typed.attempt)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batched:
    """How many typed cards a batch made final, how many it does not list, and how many of its sales nobody typed.

    ``known``: it was taken before, and nothing changed.
    """

    final: int = 0
    missing: int = 0
    extra: int = 0
    known: bool = False


def take_card_batch(connection: Connection, batch: CardBatch, caller: Staff, *, clock: Clock, new_id: NewId) -> Batched:
    """Make final what a batch lists, and tasks of all else; the same batch again changes nothing.

    Raises Refused for a desk that the ledger does not know, and for a number that was another batch's; NotAllowed.
    """
    caller.needs(Right.TAKE_TASKS, "take in a terminal's batch")
    number = field_text(batch.number, "The batch's number", BATCH, most=30).upper()
    if not number:
        raise FieldRefused("Say the batch's number, as the terminal's report has it.", BATCH)
    center = connection.scalar(_CENTER, {"desk": batch.desk})
    if center is None:
        sentence = f"The ledger knows no desk {safe_text(batch.desk, 'The desk')}. Name the terminal's desk."
        raise FieldRefused(sentence, DESK)
    where = {"desk": batch.desk, "terminal": batch.terminal}
    subject = f"batch.{batch.desk}.{batch.terminal}.{number}"
    rows = [[row.code, row.last_four, row.amount.cents] for row in batch.rows]
    lock_own_journal(connection)  # Whoever takes the same batch waits, and whoever closes one of its tasks.
    earlier = connection.scalar(_DONE, {"own": OWN_DESK, "subject": subject})
    if earlier is not None:
        if read_line(earlier.encode()).facts["rows"] == rows:
            return Batched(known=True)
        raise FieldRefused(
            f"Batch {number} of terminal {safe_text(batch.terminal, 'The terminal')} was taken in with other sales. "
            "Where its numbers begin anew, add the date to it.",
            BATCH,
        )
    typed = connection.execute(_TYPED, where | {"until": batch.until}).all()
    found = match(batch.rows, [(card.service, Money(card.cents)) for card in typed])
    listed = [typed[place].attempt for place in found.listed]
    missing: list[UUID] = []
    for card in (typed[place] for place in found.missing if typed[place].is_due):
        about = where | {"service": card.service, "cents": card.cents}
        known = connection.execute(_CAME_LATER, about).first() is not None
        (listed if known else missing).append(card.attempt)
    extra: list[tuple[UUID, BatchRow]] = []
    for row in found.extra:
        taken = _taken(connection, batch.desk, row, without=listed)
        if taken is not None:
            listed.append(taken)
        else:
            extra.append((new_id(), row))
    facts = {
        **where,
        "center": center,
        "number": number,
        "until": instant_text(batch.until),
        "rows": rows,
        "final": [str(attempt) for attempt in listed],
        "missing": [str(attempt) for attempt in missing],
        "extra": [[str(attempt), row.code, row.last_four, row.amount.cents] for attempt, row in extra],
    }
    act = Act(line_id=new_id(), kind=LineKind.CARDS_BATCHED, subject=subject, staff=caller.user, facts=facts)
    do(connection, act, clock=clock, new_id=new_id)
    connection.execute(_FINAL, where | {"attempts": listed})
    connection.execute(_NOT_LISTED, where | {"attempts": missing, "words": _not_listed(number, batch.terminal)})
    for attempt, row in extra:
        said = {"attempt": attempt, "center": center, "staff": caller.user, "service": row.name}
        amounts = {"cents": abs(row.amount.cents), "is_back": row.amount.cents < 0, "asked_at": batch.until}
        connection.execute(_EXTRA, where | said | amounts | {"words": _not_typed(number, row)})
    return Batched(final=len(listed), missing=len(missing), extra=len(extra))


def _taken(connection: Connection, desk: str, row: BatchRow, *, without: Sequence[UUID]) -> UUID | None:
    """The attempt by which a sale stands in the desk's books already; None where it does not."""
    said = {"said": f'"APPROVAL_CODE":"{row.code}"', "code": row.code, "last_four": row.last_four}
    about = {"own": OWN_DESK, "desk": desk, "cents": row.amount.cents} | said
    attempts = (UUID(attempt) for attempt in connection.scalars(_TAKEN, about) if attempt)
    return next((attempt for attempt in attempts if attempt not in without), None)


def wrong_typed(connection: Connection) -> Iterator[str]:
    """Typed cards that neither wait nor were listed, voided or explained, a sentence each."""
    final: set[str] = set()
    for row in connection.execute(_BATCHES, {"own": OWN_DESK}):
        try:
            said = read_line(row.body.encode()).facts
            final.update(said["final"])
        except (UnreadableBody, *MISREAD):
            yield f"Line {row.sequence} of {OWN_DESK} is a batch that cannot be read."
    for row in connection.execute(_UNPROVEN):
        if row.attempt not in final:
            yield f"Line {row.sequence} of {row.desk} has a typed card that no batch lists and nobody looks after."


def _not_listed(number: str, terminal: str) -> str:
    return (
        f"Batch {number} of terminal {terminal} does not list it. Look at its slip: where the card was not charged, "
        "the member still owes it; where it was, ask the card's processor. Then say what was found."
    )


def _not_typed(number: str, row: BatchRow) -> str:
    what = "gave back" if row.amount.cents < 0 else "charged"
    return (
        f"Batch {number} {what} this and nobody typed it. Find its slip: take the payment, or have the terminal "
        "undo it. Then say what was found."
    )
