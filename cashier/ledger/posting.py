"""Writes a judged run: lines, transfers, balances and the mark, in one statement of the caller's transaction."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.accounts import AccountKind, receivable
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

_KEEP = text(
    """
    WITH kept AS (
        INSERT INTO lines (desk, sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center,
                           state)
        SELECT :desk, sequence, line_id, kind, chain, body, taken_at, business_date, shift_id, staff, center, state
        FROM jsonb_to_recordset(CAST(:lines AS jsonb)) AS line (
            sequence bigint, line_id uuid, kind text, chain text, body text, taken_at timestamptz, business_date date,
            shift_id uuid, staff text, center text, state text)
    ), moved AS (
        INSERT INTO transfers (desk, sequence, place, part, debit, credit, cents, meant, why)
        SELECT :desk, sequence, place, part, debit, credit, cents, meant, why
        FROM jsonb_to_recordset(CAST(:transfers AS jsonb)) AS transfer (
            sequence bigint, place integer, part integer, debit text, credit text, cents bigint, meant text, why text)
    ), numbered AS (
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
    )
    UPDATE desks SET received_through = :through, chain = :chain WHERE desk = :desk
    """
)
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES (:what, :sentence)")


def post(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Post lines that follow ``desk``'s mark without a gap; its row is locked by the caller."""
    open_now, guarantors = _known(connection, lines)
    judgment = judge(lines, open_now, guarantors)
    connection.execute(
        _KEEP,
        {
            "desk": desk,
            "lines": _as_json([_line_row(line, judgment.states[line.sequence]) for line in lines]),
            "transfers": _as_json(_transfer_rows(judgment)),
            "receipts": _as_json(_receipt_rows(lines)),
            "balances": _as_json(_balance_rows(judgment)),
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


def _line_row(received: Received, state: State) -> dict[str, Any]:
    row: dict[str, Any] = {
        "sequence": received.sequence,
        "chain": received.chain,
        "body": received.body,
        "state": state,
    }
    line = received.line
    if line is not None:
        row |= {
            "line_id": None if received.repeated else line.line_id.hex,
            "kind": line.kind,
            "taken_at": line.taken_at.isoformat(),
            "business_date": line.business_date.isoformat() if line.business_date else None,
            "shift_id": str(line.shift_id) if line.shift_id else None,
            "staff": line.staff,
            "center": line.center,
        }
    return row


def _transfer_rows(judgment: Judgment) -> list[dict[str, Any]]:
    return [
        {
            "sequence": posted.sequence,
            "place": posted.place,
            "part": posted.part,
            "debit": posted.debit,
            "credit": posted.credit,
            "cents": posted.cents,
            "meant": posted.meant,
            "why": posted.why,
        }
        for posted in judgment.posted
    ]


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
