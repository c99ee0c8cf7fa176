"""The page of differences between three books: desk, terminals and ledger, each with who looks after it."""

from collections.abc import Sequence
from datetime import date

from cashier.domain.money import Money
from cashier.domain.three_books import DifferenceRow
from cashier.domain.times import day_words
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet

_LEFT, _RIGHT = 54.0, WIDTH_PT - 54.0
_TOP, _BOTTOM = 60.0, HEIGHT_PT - 54.0
_ROW_PT, _SIZE_PT = 14.0, 10.0
_DESK, _TERMINAL, _LEDGER = 360.0, 460.0, _RIGHT
_NONE = "–"


def books_sheet(rows: Sequence[DifferenceRow], first: date, last: date, letters: Letters) -> bytes:
    """The file's bytes, the same ones for the same differences."""
    sheet = Sheet(letters, "Three books compared")
    days = day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"
    sheet.text(_LEFT, _TOP, "Three books compared", 16, bold=True)
    sheet.text(_LEFT, _TOP + 20, f"Business dates: {days}", 11)
    many = "one difference" if len(rows) == 1 else f"{len(rows)} differences"
    sheet.text(_LEFT, _TOP + 38, "All books agree." if not rows else many, 11, bold=True)
    top = _TOP + 64
    if rows:
        top = _titles(sheet, top)
    for row in rows:
        if top + 4 * _ROW_PT > _BOTTOM:
            sheet.next_page()
            top = _titles(sheet, _TOP)
        top = _difference(sheet, top, row)
    return sheet.done()


def _titles(sheet: Sheet, top: float) -> float:
    sheet.text(_LEFT, top, "Shift", _SIZE_PT, bold=True)
    for at, words in ((_DESK, "Desk"), (_TERMINAL, "Terminals"), (_LEDGER, "Ledger")):
        sheet.right(at, top, words, _SIZE_PT, bold=True)
    sheet.rule(_LEFT, top + 5, _RIGHT)
    return top + _ROW_PT + 8


def _difference(sheet: Sheet, top: float, row: DifferenceRow) -> float:
    said = row.difference
    z = f"Z {row.z}" if row.z else "not closed"
    shift = f"{day_words(row.business_date)}  {row.center} {row.desk}, {row.cashier}, {z}: {said.what}"
    sheet.text(_LEFT, top, shift, _SIZE_PT, bold=True)
    for at, amount in ((_DESK, said.desk), (_TERMINAL, said.terminal), (_LEDGER, said.ledger)):
        sheet.right(at, top, _plain(amount), _SIZE_PT)
    top = sheet.paragraph(_LEFT, top + _ROW_PT, said.words, _RIGHT - _LEFT, _SIZE_PT)
    days = "today" if row.age_days == 0 else "1 day" if row.age_days == 1 else f"{row.age_days} days"
    sheet.text(_LEFT, top, f"{days}, {f'with {row.owner}' if row.owner else 'nobody looks after it'}", _SIZE_PT)
    sheet.rule(_LEFT, top + 5, _RIGHT)
    return top + _ROW_PT + 8


def _plain(amount: Money | None) -> str:
    return _NONE if amount is None else amount.plain()
