"""Find people of other centers, whom only the ledger knows: slow, so never on the Qt thread, and only online."""

from typing import Protocol

from cashier.domain.past_payments import PastPayment
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.usecases.ports.directory import Directory, Found


class Elsewhere(Protocol):
    """The ledger's people. Every method raises CashierError with a sentence for the cashier."""

    def search(self, text: str) -> tuple[Found, ...]:
        """Members of all centers for the finder's text, best first."""

    def payments(self, member_number: str) -> tuple[PastPayment, ...]:
        """What a member paid of late, at any desk and by any channel, newest first."""

    def receipt(self, number: str) -> ReceiptSeen:
        """A receipt that some other desk made, as may be seen of it here."""

    def bring(self, member_number: str) -> None:
        """Write a member's whole family with their statements into this desk's directory, where they stay for long."""


def find_elsewhere(text: str, elsewhere: Elsewhere, directory: Directory) -> tuple[Found, ...]:
    """Who is found by the ledger and not held here. Raises CashierError."""
    return tuple(found for found in elsewhere.search(text) if directory.member(found.number) is None)


def bring_statement(number: str, elsewhere: Elsewhere, directory: Directory) -> bool:
    """Hold the family here whose statement this is; False where nobody is found for it. Raises CashierError."""
    if directory.member_of_statement(number) is None:
        found = elsewhere.search(number)
        if len(found) == 1:
            elsewhere.bring(found[0].number)
    return directory.member_of_statement(number) is not None


def bring_here(member_number: str, elsewhere: Elsewhere, directory: Directory) -> None:
    """Hold a member's family here, so that the account opens like any other. Raises CashierError."""
    if directory.member(member_number) is None:
        elsewhere.bring(member_number)
