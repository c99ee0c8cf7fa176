"""The exceptions list: every correction of a payment, who asked, who agreed, and whether the receipt came back (R4)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, text

from cashier.domain.correction import why_words
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.move import MOVE_REASONS
from cashier.domain.past_payments import inner_line
from cashier.domain.returned_check import reason_words
from cashier.domain.tender_change import CHANGE_REASONS
from cashier.domain.void import VOID_REASONS
from cashier.ledger.database import OWN_DESK
from cashier.wire import Message

ROWS_MOST = 10_000

_ROWS = text(
    f"""
    SELECT line.desk, line.sequence, line.body, line.received_at, correction.cents, correction.stands
    FROM corrections AS correction JOIN lines AS line USING (desk, sequence)
    CROSS JOIN LATERAL (
        SELECT CASE line.desk WHEN :own THEN read_body(line.body) -> 'facts' ->> 'center' ELSE line.center END AS center
    ) AS home
    LEFT JOIN centers ON centers.center = home.center
    WHERE (:center = '' OR home.center = :center) AND (:region = '' OR centers.region = :region)
    UNION ALL
    SELECT line.desk, line.sequence, line.body, line.received_at, act.cents, TRUE
    FROM office_acts AS act JOIN lines AS line ON line.desk = :own AND line.sequence = act.sequence
    LEFT JOIN centers ON centers.center = read_body(line.body) -> 'facts' ->> 'center'
    WHERE act.kind IN ('check_returned', 'difference_explained')
      AND (:center = '' OR read_body(line.body) -> 'facts' ->> 'center' = :center)
      AND (:region = '' OR centers.region = :region)
    ORDER BY received_at DESC, desk, sequence DESC LIMIT {ROWS_MOST}
    """
)
_REASONS = {
    LineKind.VOIDED: VOID_REASONS,
    LineKind.MOVED: MOVE_REASONS,
    LineKind.MOVE_AGREED: MOVE_REASONS,
    LineKind.TENDER_CHANGED: CHANGE_REASONS,
}

_MOVE_NOTHING = (LineKind.TENDER_CHANGED, LineKind.DIFFERENCE_EXPLAINED)
"""Of which no transfer says how much it is about."""


class CorrectionRow(Message):
    """One correction. ``stands``: it named what stood then; else it is held. ``source`` and ``to``: of a move, what a
    tender was and is, or what was over and what was short.

    ``receipt_back``: the member's receipt came back; ``no_receipt`` says why one did not.
    """

    center: str
    desk: str
    sequence: int
    kind: str
    receipt: str
    business_date: date | None
    corrected_at: datetime
    received_at: datetime
    cents: int
    cash_cents: int
    source: str
    to: str
    reason: str
    receipt_back: bool
    no_receipt: str
    asked_by: str
    approved_by: str
    stands: bool


def correction_rows(connection: Connection, *, center: str = "", region: str = "") -> list[CorrectionRow]:
    """The latest first; one whose line cannot be read is none that a list could show."""
    return list(_rows(connection, center, region))


def _rows(connection: Connection, center: str, region: str) -> Iterator[CorrectionRow]:
    for row in connection.execute(_ROWS, {"center": center, "region": region, "own": OWN_DESK}):
        try:
            line = inner_line(read_line(row.body.encode()))
        except UnreadableBody:
            continue
        said = line.facts
        yield CorrectionRow(
            center=str(said.get("center", line.center)),
            desk=row.desk,
            sequence=row.sequence,
            kind=line.kind.value,
            receipt=str(said.get("receipt", "")),
            business_date=line.business_date,
            corrected_at=line.taken_at,
            received_at=row.received_at,
            cents=_cents(said.get("cents")) if line.kind in _MOVE_NOTHING else row.cents,
            cash_cents=_cents(said.get("cash_cents")),
            source=_source(line),
            to=_to(line),
            reason=_why(line),
            receipt_back=said.get("receipt_back") is True,
            no_receipt=str(said.get("without_receipt", "")),
            asked_by=str(said.get("asked_by", line.staff)),
            approved_by=str(said.get("approver", "")),
            stands=row.stands,
        )


def _source(line: Line) -> str:
    was = line.facts.get("was")
    return str(was.get("words", "") if isinstance(was, dict) else line.facts.get("from", line.facts.get("source", "")))


def _to(line: Line) -> str:
    to = line.facts.get("to")
    if isinstance(to, dict):
        return str(to.get("target", ""))
    return str(line.facts.get("words", "")) if line.facts.get("was") else str(to or "")


def _why(line: Line) -> str:
    if line.kind is LineKind.CHECK_RETURNED:
        return reason_words(str(line.facts.get("reason")), str(line.facts.get("words", "")))
    if line.kind is LineKind.DIFFERENCE_EXPLAINED:
        return str(line.facts.get("reason"))
    return why_words(line.facts, _REASONS.get(line.kind, {}))


def _cents(said: object) -> int:
    return said if type(said) is int else 0
