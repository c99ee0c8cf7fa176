"""The fields of the tender that is being typed, with the quick sums of notes below the cash."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.money import Money
from cashier.domain.tenders import TenderKind
from ui.counter.tender_state import FIELDS, TICKED, Draft, Field, Problem
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.check_box import CheckBox
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField

_QUICK_MOST = 3
_NARROW_PX = 80  # Three fields side by side fit into the panel of the smallest screen.
_TEXT_MOST = 60  # None is cut to one that fits.
# Below the amount: row, column and width of each, in sixths.
_PLACES: dict[TenderKind, dict[Field, tuple[int, int, int]]] = {
    TenderKind.CHECK: {
        Field.NUMBER: (0, 0, 2),
        Field.DATED: (0, 2, 2),
        Field.WRITTEN: (0, 4, 2),
        Field.ROUTING: (1, 0, 3),
        Field.ACCOUNT: (1, 3, 3),
        Field.ISSUER: (2, 0, 3),
        Field.IN_FULL: (2, 3, 3),
    },
    TenderKind.MONEY_ORDER: {Field.NUMBER: (0, 0, 3), Field.ISSUER: (0, 3, 3), Field.BY_BANK: (1, 0, 3)},
    TenderKind.CASHIERS_CHECK: {
        Field.NUMBER: (0, 0, 3),
        Field.ISSUER: (0, 3, 3),
        Field.BY_BANK: (1, 0, 3),
        Field.DATED: (1, 3, 3),
        Field.ROUTING: (2, 0, 3),
        Field.ACCOUNT: (2, 3, 3),
    },
}
_SIXTHS = 6
_CODES = frozenset({Field.NUMBER, Field.DATED, Field.ROUTING, Field.ACCOUNT})


class TenderFields(QWidget):
    """``typed`` carries the Field and its text, ``quick_pressed`` the Money of a sum of notes."""

    typed = Signal(object, str)
    quick_pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: TenderKind | None = None
        self._offered: tuple[Money, ...] = ()
        self._labels = {
            TenderKind.CASH: self.tr("Cash received"),
            TenderKind.CHECK: self.tr("Check amount"),
            TenderKind.MONEY_ORDER: self.tr("Money order amount"),
            TenderKind.CASHIERS_CHECK: self.tr("Cashier's check amount"),
            TenderKind.CARD: self.tr("On the card"),
        }
        self._numbers = {
            TenderKind.CHECK: self.tr("Check number"),
            TenderKind.MONEY_ORDER: self.tr("Money order number"),
            TenderKind.CASHIERS_CHECK: self.tr("Serial number"),
        }
        self._issuers = {
            TenderKind.CHECK: self.tr("Bank"),
            TenderKind.MONEY_ORDER: self.tr("Issuer"),
            TenderKind.CASHIERS_CHECK: self.tr("Issuing bank"),
        }
        self._fields = {
            Field.AMOUNT: FieldWithLabel("", MoneyField("", size="big")),
            Field.NUMBER: FieldWithLabel("", EntryField()),
            Field.ISSUER: FieldWithLabel("", EntryField()),
            Field.DATED: FieldWithLabel(self.tr("Date on it"), EntryField()),
            Field.WRITTEN: FieldWithLabel(self.tr("In words"), EntryField()),
            Field.ROUTING: FieldWithLabel(self.tr("Routing number"), EntryField()),
            Field.ACCOUNT: FieldWithLabel(self.tr("Account number"), EntryField()),
        }
        self._ticks = {
            Field.IN_FULL: CheckBox(self.tr("“Paid in full”")),
            Field.BY_BANK: CheckBox(self.tr("Cashier's check")),
        }
        self.message = InlineMessage(boxed=False)  # As wide as the row above: below a narrow field, a word a line.
        self._exact = KeyButton(self.tr("Exact"))
        self._quick = [KeyButton("") for _ in range(_QUICK_MOST)]
        self._grid = QGridLayout()
        self._dress()
        self._lay_out()

    def show_draft(self, draft: Draft | None, quick: tuple[Money, ...], problem: Problem | None) -> None:
        """The fields of the draft's kind; a text that's being typed isn't touched. Nothing without a draft."""
        self.setVisible(draft is not None)
        if draft is None:
            self._kind = None
            return
        if draft.kind is not self._kind:
            self._show_kind(draft.kind)
        self._show_quick(quick, is_cash=draft.kind is TenderKind.CASH)
        for at, labelled in self._fields.items():
            if labelled.field.text() != draft.text(at):
                labelled.field.setText(draft.text(at))
            said = problem.sentence if problem is not None and problem.field is at else ""
            if at is Field.AMOUNT:
                labelled.show_problem(said)
            else:
                labelled.mark(said)
        for at, tick in self._ticks.items():
            tick.setChecked(draft.text(at) == TICKED)
        if problem is not None and problem.field is not Field.AMOUNT:
            self._put_message_below(problem.field, draft.kind)
            self.message.say("bad", problem.sentence)
        else:
            self.message.clear()

    def focus_on(self, field: Field) -> None:
        """Put the focus into a field and select what stands there, so that typing replaces it."""
        if field in self._ticks:
            self._ticks[field].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        target = self._fields[field].field
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.selectAll()

    def part_of(self, field: Field) -> QWidget:
        """The field with its label."""
        return self._ticks[field] if field in self._ticks else self._fields[field]

    def _show_kind(self, kind: TenderKind) -> None:
        self._kind = kind
        self._fields[Field.AMOUNT].set_words(self._labels[kind])
        self._fields[Field.NUMBER].set_words(self._numbers.get(kind, ""))
        self._fields[Field.ISSUER].set_words(self._issuers.get(kind, ""))
        for at, widget in (*self._fields.items(), *self._ticks.items()):
            widget.setVisible(at in FIELDS[kind])
        if kind in _PLACES:
            self._put_in_places(kind)
            focused = [self._ticks[at] if at in self._ticks else self._fields[at].field for at in _PLACES[kind]]
            for before, after in pairwise([self._fields[Field.AMOUNT].field, *focused]):
                QWidget.setTabOrder(before, after)  # As they are read.

    def _put_in_places(self, kind: TenderKind) -> None:
        for at, (row, column, sixths) in _PLACES[kind].items():
            side = Qt.AlignmentFlag.AlignBottom if at is Field.IN_FULL else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self.part_of(at), 2 * row, column, 1, sixths, side)

    def _put_message_below(self, field: Field, kind: TenderKind) -> None:
        """Every row of fields has one below it for what is said of them."""
        row, _, _ = _PLACES.get(kind, {}).get(field, (0, 0, 0))
        self._grid.addWidget(self.message, 2 * row + 1, 0, 1, _SIXTHS)

    def _show_quick(self, quick: tuple[Money, ...], *, is_cash: bool) -> None:
        self._offered = quick
        self._exact.setVisible(is_cash)
        for place, button in enumerate(self._quick):
            button.setVisible(place < len(quick))
            if place < len(quick):
                button.set_words(str(quick[place]).removesuffix(".00"))

    def _dress(self) -> None:
        for at, labelled in self._fields.items():
            if at is not Field.AMOUNT:
                labelled.field.setFont(font(Face.CODE if at in _CODES else Face.TEXT))
                labelled.set_close()
                labelled.field.setMaxLength(_TEXT_MOST)
                hint = self.tr("today") if at is Field.DATED else self.tr("optional")
                labelled.field.setPlaceholderText("" if at is Field.NUMBER else hint)
                labelled.field.setMinimumWidth(scaled(self, _NARROW_PX))
            labelled.field.forgets_cards = False  # The draft does, and says so until something else is typed.
            labelled.field.typed.connect(partial(self.typed.emit, at))
        for place, button in enumerate(self._quick):
            button.clicked.connect(partial(self._press_quick, place))
        for at, tick in self._ticks.items():
            tick.clicked.connect(partial(self._tick, at))
        self._exact.clicked.connect(lambda: self.quick_pressed.emit(None))
        for button in (self._exact, *self._quick):
            button.setFixedHeight(scaled(self, 40))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _tick(self, at: Field) -> None:
        self.typed.emit(at, TICKED if self._ticks[at].isChecked() else "")

    def _press_quick(self, place: int) -> None:
        self.quick_pressed.emit(self._offered[place])

    def _lay_out(self) -> None:
        quick = QHBoxLayout()
        quick.setSpacing(8)
        for button in (self._exact, *self._quick):
            quick.addWidget(button)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column in range(_SIXTHS):
            self._grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._fields[Field.AMOUNT])
        layout.addLayout(quick)
        layout.addLayout(self._grid)
        self._grid.addWidget(self.message, 1, 0, 1, _SIXTHS)
        for kind in _PLACES:  # Once they are all in one window, else none comes after another.
            self._put_in_places(kind)
