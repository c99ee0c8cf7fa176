"""What the Day page says: figures in words, and the charts' numbers for those who hear them."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from cashier.domain.day import Day, DayFigures, HourFigure, TenderFigure
from cashier.domain.desk_payment import DeskPayment, fits_shown, read_payment_query
from cashier.domain.errors import Refused
from cashier.domain.times import day_words, hour_words, time_words
from ui.activity.payment_state import window_words

AFTER_COUNT = "after your count"
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_NUMBERS = ("none", "one", "two", "three", "four")


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure: its title, what it is, and what stands below it."""

    title: str
    figure: str
    below: str


@dataclass(frozen=True, slots=True)
class TenderBar:
    """How many payments had a tender, of all."""

    words: str
    payments: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """``day`` as it was read at ``now``; ``text`` is what is looked for in its list.

    ``is_chosen``: it was asked for by its date, and is named by it.
    """

    day: Day
    now: datetime
    zone: tzinfo
    text: str = ""
    is_chosen: bool = False

    @property
    def listed_at(self) -> datetime:
        """When the list is read: times of the day that it is about stand there without their date."""
        if not self.is_chosen:
            return self.now
        return datetime.combine(self.day.business_date, time(12), self.zone)

    @property
    def heading(self) -> str:
        """Which payments are listed."""
        return f"Payments of {day_words(self.day.business_date)}" if self.is_chosen else "Today's payments"

    @property
    def figures(self) -> tuple[FigureWords, ...]:
        figures = self.day.figures
        items = _count(figures.checks.items, "item")
        approved = f"{figures.card.items} approved"
        declined = f", {figures.declined} declined" if figures.declined else ""
        waited = window_words(figures.window_s) if figures.window_s is not None else "–"
        return (
            FigureWords("Receipts", f"{figures.receipts:,}", _with_two(figures.with_two, figures.voided)),
            FigureWords("Net cash", _amount(figures.cash), _cash_words(figures)),
            FigureWords("Checks, money orders", _amount(figures.checks), items),
            FigureWords("Card", _amount(figures.card), approved + declined),
            FigureWords("At the window", waited, "median per payment"),
        )

    @property
    def tenders(self) -> tuple[TenderBar, ...]:
        """The most first; payments with two tenders count under both."""
        figures = self.day.figures
        named = (("Card", figures.card), ("Cash", figures.cash), ("Checks, money orders", figures.checks))
        all_of_them = max(1, figures.receipts)
        bars = [TenderBar(words, each.payments, each.payments / all_of_them) for words, each in named]
        return tuple(sorted(bars, key=lambda bar: -bar.payments))

    @property
    def shown(self) -> tuple[DeskPayment, ...]:
        """The payments that fit what is looked for. A number that is refused finds none."""
        try:
            query = read_payment_query(self.text)
        except Refused:
            return ()
        if query.is_empty:
            return self.day.payments
        return tuple(payment for payment in self.day.payments if fits_shown(payment, query))

    @property
    def problem(self) -> str:
        """What is wrong with what is looked for; empty if nothing is."""
        try:
            read_payment_query(self.text)
        except Refused as refused:
            return refused.sentence
        return ""

    @property
    def list_words(self) -> str:
        """Why there are no rows, or that there may be more soon; empty where the rows say all."""
        if self.day.behind:
            return f"Reading this desk's earlier payments: {self.day.behind:,} lines to go."
        if not self.day.payments:
            until = "" if self.is_chosen else " yet"
            return f"No payment was taken here on {day_words(self.day.business_date)}{until}."
        return "" if self.shown else "No payment of this day fits. Look under Activity for those of other days."

    @property
    def legend(self) -> str:
        """Which bars are which."""
        until = f"dark: today until {time_words(self.now, now=self.now, zone=self.zone)}"
        if self.is_chosen:
            until = f"dark: {day_words(self.day.business_date)}"
        if not self.day.days_compared:
            return f"{until} · no earlier {_WEEKDAYS[self.day.business_date.weekday()][:-1]} to compare with"
        number = _NUMBERS[self.day.days_compared]
        weekday = _WEEKDAYS[self.day.business_date.weekday()]
        days = f"the last {number} {weekday}" if self.day.days_compared > 1 else f"the last {weekday[:-1]}"
        return f"{until} · light, dotted: {days}"

    @property
    def hours(self) -> tuple[HourFigure, ...]:
        return self.day.hours

    @property
    def hour_now(self) -> int:
        """Hours after this one have not come yet; on another day than the business date all have."""
        there = self.now.astimezone(self.zone)
        return there.hour if there.date() == self.day.business_date else 24

    @property
    def hours_told(self) -> str:
        """The chart for those who hear the screen."""
        return " ".join(
            f"{hour_words(each.hour)}, {_count(each.taken, 'payment')}{_usually(each, self.day.days_compared)}."
            for each in self.day.hours
        )

    @property
    def tenders_told(self) -> str:
        """The bars for those who hear the screen."""
        return " ".join(f"{bar.words}, {_count(bar.payments, 'payment')}." for bar in self.tenders)


def day_offered(day: date) -> str:
    """``Sunday, Nov 29, 2026``, to choose."""
    return f"{_WEEKDAYS[day.weekday()][:-1]}, {day_words(day)}"


def _cash_words(figures: DayFigures) -> str:
    """``3 payments``, and once the drawer is counted what was handed over and given back."""
    if figures.tendered is None or not figures.change:
        return _count(figures.cash.payments, "payment")
    return f"{figures.tendered} less {figures.change} change"


def _amount(figure: TenderFigure) -> str:
    return AFTER_COUNT if figure.amount is None else str(figure.amount)


def _count(number: int, words: str) -> str:
    return f"{number:,} {words}{'' if number == 1 else 's'}"


def _with_two(number: int, voided: int) -> str:
    told = f"{_NUMBERS[number] if number < len(_NUMBERS) else f'{number:,}'} paid in two ways"
    return f"{told}, {voided:,} voided" if voided else told


def _usually(hour: HourFigure, days: int) -> str:
    return f", usually {hour.usual:.1f}".removesuffix(".0") if days else ""
