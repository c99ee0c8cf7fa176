"""What a cashier agrees or notes besides money: more time, a payment plan, an application for help, a referral.

Each is a line of its own. What is agreed changes the statement everywhere: here at once, elsewhere as soon as the
ledger has the line.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cashier.domain.errors import MISREAD, FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.region_rules import ArrangementLimits
from cashier.domain.statements import Statement, StatementKind
from cashier.domain.times import day_words, short_day_words

ARRANGES = frozenset({LineKind.DUE_DATE_EXTENDED, LineKind.PLAN_AGREED, LineKind.ASSISTANCE_ASKED, LineKind.REFERRED})
EXTENSION_WORDS = "extension"  # As the ledger's status says it.
ASSISTANCE_NOTE = "Assistance application given"
CLAUSE = (
    "A holder of this medical debt contract is prohibited by Section 1785.27 of the Civil Code from furnishing any "
    "information related to this debt to a consumer credit reporting agency. In addition to any other penalties "
    "allowed "
    "by law, if a person knowingly violates that section by furnishing information regarding this debt to a consumer "
    "credit reporting agency, the debt shall be void and unenforceable."
)
"""California Civil Code 1785.27: every contract that creates medical debt has to carry it word for word."""

REASONS = ("Balance disputed", "Insurance or coverage", "Wrong person or address", "Hardship", "Other")
"""What a matter is referred to the office for."""

_EXAMPLE_DAYS = 14
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}|[0-9]{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Installments of a plan, monthly and without interest: ``count`` of them, ``amount`` each but the ``last``."""

    count: int
    amount: Money
    last: Money
    first: date

    @property
    def words(self) -> str:
        """``plan: 6 x $70.00 a month from Dec 15``, as the statement says it from then on; another last one, too."""
        last = f", the last {self.last}" if self.last != self.amount else ""
        return f"plan: {self.count} x {self.amount} a month from {short_day_words(self.first)}{last}"

    @property
    def days(self) -> tuple[date, ...]:
        """When each is due: the same day of each month, or the month's last."""
        return tuple(months_after(self.first, months) for months in range(self.count))

    @property
    def schedule(self) -> tuple[tuple[date, Money], ...]:
        """Each installment's day and amount; together they are the balance."""
        return tuple((day, self.last if day == self.days[-1] else self.amount) for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What an arranging line says. ``statement`` is empty where it is about the member; ``text`` is the cashier's.

    ``due_date`` and ``was_due``: of an extension; ``plan``: of a plan; ``reason``: of a referral.
    """

    kind: LineKind
    member_number: str
    member_name: str
    guarantor_number: str
    language: str
    served_by: str
    identified: str
    statement: str = ""
    title: str = ""
    balance: Money = ZERO
    due_date: date | None = None
    was_due: date | None = None
    plan: Plan | None = None
    reason: str = ""
    text: str = ""

    @property
    def about(self) -> str:
        """What it is looked up by: the statement's number, or ``member:`` and the member's."""
        return self.statement or about_member(self.member_number)

    def facts(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "about": self.about,
            "member": self.member_number,
            "member_name": self.member_name,
            "guarantor": self.guarantor_number,
            "language": self.language,
            "served_by": self.served_by,
            "identified": self.identified,
        }
        if self.statement:
            said |= {"statement": self.statement, "title": self.title, "balance": self.balance.cents}
        if self.due_date is not None and self.was_due is not None:
            said |= {"due_date": self.due_date.isoformat(), "was_due": self.was_due.isoformat()}
        if self.plan is not None:
            plan = self.plan
            said["plan"] = [plan.count, plan.amount.cents, plan.last.cents, plan.first.isoformat()]
        return said | ({"reason": self.reason, "text": self.text} if self.reason else {})


def read_arrangement(line: Line) -> Arrangement:
    """What an arranging line says. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind not in ARRANGES:
            raise ValueError(f"a {line.kind} line arranges nothing")
        arrangement = Arrangement(
            kind=line.kind,
            member_number=_text(said["member"]),
            member_name=_text(said["member_name"]),
            guarantor_number=_text(said["guarantor"]),
            language=_text(said["language"]),
            served_by=_text(said["served_by"]),
            identified=_text(said["identified"]),
            statement=_text(said.get("statement", "")),
            title=_text(said.get("title", "")),
            balance=Money(said.get("balance", 0)),
            due_date=date.fromisoformat(said["due_date"]) if "due_date" in said else None,
            was_due=date.fromisoformat(said["was_due"]) if "was_due" in said else None,
            plan=_read_plan(said["plan"]) if "plan" in said else None,
            reason=_text(said.get("reason", "")),
            text=_text(said.get("text", "")),
        )
        needs = {
            LineKind.DUE_DATE_EXTENDED: arrangement.statement and arrangement.due_date and arrangement.was_due,
            LineKind.PLAN_AGREED: arrangement.statement and arrangement.plan,
            LineKind.REFERRED: arrangement.reason,
        }
        if not needs.get(line.kind, True):
            raise ValueError(f"a {line.kind} line says not what")
    except MISREAD as trouble:
        raise UnreadableBody(f"An arrangement cannot be read: {type(trouble).__name__}.") from trouble
    return arrangement


def _read_plan(said: Any) -> Plan:
    count, amount, last, first = said
    if type(count) is not int or not 1 <= count <= 1_000:
        raise ValueError("a plan has a number of installments")
    return Plan(count=count, amount=Money(amount), last=Money(last), first=date.fromisoformat(first))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a name is text")
    return value


def about_member(number: str) -> str:
    """What a line about a member is looked up by."""
    return f"member:{number}"


def arranged(statement: Statement, arrangements: Iterable[Arrangement]) -> Statement:
    """The statement as it stands after what this desk agreed and its source does not know of yet."""
    for arrangement in arrangements:
        if arrangement.statement != statement.number:
            continue
        if arrangement.due_date is not None:
            words = _with(statement.plan_words, EXTENSION_WORDS)
            statement = replace(statement, due_date=arrangement.due_date, plan_words=words)
        if arrangement.plan is not None:
            statement = replace(statement, plan_words=_with(statement.plan_words, arrangement.plan.words))
    return statement


def _with(words: str, more: str) -> str:
    return words if more in words else " · ".join(filter(None, (words, more)))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def latest_extension(statement: Statement, limits: ArrangementLimits, today: date) -> date:
    """As far as a due date may be moved: from itself, or from today where that is later."""
    return max(statement.due_date, today) + timedelta(days=limits.extension_days_most)


def may_extend(statement: Statement, limits: ArrangementLimits | None, today: date) -> ArrangementLimits:
    """The limits in force. Raises Refused for a statement whose due date is moved to no day at a window."""
    limits = _limits(statement, limits, today)
    if EXTENSION_WORDS in statement.plan_words:
        raise Refused(f"{statement.number} was extended before. Offer a plan, or refer it to the office.")
    return limits


def may_plan(statement: Statement, limits: ArrangementLimits | None, today: date) -> ArrangementLimits:
    """The limits in force. Raises Refused for a statement that gets no plan at a window."""
    limits = _limits(statement, limits, today)
    if (balance := statement.open) < limits.balance_least:
        raise Refused(f"A plan needs {limits.balance_least} open at least, and {balance} is. Offer an extension.")
    return limits


def check_extension(statement: Statement, due: date, limits: ArrangementLimits | None, today: date) -> None:
    """Raises FieldRefused for a due date that may not be agreed to, Refused where nothing may be."""
    limits = may_extend(statement, limits, today)
    if due <= (later := max(statement.due_date, today)):
        raise FieldRefused(
            f"{statement.number} is due on {day_words(statement.due_date)} without it. "
            f"Enter a day after {day_words(later)}.",
            "due",
        )
    if due > (most := latest_extension(statement, limits, today)):
        raise FieldRefused(
            f"{statement.number} can be extended to {day_words(most)} at most. Enter that day, or an earlier.", "due"
        )


def make_plan(
    statement: Statement,
    first: date,
    limits: ArrangementLimits | None,
    today: date,
    *,
    count: int | None = None,
    amount: Money | None = None,
) -> Plan:
    """A plan of ``count`` installments, or of installments of an ``amount`` above zero: one of both.

    Raises FieldRefused, and Refused where nothing may be agreed to.
    """
    limits, balance = may_plan(statement, limits, today), statement.open
    if (count is None) == (amount is None):
        raise FieldRefused("Enter how many installments, or how much each: one of both.", "count")
    given = "amount" if count is None else "count"
    if count is None:
        assert amount is not None, "one of both was given"
        count = -(-balance.cents // amount.cents)
    if not 2 <= count <= limits.installments_most:
        raise FieldRefused(
            f"A plan has 2 to {limits.installments_most} installments, and this is {count}. Change the number.", given
        )
    amount = amount or Money(-(-balance.cents // count))
    if amount < limits.installment_least:
        raise FieldRefused(
            f"An installment is {limits.installment_least} at least, and this is {amount}. Take fewer of them.", given
        )
    latest = today + timedelta(days=limits.first_within_days)
    if not today < first <= latest:
        raise FieldRefused(
            f"The first installment is due after today and by {day_words(latest)}. Enter such a day.", "first"
        )
    count = -(-balance.cents // amount.cents)  # Rounded up to whole cents, one less may be enough.
    return Plan(count=count, amount=amount, last=balance - Money(amount.cents * (count - 1)), first=first)


def _limits(statement: Statement, limits: ArrangementLimits | None, today: date) -> ArrangementLimits:
    """The limits in force. Raises Refused for a statement that nothing is agreed on at a window."""
    number = statement.number
    if limits is None:
        raise Refused("This region has set no limits for plans and extensions yet. Refer it to the office.")
    if statement.kind is StatementKind.PREMIUM:
        raise Refused(f"{number} is a premium: its grace is set by the health plan. Refer it to the office.")
    if statement.open <= ZERO:
        raise Refused(f"Nothing is open on {number}.")
    if statement.under_review:
        raise Refused(f"{number} is under review for assistance: paying is voluntary until the decision.")
    if (draw := statement.next_draw(today)) is not None:
        raise Refused(
            f"Autopay draws {number} on {day_words(draw)}. Have autopay ended first, or refer it to the office."
        )
    if "collections" in statement.plan_words:
        raise Refused(f"{number} is in collections. Refer it to the office.")
    if "plan" in statement.plan_words:
        raise Refused(f"{number} is on a plan already. Refer a change to the office.")
    return limits


def read_coming_day(text: str, today: date, what: str, field: str = "", *, after: date | None = None) -> date:
    """A day as typed: ``12/15`` is the next such day; ``12/15/26`` and ``2026-12-15`` say the year.

    Raises FieldRefused about ``field``, with ``what`` and a day after ``after`` in its sentence.
    """
    typed = text.strip()
    try:
        if match := _DAY.fullmatch(typed):
            month, day = int(match.group(1)), int(match.group(2))
            if match.group(3) is None:
                this_year = date(today.year, month, day)
                return this_year if this_year >= today else date(today.year + 1, month, day)
            year = int(match.group(3))
            return date(year + 2000 if len(match.group(3)) == 2 else year, month, day)
        return date.fromisoformat(typed)
    except ValueError as trouble:
        like = example_day(max(today, after or today))
        raise FieldRefused(f"Enter {what} like {like:%-m/%-d} or {like:%-m/%-d/%y}.", field) from trouble


def example_day(after: date) -> date:
    """A day that somebody may mean who is asked for one after this."""
    return after + timedelta(days=_EXAMPLE_DAYS)
