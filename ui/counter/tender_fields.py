"""The fields of the tender that is being typed, with the quick sums of notes below the cash."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.money import Money
from cashier.domain.tenders import TenderKind
from ui.counter.tender_state import FIELDS, Draft, Field, Problem
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField

_QUICK_MOST = 3
_NARROW_PX = 80  # Two fields side by side fit into the panel of the smallest screen.
_TEXT_MOST = {Field.NUMBER: 60, Field.ISSUER: 60, Field.ROUTING: 60, Field.ACCOUNT: 60}  # None is cut to one that fits.
# Two fields stand on a line below the amount.
_PLACES = {Field.NUMBER: (0, 0), Field.ISSUER: (0, 1), Field.ROUTING: (1, 0), Field.ACCOUNT: (1, 1)}


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
            TenderKind.CARD: self.tr("On the card"),
        }
        self._numbers = {
            TenderKind.CHECK: self.tr("Check number"),
            TenderKind.MONEY_ORDER: self.tr("Money order number"),
        }
        self._issuers = {TenderKind.CHECK: self.tr("Bank"), TenderKind.MONEY_ORDER: self.tr("Issuer")}
        self._fields = {
            Field.AMOUNT: FieldWithLabel("", MoneyField("", size="big")),
            Field.NUMBER: FieldWithLabel("", EntryField()),
            Field.ISSUER: FieldWithLabel("", EntryField()),
            Field.ROUTING: FieldWithLabel(self.tr("Routing number"), EntryField()),
            Field.ACCOUNT: FieldWithLabel(self.tr("Account number"), EntryField()),
        }
        self._exact = KeyButton(self.tr("Exact"))
        self._quick = [KeyButton("") for _ in range(_QUICK_MOST)]
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
            labelled.show_problem(problem.sentence if problem is not None and problem.field is at else "")

    def focus_on(self, field: Field) -> QWidget:
        """Put the focus into a field and select what stands there, so that typing replaces it.

        Returns the field with its label and what is said about it.
        """
        target = self._fields[field].field
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.selectAll()
        return self._fields[field]

    def _show_kind(self, kind: TenderKind) -> None:
        self._kind = kind
        self._fields[Field.AMOUNT].set_words(self._labels[kind])
        self._fields[Field.NUMBER].set_words(self._numbers.get(kind, ""))
        self._fields[Field.ISSUER].set_words(self._issuers.get(kind, ""))
        for at, labelled in self._fields.items():
            labelled.setVisible(at in FIELDS[kind])

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
                labelled.field.setFont(font(Face.CODE if at is not Field.ISSUER else Face.TEXT))
                labelled.field.setMaxLength(_TEXT_MOST[at])
                labelled.field.setPlaceholderText("" if at is Field.NUMBER else self.tr("optional"))
                labelled.field.setMinimumWidth(scaled(self, _NARROW_PX))
            labelled.field.forgets_cards = False  # The draft does, and says so until something else is typed.
            labelled.field.typed.connect(partial(self.typed.emit, at))
        for place, button in enumerate(self._quick):
            button.clicked.connect(partial(self._press_quick, place))
        self._exact.clicked.connect(lambda: self.quick_pressed.emit(None))
        for button in (self._exact, *self._quick):
            button.setFixedHeight(scaled(self, 40))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _press_quick(self, place: int) -> None:
        self.quick_pressed.emit(self._offered[place])

    def _lay_out(self) -> None:
        quick = QHBoxLayout()
        quick.setSpacing(8)
        for button in (self._exact, *self._quick):
            quick.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for at, (row, column) in _PLACES.items():
            grid.addWidget(self._fields[at], row, column, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._fields[Field.AMOUNT])
        layout.addLayout(quick)
        layout.addLayout(grid)
