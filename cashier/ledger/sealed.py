"""What desks sealed to the office's key, opened for a named person with a right and a reason, which is written down."""

import json
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.errors import Refused
from cashier.domain.large_cash import DAY, YEAR
from cashier.domain.money import Money
from cashier.domain.scan import safe_text
from cashier.ledger.returned_checks import check_of
from cashier.security.box import open_box
from cashier.security.sealing import FORM_SEALED_FOR_OFFICE, SEALED_FOR_OFFICE

_REPORT = text(
    """
    SELECT payor, desk, center, receipt, within, reached_on, due_on, sealed, why_not FROM cash_reports
    WHERE receipt = :receipt
    """
)
_RECEIVED = text(
    """
    SELECT taken_at, desk, cents FROM cash_received
    WHERE payor = :payor AND NOT is_report
      AND taken_at > CAST(:reached_on AS date) + interval '2 days' - CAST(:within AS interval)
      AND taken_at < CAST(:reached_on AS date) + interval '2 days'
    ORDER BY taken_at
    """
)
_WITHIN = {"24 hours": DAY * 3, "12 months": YEAR}  # A business date is no instant: a day on each side is told, too.


def opened_report(connection: Connection, receipt: str, private: str) -> dict[str, Any]:
    """What Form 8300 asks of a payor, with the cash that brought them there, in dollars. Raises Refused."""
    row = connection.execute(_REPORT, {"receipt": receipt}).first()
    if row is None:
        raise Refused(f"No report on large cash stands under receipt {safe_text(receipt, 'The receipt')}.")
    if not row.sealed:
        raise Refused("No desk has taken that form down yet, so there is nothing to open.")
    received = connection.execute(
        _RECEIVED, {"payor": row.payor, "reached_on": row.reached_on, "within": _WITHIN.get(row.within, YEAR)}
    )
    return {
        "receipt": row.receipt,
        "desk": row.desk,
        "center": row.center,
        "within": row.within,
        "reached_on": row.reached_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "why_not_complete": row.why_not,
        "form": json.loads(_opened(row.sealed, private, FORM_SEALED_FOR_OFFICE)),
        "received": [
            {"at": cash.taken_at.isoformat(), "desk": cash.desk, "dollars": Money(cash.cents).plain()}
            for cash in received
        ],
    }


def opened_account(connection: Connection, receipt: str, number: str, private: str) -> dict[str, Any]:
    """A check's routing and account number. Raises Refused."""
    tender = check_of(connection, receipt, number)
    if tender.account is None:
        raise Refused("This check was taken without its account number, so there is nothing to open.")
    account = _opened(tender.account.sealed, private, SEALED_FOR_OFFICE).decode()
    return {"receipt": receipt, "number": number, "routing": tender.routing, "account": account}


def _opened(box: str, private: str, purpose: bytes) -> bytes:
    try:
        return open_box(box, private, purpose)
    except ValueError as trouble:
        raise Refused("This key does not open it. Use the office's private key of this organization.") from trouble
