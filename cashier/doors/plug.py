"""The network plug between a desk and its ledger, for the demo and for day scripts: pulled, nothing gets through."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from cashier.domain.errors import LedgerAway

if TYPE_CHECKING:
    from cashier.sync.client import LedgerClient, MessageType
    from cashier.wire import (
        CashAnswer,
        CashAsked,
        Message,
        Page,
        PastAnswer,
        ReceiptAnswer,
        Run,
        SearchAnswer,
        Standing,
        StatementDetailsRow,
        SuspendedList,
        TakenUp,
        TakeUp,
    )
    from cashier.wire_deeds import (
        AskFor,
        AskLook,
        AskTold,
        Deed,
        DeedDone,
        MessagesAsked,
        MessagesTold,
        TaskAsked,
        TaskTold,
        TrendAsked,
        TrendTold,
    )
    from cashier.wire_funds import FundsAnswer, FundUsed, UseFund
    from cashier.wire_handed import DecideHanded, HandedDecided, HandedList
    from cashier.wire_office import AcceptBag, BagAccepted, OfficeAnswer, OfficeAsked
    from cashier.wire_refunds import AskRefund, RefundAsked


class Plug:
    """Stands before a `LedgerClient` and answers as a dead line would while it is pulled.

    An answer that arrives after the plug was pulled is lost, as on a real line. The client is made when it is needed
    first, on the lane that needs it: the library behind it loads slowly.
    """

    def __init__(self, make_client: "Callable[[], LedgerClient]") -> None:
        self._make_client = make_client
        self._made: LedgerClient | None = None
        self._one_at_a_time = Lock()
        self._is_over = False
        self.is_pulled = False

    def send(self, run: "Run") -> "Standing":
        self._check()
        standing = self._client().send(run)
        self._check()
        return standing

    def begin(self, run: "Run") -> "Callable[[], Standing]":
        self._check()
        answer = self._client().begin(run)

        def heard() -> "Standing":
            standing = answer()
            self._check()
            return standing

        return heard

    def standing(self) -> "Standing":
        self._check()
        standing = self._client().standing()
        self._check()
        return standing

    def page(self, epoch: str, after: str, *, limit: int, wait_s: float) -> "Page":
        self._check()
        page = self._client().page(epoch, after, limit=limit, wait_s=wait_s)
        self._check()
        return page

    def find(self, text: str) -> "SearchAnswer":
        self._check()
        answer = self._client().find(text)
        self._check()
        return answer

    def family(self, member_number: str) -> "Page":
        self._check()
        page = self._client().family(member_number)
        self._check()
        return page

    def payments(self, member_number: str) -> "PastAnswer":
        self._check()
        answer = self._client().payments(member_number)
        self._check()
        return answer

    def receipt(self, number: str) -> "ReceiptAnswer":
        self._check()
        answer = self._client().receipt(number)
        self._check()
        return answer

    def suspended(self) -> "SuspendedList":
        self._check()
        waiting = self._client().suspended()
        self._check()
        return waiting

    def take_up(self, suspended_id: str, wish: "TakeUp") -> "TakenUp":
        self._check()
        answer = self._client().take_up(suspended_id, wish)
        self._check()
        return answer

    def handed(self, staff: str, *, left_behind: bool = False) -> "HandedList":
        self._check()
        arriving = self._client().handed(staff, left_behind=left_behind)
        self._check()
        return arriving

    def decide_handed(self, transfer_id: str, wish: "DecideHanded") -> "HandedDecided":
        self._check()
        decided = self._client().decide_handed(transfer_id, wish)
        self._check()
        return decided

    def drawers(self, path: str, shape: "type[MessageType]", within_s: float, **asked: str) -> "MessageType":
        self._check()
        told = self._client().drawers(path, shape, within_s, **asked)
        self._check()
        return told

    def details(self, statement_number: str) -> "StatementDetailsRow":
        self._check()
        row = self._client().details(statement_number)
        self._check()
        return row

    def cash_of(self, asked: "CashAsked") -> "CashAnswer":
        self._check()
        answer = self._client().cash_of(asked)
        self._check()
        return answer

    def office(self, asked: "OfficeAsked") -> "OfficeAnswer":
        self._check()
        answer = self._client().office(asked)
        self._check()
        return answer

    def accept_bag(self, wish: "AcceptBag") -> "BagAccepted":
        self._check()
        accepted = self._client().accept_bag(wish)
        self._check()
        return accepted

    def deed(self, wish: "Deed") -> "DeedDone":
        self._check()
        done = self._client().deed(wish)
        self._check()
        return done

    def task(self, asked: "TaskAsked") -> "TaskTold":
        self._check()
        told = self._client().task(asked)
        self._check()
        return told

    def ask(self, wish: "AskFor") -> "AskTold":
        self._check()
        told = self._client().ask(wish)
        self._check()
        return told

    def look_at_ask(self, asked: "AskLook") -> "AskTold":
        self._check()
        told = self._client().look_at_ask(asked)
        self._check()
        return told

    def safe(self, path: str, wish: "Message", shape: "type[MessageType]") -> "MessageType":
        self._check()
        answer = self._client().safe(path, wish, shape)
        self._check()
        return answer

    def funds(self, member_number: str) -> "FundsAnswer":
        self._check()
        answer = self._client().funds(member_number)
        self._check()
        return answer

    def ask_refund(self, wish: "AskRefund") -> "RefundAsked":
        self._check()
        asked = self._client().ask_refund(wish)
        self._check()
        return asked

    def use_fund(self, wish: "UseFund") -> "FundUsed":
        self._check()
        used = self._client().use_fund(wish)
        self._check()
        return used

    def trend(self, asked: "TrendAsked") -> "TrendTold":
        self._check()
        told = self._client().trend(asked)
        self._check()
        return told

    def records(self, path: str, wish: "Message", shape: "type[MessageType]") -> "MessageType":
        self._check()
        answer = self._client().records(path, wish, shape)
        self._check()
        return answer

    def messages(self, asked: "MessagesAsked") -> "MessagesTold":
        self._check()
        told = self._client().messages(asked)
        self._check()
        return told

    def interrupt(self) -> None:
        """End what is under way, for good. From any thread."""
        with self._one_at_a_time:
            self._is_over = True
            if self._made is not None:
                self._made.interrupt()

    def close(self) -> None:
        self.interrupt()
        if self._made is not None:
            self._made.close()

    def _client(self) -> "LedgerClient":
        with self._one_at_a_time:
            if self._made is None:
                self._made = self._make_client()
                if self._is_over:
                    self._made.interrupt()
            return self._made

    def _check(self) -> None:
        if self.is_pulled:
            from cashier.sync.client import UNREACHABLE

            raise LedgerAway(UNREACHABLE)


class NoLedger(Plug):
    """Stands where no ledger ever is, and says why."""

    def __init__(self, why: str) -> None:
        super().__init__(self._nobody)
        self._why = why

    def _nobody(self) -> "LedgerClient":
        raise LedgerAway(self._why)

    def _check(self) -> None:
        raise LedgerAway(self._why)
