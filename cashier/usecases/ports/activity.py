"""This desk's payments, to be found and added up: read from the journal, and never the truth about money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cashier.domain.desk_payment import DeskPayment, PaymentQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class DayActivity:
    """What stands in the journal for some business dates.

    ``payments``: of the first date, newest first. ``hours``: by date, payments by the hour in which they began, each
    hour as its first instant. ``declined``: cards that the terminal declined on the first date.
    """

    payments: tuple[DeskPayment, ...]
    hours: Mapping[date, Mapping[datetime, int]]
    declined: int


class Activity(Protocol):
    """Safe to call from any thread, and none of it waits for a writer of the journal. Raises StoreTrouble."""

    def day(self, business_date: date, compared: Sequence[date]) -> DayActivity: ...
    def days_before(self, day: date, most: int) -> tuple[date, ...]:
        """Business dates before ``day`` on which this desk took payments, the latest first."""

    def found(self, query: PaymentQuery, most: int) -> tuple[DeskPayment, ...]:
        """Payments that fit, newest first; with an empty query the latest."""

    def of(self, receipt: str) -> DeskPayment | None:
        """The payment under one receipt number."""

    def behind(self) -> int:
        """How many lines of the journal were not read yet: those of a long history, after its first opening."""
