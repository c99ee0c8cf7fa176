"""The table of open balances with its actions: what is paid is chosen here."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui import keys
from ui.counter.account_state import BalanceRow
from ui.counter.balance_row import (
    BALANCE_PX,
    CHIP_PX,
    DATE_PX,
    MARGINS_PX,
    PAY_PX,
    ROW_PX,
    SPACING_PX,
    STATEMENT_PX,
    BalanceRowWidget,
    focus_in,
)
from ui.counter.besides_state import Besides
from ui.counter.payment_state import Choice
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.money_field import MoneyField
from ui.widgets.rows import Columns, column_title
from ui.widgets.words import Words

_ROWS_AT_FIRST = 4
_ROWS_AT_ONCE = 25
_ROOMY_PX = 830  # In less, what a statement is for needs the room of the day it was billed on.


class BalancesCard(Card):
    """``ticked`` and ``edited`` name a statement; ``oldest_first_asked`` carries the text of the amount to spread.

    ``besides_asked`` carries a `Besides`.
    """

    ticked = Signal(str)
    edited = Signal(str, str)
    oldest_first_asked = Signal(str)
    all_due_asked = Signal()
    on_account_asked = Signal()
    past_asked = Signal()
    besides_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self.body.setSpacing(0)
        self._shown: tuple[BalanceRow, ...] = ()
        self._most = _ROWS_AT_ONCE
        self._freshness = Words(face=Face.LABEL, tone="muted", right=True)
        self._paid_today = Chip(tone="ok")
        self._rows: list[BalanceRowWidget] = []
        self._area = _RowsArea()
        # The first rows are there from the start: they hold the table's place in the order of the Tab key.
        for _ in range(_ROWS_AT_FIRST):
            self._add_row()
        self._more = KeyButton("", look="quiet")
        self._more.clicked.connect(self._show_more)
        self._empty = Words(self.tr("Nothing is open on this account."), tone="muted")
        self._empty.setContentsMargins(16, 14, 16, 14)
        self._elsewhere = Words(tone="warn", wraps=True)
        self._elsewhere.setContentsMargins(16, 10, 16, 10)
        self._message = InlineMessage(boxed=False)
        self._message.setContentsMargins(16, 6, 16, 0)
        self._spread = MoneyField(self.tr("Amount to spread, oldest first"), size="row")
        self._spread.typed.connect(self._message.clear)
        self._spread.refused.connect(self.say)
        self._foot = QStackedWidget()
        self._foot.setFixedHeight(scaled(self, 46))
        self._foot.addWidget(self._actions())
        self._foot.addWidget(self._spread_row())
        self._billed = column_title(self.tr("Billed"))
        self.body.addLayout(self._head())
        self._titles = self._title_row()
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_titles_above)
        self.body.addWidget(self._titles)
        self.body.addWidget(self._area)
        self._area.rows.addWidget(self._more)
        for widget in (self._empty, self._elsewhere, self._message, self._foot):
            self.body.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._billed.setVisible(self._is_roomy)
        for row in self._rows:
            row.show_billed(self._is_roomy)

    def show_rows(self, rows: tuple[BalanceRow, ...], freshness: str, *, is_new: bool = False) -> None:
        """The statements; ``is_new`` for another member, who starts at the top."""
        self._freshness.setText(freshness)
        if is_new:
            self._most = _ROWS_AT_ONCE
            self._foot.setCurrentIndex(0)
            self._area.verticalScrollBar().setValue(0)
        if rows == self._shown and not is_new:
            return
        self._shown = rows
        self._fill()

    def show_choices(self, choices: Mapping[str, Choice], *, fixed: bool) -> None:
        """Ticks and amounts; ``fixed`` while card money is on them."""
        for widget, row in zip(self._rows, self._shown, strict=False):
            choice = choices.get(row.number)
            problem = choice.problem if choice else ""
            widget.show_choice(chosen=choice is not None, text=choice.text if choice else "", problem=problem)
            for control in (widget.box, widget.field):
                control.setEnabled(not fixed and not row.why_not)
        self._message.clear()

    def show_elsewhere(self, sentence: str) -> None:
        """Whose the balances are where none of them can be paid here."""
        self._elsewhere.setText(sentence)
        self._elsewhere.setVisible(bool(sentence))

    def show_paid_today(self, words: str) -> None:
        """What was paid today already; empty for nothing."""
        self._paid_today.setText(words)
        self._paid_today.setVisible(bool(words))

    def say(self, sentence: str) -> None:
        """What the rules answered to a choice; stays until the next one."""
        self._message.say("bad", sentence)

    def focus_first(self) -> bool:
        """Put the focus on the first box that can be ticked; whether there is one."""
        for widget, row in zip(self._rows, self._shown, strict=False):
            if not row.why_not:
                focus_in(widget, field=False)
                return True
        return False

    def on_enter(self) -> bool:
        """Enter in the amount to spread; whether it was for the table."""
        if not self._spread.hasFocus():
            return False
        self.oldest_first_asked.emit(self._spread.text())
        return True

    def on_back(self) -> bool:
        """Esc leaves the amount to spread; whether it was asked for."""
        if self._foot.currentIndex() == 0:
            return False
        self.close_spread()
        self.focus_first()
        return True

    def close_spread(self) -> None:
        """The amount is spread, or not wanted."""
        self._foot.setCurrentIndex(0)
        self._spread.clear()

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= scaled(self, _ROOMY_PX)

    def _fill(self) -> None:
        count = min(len(self._shown), self._most)
        while len(self._rows) < count:
            self._add_row()
        for place, widget in enumerate(self._rows):
            widget.setVisible(place < count)
            if place < count:
                widget.show_row(self._shown[place])
        self._more.setVisible(len(self._shown) > count)
        self._more.set_words(self.tr("Show %d more") % (len(self._shown) - count))
        for part in (self._titles, self._area):
            part.setVisible(bool(self._shown))
        self._empty.setVisible(not self._shown)
        self._area.show_count(count, more=len(self._shown) > count)

    def _show_more(self) -> None:
        self._most += _ROWS_AT_ONCE
        self._fill()

    def _add_row(self) -> None:
        widget = BalanceRowWidget()
        widget.ticked.connect(self.ticked)
        widget.edited.connect(self.edited)
        widget.refused.connect(self.say)
        widget.stepped.connect(partial(self._step, len(self._rows)))
        widget.show_billed(self._is_roomy)
        self._area.rows.insertWidget(len(self._rows), widget)
        if self._rows:
            QWidget.setTabOrder(self._rows[-1].field, widget.box)
            QWidget.setTabOrder(widget.box, widget.field)
        self._rows.append(widget)

    def _step(self, place: int, by: int) -> None:
        count = min(len(self._shown), self._most)
        in_field = self._rows[place].field.hasFocus()
        following = range(place + by, count if by > 0 else -1, by)
        target = next((self._rows[at] for at in following if not self._shown[at].why_not), None)
        if target is not None:
            focus_in(target, field=in_field)
            self._area.ensureWidgetVisible(target, 0, 0)

    def _keep_titles_above(self, _least: int, most: int) -> None:
        """The titles stay above their columns when a scroll bar takes some of the width."""
        left, top, right, bottom = MARGINS_PX
        bar = self._area.verticalScrollBar().sizeHint().width() if most > 0 else 0
        self._titles.setContentsMargins(left, top, right + bar, bottom)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 2, 10, 0)
        head.addWidget(Words(self.tr("Open balances"), Face.HEADING))
        head.addSpacing(8)
        head.addWidget(self._paid_today)
        head.addStretch(1)
        head.addWidget(self._freshness)
        past = KeyButton(self.tr("History"), keys.PAST, "quiet")
        past.clicked.connect(self.past_asked)
        head.addWidget(past)
        return head

    def _title_row(self) -> Columns:
        titles = Columns()
        titles.setContentsMargins(*MARGINS_PX)
        titles.setFixedHeight(scaled(self, 33))
        row = QHBoxLayout(titles)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scaled(self, SPACING_PX))
        row.addSpacing(scaled(self, 40 + SPACING_PX))
        for title, width in (
            (column_title(self.tr("Statement")), STATEMENT_PX),
            (column_title(self.tr("For")), 0),
            (self._billed, DATE_PX),
            (column_title(self.tr("Due")), DATE_PX),
            (column_title(""), CHIP_PX),
            (column_title(self.tr("Balance"), right=True), BALANCE_PX),
            (column_title(self.tr("Pay now"), right=True), PAY_PX),
        ):
            if width:
                title.setFixedWidth(scaled(self, width))
            if width == PAY_PX:
                row.addSpacing(scaled(self, SPACING_PX))
            row.addWidget(title, 0 if width else 1)
        return titles

    def _actions(self) -> QWidget:
        actions = QWidget()
        row = QHBoxLayout(actions)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(6)
        for words, key, act in (
            (self.tr("Oldest first"), keys.OLDEST_FIRST, self._ask_spread),
            (self.tr("All that is due"), keys.ALL_DUE, self.all_due_asked.emit),
            (self.tr("Pay on account"), keys.ON_ACCOUNT, self.on_account_asked.emit),
        ):
            button = KeyButton(words, key, "quiet")
            button.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(button)
        row.addStretch(1)
        for words, key, page in ((self.tr("Statement copy"), keys.STATEMENT_COPY, Besides.COPY),):
            button = KeyButton(words, key, "quiet")
            button.clicked.connect(partial(self.besides_asked.emit, page))
            row.addWidget(button)
        return actions

    def _spread_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(16, 0, 12, 4)
        row.setSpacing(10)
        row.addWidget(Words(self.tr("Amount to spread, oldest first"), Face.LABEL, tone="muted"))
        self._spread.setFixedWidth(scaled(self, 120))
        row.addWidget(self._spread)
        spread = KeyButton(self.tr("Spread it"), look="quiet")
        spread.clicked.connect(lambda: self.oldest_first_asked.emit(self._spread.text()))
        row.addWidget(spread)
        row.addStretch(1)
        return widget

    def _ask_spread(self) -> None:
        self._foot.setCurrentIndex(1)
        self._spread.setFocus(Qt.FocusReason.OtherFocusReason)


class _RowsArea(QScrollArea):
    """Holds the rows; as high as they are, and scrolls where the screen is lower."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        inner = QWidget()
        self.rows = QVBoxLayout(inner)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.rows.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_count(self, count: int, *, more: bool) -> None:
        self._count = count * scaled(self, ROW_PX) + (scaled(self, 44) if more else 0)
        self.setMinimumHeight(min(self._count, scaled(self, ROW_PX * 2)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 600), self._count)
