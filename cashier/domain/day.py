"""What a day at one desk adds up to, without anything from which an uncounted drawer's cash could be told (R2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from cashier.domain.desk_payment import DeskPayment
from cashier.domain.money import Money, total
from cashier.domain.tenders import TenderKind

WEEKS_COMPARED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderFigure:
    """How many payments had this tender, how many pieces of it there were, and what it paid.

    ``amount`` is None while it must not be seen.
    """

    payments: int
    items: int
    amount: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """``cash.amount`` is net: what was ``tendered`` less the ``change`` given; all three None while cash is not seen.

    ``with_two`` counts receipts that two tenders or more paid. ``window_s``: the median from the account's opening
    to the payment, None where none is known. ``total`` is None while the cash is. ``voided``: payments that went back,
    which count in nothing else.
    """

    receipts: int
    with_two: int
    cash: TenderFigure
    checks: TenderFigure
    card: TenderFigure
    declined: int
    window_s: int | None
    tendered: Money | None = None
    change: Money | None = None
    voided: int = 0

    @property
    def total(self) -> Money | None:
        known = [each.amount for each in (self.cash, self.checks, self.card) if each.amount is not None]
        return total(known) if self.cash.amount is not None else None


def day_figures(payments: Sequence[DeskPayment], *, declined: int, cash_is_counted: bool) -> DayFigures:
    """The one function behind screen, report and paper. Without a count there is no cash amount, and no total."""
    voided = sum(payment.voided for payment in payments)
    payments = [payment for payment in payments if not payment.voided]
    cash = [each for payment in payments for each in payment.paid_by if each.kind is TenderKind.CASH]
    tendered, change = total([each.tendered for each in cash]), total([each.change for each in cash])
    waited = [each.waited_s for each in payments if each.waited_s is not None]
    return DayFigures(
        receipts=len(payments),
        with_two=sum(len(each.paid_by) > 1 for each in payments),
        cash=TenderFigure(
            payments=sum(payment.has_cash for payment in payments),
            items=len(cash),
            amount=tendered - change if cash_is_counted else None,
        ),
        checks=_figure(payments, frozenset({TenderKind.CHECK, TenderKind.CASHIERS_CHECK, TenderKind.MONEY_ORDER})),
        card=_figure(payments, frozenset({TenderKind.CARD})),
        declined=declined,
        window_s=round(median(waited)) if waited else None,
        tendered=tendered if cash_is_counted else None,
        change=change if cash_is_counted else None,
        voided=voided,
    )


def _figure(payments: Sequence[DeskPayment], kinds: frozenset[TenderKind]) -> TenderFigure:
    those = [[each.amount for each in payment.paid_by if each.kind in kinds] for payment in payments]
    amounts = [amount for of_one in those for amount in of_one]
    return TenderFigure(payments=sum(bool(of_one) for of_one in those), items=len(amounts), amount=total(amounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class HourFigure:
    """``taken``: payments of this hour of the day, at the center. ``usual``: the mean of the days compared with."""

    hour: int
    taken: int
    usual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One business date at this desk. ``payments`` newest first; ``behind``: lines that were not looked at yet."""

    business_date: date
    payments: tuple[DeskPayment, ...]
    figures: DayFigures
    hours: tuple[HourFigure, ...]
    days_compared: int
    behind: int = 0
    cash_is_counted: bool = field(default=False)


def same_weekdays(day: date) -> tuple[date, ...]:
    """The same weekday of the weeks before, as far as the calendar has any."""
    before = [timedelta(weeks=weeks) for weeks in range(1, WEEKS_COMPARED + 1)]
    return tuple(day - weeks for weeks in before if weeks <= day - date.min)


def by_hour(today: Mapping[int, int], before: Iterable[Mapping[int, int]]) -> tuple[tuple[HourFigure, ...], int]:
    """Payments by hour against the mean of the days before on which there were any; how many those were.

    From the first hour with payments to the last, with none left out between.
    """
    compared = [day for day in before if day]
    hours = sorted({hour for day in (today, *compared) for hour in day})
    if not hours:
        return (), 0
    return (
        tuple(
            HourFigure(
                hour=hour,
                taken=today.get(hour, 0),
                usual=sum(day.get(hour, 0) for day in compared) / len(compared) if compared else 0.0,
            )
            for hour in range(hours[0], hours[-1] + 1)
        ),
        len(compared),
    )


def shown_amount(payment: DeskPayment, *, cash_is_counted: bool) -> Money | None:
    """What a day's list may say, on screen and where it leaves the desk: nothing of cash before the count (R2)."""
    return payment.amount if cash_is_counted or not payment.has_cash else None
