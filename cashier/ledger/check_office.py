"""Proves what the office and other channels did: each act and payment has its line and its row, held money its end."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import total
from cashier.ledger.acts import ACTS
from cashier.ledger.database import OWN_DESK
from cashier.ledger.held import TASK
from cashier.ledger.reading import NAME_MOST

_LINES = text(
    """
    SELECT sequence, body FROM lines WHERE desk = :desk AND kind = ANY(CAST(:kinds AS text[])) AND state <> 'repeated'
    ORDER BY sequence
    """
)
_ROWS = text("SELECT subject, sequence, kind, staff, cents FROM office_acts")
_HELD = text(
    f"""
    SELECT {TASK} AS task, CASE why WHEN 'stale_correction' THEN debit ELSE credit END AS account, cents,
           why = 'stale_correction' AS is_owed
    FROM transfers AS part
    WHERE (why IS NOT NULL AND why NOT IN ('beyond_open', 'where_it_went', 'came_home')) OR credit LIKE 'holding:%'
    """
)

_CHANNEL_PAYMENTS = text(
    """
    WITH line AS (
        SELECT sequence, body FROM lines WHERE desk = :desk AND kind = 'channel_payment' AND state <> 'repeated'
    )
    SELECT sequence, line.body, kept.channel, kept.reference, kept.statement_number, kept.guarantor_number, kept.cents
    FROM line FULL JOIN channel_payments AS kept USING (sequence)
    ORDER BY sequence
    """
)
_ROWS_AT_ONCE = 1000
# Proven where bags, deposits, the safe's counts and guarantors' credit are.
_MOVES = frozenset(
    {
        LineKind.BAG_ACCEPTED,
        LineKind.DEPOSIT_REVIEWED,
        LineKind.DEPOSIT_GIVEN,
        LineKind.DEPOSIT_ARRIVED,
        LineKind.DEPOSIT_CORRECTED,
        LineKind.BANK_CREDITED,
        LineKind.BAG_COUNTED,
        LineKind.SAFE_COUNTED,
        LineKind.CHANGE_RECEIVED,
        LineKind.CREDIT_USED,
        LineKind.REFUND_ASKED,
        LineKind.REFUND_DECLINED,
        LineKind.REFUND_PAID,
        LineKind.CHECK_RETURNED,
        LineKind.MOVE_AGREED,
    }
)

Kept = tuple[str, int, str, str, int | None]  # A row of office_acts.


def wrong_acts(connection: Connection) -> Iterator[str]:
    """What is wrong, a sentence each."""
    kept: set[Kept] = {tuple(row) for row in connection.execute(_ROWS)}
    held = {row.task: (row.account, row.cents, bool(row.is_owed)) for row in connection.execute(_HELD)}
    released: Counter[str] = Counter()
    asked = {"desk": OWN_DESK, "kinds": [kind.value for kind in ACTS]}
    for row in connection.execute(_LINES, asked):
        name = f"Line {row.sequence} of {OWN_DESK}"
        if (line := _readable(row.body)) is None:
            continue
        subject, cents = str(line.facts.get("subject")), total([moved.amount for moved in line.transfers]).cents
        act: Kept = (subject, row.sequence, line.kind.value, line.staff, cents or None)
        if act not in kept:
            yield f"{name} is an act of the office and is not found by what it is about."
        kept.discard(act)
        if line.kind is LineKind.HELD_RELEASED:
            released[subject] += cents
            if not _releases(line, held.get(subject)):
                yield f"{name} releases {subject}, which is not held there."
        elif line.transfers and line.kind not in _MOVES:
            yield f"{name} moves money, which a {line.kind} never does."
    for subject, sequence, *_ in sorted(kept):
        yield f"An act on {subject} stands under line {sequence} of {OWN_DESK}, which does not say so."
    for subject, cents in released.items():
        if subject in held and cents > held[subject][1]:
            yield f"More of {subject} was released than was held."


def _releases(line: Line, part: tuple[str, int, bool] | None) -> bool:
    """Whether a line takes money only from the account where this part was held; gives it there, where it is owed."""
    if part is None:
        return False
    account, _, is_owed = part
    return all((moved.credit if is_owed else moved.debit).code == account for moved in line.transfers)


def wrong_channel_payments(connection: Connection) -> Iterator[str]:
    """Payments of other channels whose line and reference say different things, a sentence each."""
    rows = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(_CHANNEL_PAYMENTS, {"desk": OWN_DESK})
    for row in rows:
        line = _readable(row.body) if row.body is not None else None
        kept = (row.channel, row.reference, row.statement_number, row.guarantor_number, row.cents)
        if line is None or kept != _paid(line):
            yield f"Line {row.sequence} of {OWN_DESK} is not the payment that its channel's reference stands for."


def _paid(line: Line) -> tuple[object, ...]:
    """Channel, reference, statement, guarantor and cents, as they are kept beside the line."""
    facts = line.facts
    statement, guarantor = str(facts.get("statement")), str(facts.get("guarantor", ""))
    cents = total([moved.amount for moved in line.transfers]).cents
    return facts.get("channel"), facts.get("reference"), statement[:NAME_MOST], guarantor[:NAME_MOST], cents


def _readable(body: str) -> Line | None:
    """The line; None for one that was altered until it is none, which is found where lines are read."""
    try:
        return read_line(body.encode())
    except UnreadableBody:
        return None
