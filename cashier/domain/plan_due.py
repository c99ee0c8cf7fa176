"""What is due of a statement under a payment plan: what is overdue and the next installment, not its balance.

A plan is known here by the words on its statement, which its desk or the billing system wrote. Words that say no day
and amount leave the installment to the cashier, who asks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cashier.domain.arrangement import months_after
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import Statement
from cashier.domain.times import MONTHS, short_day_words

_ON_PLAN = re.compile(r"\bplan\b")
_CENTS = r"\$([0-9][0-9,]*(?:\.[0-9]{2})?)"
_DAY = rf"({'|'.join(MONTHS)}) ([0-9]{{1,2}})"
_COUNTED = re.compile(rf"plan: ([0-9]{{1,3}}) x {_CENTS} a month from {_DAY}(?:, the last {_CENTS})?")
_NEXT = re.compile(rf"plan: {_CENTS} a month, next {_DAY}")


@dataclass(frozen=True, slots=True)
class DuePart:
    """How much of a statement counts as due, and what the cashier reads of it; no words where that is all of it."""

    amount: Money
    words: str = ""


def due_part(statement: Statement, today: date) -> DuePart:
    """All that is open, or of a plan what is overdue and the next installment. Never more than is open."""
    if not _ON_PLAN.search(statement.plan_words):
        return DuePart(statement.open)
    number = statement.number
    due = _counted(statement, today) or _next(statement, today)
    if due is None:
        return DuePart(ZERO, f"{number} is on a plan: ask for the installment, and type it")
    amount, day = due
    if amount <= ZERO:
        return DuePart(ZERO, f"{number} is on a plan and paid ahead")
    if amount >= statement.open:
        return DuePart(statement.open)
    return DuePart(amount, f"{amount} of {number} is its plan's installment of {short_day_words(day)}")


def _counted(statement: Statement, today: date) -> tuple[Money, date] | None:
    """By what is to come: what is open beyond all later installments is due now."""
    match = _COUNTED.search(statement.plan_words)
    if match is None:
        return None
    count, each = int(match.group(1)), _money(match.group(2))
    last = _money(match.group(5)) if match.group(5) else each
    first = _after(match.group(3), match.group(4), statement.statement_date)
    if first is None or not count:
        return None
    days = [months_after(first, months) for months in range(count)]
    place = next((at for at, day in enumerate(days) if day > today), count - 1)
    later = count - 1 - place
    to_come = Money(each.cents * (later - 1) + last.cents) if later else ZERO
    return min(max(statement.open - to_come, ZERO), statement.open), days[place]


def _next(statement: Statement, today: date) -> tuple[Money, date] | None:
    """The next one, and those that fell due since it was."""
    match = _NEXT.search(statement.plan_words)
    if match is None:
        return None
    each, day = _money(match.group(1)), _after(match.group(2), match.group(3), statement.statement_date)
    if day is None:
        return None
    due = 1
    while months_after(day, due - 1) <= today:
        due += 1
    return min(Money(each.cents * due), statement.open), months_after(day, due - 1)


def _money(text: str) -> Money:
    whole, _, cents = text.replace(",", "").partition(".")
    return Money(int(whole) * 100 + int(cents or 0))


def _after(month: str, day: str, since: date) -> date | None:
    """The first such day on or after the statement's own date: words on it say no year."""
    try:
        same = date(since.year, MONTHS.index(month) + 1, int(day))
        return same if same >= since else same.replace(year=since.year + 1)
    except ValueError:
        return None


def said(notes: Iterable[str]) -> str:
    """Notes as one line; empty for none."""
    words = "; ".join(filter(None, notes))
    return f"{words}." if words else ""
