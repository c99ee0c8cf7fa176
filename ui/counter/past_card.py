"""What is to be known of an account, with what to do about it, and what was paid before: to read, not to choose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.flags import Flag
from ui import keys
from ui.counter.elided import ElidedWords
from ui.counter.member_card import FLAG_TONES
from ui.counter.past_state import PastRow, PastState
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Row, column_title
from ui.widgets.words import Words

_ROW_PX = 40
_WHEN_PX, _HOW_PX, _RECEIPT_PX, _AMOUNT_PX = 124, 190, 116, 150
_WIDTHS_PX = (_WHEN_PX, _HOW_PX, 0, _RECEIPT_PX, _AMOUNT_PX)


class PastCard(Card):
    """``left`` when it has been read."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Notes and payments"), padding=16, parent=parent)
        self._flags: list[_FlagRow] = []
        self._flag_rows = QVBoxLayout()
        self._flag_rows.setSpacing(6)
        self._about = Words(face=Face.LABEL, tone="muted")
        self._rows: list[_PastRow] = []
        self._list = _List()
        self._nothing = Words(self.tr("No payment is known."), tone="muted")
        back = KeyButton(self.tr("Back to the balances"), keys.PAST)
        back.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(self._about, 1)
        foot.addWidget(back)
        self.body.addLayout(self._flag_rows)
        self.body.addWidget(self._titles())
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._nothing)
        self.body.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def begin(self) -> None:
        """The list can be gone through with the arrow keys."""
        self._list.verticalScrollBar().setValue(0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_past(self, past: PastState) -> None:
        """In place, also while it is read."""
        self._show_flags(past.flags)
        rows = past.rows
        while len(self._rows) < len(rows):
            self._rows.append(_PastRow())
            self._list.rows.insertWidget(len(self._rows) - 1, self._rows[-1])
        for place, widget in enumerate(self._rows):
            widget.setVisible(place < len(rows))
            if place < len(rows):
                widget.show_row(rows[place])
        self._list.show_count(len(rows))
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._about.setText(past.about)

    def _show_flags(self, flags: tuple[Flag, ...]) -> None:
        while len(self._flags) < len(flags):
            self._flags.append(_FlagRow())
            self._flag_rows.addWidget(self._flags[-1])
        for place, widget in enumerate(self._flags):
            widget.setVisible(place < len(flags))
            if place < len(flags):
                widget.show_flag(flags[place])

    def _titles(self) -> QWidget:
        titles = QWidget()
        row = QHBoxLayout(titles)
        row.setContentsMargins(0, 6, 0, 0)
        words = (self.tr("Paid"), self.tr("How"), self.tr("For"), self.tr("Receipt"), self.tr("Amount"))
        for title, width in zip(words, _WIDTHS_PX, strict=True):
            label = column_title(title, right=width == _AMOUNT_PX)
            if width:
                label.setFixedWidth(scaled(self, width))
            row.addWidget(label, 0 if width else 1)
        return titles


class _FlagRow(QWidget):
    """A chip, and beside it what there is to do."""

    def __init__(self) -> None:
        super().__init__()
        self._chip = Chip()
        self._advice = Words()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._chip)
        row.addWidget(self._advice, 1)

    def show_flag(self, flag: Flag) -> None:
        self._chip.show_state(flag.words, FLAG_TONES[flag.weight])
        self._advice.setText(flag.advice)


class _PastRow(Row):
    """One payment."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(scaled(self, _ROW_PX))
        self._when = Words()
        self._how = Words()
        self._what = ElidedWords(Face.CODE_SMALL)
        self._receipt = Words(face=Face.CODE_SMALL)
        self._amount = Words(face=Face.FIGURE, right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        widgets = (self._when, self._how, self._what, self._receipt, self._amount)
        for widget, width in zip(widgets, _WIDTHS_PX, strict=True):
            if width:
                widget.setFixedWidth(scaled(self, width))
            row.addWidget(widget, 0 if width else 1)

    def show_row(self, row: PastRow) -> None:
        self._when.setText(row.when)
        self._how.setText(row.how)
        self._what.setText(row.what)
        self._receipt.setText(row.receipt)
        self._amount.setText(row.amount)
        self.set_chosen(row.is_todays)


class _List(QScrollArea):
    """Scrolls by the arrow keys where the payments are more than fit."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Payments, newest first"))
        inner = QWidget()
        self.rows = QVBoxLayout(inner)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.rows.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(scaled(self, _ROW_PX))

    def show_count(self, count: int) -> None:
        """As high as the payments are, and no higher than eight of them."""
        self.setFixedHeight(min(count, 8) * scaled(self, _ROW_PX))
