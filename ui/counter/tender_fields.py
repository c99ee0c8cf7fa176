"""The fields of the tender that is being typed: the amount, with quick sums of notes for cash, and what paper says."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.money import Money
from cashier.domain.tenders import TenderKind
from ui.tender.paper_fields import PaperFields
from ui.tender.tender_state import Draft, Field, Problem
from ui.theme import scaled
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField

_QUICK_MOST = 3


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
        self._amount = FieldWithLabel("", MoneyField("", size="big"))
        self._amount.field.forgets_cards = False  # The draft does, and says so until something else is typed.
        self._amount.field.typed.connect(partial(self.typed.emit, Field.AMOUNT))
        self._paper = PaperFields()
        self._paper.typed.connect(self.typed)
        self._exact = KeyButton(self.tr("Exact"))
        self._exact.clicked.connect(lambda: self.quick_pressed.emit(None))
        self._quick = [KeyButton("") for _ in range(_QUICK_MOST)]
        self._lay_out()

    def put_reading(self, reading: QWidget) -> None:
        """What has a check's line read in the printer."""
        self._paper.put_reading(reading)

    @property
    def message(self) -> InlineMessage:
        """What is said of one of the fields below the amount."""
        return self._paper.message

    @property
    def focused(self) -> Field | None:
        """The field that has the focus."""
        return Field.AMOUNT if self._amount.field.hasFocus() else self._paper.focused

    def show_draft(self, draft: Draft | None, quick: tuple[Money, ...], problem: Problem | None) -> None:
        """The fields of the draft's kind; a text that's being typed isn't touched. Nothing without a draft."""
        self.setVisible(draft is not None)
        self._paper.show_draft(draft, problem)
        if draft is None:
            self._kind = None
            return
        if draft.kind is not self._kind:
            self._kind = draft.kind
            self._amount.set_words(self._labels[draft.kind])
            self._paper.follow(self._amount.field)
        self._show_quick(quick, is_cash=draft.kind is TenderKind.CASH)
        if self._amount.field.text() != draft.text(Field.AMOUNT):
            self._amount.field.setText(draft.text(Field.AMOUNT))
        self._amount.show_problem(problem.sentence if problem is not None and problem.field is Field.AMOUNT else "")

    def focus_on(self, field: Field) -> None:
        """Put the focus into a field and select what stands there, so that typing replaces it."""
        if field is not Field.AMOUNT:
            self._paper.focus_on(field)
            return
        self._amount.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._amount.field.selectAll()

    def part_of(self, field: Field) -> QWidget:
        """The field with its label."""
        return self._amount if field is Field.AMOUNT else self._paper.part_of(field)

    def _show_quick(self, quick: tuple[Money, ...], *, is_cash: bool) -> None:
        self._offered = quick
        self._exact.setVisible(is_cash)
        for place, button in enumerate(self._quick):
            button.setVisible(place < len(quick))
            if place < len(quick):
                button.set_words(str(quick[place]).removesuffix(".00"))

    def _press_quick(self, place: int) -> None:
        self.quick_pressed.emit(self._offered[place])

    def _lay_out(self) -> None:
        quick = QHBoxLayout()
        quick.setSpacing(8)
        for place, button in enumerate(self._quick):
            button.clicked.connect(partial(self._press_quick, place))
        for button in (self._exact, *self._quick):
            button.setFixedHeight(scaled(self, 40))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            quick.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._amount)
        layout.addLayout(quick)
        layout.addWidget(self._paper)
