"""A deposit's slip on sheets of letter size: its barcode, cash by denomination, each check, and who counted."""

from collections.abc import Iterable

from cashier.domain.deposit import Deposit, DepositItem
from cashier.domain.endorsement import Payee
from cashier.domain.money import ZERO, Money
from cashier.domain.times import day_words
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet

NOT_REVIEWED = "NOT REVIEWED: this is no deposit yet."

_LEFT, _RIGHT = 54.0, WIDTH_PT - 54.0
_TOP, _BOTTOM = 60.0, HEIGHT_PT - 54.0
_ROW_PT, _SIZE_PT = 14.0, 10.0
_BAG, _RECEIPT = 230.0, 370.0
# Whole dots of a printer with 150 an inch: each bar is as wide as the scanner takes it to be.
_BAR_LEFT, _BAR_PT, _BAR_HEIGHT_PT = 113 * 0.48, 2 * 0.48, 36.0


def deposit_sheet(deposit: Deposit, letters: Letters, payees: Iterable[Payee] = ()) -> bytes:
    """The file's bytes, the same ones for the same deposit; ``payees``: whose money a book is, and its account."""
    sheet = Sheet(letters, f"Deposit {deposit.name}")
    top = _head(sheet, deposit, next((payee for payee in payees if payee.book == deposit.book), None))
    cash = [item for item in deposit.items if item.is_cash]
    checks = [item for item in deposit.items if not item.is_cash]
    top = _part(sheet, top, "Cash", _cash_rows(cash), deposit.cash)
    rows = [(f"{_paper(item)} {item.number}", item.bag, item.receipt, item.amount) for item in checks]
    top = _part(sheet, top, f"Checks, {len(checks)}", rows, deposit.checks)
    top = _room(sheet, top, 4)
    sheet.text(_LEFT, top, "Deposit", 13, bold=True)
    sheet.right(_RIGHT, top, str(deposit.cash + deposit.checks), 13, bold=True)
    sheet.text(_LEFT, top + 26, f"Prepared by {deposit.prepared_by}", _SIZE_PT)
    reviewed = f"Reviewed by {deposit.reviewed_by}" if deposit.reviewed_by else NOT_REVIEWED
    sheet.text(_LEFT, top + 42, reviewed, _SIZE_PT, bold=not deposit.reviewed_by)
    return sheet.done()


def _head(sheet: Sheet, deposit: Deposit, payee: Payee | None) -> float:
    sheet.text(_LEFT, _TOP, f"Deposit, {day_words(deposit.prepared_on)}", 16, bold=True)
    whose = f"{payee.name}, account ending in {payee.account_last_four} · " if payee is not None else ""
    sheet.text(_LEFT, _TOP + 20, f"{whose}{deposit.center}, {deposit.book.region} {deposit.book.line}", 11)
    sheet.barcode(_BAR_LEFT, _TOP + 34, deposit.name, height=_BAR_HEIGHT_PT, module=_BAR_PT)
    number = f"Deposit {deposit.number}" if deposit.number else ""
    sealed = f"sealed bag {deposit.seal}" if deposit.seal else ""
    kind = f"{'final' if deposit.is_final else 'interim'} for {day_words(deposit.day)}" if deposit.day else ""
    sheet.text(_LEFT, _TOP + 82, " · ".join(filter(None, (number, sealed, kind))), 11, bold=True)
    sheet.text(_LEFT, _TOP + 96, deposit.name, 9)
    many = f"{len(deposit.bags)} bag{'s' if len(deposit.bags) != 1 else ''}"
    return sheet.paragraph(_LEFT, _TOP + 114, f"{many}: {', '.join(deposit.bags)}", _RIGHT - _LEFT, _SIZE_PT) + 10


def _paper(item: DepositItem) -> str:
    return item.kind.replace("_", " ").capitalize()


def _cash_rows(cash: Iterable[DepositItem]) -> list[tuple[str, str, str, Money]]:
    """All bags together by denomination, in the order in which they come first."""
    pieces: dict[str, int] = {}
    sums: dict[str, Money] = {}
    for item in cash:
        name = item.denomination or "not told apart"
        pieces[name] = pieces.get(name, 0) + (item.pieces or 0)
        sums[name] = sums.get(name, ZERO) + item.amount
    return [(name, _pieces(pieces[name]), "", sums[name]) for name in sums]


def _pieces(number: int) -> str:
    return "" if not number else "1 piece" if number == 1 else f"{number:,} pieces"


def _part(sheet: Sheet, top: float, title: str, rows: Iterable[tuple[str, str, str, Money]], amount: Money) -> float:
    top = _room(sheet, top, 3)
    sheet.text(_LEFT, top, title, 12, bold=True)
    sheet.right(_RIGHT, top, amount.plain(), 12, bold=True)
    sheet.rule(_LEFT, top + 5, _RIGHT)
    top += _ROW_PT + 6
    for what, bag, receipt, cents in rows:
        top = _room(sheet, top, 1)
        sheet.text(_LEFT, top, what, _SIZE_PT)
        sheet.text(_BAG, top, bag, _SIZE_PT)
        sheet.text(_RECEIPT, top, receipt, _SIZE_PT)
        sheet.right(_RIGHT, top, cents.plain(), _SIZE_PT)
        top += _ROW_PT
    return top + 16


def _room(sheet: Sheet, top: float, rows: int) -> float:
    """Where so many rows stand together: here, or at the top of another page."""
    if top + rows * _ROW_PT <= _BOTTOM:
        return top
    sheet.next_page()
    return _TOP
