"""The checks and money orders of a drawer, ticked off one by one, by number or by scan."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier.domain.drawer import DrawerItem
from ui import keys
from ui.drawer.close_state import CloseState, item_words
from ui.drawer.sign_fields import text_field
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.rows import Columns, Row, column_title
from ui.widgets.words import FittingWords, Words

_ROW_PX = 42
_NUMBER_PX, _AMOUNT_PX, _BOX_PX = 96, 96, 40


class ChecksCard(Card):
    """``number_typed`` and ``found_typed`` carry texts, ``ticked`` a key and whether it is there, ``missed`` a key."""

    number_typed = Signal(str)
    found_typed = Signal(str, str, bool, bool)
    ticked = Signal(str, bool)
    missed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("2 · Tick off the checks"), padding=18, parent=parent)
        self.body.setSpacing(6)
        self._hint = Words(face=Face.LABEL, tone="muted")
        self._number = text_field(self.tr("Number, or scan"))
        self._rows: dict[str, _ItemRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._missing = KeyButton(self.tr("Missing"), keys.MISSING, "quiet")
        self._more = KeyButton(self.tr("Not on the list"), keys.NOT_LISTED, "quiet")
        self._found = _FoundForm()
        self._terminal = Words(face=Face.LABEL, tone="muted", wraps=True)
        foot = QHBoxLayout()
        foot.addWidget(self._missing)
        foot.addWidget(self._more)
        foot.addStretch(1)
        for part in (self._hint, self._number, _titles(self)):
            self.body.addWidget(part)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._terminal)
        self.body.addLayout(foot)
        self.body.addWidget(self._found)
        self._missing.clicked.connect(self._on_missing)
        self._more.clicked.connect(self._on_more)
        self._found.asked.connect(self.found_typed)

    def begin(self) -> None:
        """Nothing typed."""
        self._number.field.clear()
        self._found.close_form()

    def show_items(self, state: CloseState) -> None:
        """The rows of a drawer's checks."""
        for row in self._rows.values():
            row.setParent(None)
            row.deleteLater()
        self._rows = {item.key: _ItemRow(item) for item in state.sheet.items}
        for key, row in self._rows.items():
            row.box.toggled.connect(partial(self.ticked.emit, key))
            self._list.addWidget(row)
        self.show_state(state)

    def show_state(self, state: CloseState) -> None:
        self._hint.setText(state.checks_hint)
        for key, row in self._rows.items():
            row.show_tick(is_there=key in state.present, is_missing=key in state.missing)
        self._number.show_problem(state.said)
        self._number.setEnabled(bool(state.sheet.items))
        self._show_terminal(state)

    def _show_terminal(self, state: CloseState) -> None:
        """What the card terminal says of its total, with what to do where it is another one."""
        held = state.held_against
        self._terminal.setText("\n".join(each.words for each in held))
        self._terminal.set_tone("warn" if any(each.said is None or each.differs for each in held) else "muted")
        self._terminal.setVisible(bool(held))

    def focus_first(self) -> None:
        self._number.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_number(self) -> None:
        self._number.field.clear()

    def say_found(self, sentence: str, field: str = "") -> None:
        """What is wrong with the check that stands on no list, and in which field; empty when it was taken."""
        if sentence:
            self._found.say(sentence, field)
        else:
            self._found.close_form()
            self.focus_first()

    def on_enter(self) -> bool:
        """Enter ticks the number that was typed, or takes the check that is on no list; whether it was for these."""
        if self._number.field.hasFocus():
            self._on_number()
            return True
        return self._found.on_enter()

    def _on_number(self) -> None:
        self.number_typed.emit(self._number.field.text())

    def _on_missing(self) -> None:
        """The row with the focus, or the one whose number stands in the field."""
        typed = self._number.field.text().strip().casefold()
        for key, row in self._rows.items():
            if row.box.hasFocus() or (typed and row.item.number.casefold() == typed):
                self.missed.emit(key)
                self._number.field.clear()
                return
        self._number.show_problem(self.tr("Type the number of the check that is missing, then press Alt M."))

    def _on_more(self) -> None:
        self._found.open_form(self._number.field.text())
        self._number.field.clear()


