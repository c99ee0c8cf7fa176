"""Posts a run in one round trip, where all of it is booked as it says: mostly so.

One statement locks the desk's row, sees that the run continues its journal, adds to the statements' balances in account
order, writes lines, transfers, receipts, day sums and the cards asked for, moves the mark, and commits. Where a
line says what has to be judged (more than is open, a statement that nobody knows, a revoked cashier, a check that came
before), nothing of it stays.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from operator import attrgetter

from psycopg import Error
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from cashier.domain.accounts import AccountKind
from cashier.domain.arrangement import ARRANGES
from cashier.domain.correction import CORRECTS
from cashier.domain.line import Line, LineKind
from cashier.ledger.agreed import without_right
from cashier.ledger.checks import Checks
from cashier.ledger.copying import one_line, run_hot
from cashier.ledger.day_sums import sums_of
from cashier.ledger.handed import KINDS as HANDED
from cashier.ledger.judging import KEPT_BALANCES
from cashier.ledger.many_tries import TRIES
from cashier.ledger.open_cards import card_columns, tells_of_card
from cashier.ledger.paper import is_of_paper
from cashier.ledger.posting import COUNTED, MARK, NOW, SUMMED, WEIGHED
from cashier.ledger.reading import Received
from cashier.ledger.revoked import staff_of
from cashier.ledger.suspended import KINDS as SUSPENDED
from cashier.ledger.two_drawers import BEGINS
from cashier.wire import Standing

NOTED_BESIDE = (
    SUSPENDED | HANDED | ARRANGES | CORRECTS | BEGINS | TRIES | {LineKind.GLASS_BROKEN, LineKind.RECEIPT_MAILED}
)
NOT_AS_SAID = "CF001"  # What `refuse_unless` says.

# What is looked up is as it was before the wait for the desk's row; the row alone is as it is after it. ``entered``
# differs where a receipt of this desk was entered again meanwhile, which the look at `reentered` does not see.
_POST = one_line(f"""
    WITH locked AS (
        SELECT desk, received_through, chain, revoked_at, public_key, entered,
               CASE WHEN received_in = now.month THEN newest_earlier ELSE newest_line END AS newest_earlier
        FROM desks, {NOW} WHERE desk = %s FOR UPDATE OF desks
    ), next AS (
        SELECT desk FROM locked
        WHERE received_through = %s AND revoked_at IS NULL AND public_key IS NOT DISTINCT FROM COALESCE(%s, public_key)
          AND encode(sha256(convert_to(chain || ':' || %s || ':' || %s, 'UTF8')), 'hex') = %s
          AND (newest_earlier IS NULL OR newest_earlier < %s OR NOT EXISTS (
              SELECT FROM lines WHERE lines.desk = locked.desk AND line_id = ANY(%b::uuid[])))
          AND entered = (SELECT entered FROM desks WHERE desks.desk = locked.desk)
          AND NOT EXISTS (SELECT FROM staff WHERE staff.revoked_at IS NOT NULL AND number = ANY(%b::text[]))
    ), weighed AS (
        INSERT INTO balances AS balance (account, credit_cents)
        SELECT account, paid.cents
        FROM unnest(%b::text[], %b::bigint[]) AS paid (account, cents) JOIN balances AS known USING (account), next
        ORDER BY account
        {WEIGHED}
        RETURNING balance.debit_cents - balance.credit_cents AS open_cents
    ), kept AS (
        INSERT INTO lines (sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center,
                           desk, state)
        SELECT line.*, desk, 'posted'
        FROM unnest(%b::bigint[], %b::uuid[], %b::text[], %b::text[], %b::text[], %b::timestamptz[], %b::date[],
                    %b::uuid[], %b::text[], %b::text[]) AS line, next
    ), moved AS (
        INSERT INTO transfers (sequence, place, debit, credit, cents, desk, part)
        SELECT transfer.*, desk, 0
        FROM unnest(%b::bigint[], %b::integer[], %b::text[], %b::text[], %b::bigint[]) AS transfer, next
    ), numbered AS (
        INSERT INTO receipts (receipt, payment_id, sequence, desk)
        SELECT receipt.*, desk FROM unnest(%b::text[], %b::uuid[], %b::bigint[]) AS receipt, next
        ON CONFLICT DO NOTHING
    ), brought AS (
        INSERT INTO check_items (item, sequence, desk)
        SELECT item.*, desk FROM unnest(%b::text[], %b::bigint[]) AS item (item, sequence), next
        ORDER BY item ON CONFLICT DO NOTHING RETURNING item
    ), asked AS (
        INSERT INTO open_cards (attempt, center, staff, terminal, service, cents, is_back, asked_at, desk, state, words)
        SELECT card.*, desk, 'asked', ''
        FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::bigint[], %b::boolean[],
                    %b::timestamptz[]) AS card, next
        ON CONFLICT DO NOTHING
    ), settled AS (
        DELETE FROM open_cards USING next WHERE open_cards.desk = next.desk AND attempt = ANY(%b::uuid[])
    ), summed AS (
        INSERT INTO day_sums AS known (business_date, desk, shift, center, staff, region, tender, tenders, cents)
        SELECT business_date, desk, shift, center, staff, region, tender, tenders, cents {SUMMED}, next {COUNTED}
    )
    UPDATE desks SET {MARK} FROM next, {NOW} WHERE desks.desk = next.desk
    RETURNING (SELECT epoch FROM meta),
              refuse_unless((SELECT count(*) = %s AND COALESCE(min(open_cents), 0) >= 0 FROM weighed)
                            AND (SELECT count(*) = %s FROM brought)
                            AND NOT EXISTS (SELECT FROM returned_checks WHERE number = ANY(%b::text[]))
                            AND NOT EXISTS (SELECT FROM reentered WHERE receipt = ANY(%b::text[])))
