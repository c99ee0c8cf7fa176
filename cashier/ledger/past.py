"""What a member paid of late, at any desk and by any channel, as the lines themselves say it."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, read_line
from cashier.domain.past_payments import PastPayment, Whose, event_of, inner_line, past_payments
from cashier.ledger.database import OWN_DESK
from cashier.ledger.keeping import NobodyKnown
from cashier.wire import PastRow

_LOOKED_AT_MOST = 200  # The family's latest payments; the member's own are among them.
_MEMBER = text(
    """
    SELECT guarantor_number, ARRAY(SELECT statements.number FROM statements
                                   WHERE statements.guarantor_number = members.guarantor_number
                                       AND member_number = members.number) AS statements
    FROM members WHERE number = :member
    """
)
_LATEST = text(
    """
    WITH latest AS (
        (SELECT desk, sequence FROM guarantor_payments WHERE guarantor_number = :guarantor
         ORDER BY taken_at DESC, desk DESC, sequence DESC LIMIT :most)
        UNION (SELECT desk, sequence FROM funds WHERE guarantor_number = :guarantor)
        UNION (SELECT :own, sequence FROM reopened_of WHERE guarantor_number = :guarantor)
    ), line AS (
        SELECT desk, sequence, kind, taken_at, body, read_body(body) -> 'facts' ->> 'receipt' AS receipt
        FROM latest JOIN lines USING (desk, sequence) WHERE state <> 'repeated'
        ORDER BY taken_at DESC, desk DESC, sequence DESC LIMIT :most
    ), change AS (
        SELECT said.of_desk, said.receipt, change.sequence, change.body
        FROM corrections AS said JOIN lines AS change USING (desk, sequence)
        WHERE said.kind = 'tender_changed' AND said.stands
          AND (said.of_desk, said.receipt) IN (SELECT desk, receipt FROM line)
    )
    SELECT body, EXISTS (SELECT FROM voided_lines AS voided
                         WHERE voided.desk = line.desk AND voided.sequence = line.sequence)
               OR kind = 'refund_asked' AND EXISTS (
                   SELECT FROM office_acts WHERE kind = 'refund_declined'
                       AND subject = read_body(body) -> 'facts' ->> 'subject') AS is_voided,
           EXISTS (SELECT FROM corrections AS moved
                   WHERE moved.of_desk = line.desk AND moved.kind IN ('moved', 'move_agreed') AND moved.stands
                       AND moved.receipt = line.receipt) AS is_moved,
           ARRAY(SELECT change.body FROM change WHERE change.of_desk = line.desk AND change.receipt = line.receipt
                 ORDER BY change.sequence) AS changes
    FROM line ORDER BY taken_at DESC, desk DESC, sequence DESC
    """
)


def member_payments(connection: Connection, member: str) -> tuple[PastRow, ...]:
    """The latest payments on a member's statements, for their estimates, and on account of the guarantor, newest first.

    Raises NobodyKnown.
    """
    known = connection.execute(_MEMBER, {"member": member}).one_or_none()
    if known is None:
        raise NobodyKnown(f"The ledger knows no member {member}. Check the number, or search by name.")
    rows = connection.execute(_LATEST, {"guarantor": known.guarantor_number, "most": _LOOKED_AT_MOST, "own": OWN_DESK})
    lines = [(line, row) for row in rows if (line := _line(row.body)) is not None]
    voided, moved = (_ids(line for line, row in lines if getattr(row, which)) for which in ("is_voided", "is_moved"))
    whose = Whose(member=member, guarantor=known.guarantor_number, statements=frozenset(known.statements))
    changes = [change for _, row in lines for said in row.changes if (change := _line(said)) is not None]
    paid = past_payments((line for line, _ in lines), whose, voided, moved, changes)
    return tuple(map(_row, paid))


def _ids(lines: Iterable[Line]) -> frozenset[str]:
    """The payments of these lines, by their ids."""
    return frozenset(event_of(inner_line(line)) for line in lines)


def _line(body: str) -> Line | None:
    try:
        return read_line(body.encode())
    except UnreadableBody:
        return None


def _row(paid: PastPayment) -> PastRow:
    return PastRow(
        line_id=paid.line_id,
        paid_at=paid.paid_at,
        business_date=paid.business_date,
        cents=paid.amount.cents,
        statements=paid.statements,
        deposits=paid.deposits,
        used=paid.used,
        tenders=paid.tenders,
        receipt=paid.receipt,
        desk=paid.desk,
        center=paid.center,
        channel=paid.channel,
        is_voided=paid.is_voided,
        is_moved=paid.is_moved,
        is_refund=paid.is_refund,
        is_returned=paid.is_returned,
    )
