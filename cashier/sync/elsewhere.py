"""Asks the ledger for people whom this desk does not hold, and brings a family here when its account is opened."""

from typing import Protocol

from cashier.domain.errors import HistoryDiffers, LedgerAway, UnreadableBody
from cashier.domain.past_payments import PastPayment
from cashier.domain.receipt_seen import LINES_MOST, ReceiptSeen, receipt_seen
from cashier.sync.client import NOT_AN_ANSWER
from cashier.sync.pull import MARK_AHEAD
from cashier.sync.rows import TEXT_MAX, directory_page, found_members, past_payments
from cashier.usecases.ports.directory import DirectoryWriter, Found
from cashier.usecases.ports.work import OpenWork
from cashier.wire import Page, PastAnswer, ReceiptAnswer, SearchAnswer

BEGINS_ANEW = "The ledger has begun anew, and this desk takes over its people just now. Try again in a moment."


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def find(self, text: str) -> SearchAnswer: ...
    def family(self, member_number: str) -> Page: ...
    def payments(self, member_number: str) -> PastAnswer: ...
    def receipt(self, number: str) -> ReceiptAnswer: ...


class LedgerPeople:
    """`find_elsewhere.Elsewhere`. Raises LedgerAway, LedgerRefuses, HistoryDiffers, StoreTrouble."""

    def __init__(self, *, open_reading: OpenWork, writer: DirectoryWriter, ledger: Source) -> None:
        self._open_reading = open_reading
        self._writer = writer
        self._ledger = ledger

    def search(self, text: str) -> tuple[Found, ...]:
        return found_members(self._ledger.find(text))

    def payments(self, member_number: str) -> tuple[PastPayment, ...]:
        return past_payments(self._ledger.payments(member_number))

    def receipt(self, number: str) -> ReceiptSeen:
        answer = self._ledger.receipt(number)
        texts = (answer.region, answer.center_name)
        if max(len(answer.bodies), len(answer.since)) > LINES_MOST or max(map(len, texts)) > TEXT_MAX:
            raise LedgerAway(NOT_AN_ANSWER)
        try:
            return receipt_seen(
                number,
                answer.region,
                answer.center_name,
                answer.bodies,
                since=answer.since,
                voided=answer.voided,
            )
        except UnreadableBody as trouble:
            raise LedgerAway(NOT_AN_ANSWER) from trouble

    def bring(self, member_number: str) -> None:
        page = self._ledger.family(member_number)
        with self._open_reading() as work:
            if page.mark > work.journal.head().sequence:
                raise HistoryDiffers(MARK_AHEAD)
        if not self._writer.bring(directory_page(page)):
            raise LedgerAway(BEGINS_ANEW)