""")


def post_as_said(
    reading: Engine, desk: str, run: Sequence[Received], key: str | None, its_turn: Callable[[], None]
) -> Standing | None:
    """Post a run and say how far the ledger is then; None where it has to be judged, or follows on nothing.

    Each statement on ``reading`` is a transaction of its own. ``key``: nothing is posted if the desk has another one
    by now. ``its_turn`` waits for the run before it: once all of this one is made ready, and while no connection is
    held, which that run may be waiting for. Raises what SQLAlchemy raises.
    """
    lines = [received.line for received in run if received.line is not None and received.carried is None]
    if not run or len(lines) < len(run) or not all(map(_moves_as_it_says, lines)):
        return None
    checks = Checks.of((received.sequence, line) for received, line in zip(run, lines, strict=True))
    if checks.in_full:
        return None
    ids = [line.line_id for line in lines]
    paid = Counter[str]()
    for line in lines:
        for transfer in line.transfers:
            if transfer.credit.kind is AccountKind.RECEIVABLE:
                paid[transfer.credit.code] += transfer.amount.cents
    first, last = run[0], run[-1]
    values = (
        desk,
        first.sequence - 1,
        key,
        str(first.sequence),
        first.body,
        first.chain,
        min(ids, key=attrgetter("int")),
        ids,
        staff_of(run),
        list(paid),
        list(paid.values()),
        *_line_columns(run, lines),
        *_transfer_columns(run, lines),
        *_receipt_columns(run),
        list(checks.items),
        [brought.sequence for brought in checks.items.values()],
        *card_columns(lines),
        json.dumps(sums_of(lines).rows()),
        last.sequence,
        last.chain,
        max(ids, key=attrgetter("int")),
        len(paid),
        len(checks.items),
        list(checks.tokens),
        _receipt_columns(run)[0],
    )
    its_turn()
    try:
        with reading.connect() as connection:
            rows = [] if any(without_right(connection, lines)) else run_hot(connection, _POST, values)
    except DBAPIError as trouble:
        if isinstance(trouble.orig, Error) and trouble.orig.sqlstate == NOT_AS_SAID:
            return None
        raise
    return Standing(desk=desk, epoch=rows[0][0], received_through=last.sequence, chain=last.chain) if rows else None


def _moves_as_it_says(line: Line) -> bool:
    """Whether nothing of a line has to be judged but whether its statements are known and that much is open."""
    return (
        line.kind not in NOTED_BESIDE
        and not is_of_paper(line)
        and not tells_of_card(line)
        and "absent" not in line.facts
        and all(
            transfer.debit.kind not in KEPT_BALANCES
            and (transfer.credit.kind is AccountKind.RECEIVABLE or transfer.credit.kind not in KEPT_BALANCES)
            for transfer in line.transfers
        )
    )


def _line_columns(run: Sequence[Received], lines: Sequence[Line]) -> tuple[list[object], ...]:
    return (
        [received.sequence for received in run],
        [line.line_id for line in lines],
        [line.kind.value for line in lines],
        [received.chain for received in run],
        [received.body for received in run],
        [line.taken_at for line in lines],
        [line.business_date for line in lines],
        [line.shift_id for line in lines],
        [line.staff for line in lines],
        [line.center for line in lines],
    )


def _transfer_columns(run: Sequence[Received], lines: Sequence[Line]) -> tuple[list[object], ...]:
    moved = [
        (received.sequence, place, transfer)
        for received, line in zip(run, lines, strict=True)
        for place, transfer in enumerate(line.transfers)
    ]
    return (
        [sequence for sequence, _, _ in moved],
        [place for _, place, _ in moved],
        [transfer.debit.code for _, _, transfer in moved],
        [transfer.credit.code for _, _, transfer in moved],
        [transfer.amount.cents for _, _, transfer in moved],
    )


def _receipt_columns(run: Sequence[Received]) -> tuple[list[object], ...]:
    drawn = [(received.receipt, received.sequence) for received in run if received.receipt is not None]
    return (
        [receipt.receipt for receipt, _ in drawn],
        [receipt.payment_id for receipt, _ in drawn],
        [sequence for _, sequence in drawn],
    )
