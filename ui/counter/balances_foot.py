"""What can be done with the table of open balances: its actions, or the one field that an action asks for."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui import keys
from ui.counter.besides_state import Besides
from ui.fonts import Face, font
from ui.theme import restyle, scaled
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.money_field import MoneyField
from ui.widgets.words import Words

_ACTIONS, _SPREAD, _STATEMENT = range(3)


class BalancesFoot(QStackedWidget):
    """``spread_asked`` and ``spread_typed`` carry the text of the amount and whether it is for the member alone.

    ``statement_entered``: the number of a statement that was handed over. ``besides_asked`` carries a `Besides`.
    ``refused``: a text that is not kept.
    """

    spread_asked = Signal(str, bool)
    spread_typed = Signal(str, bool)
    statement_entered = Signal(str)
    statement_typed = Signal()
    all_due_asked = Signal()
    on_account_asked = Signal()
    deposit_asked = Signal()
    besides_asked = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(scaled(self, 46))
        self._only_member = False
        self._spreading: list[KeyButton] = []
        self._spread = MoneyField(self.tr("Amount to spread, oldest first"), size="row")
        self._spread.typed.connect(self._tell_typed)
        self._spread.refused.connect(self.refused)
        self._scope = KeyButton("", keys.SCOPE, "quiet")
        self._scope.clicked.connect(self._turn_scope)
        self._statement = EntryField()
        self._statement.setAccessibleName(self.tr("Number of another's statement"))
        self._statement.setFont(font(Face.CODE_SMALL))
        self._statement.setMaxLength(60)
        self._statement.setProperty("extent", "row")
        self._statement.setPlaceholderText(self.tr("type or scan"))
        self._statement.typed.connect(lambda _: self.statement_typed.emit())
        self._statement.refused.connect(self.refused)
        for row in (self._actions(), self._spread_row(), self._statement_row()):
            self.addWidget(row)

    @property
    def is_asking(self) -> bool:
        """Whether a field stands there and no actions."""
        return self.currentIndex() != _ACTIONS

    @property
    def awaits_statement(self) -> bool:
        return self.currentIndex() == _STATEMENT

    def show_scope(self, member: str, *, has_others: bool) -> None:
        """Over whose statements an amount may be spread; nothing to choose where only the member's are there."""
        self._member = member
        self._scope.setVisible(has_others)
        self._only_member = self._only_member and has_others
        self._say_scope()

    def let_spread(self, why_not: str) -> None:
        """Whether there is a statement to pay at all; ``why_not`` says why there is none."""
        for button in self._spreading:
            if why_not:
                button.disable(why_not)
            else:
                button.enable()

    def ask_statement(self) -> None:
        self.setCurrentIndex(_STATEMENT)
        self._statement.clear()
        self._statement.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_statement(self) -> None:
        """Where the number is typed; the next one, or this one again, takes its place."""
        self._statement.setFocus(Qt.FocusReason.OtherFocusReason)
        self._statement.selectAll()

    def ask_spread(self) -> None:
        self.setCurrentIndex(_SPREAD)
        self._spread.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_typed()

    def mark(self, sentence: str) -> None:
        """The field that stands there is the one that a sentence above is about; an empty one takes the mark away."""
        for field, place in ((self._spread, _SPREAD), (self._statement, _STATEMENT)):
            said = sentence if self.currentIndex() == place else ""
            restyle(field, "problem", bool(said))
            field.setAccessibleDescription(said)

    def statement_added(self) -> None:
        """It stands in the table; the next one may come."""
        self._statement.clear()

    def close_asking(self) -> None:
        """What was asked for is done, or not wanted."""
        self.setCurrentIndex(_ACTIONS)
        self._spread.clear()
        self._statement.clear()

    def on_enter(self) -> bool:
        """Enter in the field that stands there; whether it was for it. An empty number of a statement is done with."""
        if self._spread.hasFocus():
            self._ask_spread()
        elif self._statement.hasFocus():
            self._enter_statement()
        else:
            return False
        return True

    def _actions(self) -> QWidget:
        actions = QWidget()
        row = QHBoxLayout(actions)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(4)  # Six of them fit the smallest screen: wider, they would push the payment aside.
        for words, key, act in (
            (self.tr("Oldest first"), keys.OLDEST_FIRST, self.ask_spread),
            (self.tr("All that is due"), keys.ALL_DUE, self.all_due_asked.emit),
            (self.tr("Pay on account"), keys.ON_ACCOUNT, self.on_account_asked.emit),
            (self.tr("Deposit"), keys.DEPOSIT, self.deposit_asked.emit),
        ):
            button = KeyButton(words, key, "quiet")
            button.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(button)
            if key in (keys.OLDEST_FIRST, keys.ALL_DUE):
                self._spreading.append(button)
        row.addStretch(1)
        for words, key, page in (
            (self.tr("Statement copy"), keys.STATEMENT_COPY, Besides.COPY),
            (self.tr("Plan or extension"), keys.ARRANGE, Besides.EXTENSION),
        ):
            button = KeyButton(words, key, "quiet")
            button.clicked.connect(partial(self.besides_asked.emit, page))
            row.addWidget(button)
        return actions

    def _spread_row(self) -> QWidget:
        spread = KeyButton(self.tr("Spread it"), look="quiet")
        spread.clicked.connect(self._ask_spread)
        self._spread.setFixedWidth(scaled(self, 120))
        label = Words(self.tr("Amount to spread, oldest first"), Face.LABEL, tone="muted")
        return _row_of(label, self._spread, spread, self._scope)

    def _statement_row(self) -> QWidget:
        add = KeyButton(self.tr("Add the statement"), look="quiet")
        add.clicked.connect(self._enter_statement)
        self._statement.setFixedWidth(scaled(self, 220))
        label = Words(self.tr("Number of another's statement"), Face.LABEL, tone="muted")
        return _row_of(label, self._statement, add)

    def _ask_spread(self) -> None:
        self.spread_asked.emit(self._spread.text(), self._only_member)

    def _enter_statement(self) -> None:
        self.statement_entered.emit(self._statement.text())

    def _turn_scope(self) -> None:
        self._only_member = not self._only_member
        self._say_scope()
        self._tell_typed()

    def _say_scope(self) -> None:
        said = self.tr("Only %s") % self._member if self._only_member else self.tr("All who stand here")
        self._scope.set_words(said)

    def _tell_typed(self) -> None:
        self.spread_typed.emit(self._spread.text(), self._only_member)


def _row_of(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 0, 12, 4)
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder
