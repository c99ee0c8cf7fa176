"""Cards of which nobody knows what became of them, as desks tell it, and those whose answer did not fit.

Each is a task of its center's office from the moment it is asked for, with an owner: whoever asked, until somebody of
the office takes it. Ten minutes on an alarm says so, whether its desk is still heard of or not. What is not known goes
when its desk settles it; what did not fit, when somebody says what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from cashier.domain.card import AttemptState
from cashier.domain.card_differs import Differs
from cashier.domain.card_report import THEIRS_FROM
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.ledger.provisional import is_typed, typed_rows
from cashier.ledger.reading import Received

_ASKED = frozenset({LineKind.CARD_ASKED, LineKind.REVERSAL_ASKED})
_CLOSED = frozenset({LineKind.CARD_CLOSED, LineKind.REVERSAL_CLOSED})
_TEXT_MOST, _CENTS_MOST = 300, 2**53

_KEEP = text(
    """
    INSERT INTO open_cards (desk, attempt, center, staff, terminal, service, cents, is_back, asked_at, state, words)
    VALUES (:desk, :attempt, :center, :staff, :terminal, :service, :cents, :is_back, :asked_at, :state, :words)
    ON CONFLICT (desk, attempt) DO UPDATE SET state = excluded.state, words = excluded.words
    """
)
_SAY = text("UPDATE open_cards SET state = :state, words = :words WHERE desk = :desk AND attempt = :attempt")
GO = text("DELETE FROM open_cards WHERE desk = :desk AND attempt = :attempt")
# One process tells it, whoever looks first.
_DUE = text(
    """
    UPDATE open_cards AS card SET is_told = true
    WHERE NOT is_told AND card.state IN ('asked', 'unknown') AND asked_at <= :before
    RETURNING desk, center, terminal, service, cents, is_back,
              COALESCE((SELECT name FROM staff WHERE number = card.staff), card.staff) AS owner
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('card_unknown', :sentence)")
_WRONG = text(
    """
    SELECT card.desk, service FROM open_cards AS card JOIN lines ON lines.desk = card.desk
    WHERE card.state IN ('asked', 'unknown', 'on_hold')
      AND lines.kind IN ('payment', 'voided') AND lines.state <> 'repeated'
      AND COALESCE(substring(lines.body FROM '"reversal":"([0-9a-f-]{36})"'),
                   substring(lines.body FROM '"attempt":"([0-9a-f-]{36})"')) = card.attempt::text
    """
)


class CardColumns(NamedTuple):
    """Cards that a run asked for and did not settle, column by column, and those of before that it settled."""

    attempt: list[UUID]
    center: list[str]
    staff: list[str]
    terminal: list[str]
    service: list[str]
    cents: list[int]
    is_back: list[bool]
    asked_at: list[datetime]
    ended: list[UUID]


def tells_of_card(line: Line) -> bool:
    """Whether a line says of a card what has to be noted beside it: not known, did not fit, or typed from a slip."""
    if line.kind not in _CLOSED:
        return is_typed(line)
    return line.facts.get("state") == AttemptState.UNKNOWN or "differs" in line.facts


def card_columns(lines: Iterable[Line]) -> CardColumns:
    """Of lines of one desk of which none `tells_of_card`. Mostly a card is asked for in one run, and settled in the
    next.
    """
    asked: dict[UUID, dict[str, Any]] = {}
    ended: list[UUID] = []
    for line in lines:
        if line.kind in _ASKED:
            asked[line.line_id] = _row(line, line.line_id, line.facts, "asked", "")
        for attempt in _ended(line):
            if asked.pop(attempt, None) is None:
                ended.append(attempt)
    columns = {name: [row[name] for row in asked.values()] for name in CardColumns._fields[:-1]}
    return CardColumns(**columns, ended=ended)


def note_cards(connection: Connection, lines: Sequence[Received]) -> None:
    """Take in what a run says of cards, in the transaction that keeps its lines."""
    for received in lines:
        line = received.carried or received.line
        if line is None or received.repeated:
            continue
        if line.kind in _ASKED:
            connection.execute(_KEEP, _row(line, line.line_id, line.facts, "asked", ""))
        elif line.kind in _CLOSED and tells_of_card(line):
            _tell(connection, line)
        for attempt in _ended(line):
            connection.execute(GO, {"desk": line.desk, "attempt": attempt})
        for row in typed_rows(line) if is_typed(line) else ():
            connection.execute(_KEEP, row)


def raise_card_alarms(connection: Connection, now: datetime) -> int:
    """Say of each card that has not been known for ten minutes where it is and whose; how many."""
    due = connection.execute(_DUE, {"before": now - THEIRS_FROM}).all()
    for row in due:
        what = "whether a card got %s back" if row.is_back else "whether a card was charged %s"
        where = f"{row.desk}, terminal {row.terminal}, number {row.service}"
        sentence = (
            f"Nobody has known for ten minutes {what % Money(row.cents)}: {where}. It is {row.owner}'s, who settles it "
            f"with a lead on the Desk page of {row.desk}."
        )
        connection.execute(_ALARM, {"sentence": sentence})
    return len(due)


def wrong_cards(connection: Connection) -> list[str]:
    """What the list says otherwise than the lines, as sentences."""
    return [
        f"Card {row.service} of {row.desk} is on the list of those that are not known, and a line settles it."
        for row in connection.execute(_WRONG)
    ]


def _tell(connection: Connection, line: Line) -> None:
    """A line that says that a card is not known, or that its answer did not fit."""
    facts = line.facts
    attempt = _uuid(facts.get("attempt"))
    if attempt is None:
        return
    said = facts.get("differs")
    if isinstance(said, Mapping):
        cents = said.get("asked")
        about = {**facts, "terminal": said.get("terminal"), "cents": cents}
        row = _row(line, attempt, about, "differs", _told(said))
        connection.execute(_KEEP, row)
    else:
        is_held = isinstance(facts.get("on_hold"), Mapping)
        words = str(facts.get("words", ""))[:_TEXT_MOST] if is_held else ""
        state = "on_hold" if is_held else "unknown"
        connection.execute(_SAY, {"desk": line.desk, "attempt": attempt, "state": state, "words": words})


def _told(said: Mapping[str, Any]) -> str:
    """What did not fit, as a sentence."""
    asked, booked, taken = (Money(_cents(said.get(name))) for name in ("asked", "booked", "said"))
    match said.get("why"):
        case Differs.OFFLINE:
            return f"The terminal approved {taken} by itself. See that the card's bank has paid it."
        case Differs.TWO_READ:
            return f"Two people read {booked} off its report, and the terminal says {taken}. See which it was."
        case _:
            return f"{asked} was asked for and {taken} approved. It is booked as approved: see what the member is owed."


def _row(line: Line, attempt: UUID, facts: Mapping[str, Any], state: str, words: str) -> dict[str, Any]:
    return {
        "desk": line.desk,
        "attempt": attempt,
        "center": line.center,
        "staff": line.staff,
        "terminal": str(facts.get("terminal", ""))[:_TEXT_MOST],
        "service": str(facts.get("service_id", ""))[:_TEXT_MOST],
        "cents": _cents(facts.get("cents")),
        "is_back": line.kind in (LineKind.REVERSAL_ASKED, LineKind.REVERSAL_CLOSED),
        "asked_at": line.taken_at,
        "state": state,
        "words": words,
    }


def _ended(line: Line) -> list[UUID]:
    """The attempts whose money a line books, or says not to have moved."""
    said: list[object] = []
    if line.kind is LineKind.VOIDED:
        said = [line.facts.get("reversal"), *_of_tenders(line)]
    elif line.kind in _CLOSED and not tells_of_card(line):
        said = [line.facts.get("attempt")]
    elif line.kind is LineKind.PAYMENT:
        said = _of_tenders(line)
    return [attempt for attempt in map(_uuid, said) if attempt is not None]


def _of_tenders(line: Line) -> list[object]:
    tenders = line.facts.get("tenders")
    return [each.get("attempt") for each in tenders if isinstance(each, dict)] if isinstance(tenders, list) else []


def _uuid(said: object) -> UUID | None:
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _cents(said: object) -> int:
    """What is no amount stands there as none: the desk has it."""
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < _CENTS_MOST else 0
