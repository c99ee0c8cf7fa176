"""A day's report on sheets of letter size: figures, hours, and every payment with initials and last four."""

from cashier.domain.day import Day, shown_amount
from cashier.domain.day_report import DayReport
from cashier.domain.desk_payment import DeskPayment
from cashier.domain.place import Place
from cashier.domain.times import clock_words, day_words, hour_words
from receipts.day_slip import AFTER_COUNT, figure_pairs
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet

_LEFT, _RIGHT = 54.0, WIDTH_PT - 54.0
_TOP, _BOTTOM = 60.0, HEIGHT_PT - 54.0
_ROW_PT, _SIZE_PT = 13.0, 9.0
_TIME, _RECEIPT, _MEMBER, _TENDER, _AMOUNT, _STATE = (_LEFT, 96.0, 186.0, 276.0, 462.0, 476.0)
_HALF = 300.0


class DaySheet:
    """Not for two threads at a time."""

    def __init__(self, letters: Letters, place: Place) -> None:
        self._letters = letters
        self._place = place

    def make(self, report: DayReport, day: Day) -> bytes:
        """The file's bytes, the same ones for the same report. Its title says the day and no name."""
        title = f"Day report {report.business_date.isoformat()}"
        sheet = Sheet(self._letters, title, is_training=self._place.is_training)
        top = self._head(sheet, report, day)
        page = 1
        top = self._titles(sheet, top)
        for payment in day.payments:
            if top > _BOTTOM:
                self._foot(sheet, report, page)
                sheet.next_page()
                page, top = page + 1, self._titles(sheet, _TOP)
            self._row(sheet, top, payment, cash_is_counted=day.cash_is_counted)
            top += _ROW_PT
        self._foot(sheet, report, page)
        return sheet.done()

    def _head(self, sheet: Sheet, report: DayReport, day: Day) -> float:
        sheet.text(_LEFT, _TOP, f"Day report, {day_words(report.business_date)}", 16, bold=True)
        sheet.text(_LEFT, _TOP + 18, f"{self._place.center_name}, {self._place.window}, desk {self._place.desk}", 10)
        top = _TOP + 46
        for left, right in figure_pairs(report):
            sheet.text(_LEFT, top, left, 10)
            sheet.right(_HALF - 18, top, right, 10)
            top += 15
        beside = _TOP + 46
        sheet.text(_HALF, beside, "Payments by hour, and what is usual", 10, bold=True)
        for hour in day.hours:
            beside += 13
            usual = f"{hour.usual:.1f}" if day.days_compared else "–"
            sheet.text(_HALF, beside, hour_words(hour.hour), 9)
            sheet.right(_HALF + 90, beside, f"{hour.taken:,}", 9)
            sheet.right(_HALF + 150, beside, usual, 9)
        return max(top, beside + 13) + 20

    def _titles(self, sheet: Sheet, top: float) -> float:
        for left, words in ((_TIME, "Time"), (_RECEIPT, "Receipt"), (_MEMBER, "Member"), (_TENDER, "Tender")):
            sheet.text(left, top, words, _SIZE_PT, bold=True)
        sheet.right(_AMOUNT, top, "Amount", _SIZE_PT, bold=True)
        sheet.text(_STATE, top, "State", _SIZE_PT, bold=True)
        sheet.rule(_LEFT, top + 4, _RIGHT)
        return top + _ROW_PT + 3

    def _row(self, sheet: Sheet, top: float, payment: DeskPayment, *, cash_is_counted: bool) -> None:
        taken = payment.taken_at.astimezone(self._place.time_zone)
        amount = shown_amount(payment, cash_is_counted=cash_is_counted)
        how = self._letters.wrapped(payment.how, _SIZE_PT, _AMOUNT - _TENDER - 60)
        sheet.text(_TIME, top, clock_words(taken), _SIZE_PT)
        sheet.text(_RECEIPT, top, payment.receipt, _SIZE_PT)
        sheet.text(_MEMBER, top, payment.who, _SIZE_PT)
        sheet.text(_TENDER, top, how[0] + (" …" if len(how) > 1 else ""), _SIZE_PT)
        sheet.right(_AMOUNT, top, AFTER_COUNT if amount is None else amount.plain(), _SIZE_PT)
        sheet.text(_STATE, top, payment.state.value, _SIZE_PT)

    def _foot(self, sheet: Sheet, report: DayReport, page: int) -> None:
        sheet.text(_LEFT, _BOTTOM + 24, f"Taken by {report.taken_by}. For: {report.reason}", 8)
        sheet.right(_RIGHT, _BOTTOM + 24, f"Page {page}", 8)
