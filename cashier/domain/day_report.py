"""A day's report as it leaves the desk: who took it, why, and its figures, with no cash before the count (R2, R17)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cashier.domain.day import Day, DayFigures, TenderFigure
from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.scan import safe_text


class ReportForm(StrEnum):
    """SHEET is letter size on the office printer, SLIP the figures alone on the receipt printer."""

    PDF = "pdf"
    CSV = "csv"
    SHEET = "sheet"
    SLIP = "slip"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReport:
    """What a DAY_REPORTED line says. ``payments``: how many stand in the report's list."""

    business_date: date
    form: ReportForm
    reason: str
    taken_by: str
    payments: int
    figures: DayFigures

    def facts(self) -> dict[str, Any]:
        figures = self.figures
        return {
            "of": self.business_date.isoformat(),
            "form": self.form.value,
            "reason": self.reason,
            "taken_by": self.taken_by,
            "payments": self.payments,
            "with_two": figures.with_two,
            "cash": _tender_facts(figures.cash),
            "checks": _tender_facts(figures.checks),
            "card": _tender_facts(figures.card),
            "declined": figures.declined,
            "window_s": figures.window_s,
            **({"cash_tendered": figures.tendered.cents} if figures.tendered is not None else {}),
            **({"change": figures.change.cents} if figures.change is not None else {}),
            **({"voided": figures.voided} if figures.voided else {}),
        }


def report_of(day: Day, form: ReportForm, reason: str, taken_by: str) -> DayReport:
    """The report of a day as it is now. Raises Refused without a reason."""
    why = safe_text(reason, "The reason")
    if not why:
        raise Refused("Say what the report is for: it is recorded with your name.")
    return DayReport(
        business_date=day.business_date,
        form=form,
        reason=why,
        taken_by=taken_by,
        payments=len(day.payments),
        figures=day.figures,
    )


def read_report(line: Line) -> DayReport:
    """The report that a DAY_REPORTED line says. Raises UnreadableBody."""
    said = line.facts
    try:
        if line.kind is not LineKind.DAY_REPORTED:
            raise ValueError(line.kind)
        return DayReport(
            business_date=date.fromisoformat(said["of"]),
            form=ReportForm(said["form"]),
            reason=_text(said["reason"]),
            taken_by=_text(said["taken_by"]),
            payments=_count(said["payments"]),
            figures=DayFigures(
                receipts=_count(said["payments"]) - _count(said.get("voided", 0)),
                with_two=_count(said["with_two"]),
                cash=_read_tender(said["cash"]),
                checks=_read_tender(said["checks"]),
                card=_read_tender(said["card"]),
                declined=_count(said["declined"]),
                window_s=None if said["window_s"] is None else _count(said["window_s"]),
                tendered=_money(said.get("cash_tendered")),
                change=_money(said.get("change")),
                voided=_count(said.get("voided", 0)),
            ),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A day's report cannot be read: {type(trouble).__name__}.") from trouble


def _tender_facts(figure: TenderFigure) -> list[int | None]:
    return [figure.payments, figure.items, None if figure.amount is None else figure.amount.cents]


def _read_tender(said: Any) -> TenderFigure:
    payments, items, cents = said
    return TenderFigure(payments=_count(payments), items=_count(items), amount=_money(cents))


def _money(cents: Any) -> Money | None:
    return None if cents is None else Money(cents)


def _count(said: Any) -> int:
    if type(said) is not int or said < 0:
        raise ValueError("a count is a whole number")
    return said


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError("a text is no other thing")
    return said
