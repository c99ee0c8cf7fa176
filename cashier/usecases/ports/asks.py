"""The queue at the ledger where a colleague's word is asked for."""

from typing import Protocol

from cashier.domain.asks import Ask, AskAnswer
from cashier.domain.people import Staff


class AskLedger(Protocol):
    """Slow: never on the Qt thread. Raises LedgerAway, LedgerRefuses."""

    def ask(self, ask: Ask, staff: Staff) -> AskAnswer:
        """Put the question into the queue; with the same id again it is the same question."""

    def look(self, ask: Ask) -> AskAnswer:
        """How it stands with it."""
