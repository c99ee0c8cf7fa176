"""A day's figures on the receipt printer's paper, and the words that the sheet says them with, too."""

from cashier.domain.day import TenderFigure
from cashier.domain.day_report import DayReport, read_report
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.times import clock_words, day_words
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text

AFTER_COUNT = "after the count"


def day_slip(line: Line, place: Place, copy: int) -> Document:
    """The figures of a DAY_REPORTED line; ``copy`` counts papers after the first. Raises UnreadableBody."""
    report = read_report(line)
    taken = line.taken_at.astimezone(place.time_zone)
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=f"{place.window} · {place.desk}", align=Align.CENTER),
        Text(text=f"Day report {day_words(report.business_date)}", align=Align.CENTER, bold=True),
        *([Text(text=f"DUPLICATE {copy}", align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        *(Pair(left=left, right=right) for left, right in figure_pairs(report)),
        Rule(),
        Text(text=f"Taken by {report.taken_by}, {day_words(taken.date())} {clock_words(taken)}"),
        Text(text=f"For: {report.reason}"),
    ]
    return Document(blocks=tuple(blocks), barcode="", copy=copy, title="Day report")


def figure_pairs(report: DayReport) -> tuple[tuple[str, str], ...]:
    """Each figure in words, and what it is."""
    figures = report.figures
    total = figures.total
    waited = figures.window_s
    return (
        ("Receipts", f"{figures.receipts:,}"),
        ("with two tenders", f"{figures.with_two:,}"),
        *([("Voided, not among these", f"{figures.voided:,}")] if figures.voided else []),
        *([("Cash tendered", str(figures.tendered))] if figures.tendered is not None else []),
        *([("Change given", str(figures.change))] if figures.change is not None else []),
        (f"Net cash, {figures.cash.payments:,} payments", _amount(figures.cash)),
        (f"Checks and money orders, {figures.checks.items:,}", _amount(figures.checks)),
        (f"Card, {figures.card.items:,} approved", _amount(figures.card)),
        ("Cards declined", f"{figures.declined:,}"),
        ("Total", AFTER_COUNT if total is None else str(total)),
        ("At the window, median", "–" if waited is None else f"{waited // 60}:{waited % 60:02d} min"),
    )


def _amount(figure: TenderFigure) -> str:
    return AFTER_COUNT if figure.amount is None else str(figure.amount)
