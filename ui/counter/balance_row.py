"""One statement in the table of open balances: a tick, what it is for, its dates, its balance, and what is paid now."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.counter.account_state import BalanceRow
from ui.counter.elided import ElidedWords
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.check_box import CheckBox
from ui.widgets.chip import Chip
from ui.widgets.money_field import MoneyField
from ui.widgets.rows import Row
from ui.widgets.words import Words, plain_tip

ROW_PX, LOW_ROW_PX = 63, 56
STATEMENT_PX = 108
DATE_PX = 50
CHIP_PX = 164
BALANCE_PX = 76
PAY_PX = 94
MARGINS_PX = (0, 0, 12, 0)
SPACING_PX = 8


class BalanceRowWidget(Row):
    """``ticked`` when the box is pressed, ``edited`` with the text, ``stepped`` with -1 or 1 on the arrow keys.

    ``refused`` carries the sentence about a text that is not kept.
    """

    ticked = Signal(str)
    edited = Signal(str, str)
    stepped = Signal(int)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = ""
        self.box = CheckBox("", shows_words=False)
        self.field = MoneyField("", size="row")
        self.field.setPlaceholderText("0.00")
        self._statement = Words(face=Face.CODE_SMALL)
        self._title = ElidedWords()
        self._detail = ElidedWords(Face.LABEL, tone="muted")
        self._billed = Words()
        self._due = Words()
        self._chip = Chip()
        self._balance = Words(face=Face.FIGURE, right=True)
        self._lay_out()
        self.box.clicked.connect(lambda: self.ticked.emit(self.number))
        self.field.typed.connect(lambda text: self.edited.emit(self.number, text))
        self.field.refused.connect(self.refused)
        for widget in (self.box, self.field):
            widget.installEventFilter(self)

    def show_row(self, row: BalanceRow) -> None:
        """Fill the row with a statement."""
        self.number = row.number
        self.box.setAccessibleName(self.tr("Pay %s") % row.number)
        self.field.setAccessibleName(self.tr("Pay now %s") % row.number)
        self._statement.setText(row.number)
        self._title.setText(row.title)
        self._detail.setText(row.detail)
        self._billed.setText(row.billed)
        self._due.setText(row.due)
        self._chip.show_state(row.chip, row.tone)
        self._balance.setText(row.balance)
        for widget in (self.box, self.field):
            widget.setEnabled(not row.why_not)
            widget.setToolTip(plain_tip(row.why_not))
            widget.setAccessibleDescription(row.why_not)

    def show_height(self, row_px: int) -> None:
        """Lower on a low screen, where all of a usual account is to be in sight."""
        self.setFixedHeight(scaled(self, row_px))

    def show_billed(self, shown: bool) -> None:
        """Whether there is room for the day it was billed on."""
        self._billed.setVisible(shown)

    def show_choice(self, *, chosen: bool, text: str, problem: str) -> None:
        """Whether it's ticked, and the amount; a text that's being typed isn't touched."""
        self.box.setChecked(chosen)
        self.set_chosen(chosen)
        if self.field.text() != text:
            self.field.setText(text)
        self.field.set_problem(problem)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go from row to row, in the column where the focus is."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self.stepped.emit(by)
                return True
        return False

    def _lay_out(self) -> None:
        for widget, width in (
            (self._statement, STATEMENT_PX),
            (self._billed, DATE_PX),
            (self._due, DATE_PX),
            (self._balance, BALANCE_PX),
            (self.field, PAY_PX),
        ):
            widget.setFixedWidth(scaled(self, width))
        middle = QVBoxLayout()
        middle.setSpacing(1)
        middle.addStretch(1)
        middle.addWidget(self._title)
        middle.addWidget(self._detail)
        middle.addStretch(1)
        chip = QWidget()
        chip.setFixedWidth(scaled(self, CHIP_PX))
        inside = QHBoxLayout(chip)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._chip)
        inside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*MARGINS_PX)
        row.setSpacing(scaled(self, SPACING_PX))
        row.addWidget(self.box)
        row.addWidget(self._statement)
        row.addLayout(middle, 1)
        row.addWidget(self._billed)
        row.addWidget(self._due)
        row.addWidget(chip)
        row.addWidget(self._balance)
        row.addSpacing(scaled(self, SPACING_PX))
        row.addWidget(self.field)


def focus_in(row: BalanceRowWidget, *, field: bool) -> None:
    """Put the focus into the row: its field, or its box."""
    (row.field if field else row.box).setFocus(Qt.FocusReason.TabFocusReason)
