"""Asks the ledger what a guarantor has, and has it pay a bill; believes nothing that cannot be."""

from typing import Protocol

from cashier.domain.accounts import Book
from cashier.domain.funds import Fund, FundUsed, UseFund, read_fund
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.refund import AskRefund, RefundAsked
from cashier.wire_funds import FundsAnswer
from cashier.wire_funds import FundUsed as UsedSaid
from cashier.wire_funds import UseFund as UseAsked
from cashier.wire_refunds import AskRefund as RefundWanted
from cashier.wire_refunds import RefundAsked as RefundSaid


class Source(Protocol):
    """The ledger as it is asked here; `LedgerClient` over the network."""

    def funds(self, member_number: str) -> FundsAnswer: ...
    def use_fund(self, wish: UseAsked) -> UsedSaid: ...
    def ask_refund(self, wish: RefundWanted) -> RefundSaid: ...


class LedgerFunds:
    """`ports.funds.Funds`. Raises LedgerAway, LedgerRefuses."""

    def __init__(self, ledger: Source) -> None:
        self._ledger = ledger

    def of(self, member_number: str) -> tuple[Fund, ...]:
        said = self._ledger.funds(member_number).funds
        return tuple(
            Fund(target=read_fund(row.fund), book=Book.read(row.book), amount=Money(row.cents)) for row in said
        )

    def use(self, wish: UseFund, staff: Staff) -> FundUsed:
        asked = UseAsked(
            line_id=wish.act_id,
            staff=staff.user,
            member=wish.opened,
            fund=wish.fund.target.code,
            book=wish.fund.book.code,
            statement=wish.statement,
            cents=wish.amount.cents,
            seen_cents=wish.seen.cents,
        )
        said = self._ledger.use_fund(asked)
        return FundUsed(left=Money(said.left_cents), open_after=Money(said.open_cents))

    def ask_refund(self, wish: AskRefund, staff: Staff) -> RefundAsked:
        asked = RefundWanted(
            line_id=wish.act_id,
            staff=staff.user,
            member=wish.opened,
            fund=wish.fund.target.code,
            book=wish.fund.book.code,
            cents=wish.amount.cents,
            why=wish.why,
        )
        said = self._ledger.ask_refund(asked)
        return RefundAsked(left=Money(said.left_cents), payable_from=said.not_before, to_card=Money(said.card_cents))
