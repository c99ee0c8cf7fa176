"""What was agreed on how a bill is paid, in the reader's language: statements say it in English, for cashiers.

On a statement its plan stands among its statuses, which are no plan and on no paper.
"""

from datetime import date

from cashier.domain.arrangement import EXTENSION_WORDS
from cashier.domain.plan_due import PlanTerms, read_terms
from receipts.words import Words

_PLAN = "plan: "
_ANY_LEAP_YEAR = 2000  # Words on a statement say no year.


def plan_told(said: str, words: Words) -> str:
    """The installments; as they were written where a billing system says them in another way, empty without a plan."""
    plans = [part.removeprefix(_PLAN) for part in said.split(" · ") if part.startswith(_PLAN)]
    if (terms := read_terms(said)) is None or (day := _day(terms)) is None:
        return "; ".join(plans)
    if not terms.count:
        return words.plan_next.format(amount=terms.amount, date=words.short_day(day))
    told = words.plan_counted.format(count=terms.count, amount=terms.amount, date=words.short_day(day))
    return told if terms.last == terms.amount else words.plan_last.format(plan=told, amount=terms.last)


def arrangement_told(said: str, words: Words) -> str:
    """More time, a plan, or both; empty for neither."""
    extended = words.plan_extended if EXTENSION_WORDS in said.split(" · ") else ""
    return "; ".join(filter(None, (extended, plan_told(said, words))))


def _day(terms: PlanTerms) -> date | None:
    try:
        return date(_ANY_LEAP_YEAR, terms.month, terms.day)
    except ValueError:
        return None
