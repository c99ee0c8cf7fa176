"""The read model of a desk in memory: walks through all lines for every question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from cashier.domain.desk_payment import (
    DeskPayment,
    PaymentQuery,
    called_otherwise,
    fits_figures,
    initials_of,
    paid_by_of,
)
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.names import fits, folded_name
from cashier.domain.past_payments import inner_line
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.usecases.ports.activity import DayActivity


class MemoryActivity:
    """`ports.Activity` over the lines that ``lines`` gives."""

    def __init__(self, lines: Callable[[], list[Numbered]]) -> None:
        self._written = lines

    def day(self, business_date: date, compared: Sequence[date]) -> DayActivity:
        payments = self._payments()
        hours: Mapping[date, dict[datetime, int]] = {day: {} for day in (business_date, *compared)}
        for payment in payments:
            hour = payment.taken_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
            if payment.business_date in hours and not payment.voided:
                counted = hours[payment.business_date]
                counted[hour] = counted.get(hour, 0) + 1
        refused = [n.line for n in self._lines() if n.line.kind is LineKind.CARD_CLOSED]
        return DayActivity(
            payments=tuple(payment for payment in payments if payment.business_date == business_date),
            hours=hours,
            declined=sum(line.business_date == business_date and line.facts["state"] == "declined" for line in refused),
        )

    def days_before(self, day: date, most: int) -> tuple[date, ...]:
        days = {payment.business_date for payment in self._payments()}
        return tuple(sorted((other for other in days if other < day), reverse=True)[:most])

    def found(self, query: PaymentQuery, most: int) -> tuple[DeskPayment, ...]:
        names = {facts.member_number: _words(facts) for facts in map(read_payment, self._lines_of_payments())}
        return tuple(
            payment
            for payment in self._payments()
            if fits_figures(payment, query) and fits(query.words, names[payment.member])
        )[:most]

    def of(self, receipt: str) -> DeskPayment | None:
        return next((payment for payment in self._payments() if payment.receipt == receipt), None)

    def behind(self) -> int:
        return 0

    def _lines(self) -> list[Numbered]:
        """Each as it was written, at the desk whose place this one took, too."""
        return [replace(numbered, line=inner_line(numbered.line)) for numbered in self._written()]

    def _lines_of_payments(self) -> list[Line]:
        return [n.line for n in self._lines() if n.line.kind is LineKind.PAYMENT]

    def _payments(self) -> tuple[DeskPayment, ...]:
        found: dict[str, DeskPayment] = {}
        opened: dict[str, Line] = {}
        begun: dict[str, Line | None] = {}
        for numbered in self._lines():
            line = numbered.line
            if line.kind is LineKind.ACCOUNT_OPENED:
                opened[line.facts["member"]] = line
            if line.kind is LineKind.VOIDED:
                voided = found[line.facts["receipt"]]
                found[voided.receipt] = voided._replace(through=numbered.sequence, voided=True)
            if line.kind is LineKind.MOVED:
                moved = found[line.facts["receipt"]]
                found[moved.receipt] = moved._replace(through=numbered.sequence)
            if line.kind is LineKind.TENDER_CHANGED:
                changed = found[line.facts["receipt"]]
                right, _ = called_otherwise(changed.paid_by, line)
                found[changed.receipt] = changed._replace(through=numbered.sequence, paid_by=right)
            if line.kind is not LineKind.PAYMENT:
                continue
            payment = _payment(numbered, read_payment(line))
            if payment.receipt not in found:
                opening = opened.pop(payment.member, None)
                begun[payment.receipt] = opening if opening and opening.shift_id == line.shift_id else None
            earlier = found.get(payment.receipt)
            since = begun[payment.receipt]
            waited_s = round((line.taken_at - since.taken_at).total_seconds()) if since else None
            paid_by = (*earlier.paid_by, *payment.paid_by) if earlier else payment.paid_by
            now = (earlier or payment)._replace(through=numbered.sequence, paid_by=paid_by, waited_s=waited_s)
            found[payment.receipt] = now
        return tuple(sorted(found.values(), key=lambda payment: -payment.place))


def _words(facts: PaymentFacts) -> tuple[str, ...]:
    family, _, given = facts.member_name.partition(",")
    return tuple(folded_name(family, given).replace("|", " ").split())


def _payment(numbered: Numbered, facts: PaymentFacts) -> DeskPayment:
    day = numbered.line.business_date
    assert day is not None
    return DeskPayment(
        place=numbered.sequence,
        through=numbered.sequence,
        receipt=facts.receipt,
        taken_at=numbered.line.taken_at,
        business_date=day,
        member=facts.member_number,
        initials=initials_of(facts.member_name),
        paid_by=paid_by_of(facts),
    )
