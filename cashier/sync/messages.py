"""Asks the ledger what the office says to this desk."""

from typing import Protocol

from cashier.domain.desk_messages import WORDS_MOST, DeskMessage
from cashier.domain.errors import LedgerAway, Refused
from cashier.domain.scan import safe_text
from cashier.wire_deeds import MessagesAsked, MessagesTold


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def messages(self, asked: MessagesAsked) -> MessagesTold: ...


class LedgerMessages:
    """`ports.messages.MessageLedger`."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def messages(self) -> tuple[DeskMessage, ...]:
        try:
            return tuple(
                DeskMessage(
                    message_id=row.message,
                    words=safe_text(row.words, "A message", most=WORDS_MOST),
                    sent_by=safe_text(row.sent_by, "A name"),
                    until=row.until,
                )
                for row in self._ledger.messages(MessagesAsked()).messages
            )
        except Refused as impossible:
            raise LedgerAway("The ledger sent a message that cannot be shown.") from impossible