def _titles(card: ChecksCard) -> Columns:
    titles = Columns()
    layout = QHBoxLayout(titles)
    layout.setContentsMargins(0, 0, 10, 0)
    layout.addSpacing(scaled(card, _BOX_PX))
    for words, width_px in ((card.tr("No."), _NUMBER_PX), (card.tr("Receipt"), 0)):
        title = column_title(words)
        if width_px:
            title.setFixedWidth(scaled(card, width_px))
        layout.addWidget(title, 0 if width_px else 1)
    layout.addWidget(column_title(card.tr("Amount"), right=True))
    return titles


class _ItemRow(Row):
    """One check: its box, number, receipt and amount; a missing one says so."""

    def __init__(self, item: DrawerItem) -> None:
        super().__init__()
        self.item = item
        self.setFixedHeight(scaled(self, _ROW_PX))
        words = f"{item.kind.value.replace('_', ' ')} {item.number}, {item.receipt}, {item.amount}"
        self.box = CheckBox(words, shows_words=False)
        number = Words(item_words(item), Face.CODE)
        number.setFixedWidth(scaled(self, _NUMBER_PX))
        self._receipt = Words(item.receipt, Face.CODE, tone="muted")
        amount = FittingWords(item.amount.plain(), Face.FIGURE)
        amount.setFixedWidth(scaled(self, _AMOUNT_PX))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(0)
        layout.addWidget(self.box)
        layout.addWidget(number)
        layout.addWidget(self._receipt, 1)
        layout.addWidget(amount)

    def show_tick(self, *, is_there: bool, is_missing: bool) -> None:
        self.box.blockSignals(True)
        self.box.setChecked(is_there)
        self.box.blockSignals(False)
        self.box.update()
        self._receipt.setText(self.tr("missing") if is_missing else self.item.receipt)
        self._receipt.set_tone("bad" if is_missing else "muted")
        self.box.setAccessibleDescription(self.tr("missing") if is_missing else "")


class _FoundForm(QWidget):
    """A check or money order that stands on no list. ``asked`` carries number, amount, and the two choices."""

    asked = Signal(str, str, bool, bool)

    def __init__(self) -> None:
        super().__init__()
        self._number = text_field(self.tr("Its number"), 20)
        self._amount = FieldWithLabel(self.tr("Its amount"), MoneyField(""))
        self._is_order = CheckBox(self.tr("A money order"))
        self._is_premium = CheckBox(self.tr("Premium money"))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((first, (self._number, self._amount)), (second, (self._is_order, self._is_premium))):
            for part in parts:
                row.addWidget(part, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(first)
        layout.addLayout(second)
        self.hide()

    def open_form(self, number: str) -> None:
        self._number.field.setText(number)
        self._amount.field.clear()
        self._clear_problems()
        for choice in (self._is_order, self._is_premium):
            choice.setChecked(False)
        self.show()
        (self._amount if number.strip() else self._number).field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        self.hide()

    def say(self, sentence: str, field: str) -> None:
        labelled = self._number if field == "number" else self._amount
        labelled.show_problem(sentence)
        labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear_problems(self) -> None:
        for labelled in (self._number, self._amount):
            labelled.clear_problem()

    def on_enter(self) -> bool:
        """Enter goes from the number to the amount, and from there takes it; whether it was for this form."""
        if self._number.field.hasFocus():
            self._amount.field.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._amount.field.hasFocus():
            choices = self._is_order.isChecked(), self._is_premium.isChecked()
            self._clear_problems()
            self.asked.emit(self._number.field.text(), self._amount.field.text(), *choices)
        else:
            return False
        return True
