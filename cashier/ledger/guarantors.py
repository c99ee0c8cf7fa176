"""A guarantor's whole account in one answer: the family, every statement with its balance, the latest payments.

Which payments are a guarantor's is said nowhere in a line, only of which statement: so they are gathered by guarantor a
moment after they are posted, from each journal's lines past the one that was gathered last. Posting never waits for it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from cashier.domain.line import LineKind
from cashier.ledger.cash_seen import CashSeen
from cashier.ledger.directory import STATEMENT_COLUMNS
from cashier.ledger.keeping import NobodyKnown, leave_out_unserved
from cashier.ledger.large_cash import gather_cash

PAYMENTS_MOST = 50
LINES_AT_ONCE = 5_000  # Of one journal.
GATHER_EVERY_S = 0.5
_STANDS = "NOT EXISTS (SELECT FROM voided_lines AS gone WHERE gone.desk = {0}.desk AND gone.sequence = {0}.sequence)"
# The database writes the answer itself: an account of 500 visits has thousands of rows, and nobody here reads them.
# A deposit's account names no guarantor: whose it is stands in `funds`.
_ACCOUNT = text(
    f"""
    WITH deposits AS (
        SELECT taken_at, business_date, cents, funds.desk, funds.sequence, center
        FROM funds JOIN lines ON lines.desk = funds.desk AND lines.sequence = funds.sequence
        WHERE guarantor_number = :guarantor AND account LIKE 'prepayment:%' AND cents > 0
            AND kind IN ('payment', 'moved', 'carried') AND {_STANDS.format("lines")}
    )
    SELECT json_build_object(
        'v', 1,
        'guarantor', json_build_object('number', guarantor.number, 'name', name, 'region', region),
        'credit_cents', COALESCE((SELECT credit_cents - debit_cents FROM balances
                                  WHERE account = 'credit:' || guarantor.number), 0),
        'members', (
            SELECT COALESCE(json_agg(member), '[]') FROM (
                SELECT number, guarantor_number, family_name, given_names, birth_date, region, home_center, plan,
                       language, notes
                FROM members WHERE guarantor_number = :guarantor ORDER BY birth_date, number) AS member),
        'statements', (
            SELECT COALESCE(json_agg(said), '[]') FROM (
                SELECT {STATEMENT_COLUMNS}
                FROM statements AS statement
                JOIN balances AS balance ON balance.account = 'receivable:' || statement.number
                WHERE guarantor_number = :guarantor ORDER BY statement.number) AS said),
        'payments', (
            SELECT COALESCE(json_agg(paid), '[]') FROM (
                SELECT taken_at, business_date, sum(cents)::bigint AS cents, desk, center, channel
                FROM (
                    (SELECT taken_at, business_date, cents, desk, sequence, center, channel
                     FROM guarantor_payments AS gathered
                     WHERE guarantor_number = :guarantor AND {_STANDS.format("gathered")}
                     ORDER BY taken_at DESC, desk DESC, sequence DESC LIMIT :most)
                    UNION ALL
                    SELECT taken_at, business_date, cents, desk, sequence, center, '' FROM deposits
                ) AS one
                GROUP BY desk, sequence, taken_at, business_date, center, channel
                ORDER BY taken_at DESC, desk DESC, sequence DESC LIMIT :most) AS paid)
    )::text
    FROM guarantors AS guarantor WHERE number = :guarantor
    """
)

_ONE_GATHERER = text("SELECT pg_try_advisory_xact_lock(:lock)")
_GATHERERS_LOCK = 3_041_963  # Any number, the same in every process.
_BEHIND = text(
    """
    SELECT desk, received_through, COALESCE(caught_up_on, '-infinity')::text AS caught_up_on,
           COALESCE(through, 0) AS after, LEAST(received_through, COALESCE(through, 0) + :most) AS through
    FROM desks LEFT JOIN gathered USING (desk) WHERE received_through > COALESCE(through, 0)
    """
)
# Journal by journal, and line by line of money alone, each by its index: a line of bills has thousands of transfers.
_ONE_BY_ONE = text("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
_AS_EVER = text("SET LOCAL enable_hashjoin = DEFAULT; SET LOCAL enable_mergejoin = DEFAULT")
# What is new came after all was gathered, so no older month is looked into. A clock may be set back by a month.
_GATHER = text(
    """
    WITH paid AS (
        SELECT desk, sequence, taken_at, business_date, credit, cents,
               CASE kind WHEN :agreed THEN read_body(body) -> 'facts' ->> 'center' ELSE center END AS center,
               CASE kind WHEN :channel THEN staff ELSE '' END AS channel
        FROM unnest(CAST(:desks AS text[]), CAST(:afters AS bigint[]), CAST(:throughs AS bigint[]),
                    CAST(:caught_up AS date[])) AS behind (desk, after, through, caught_up_on)
        JOIN lines USING (desk) JOIN transfers USING (desk, sequence, received_on)
        WHERE sequence > after AND sequence <= through AND received_on >= caught_up_on - 31
          AND kind IN (:payment, :moved, :agreed, :channel, :carried)
          AND (starts_with(credit, 'credit:') OR starts_with(credit, 'receivable:'))
    )
    INSERT INTO guarantor_payments
        (guarantor_number, taken_at, desk, sequence, business_date, center, channel, cents)
    SELECT COALESCE(guarantor_number, split_part(credit, ':', 2)), taken_at, desk, sequence, business_date, center,
           channel, sum(cents)
    FROM paid LEFT JOIN statements ON starts_with(credit, 'receivable:') AND number = split_part(credit, ':', 2)
    WHERE guarantor_number IS NOT NULL OR starts_with(credit, 'credit:') GROUP BY 1, 2, 3, 4, 5, 6, 7
    """
)
_NOTE = text(
    """
    INSERT INTO gathered AS known (desk, through, caught_up_on)
    SELECT desk, through, CASE WHEN is_all THEN CURRENT_DATE ELSE caught_up_on END
    FROM unnest(CAST(:desks AS text[]), CAST(:throughs AS bigint[]), CAST(:caught_up AS date[]),
                CAST(:are_all AS boolean[])) AS behind (desk, through, caught_up_on, is_all)
    ON CONFLICT (desk) DO UPDATE SET through = excluded.through, caught_up_on = excluded.caught_up_on
    """
)


_KINDS = {
    "payment": LineKind.PAYMENT.value,
    "moved": LineKind.MOVED.value,
    "agreed": LineKind.MOVE_AGREED.value,
    "channel": LineKind.CHANNEL_PAYMENT.value,
    "carried": LineKind.CARRIED.value,
}


def guarantor_account(connection: Connection, number: str, desk: str) -> str:
    """All that is known of a guarantor, as ``desk`` sees it: a `GuarantorAccount` in JSON. Raises NobodyKnown."""
    account = connection.scalar(_ACCOUNT, {"guarantor": number, "desk": desk, "most": PAYMENTS_MOST})
    if account is None:
        raise NobodyKnown(f"The ledger knows no guarantor {number}. Check the number, or search by name.")
    return str(account)


@dataclass(slots=True)
class Gatherer:
    """Gathers payments by guarantor, and ends what they keep up; of several processes one does it at a time.

    Belongs to one event loop.
    """

    engine: Engine
    cash_seen: CashSeen = field(default_factory=CashSeen)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Gather every `GATHER_EVERY_S`, and at once while some is left, until released.

        What comes in meanwhile waits for the next time: a service that receives all the time has better to do.
        """
        while not self._over.is_set():
            if not await run_in_threadpool(self._try):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._over.wait(), GATHER_EVERY_S)

    def release(self) -> None:
        """The service stops."""
        self._over.set()

    def step(self) -> bool:
        """Gather some of what is new; returns whether more of it is left."""
        with self.engine.begin() as connection:
            if not connection.scalar(_ONE_GATHERER, {"lock": _GATHERERS_LOCK}):
                return False
            has_more = _gather(connection)
            has_cash = gather_cash(connection, seen=self.cash_seen)
            leave_out_unserved(connection)
            return has_more or has_cash

    def _try(self) -> bool:
        try:
            return self.step()
        except SQLAlchemyError:  # The database is away; what is not gathered now will be.
            return False


def _gather(connection: Connection) -> bool:
    """Gather what is new of each journal, and note how far; returns whether more of one is left."""
    behind = connection.execute(_BEHIND, {"most": LINES_AT_ONCE}).all()
    if not behind:
        return False
    asked = {
        "desks": [row.desk for row in behind],
        "afters": [row.after for row in behind],
        "throughs": [row.through for row in behind],
        "caught_up": [row.caught_up_on for row in behind],
    }
    connection.execute(_ONE_BY_ONE)
    connection.execute(_GATHER, asked | _KINDS)
    connection.execute(_AS_EVER)
    are_all = [row.through == row.received_through for row in behind]
    connection.execute(_NOTE, asked | {"are_all": are_all})
    return not all(are_all)
