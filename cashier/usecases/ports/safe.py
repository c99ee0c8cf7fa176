"""The ledger's side of safe, deposits and bank, for somebody of the cash office."""

from datetime import date
from typing import Protocol
from uuid import UUID

from cashier.domain.deposit import Deposit
from cashier.domain.people import Staff
from cashier.domain.safe import (
    BagCount,
    BagSeen,
    BagsNamed,
    Change,
    CountDone,
    DepositCorrection,
    DepositDone,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    TwoBags,
)


class SafeLedger(Protocol):
    """Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses; with the same id again an act is the same act."""

    def look(self, staff: Staff, day: date) -> Safe:
        """How safe, deposits and bank stand."""

    def bag(self, staff: Staff, number: str) -> BagSeen:
        """What is in a bag or a deposit, what happened to it, and what is next."""

    def prepare(self, wish: Prepare, staff: Staff) -> DepositDone:
        """Say which bags go to the bank together."""

    def review(self, wish: Review, staff: Staff) -> DepositDone:
        """Count them again and seal them."""

    def give(self, wish: HandOver, staff: Staff) -> DepositDone:
        """To the courier."""

    def arrive(self, wish: HandOver, staff: Staff) -> DepositDone:
        """At the bank."""

    def correct(self, wish: DepositCorrection, staff: Staff, second: Staff) -> DepositDone:
        """Take over what the bank has of it."""

    def count(self, wish: SafeCount, staff: Staff, second: Staff) -> CountDone:
        """The safe."""

    def recount(self, wish: BagCount, staff: Staff, second: Staff) -> CountDone:
        """A bag in the safe."""

    def name(self, wish: TwoBags, staff: Staff, second: Staff) -> BagsNamed:
        """Bags that were filled under one number."""

    def change(self, wish: Change, staff: Staff, second: Staff) -> CountDone:
        """Change from the bank."""

    def slip(self, deposit: UUID, reason: str, staff: Staff) -> Deposit:
        """A deposit for its slip and its list; that it was taken out is written down."""


class DepositPapers(Protocol):
    """A deposit's slip and list as files, or on the office printer. Slow: never on the Qt thread."""

    def hand_out(self, deposit: Deposit, *, as_table: bool) -> str:
        """Write the file, or print the slip; returns where it is, as a sentence. Raises DeviceTrouble."""
