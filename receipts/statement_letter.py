"""A statement's copy on letter size: address for a window envelope, sums, lines, messages, and the slip to pay with.

The address stands where a No. 10 window envelope shows it when the sheet is folded in three, and the slip's remit
address where a No. 9 return envelope does. The slip is the last third of the first page.
"""

from dataclasses import dataclass

from cashier.domain.line import Line
from cashier.domain.money import ZERO
from cashier.domain.place import Place
from cashier.domain.scan_layouts import scan_line
from cashier.domain.statement_copy import Charge, StatementDetails, read_copy
from cashier.domain.times import read_instant
from receipts.letter_page import HEIGHT_PT, WIDTH_PT, Letters, Sheet, postal_name
from receipts.statement_slip import messages, ways_to_pay
from receipts.statement_words import statement_words
from receipts.words import receipt_language

_LEFT, _RIGHT = 54.0, WIDTH_PT - 54.0
_ADDRESS_LEFT, _ADDRESS_TOP = 63.0, 150.0  # 7/8 inch from the left, the window's middle 2 1/4 inches from the top.
_SLIP_TOP = HEIGHT_PT - 234.0  # 3 1/4 inches: what a return envelope takes.
_REMIT_LEFT, _REMIT_TOP = 330.0, _SLIP_TOP + 112.0
_FOOT = HEIGHT_PT - 50.0
_ADDRESS_ROOM, _WINDOW_PT, _REMIT_PT = 230.0, 78.0, 66.0  # What the windows of the two envelopes show.
_BETWEEN = 16.0
_ROW, _SMALL, _TEXT = 13.5, 8.0, 9.5
_MODULE_PT = 0.95
_BAR_PT = 30.0


@dataclass(slots=True)
class _Place:
    """How far down the writing is, on which page, and where this page's room ends."""

    top: float
    page: int
    end: float


class StatementLetter:
    """Makes the PDF of a copy. Not for two threads at a time."""

    def __init__(self, letters: Letters, place: Place) -> None:
        self._letters = letters
        self._place = place

    def make(self, line: Line, details: StatementDetails) -> bytes:
        """The file of a STATEMENT_COPIED line, the same for the same line and details. Raises UnreadableBody."""
        return _Writing(self._letters, self._place, line, details).written()


