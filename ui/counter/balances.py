"""The table of open balances with its actions: what is paid is chosen here."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui import keys
from ui.counter.account_state import BalanceRow
from ui.counter.balance_row import (
    BALANCE_PX,
    CHIP_PX,
    DATE_PX,
    LOW_ROW_PX,
    MARGINS_PX,
    PAY_PX,
    ROW_PX,
    SPACING_PX,
    STATEMENT_PX,
    BalanceRowWidget,
    focus_in,
)
from ui.counter.balances_foot import BalancesFoot
from ui.counter.choice_state import Choice
from ui.counter.effect_state import Effect
from ui.counter.elided import ElidedWords
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Columns, column_title
from ui.widgets.words import Words

_ROWS_AT_FIRST = 4
_ROWS_AT_ONCE = 25
_EFFECT_PX = 22
_LOW_PX = 860
_ROOMY_PX = 830  # In less, what a statement is for needs the room of the day it was billed on.


class BalancesCard(Card):
    """``ticked`` and ``edited`` name a statement; ``foot`` says the rest."""

    ticked = Signal(str)
    edited = Signal(str, str)
    past_asked = Signal()
    funds_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self.body.setSpacing(0)
        self._shown: tuple[BalanceRow, ...] = ()
        self._most = _ROWS_AT_ONCE
        self._freshness = ElidedWords(Face.LABEL, tone="muted", right=True)
        self._paid_today = Chip(tone="ok")
        self._funds = KeyButton("", keys.USE_CREDIT, "quiet")
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
        self._message.setContentsMargins(16, 0, 16, 0)
        self._effect = ElidedWords(Face.LABEL, tone="muted")
        self._effect.setContentsMargins(16, 0, 16, 0)
        self._effect.setFixedHeight(scaled(self, _EFFECT_PX))
        self.foot = BalancesFoot()
        self.foot.spread_typed.connect(self._say_nothing)
        self.foot.statement_typed.connect(self._say_nothing)
        self.foot.refused.connect(self.say)
        self._billed = column_title(self.tr("Billed"))
        self.body.addLayout(self._head())
        self._titles = self._title_row()
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_titles_above)
        self.body.addWidget(self._titles)
        self.body.addWidget(self._area)
        self._area.rows.addWidget(self._more)
        for widget in (self._empty, self._elsewhere, self._message, self._effect, self.foot):
            self.body.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._billed.setVisible(self._is_roomy)
        for row in self._rows:
            self._fit(row)
        self._area.show_height(self._row_px)

    def show_rows(self, rows: tuple[BalanceRow, ...], freshness: str, *, is_new: bool = False) -> None:
        """The statements; ``is_new`` for another member, who starts at the top."""
        self._freshness.setText(freshness)
        if is_new:
            self._most = _ROWS_AT_ONCE
            self.foot.close_asking()
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
        self._say_nothing()

    def show_elsewhere(self, sentence: str) -> None:
        """Whose the balances are where none of them can be paid here."""
        self._elsewhere.setText(sentence)
        self._elsewhere.setVisible(bool(sentence))

    def show_paid_today(self, words: str) -> None:
        """What was paid today already; empty for nothing."""
        self._paid_today.setText(words)
        self._paid_today.setVisible(bool(words))

    def show_funds(self, words: str) -> None:
        """That there is something to use for a bill; empty for nothing."""
        self._funds.set_words(words)
        self._funds.setVisible(bool(words))

    def show_effect(self, effect: Effect) -> None:
        """What paying so would leave. Its line is always there, so that nothing below moves."""
        self._effect.setText(effect.words)
        self._effect.set_tone(effect.tone)

    def say(self, sentence: str) -> None:
        """What the rules answered to a choice; stays until the next one, in the place of the effect."""
        self._effect.hide()
        self._message.say("bad", sentence)
        self.foot.mark(sentence)

    def focus_first(self) -> bool:
        """Put the focus into the number that is asked for, else on the first box that can be ticked; whether one is."""
        if self.foot.awaits_statement:
            self.foot.focus_statement()
            return True
        for widget, row in zip(self._rows, self._shown, strict=False):
            if not row.why_not:
                focus_in(widget, field=False)
                return True
        return False

    def bring_to_sight(self, number: str) -> None:
        """Scroll to a statement that was just added; it has its place after the next layout."""
        shown = zip(self._rows, self._shown, strict=False)
        widget = next((widget for widget, row in shown if row.number == number), None)
        if widget is not None:
            QTimer.singleShot(0, widget, lambda: self._area.ensureWidgetVisible(widget, 0, 0))

    def on_back(self) -> bool:
        """Esc leaves the field that an action asks for; whether there was one."""
        if not self.foot.is_asking:
            return False
        self.foot.close_asking()
        self.focus_first()
        return True

    def _say_nothing(self) -> None:
        self._message.clear()
        self.foot.mark("")
        self._effect.show()

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= scaled(self, _ROOMY_PX)

    @property
    def _row_px(self) -> int:
        return LOW_ROW_PX if self.window().height() < scaled(self, _LOW_PX) else ROW_PX

    def _fit(self, row: BalanceRowWidget) -> None:
        row.show_billed(self._is_roomy)
        row.show_height(self._row_px)

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
        self._fit(widget)
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
        self._funds.clicked.connect(self.funds_asked)
        self._funds.hide()
        head.addWidget(self._funds)
        head.addWidget(self._freshness, 1)
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


class _RowsArea(QScrollArea):
    """Holds the rows; as high as they are, and scrolls where the screen is lower."""

    def __init__(self) -> None:
        super().__init__()
        self._count, self._more, self._row_px = 0, False, ROW_PX
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
        self._count, self._more = count, more
        self._take_height()

    def show_height(self, row_px: int) -> None:
        if row_px != self._row_px:
            self._row_px = row_px
            self._take_height()

    def _take_height(self) -> None:
        self.setMinimumHeight(min(self._height, scaled(self, self._row_px)))
        self.updateGeometry()

    @property
    def _height(self) -> int:
        return self._count * scaled(self, self._row_px) + (scaled(self, 44) if self._more else 0)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 600), self._height)
