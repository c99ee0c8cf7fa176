"""The fields of a check, cashier's check or money order below its amount, side by side as their kind has them."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cashier.domain.tenders import ISSUED, TenderKind
from ui.fonts import Face, font
from ui.tender.tender_state import FIELDS, TICKED, Draft, Field, Problem
from ui.theme import scaled
from ui.widgets.check_box import CheckBox
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.labelled_field import FieldWithLabel

_NARROW_PX = 80  # Three fields side by side fit into the panel of the smallest screen.
_TEXT_MOST = 60  # None is cut to one that fits.
# Row, column and width of each, in sixths.
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
_WITH_LINE = (TenderKind.CHECK, TenderKind.CASHIERS_CHECK)
_CODES = frozenset({Field.NUMBER, Field.DATED, Field.ROUTING, Field.ACCOUNT})


def _plainly(words: str) -> str:
    return words


class PaperFields(QWidget):
    """``typed`` carries the Field and its text.

    ``named`` makes of a field's words those it has here: where several such forms stand on one page, no two fields of
    them have one name.
    """

    typed = Signal(object, str)

    def __init__(self, named: Callable[[str], str] = _plainly, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: TenderKind | None = None
        self._named = named
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
            Field.NUMBER: FieldWithLabel("", EntryField()),
            Field.ISSUER: FieldWithLabel("", EntryField()),
            Field.DATED: FieldWithLabel(named(self.tr("Date on it")), EntryField()),
            Field.WRITTEN: FieldWithLabel(named(self.tr("In words")), EntryField()),
            Field.ROUTING: FieldWithLabel(named(self.tr("Routing number")), EntryField()),
            Field.ACCOUNT: FieldWithLabel(named(self.tr("Account number")), EntryField()),
        }
        self._ticks = {
            Field.IN_FULL: CheckBox(named(self.tr("“Paid in full”"))),
            Field.BY_BANK: CheckBox(named(self.tr("Cashier's check"))),
        }
        self.message = InlineMessage(boxed=False)  # As wide as the row above: below a narrow field, a word a line.
        self._grid = QGridLayout()
        self._reading: QWidget | None = None
        self._dress()
        self._lay_out()
        self.hide()

    def show_draft(self, draft: Draft | None, problem: Problem | None) -> None:
        """The fields of the draft's kind; a text that's being typed isn't touched. Nothing where it has none."""
        kind = draft.kind if draft is not None and draft.kind in _PLACES else None
        self.setVisible(kind is not None)
        if draft is None or kind is None:
            self._kind = None
            return
        if kind is not self._kind:
            self._show_kind(kind)
        said = problem if problem is not None and problem.sentence and problem.field is not Field.AMOUNT else None
        for at, labelled in self._fields.items():
            if labelled.field.text() != draft.text(at):
                labelled.field.setText(draft.text(at))
            labelled.mark(said.sentence if said is not None and said.field is at else "")
        for at, tick in self._ticks.items():
            tick.setChecked(draft.text(at) == TICKED)
        if said is not None:
            self._put_message_below(said.field, kind)
            self.message.say("bad", said.sentence)
        else:
            self.message.clear()

    def put_reading(self, reading: QWidget) -> None:
        """Above the fields of what has a magnetic line."""
        self._reading = reading
        self._list.insertWidget(0, reading)
        reading.setVisible(self._kind in _WITH_LINE)

    def focus_on(self, field: Field) -> None:
        """Put the focus into a field and select what stands there, so that typing replaces it."""
        if field in self._ticks:
            self._ticks[field].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        target = self._fields[field].field
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        target.selectAll()

    @property
    def focused(self) -> Field | None:
        """The field that has the focus."""
        fields = (*((at, each.field) for at, each in self._fields.items()), *self._ticks.items())
        return next((at for at, widget in fields if widget.hasFocus()), None)

    def part_of(self, field: Field) -> QWidget:
        """The field with its label."""
        return self._ticks[field] if field in self._ticks else self._fields[field]

    def follow(self, before: QWidget) -> None:
        """Tab comes here from ``before``, and goes on as the fields are read."""
        if self._kind is not None:
            reading = [self._reading] if self._reading is not None and self._kind in _WITH_LINE else []
            for first, then in pairwise([before, *reading, *map(self._focus_of, _PLACES[self._kind])]):
                QWidget.setTabOrder(first, then)

    def _focus_of(self, at: Field) -> QWidget:
        return self._ticks[at] if at in self._ticks else self._fields[at].field

    def _show_kind(self, kind: TenderKind) -> None:
        self._kind = kind
        if self._reading is not None:
            self._reading.setVisible(kind in _WITH_LINE)
        number, issuer = self._fields[Field.NUMBER], self._fields[Field.ISSUER]
        number.set_words(self._named(self._numbers[kind]))
        issuer.set_words(self._named(self._issuers[kind]))
        issuer.field.setPlaceholderText("" if kind in ISSUED else self.tr("optional"))
        for at in Field:
            if at is not Field.AMOUNT:
                self.part_of(at).setVisible(at in FIELDS[kind])
        self._put_in_places(kind)
        for first, then in pairwise(map(self._focus_of, _PLACES[kind])):
            QWidget.setTabOrder(first, then)

    def _put_in_places(self, kind: TenderKind) -> None:
        for at, (row, column, sixths) in _PLACES[kind].items():
            side = Qt.AlignmentFlag.AlignBottom if at is Field.IN_FULL else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self.part_of(at), 2 * row, column, 1, sixths, side)

    def _put_message_below(self, field: Field, kind: TenderKind) -> None:
        """Every row of fields has one below it for what is said of them."""
        row, _, _ = _PLACES[kind].get(field, (0, 0, 0))
        self._grid.addWidget(self.message, 2 * row + 1, 0, 1, _SIXTHS)

    def _dress(self) -> None:
        for at, labelled in self._fields.items():
            labelled.field.setFont(font(Face.CODE if at in _CODES else Face.TEXT))
            labelled.set_close()
            labelled.field.setMaxLength(_TEXT_MOST)
            hint = self.tr("today") if at is Field.DATED else self.tr("optional")
            labelled.field.setPlaceholderText("" if at is Field.NUMBER else hint)
            labelled.field.setMinimumWidth(scaled(self, _NARROW_PX))
            labelled.field.forgets_cards = False  # The draft does, and says so until something else is typed.
            labelled.field.typed.connect(partial(self.typed.emit, at))
        for at, tick in self._ticks.items():
            tick.clicked.connect(partial(self._tick, at))

    def _tick(self, at: Field) -> None:
        self.typed.emit(at, TICKED if self._ticks[at].isChecked() else "")

    def _lay_out(self) -> None:
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for column in range(_SIXTHS):
            self._grid.setColumnStretch(column, 1)
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.addLayout(self._grid)
        self._grid.addWidget(self.message, 1, 0, 1, _SIXTHS)
        for kind in _PLACES:  # Once they are all in one window, else none comes after another.
            self._put_in_places(kind)