class _Writing:
    def __init__(self, letters: Letters, place: Place, line: Line, details: StatementDetails) -> None:
        self._place = place
        self._copy = read_copy(line)
        self._words = statement_words(self._copy.language)
        self._details = details
        self._made = line.taken_at.astimezone(place.time_zone).date()
        self._letters = letters
        self._pages = 1
        self._address_end = 0.0

    def written(self) -> bytes:
        """Written twice: how many pages there are is known only then."""
        for pages in (1, 0):
            self._sheet = Sheet(
                self._letters,
                f"Statement {self._copy.statement.number}",
                is_training=self._place.is_training,
                language=receipt_language(self._copy.language),
            )
            self._at = _Place(top=0.0, page=1, end=_SLIP_TOP - 16.0 if self._has_slip else _FOOT - 12)
            self._write()
            if pages:
                self._pages = self._at.page
        return self._sheet.done()

    def _write(self) -> None:
        self._head()
        self._sums()
        self._lines()
        self._totals()
        self._aging()
        self._messages()
        self._page_number()

    def _head(self) -> None:
        sheet, words, head = self._sheet, self._words, self._place.letterhead
        made = words.made.format(day=words.day(self._made))
        if head is not None:
            room = _RIGHT - _LEFT - self._letters.width(words.title, 14) - _BETWEEN
            sheet.text(_LEFT, 54, *self._letters.fitted(head.organization, 14, room, least_pt=8), bold=True)
            whose = f"{self._place.center_name} · {head.region_name}"
            room = _RIGHT - _LEFT - self._letters.width(made, _SMALL) - _BETWEEN
            sheet.text(_LEFT, 68, *self._letters.fitted(whose, _SMALL, room, least_pt=6))
        sheet.right(_RIGHT, 54, words.title, 14, bold=True)
        sheet.right(_RIGHT, 68, made, _SMALL)
        addressee = self._details.addressee or self._copy.member_name
        texts = (postal_name(addressee), *self._details.address)
        self._address_end = self._block(_ADDRESS_LEFT, _ADDRESS_TOP, texts, _ADDRESS_ROOM, _WINDOW_PT)
        if self._has_slip:
            self._slip()

    def _block(self, left: float, top: float, texts: tuple[str, ...], room: float, height: float) -> float:
        """An address, whole: in smaller letters where it would be higher. Returns where the next line would stand."""
        lines: list[str] = []
        size = 0.0
        for size in (10.0, 9.0, 8.0, 7.0):
            lines = [line for text in texts for line in self._letters.wrapped(text, size, room)]
            if len(lines) * size * 1.3 <= height:
                break
        for line in lines:
            self._sheet.text(left, top, line, size)
            top += size * 1.3
        return top

    @property
    def _has_slip(self) -> bool:
        return self._copy.statement.open > ZERO

    def _sums(self) -> None:
        """What it is about, at the right of the address."""
        statement, words = self._copy.statement, self._words
        facts = [
            (words.statement, statement.number),
            (words.member, _hidden(statement.member_number)),
            (words.guarantor, _hidden(statement.guarantor_number)),
            (words.statement_date, words.day(statement.statement_date)),
            *([(words.service_date, words.day(statement.service_date))] if statement.service_date else []),
            (words.due_date, words.day(statement.due_date)),
            (words.open, str(statement.open)),
        ]
        top = 100.0
        for label, said in facts:
            is_last = label == words.open
            self._sheet.text(350, top, label, _TEXT, bold=is_last)
            self._sheet.right(_RIGHT, top, said, _TEXT, bold=is_last)
            top += _ROW
        self._at.top = max(230.0, self._address_end + 12)

    def _lines(self) -> None:
        sheet, words, copy = self._sheet, self._words, self._copy
        what = f"{words.kind(copy.statement.kind)} · {copy.statement.title}"
        sheet.text(_LEFT, self._at.top, *self._letters.fitted(what, 11, _RIGHT - _LEFT, least_pt=9), bold=True)
        self._at.top += 16
        if not copy.has_lines:
            self._at.top = sheet.paragraph(_LEFT, self._at.top, words.no_lines, _RIGHT - _LEFT) + 4
            return
        self._titles()
        for charge in self._details.charges:
            self._line(charge)

    def _titles(self) -> None:
        sheet, words, top = self._sheet, self._words, self._at.top
        sheet.text(_LEFT, top, words.dated, _SMALL, bold=True)
        sheet.text(_LEFT + 80, top, words.description, _SMALL, bold=True)
        sheet.right(_RIGHT, top, words.amount, _SMALL, bold=True)
        sheet.rule(_LEFT, top + 4, _RIGHT)
        self._at.top += 16

    def _line(self, charge: Charge) -> None:
        words = self._words
        lines = self._letters.wrapped(charge.words, _TEXT, _RIGHT - _LEFT - 80 - 80)
        if self._need(len(lines) * _ROW):
            self._titles()
        if charge.day is not None:
            self._sheet.text(_LEFT, self._at.top, words.day(charge.day), _TEXT)
        self._sheet.right(_RIGHT, self._at.top, charge.amount.plain(), _TEXT)
        for text in lines:
            self._sheet.text(_LEFT + 80, self._at.top, text, _TEXT)
            self._at.top += _ROW

    def _totals(self) -> None:
        statement, words = self._copy.statement, self._words
        rows = [(words.billed, statement.billed.plain())]
        if paid := statement.billed - statement.open:
            rows.append((words.paid, (-paid).plain()))
        self._need((len(rows) + 1) * _ROW + 6)
        self._sheet.rule(_LEFT, self._at.top - 8, _RIGHT)
        self._at.top += 4
        for label, said in rows:
            self._sheet.text(_LEFT + 80, self._at.top, label)
            self._sheet.right(_RIGHT, self._at.top, said)
            self._at.top += _ROW
        self._sheet.text(_LEFT + 80, self._at.top, words.open, 10.5, bold=True)
        self._sheet.right(_RIGHT, self._at.top, str(statement.open), 10.5, bold=True)
        self._at.top += _ROW + 10

    def _aging(self) -> None:
        sheet, words = self._sheet, self._words
        self._need(42)
        sheet.text(_LEFT, self._at.top, words.aging, _SMALL, bold=True)
        column = (_RIGHT - _LEFT) / len(words.ages)
        for place, (age, amount) in enumerate(zip(words.ages, self._copy.aging, strict=True)):
            right = _LEFT + column * (place + 1) - 6
            sheet.right(right, self._at.top + 13, age, _SMALL)
            sheet.right(right, self._at.top + 25, amount.plain(), _TEXT)
        sheet.rule(_LEFT, self._at.top + 31, _RIGHT)
        self._at.top += 46

    def _messages(self) -> None:
        words, room = self._words, _RIGHT - _LEFT
        self._paragraphs(words.messages, messages(self._copy, words, self._place, self._made), room)
        self._two_columns(words.ways, ways_to_pay(words, self._place))
        asked = words.questions.format(phone=self._place.questions_phone)
        self._need(_ROW)
        self._sheet.text(_LEFT, self._at.top, asked)

    def _paragraphs(self, title: str, texts: tuple[str, ...], room: float) -> None:
        if not texts:
            return
        self._need(_ROW + self._sheet.height_of(texts[0], room))
        self._sheet.text(_LEFT, self._at.top, title, _SMALL, bold=True)
        self._at.top += _ROW
        for text in texts:
            self._need(self._sheet.height_of(text, room))
            self._at.top = self._sheet.paragraph(_LEFT, self._at.top, text, room)
        self._at.top += 6

    def _two_columns(self, title: str, texts: tuple[str, ...]) -> None:
        """Short texts side by side, each row as high as the longer one."""
        if not texts:
            return
        room = (_RIGHT - _LEFT) / 2 - 8
        rows = [texts[place : place + 2] for place in range(0, len(texts), 2)]
        heights = [max(self._sheet.height_of(text, room) for text in row) for row in rows]
        self._need(_ROW + sum(heights))
        self._sheet.text(_LEFT, self._at.top, title, _SMALL, bold=True)
        self._at.top += _ROW
        for row, height in zip(rows, heights, strict=True):
            for place, text in enumerate(row):
                self._sheet.paragraph(_LEFT + place * (room + 16), self._at.top, text, room)
            self._at.top += height
        self._at.top += 6

    def _slip(self) -> None:
        """The last third of the first page; where nothing is open there is nothing to send."""
        sheet, words, statement = self._sheet, self._words, self._copy.statement
        sheet.rule(0, _SLIP_TOP, WIDTH_PT, dashed=True)
        sheet.text(_LEFT, _SLIP_TOP + 12, words.detach, 7.5)
        top = _SLIP_TOP + 34
        for label, said in (
            (words.statement, statement.number),
            (words.due_date, words.day(statement.due_date)),
            (words.open, str(statement.open)),
        ):
            sheet.text(_LEFT, top, label)
            sheet.right(250, top, said, bold=label == words.open)
            top += _ROW + 2
        sheet.text(_LEFT, top + 12, words.enclosed)
        sheet.box(160, top - 3, 90, 22)
        sheet.text(_LEFT, top + 34, words.check_to.format(number=statement.number), _SMALL)
        head = self._place.letterhead
        if head is not None:
            sheet.text(_REMIT_LEFT, _REMIT_TOP - 74, words.remit_to, _SMALL)
            self._block(_REMIT_LEFT, _REMIT_TOP - 60, head.remit_address, _RIGHT - _REMIT_LEFT, _REMIT_PT)
        if digits := scan_line(statement, self._place.scan_layouts):
            sheet.barcode(_LEFT, _SLIP_TOP + 150, digits, height=_BAR_PT, module=_MODULE_PT)
            sheet.digits(_LEFT, _SLIP_TOP + 200, digits)

    def _need(self, height: float) -> bool:
        """Go on with the next page where this one has no room for so much; whether it did."""
        if self._at.top + height <= self._at.end:
            return False
        self._page_number()
        self._sheet.next_page()
        self._at = _Place(top=54.0, page=self._at.page + 1, end=_FOOT - 12)
        number = self._copy.statement.number
        self._sheet.text(_LEFT, self._at.top, self._words.continued.format(number=number), 11, bold=True)
        self._at.top += 24
        return True

    def _page_number(self) -> None:
        said = self._words.page.format(page=self._at.page, pages=self._pages)
        as_of = read_instant(self._copy.balances_as_of).astimezone(self._place.time_zone)
        top = _SLIP_TOP - 6 if self._at.page == 1 and self._has_slip else _FOOT
        self._sheet.right(_RIGHT, top, f"{self._words.day(as_of.date())} {self._words.clock(as_of)} · {said}", 7.5)


def _hidden(number: str) -> str:
    """The last four alone: a sheet gets left on counters."""
    return f"****{number[-4:]}"
