"""Doors of the sample desk that make no sheet and ask no ledger, and remember what was asked of them."""

from datetime import date

from cashier.domain.day import Day
from cashier.domain.day_report import DayReport
from cashier.domain.errors import DeviceTrouble, LedgerAway
from cashier.domain.funds import Fund, FundUsed, UseFund
from cashier.domain.money import Money
from cashier.domain.people import Staff
from cashier.domain.refund import AskRefund, RefundAsked


class PlainReports:
    """Makes no file, and remembers which reports were handed out; ``trouble`` is what it says instead."""

    def __init__(self) -> None:
        self.made: list[tuple[DayReport, Day]] = []
        self.trouble = ""
        self.has_printer = True

    def hand_out(self, report: DayReport, day: Day) -> str:
        if self.trouble:
            raise DeviceTrouble(self.trouble)
        self.made.append((report, day))
        return f"Saved as day.{report.form}."


class PlainFunds:
    """The ledger's deposits and credit of everybody; ``trouble`` is what it says instead."""

    def __init__(self) -> None:
        self.there: tuple[Fund, ...] = ()
        self.used: list[UseFund] = []
        self.refunds: list[AskRefund] = []
        self.trouble = ""

    def of(self, member_number: str) -> tuple[Fund, ...]:
        return self.there

    def use(self, wish: UseFund, staff: Staff) -> FundUsed:
        if self.trouble:
            raise LedgerAway(self.trouble)
        self.used.append(wish)
        return FundUsed(left=wish.fund.amount - wish.amount, open_after=wish.seen - wish.amount)

    def ask_refund(self, wish: AskRefund, staff: Staff) -> RefundAsked:
        if self.trouble:
            raise LedgerAway(self.trouble)
        self.refunds.append(wish)
        return RefundAsked(left=wish.fund.amount - wish.amount, payable_from=date(2026, 12, 7), to_card=Money(0))
