"""Asks the ledger for a colleague's word, and whether it was given."""

from typing import Protocol

from cashier.domain.asks import Ask, AskAnswer
from cashier.domain.people import Staff
from cashier.wire_deeds import AskFor, AskLook, AskTold


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def ask(self, wish: AskFor) -> AskTold: ...
    def look_at_ask(self, asked: AskLook) -> AskTold: ...


class LedgerAsks:
    """`ports.asks.AskLedger`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def ask(self, ask: Ask, staff: Staff) -> AskAnswer:
        wish = AskFor(
            line_id=ask.ask_id,
            staff=staff.user,
            act=ask.act,
            cents=ask.amount.cents,
            right=ask.right.value,
            sentence=ask.sentence,
            facts=tuple(ask.facts.items()),
        )
        return _answer(self._ledger.ask(wish))

    def look(self, ask: Ask) -> AskAnswer:
        return _answer(self._ledger.look_at_ask(AskLook(ask=ask.ask_id)))


def _answer(told: AskTold) -> AskAnswer:
    return AskAnswer(state=told.state, by=told.by, by_name=told.by_name, at=told.at, words=told.words)
