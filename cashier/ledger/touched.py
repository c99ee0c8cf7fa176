"""Whose accounts a line of the ledger's own journal touched: it stands in their history from then on."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from cashier.domain.accounts import Account, AccountKind

_OF = text(
    """
    INSERT INTO reopened_of (guarantor_number, sequence)
    SELECT DISTINCT guarantor_number, CAST(:sequence AS bigint) FROM (
        SELECT guarantor_number FROM statements WHERE number = ANY(CAST(:statements AS text[]))
        UNION ALL SELECT unnest(CAST(:guarantors AS text[]))
    ) AS whose ON CONFLICT DO NOTHING
    """
)


def note_touched(connection: Connection, sequence: int, accounts: Iterable[Account], guarantor: str) -> None:
    """Whose bills and credit these are, and ``guarantor`` where one is named; once, however often it is noted."""
    owners: dict[AccountKind, list[str]] = {AccountKind.RECEIVABLE: [], AccountKind.CREDIT: []}
    for account in accounts:
        if account.kind in owners:
            owners[account.kind].append(account.owner)
    guarantors = [*owners[AccountKind.CREDIT], *([guarantor] if guarantor else [])]
    connection.execute(
        _OF, {"sequence": sequence, "statements": owners[AccountKind.RECEIVABLE], "guarantors": guarantors}
    )
