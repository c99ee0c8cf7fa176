"""A day's report as slip, table and sheet: complete, safe in a spreadsheet, and silent about uncounted cash."""

import csv
import io
import subprocess
from datetime import timedelta

import pytest

from cashier.domain.day import Day, by_hour, day_figures
from cashier.domain.day_report import DayReport, ReportForm, report_of
from cashier.domain.desk_payment import DeskPayment
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from receipts.day_sheet import DaySheet
from receipts.day_slip import day_slip
from receipts.day_table import day_table
from receipts.layout import lay_out
from receipts.letter_page import Letters
from tests.domain.test_day import CARD
from tests.domain.test_desk_payment import CASH, CHECK, PAYMENT
from tests.domain.written import a_record
from tests.fakes.builders import OAK3, TODAY

MIXED = PAYMENT._replace(receipt="OAK3-0000003", paid_by=(CHECK, CASH))
CARDS = PAYMENT._replace(receipt="OAK3-0000002", paid_by=(CARD,), taken_at=PAYMENT.taken_at - timedelta(minutes=9))


def a_day(*payments: DeskPayment, is_counted: bool = False) -> Day:
    hours, compared = by_hour({10: len(payments)}, [{10: 3, 11: 1}])
    return Day(
        business_date=TODAY,
        payments=payments,
        figures=day_figures(payments, declined=1, cash_is_counted=is_counted),
        hours=hours,
        days_compared=compared,
        cash_is_counted=is_counted,
    )


def a_report(day: Day, form: ReportForm = ReportForm.PDF) -> DayReport:
    return report_of(day, form, "month end", "Rosa Delgado")


def rows(day: Day) -> list[list[str]]:
    return list(csv.reader(io.StringIO(day_table(day, OAK3).decode(), newline="")))


def slip(day: Day, copy: int = 0) -> str:
    line = a_record(LineKind.DAY_REPORTED, **a_report(day, ReportForm.SLIP).facts())
    return "\n".join(line.text for line in lay_out(day_slip(line, OAK3, copy), 42))


def test_the_table_has_a_row_a_receipt_and_no_amount_with_cash_in_it_before_the_count() -> None:
    assert rows(a_day(MIXED, CARDS)) == [
        ["receipt", "business_date", "time", "member", "tender", "amount", "state"],
        ["OAK3-0000003", "2026-11-21", "2026-11-21T10:44:00-08:00", "M. T. · 8827", "Check 1043 + Cash", "", "posted"],
        ["OAK3-0000002", "2026-11-21", "2026-11-21T10:35:00-08:00", "M. T. · 8827", "Visa ••4421", "60.00", "posted"],
    ]
    assert [row[5] for row in rows(a_day(MIXED, CARDS, is_counted=True))] == ["amount", "472.60", "60.00"]


@pytest.mark.parametrize("initials", ["=.", "+.", "-.", "@."])
def test_no_cell_is_a_formula(initials: str) -> None:
    (_, row) = rows(a_day(CARDS._replace(initials=initials)))

    assert row[3] == f"'{initials} · 8827"


def test_the_slip_says_the_figures_and_why_it_was_taken() -> None:
    said = slip(a_day(MIXED, CARDS))

    for words in ("Day report Nov 21, 2026", "Receipts                                 2", "Rosa Delgado", "month end"):
        assert words in said
    assert said.count("after the count") == 2, "cash, and the total from which it follows"
    assert "272.60" in said
    assert "200.00" not in said
    assert "532.60" not in said
    assert "DUPLICATE 1" in slip(a_day(MIXED), copy=1)


def test_the_slip_says_the_cash_after_the_count() -> None:
    said = slip(a_day(MIXED, CARDS, is_counted=True))

    assert "$200.00" in said
    assert "$532.60" in said


def text_of(pdf: bytes) -> list[str]:
    """Page by page."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode().rstrip("\f").split("\f")


def test_the_sheet_has_figures_hours_and_every_payment_and_no_cash_before_the_count() -> None:
    day = a_day(MIXED, CARDS)
    (said,) = text_of(DaySheet(Letters(), OAK3).make(a_report(day), day))

    for words in (
        "Day report, Nov 21, 2026",
        "OAK3-0000003",
        "M. T. · 8827",
        "Check 1043 + Cash",
        "60.00",
        "month end",
    ):
        assert words in said, words
    assert said.count("after the count") == 3
    assert "200.00" not in said
    assert "472.60" not in said


def test_a_long_day_goes_on_over_pages_and_leaves_no_payment_out() -> None:
    payments = [CARDS._replace(receipt=f"OAK3-{number:07d}") for number in range(200, 0, -1)]
    day = a_day(*payments)
    pages = text_of(DaySheet(Letters(), OAK3).make(a_report(day), day))

    assert len(pages) > 3
    assert all(sum(payment.receipt in page for page in pages) == 1 for payment in payments)
    assert all(f"Page {number}" in page for number, page in enumerate(pages, start=1))


def test_the_same_report_is_the_same_bytes_and_its_title_names_no_person() -> None:
    day = a_day(MIXED)
    made = DaySheet(Letters(), OAK3)
    pdf = made.make(a_report(day), day)

    assert pdf == made.make(a_report(day), day)
    assert b"(Day report 2026-11-21)" in pdf
    assert "Tran" not in "".join(text_of(pdf))


def test_figures_without_a_total_add_up_to_none() -> None:
    assert a_day(MIXED).figures.total is None
    assert a_day(MIXED, is_counted=True).figures.total == Money(47260)
