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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """What words on a statement say of its plan: ``amount`` on each month's ``day``, the first or, where ``count`` is 0
    and they say no number, the next one in ``month``; ``last`` is the last one's.
    """

    amount: Money
    month: int
    day: int
    count: int = 0
    last: Money


def read_terms(words: str) -> PlanTerms | None:
    """None where they say no installment and day."""
    if (match := _COUNTED.search(words)) and int(match.group(1)):
        count, each, month, day, last = match.groups()
    elif match := _NEXT.search(words):
        (each, month, day), count, last = match.groups(), "0", None
    else:
        return None
    amount = _money(each)
    return PlanTerms(
        amount=amount,
        month=MONTHS.index(month) + 1,
        day=int(day),
        count=int(count),
        last=_money(last) if last else amount,
    )


def due_part(statement: Statement, today: date) -> DuePart:
    """All that is open, or of a plan what is overdue and the next installment. Never more than is open."""
    if not _ON_PLAN.search(statement.plan_words):
        return DuePart(statement.open)
    number = statement.number
    terms = read_terms(statement.plan_words)
    day = _after(terms.month, terms.day, statement.statement_date) if terms else None
    if terms is None or day is None:
        return DuePart(ZERO, f"{number} is on a plan: ask for the installment, and type it")
    amount, day = _counted(statement, terms, day, today) if terms.count else _next(statement, terms, day, today)
    if amount <= ZERO:
        return DuePart(ZERO, f"{number} is on a plan and paid ahead")
    if amount >= statement.open:
        return DuePart(statement.open)
    return DuePart(amount, f"{amount} of {number} is its plan's installment of {short_day_words(day)}")


def _counted(statement: Statement, terms: PlanTerms, first: date, today: date) -> tuple[Money, date]:
    """By what is to come: what is open beyond all later installments is due now."""
    days = [months_after(first, months) for months in range(terms.count)]
    place = next((at for at, day in enumerate(days) if day > today), terms.count - 1)
    later = terms.count - 1 - place
    to_come = Money(terms.amount.cents * (later - 1) + terms.last.cents) if later else ZERO
    return min(max(statement.open - to_come, ZERO), statement.open), days[place]


def _next(statement: Statement, terms: PlanTerms, day: date, today: date) -> tuple[Money, date]:
    """The next one, and those that fell due since it was."""
    due = 1
    while months_after(day, due - 1) <= today:
        due += 1
    return min(Money(terms.amount.cents * due), statement.open), months_after(day, due - 1)


def _money(text: str) -> Money:
    whole, _, cents = text.replace(",", "").partition(".")
    return Money(int(whole) * 100 + int(cents or 0))


def _after(month: int, day: int, since: date) -> date | None:
    """The first such day on or after the statement's own date: words on it say no year."""
    try:
        same = date(since.year, month, day)
        return same if same >= since else same.replace(year=since.year + 1)
    except ValueError:
        return None


def said(notes: Iterable[str]) -> str:
    """Notes as one line; empty for none."""
    words = "; ".join(filter(None, notes))
    return f"{words}." if words else ""
