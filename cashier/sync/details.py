"""Asks the ledger what a copy of a statement shows beside its sums, and believes nothing that cannot be."""

from typing import Protocol

from cashier.domain.errors import LedgerAway
from cashier.domain.money import MOST_CENTS, Money
from cashier.domain.statement_copy import Charge, StatementDetails
from cashier.wire import ChargeRow, StatementDetailsRow

LINES_MOST = 999
ADDRESS_MOST = 5
TEXT_MOST = 200


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def details(self, statement_number: str) -> StatementDetailsRow: ...


class LedgerDetails:
    """`statement_copy.DetailsSource`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def details(self, statement_number: str) -> StatementDetails:
        row = self._ledger.details(statement_number)
        texts = (row.addressee, *row.address, *(charge.words for charge in row.charges))
        if (
            len(row.charges) > LINES_MOST
            or len(row.address) > ADDRESS_MOST
            or any(len(text) > TEXT_MOST for text in texts)
            or any(abs(charge.cents) > MOST_CENTS for charge in row.charges)
        ):
            raise LedgerAway("The ledger sent impossible lines of a statement.")
        return StatementDetails(
            addressee=row.addressee, address=row.address, charges=tuple(_charge(charge) for charge in row.charges)
        )


def _charge(row: ChargeRow) -> Charge:
    return Charge(day=row.service_date, words=row.words, amount=Money(row.cents))
