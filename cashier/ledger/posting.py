"""Writes a judged run: lines, transfers, balances, day sums and the mark, in the caller's transaction.

Lines and transfers go in by COPY, the fastest way into PostgreSQL; what may meet a row that is there, in one statement.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from cashier.domain.accounts import AccountKind, receivable
from cashier.ledger.day_sums import sums_of
from cashier.ledger.judging import NOT_POSTED, Judgment, OpenStatement, State, judge
from cashier.ledger.reading import Received

_OPEN = text(
    """
    SELECT substr(account, 12) AS number, debit_cents - credit_cents AS open_cents
    FROM balances WHERE account = ANY(CAST(:accounts AS text[])) ORDER BY account FOR UPDATE
    """
)
_WHOSE = text("SELECT number, guarantor_number FROM statements WHERE number = ANY(CAST(:numbers AS text[]))")
_GUARANTORS = text("SELECT number FROM guarantors WHERE number = ANY(CAST(:numbers AS text[]))")

_LINES = """
    COPY lines (desk, sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center, state)
    FROM STDIN
"""
_TRANSFERS = "COPY transfers (desk, sequence, place, part, debit, credit, cents, meant, why) FROM STDIN"
_KEEP = text(
    """
    WITH numbered AS (
        INSERT INTO receipts (desk, receipt, payment_id, sequence)
        SELECT :desk, receipt, payment_id, sequence
        FROM jsonb_to_recordset(CAST(:receipts AS jsonb)) AS receipt (
            receipt text, payment_id uuid, sequence bigint)
        ON CONFLICT DO NOTHING
    ), weighed AS (
        INSERT INTO balances AS balance (account, debit_cents, credit_cents)
        SELECT account, debit_cents, credit_cents
        FROM jsonb_to_recordset(CAST(:balances AS jsonb)) AS move (
            account text, debit_cents bigint, credit_cents bigint)
        ORDER BY account
        ON CONFLICT (account) DO UPDATE SET
            debit_cents = balance.debit_cents + excluded.debit_cents,
            credit_cents = balance.credit_cents + excluded.credit_cents,
            version = balance.version + 1,
            changed_in = pg_current_xact_id()
    ), summed AS (
        INSERT INTO day_sums AS known
            (business_date, desk, shift, center, staff, region, tender, tenders, cents)
        SELECT business_date, :desk, shift, center, staff, region, tender, tenders, cents
        FROM jsonb_to_recordset(CAST(:day_sums AS jsonb)) AS more (
            business_date date, shift text, center text, staff text, region text, tender text, tenders bigint,
            cents bigint)
        ON CONFLICT (business_date, desk, shift, center, staff, region, tender) DO UPDATE SET
            tenders = known.tenders + excluded.tenders,
            cents = known.cents + excluded.cents
    )
    UPDATE desks SET received_through = :through, chain = :chain WHERE desk = :desk
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES (:what, :sentence)")


def post(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Post lines that follow ``desk``'s mark without a gap; its row is locked by the caller."""
    open_now, guarantors = _known(connection, lines)
    judgment = judge(lines, open_now, guarantors)
    _copy(connection, _LINES, (_line_row(desk, line, judgment.states[line.sequence]) for line in lines))
    _copy(connection, _TRANSFERS, _transfer_rows(desk, judgment))
    connection.execute(
        _KEEP,
        {
            "desk": desk,
            "receipts": _as_json(_receipt_rows(lines)),
            "balances": _as_json(_balance_rows(judgment)),
            "day_sums": _as_json(sums_of(line.line for line in lines if line.line and not line.repeated).rows()),
            "through": lines[-1].sequence,
            "chain": lines[-1].chain,
        },
    )
    for line in lines:
        state = judgment.states[line.sequence]
        if state in NOT_POSTED:
            raise_alarm(connection, f"line_{state}", f"Line {line.sequence} of {desk} is {state}. It was not posted.")


def raise_alarm(connection: Connection, what: str, sentence: str) -> None:
    """Put a sentence where the office sees it."""
    connection.execute(_ALARM, {"what": what, "sentence": sentence})


def _known(connection: Connection, lines: Sequence[Received]) -> tuple[dict[str, OpenStatement], frozenset[str]]:
    """The statements and guarantors that the lines name, as far as the ledger knows them; balances stay locked."""
    statements: dict[str, int] = {}
    guarantors: set[str] = set()
    for received in lines:
        for transfer in received.line.transfers if received.line else ():
            if transfer.debit.kind is AccountKind.RECEIVABLE:
                statements.setdefault(transfer.debit.owner, 0)
            if transfer.credit.kind is AccountKind.RECEIVABLE:
                paid = statements.get(transfer.credit.owner, 0)
                statements[transfer.credit.owner] = paid + transfer.amount.cents
            elif transfer.credit.kind is AccountKind.CREDIT:
                guarantors.add(transfer.credit.owner)
    known = connection.scalars(_GUARANTORS, {"numbers": list(guarantors)}) if guarantors else ()
    return _open_statements(connection, statements) if statements else {}, frozenset(known)


def _open_statements(connection: Connection, paid_cents: Mapping[str, int]) -> dict[str, OpenStatement]:
    """Statements by number. Whose one is, is looked up only where more is paid on it than is open."""
    accounts = [receivable(number).code for number in paid_cents]
    open_cents = {row.number: row.open_cents for row in connection.execute(_OPEN, {"accounts": accounts})}
    beyond = [number for number, cents in open_cents.items() if paid_cents[number] > cents]
    whose = (
        {row.number: row.guarantor_number for row in connection.execute(_WHOSE, {"numbers": beyond})} if beyond else {}
    )
    for number in beyond:
        if number not in whose:  # Its account was moved once, but it was never billed.
            del open_cents[number]
    return {
        number: OpenStatement(guarantor_number=whose.get(number, ""), open_cents=cents)
        for number, cents in open_cents.items()
    }


def _copy(connection: Connection, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Past SQLAlchemy, which knows no COPY; what goes wrong is raised as it would raise it."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    try:
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as trouble:
        raise DBAPIError.instance(into, None, trouble, psycopg.Error, dialect=connection.dialect) from trouble


def _line_row(desk: str, received: Received, state: State) -> tuple[Any, ...]:
    sequence, chain, body, line = received.sequence, received.chain, received.body, received.line
    if line is None:
        return desk, sequence, None, None, chain, body, None, None, None, None, None, state.value
    return (
        desk,
        sequence,
        None if received.repeated else line.line_id,
        line.kind.value,
        chain,
        body,
        line.taken_at,
        line.business_date,
        line.shift_id,
        line.staff,
        line.center,
        state.value,
    )


def _transfer_rows(desk: str, judgment: Judgment) -> Iterator[tuple[Any, ...]]:
    for posted in judgment.posted:
        yield (
            desk,
            posted.sequence,
            posted.place,
            posted.part,
            posted.debit,
            posted.credit,
            posted.cents,
            posted.meant,
            posted.why.value if posted.why else None,
        )


def _receipt_rows(lines: Sequence[Received]) -> list[dict[str, Any]]:
    return [
        {"receipt": line.receipt.receipt, "payment_id": line.receipt.payment_id.hex, "sequence": line.sequence}
        for line in lines
        if line.receipt is not None and not line.repeated
    ]


def _balance_rows(judgment: Judgment) -> list[dict[str, Any]]:
    return [
        {"account": account, "debit_cents": moved.debit_cents, "credit_cents": moved.credit_cents}
        for account, moved in judgment.moved.items()
    ]


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
