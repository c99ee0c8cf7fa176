"""The form on large cash, in place of the balances once a payment asks for it. No sum stands on it, and no limit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from cashier.domain.large_cash import CashForm
from ui.fonts import Face, font
from ui.widgets.card import Card
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words

_COLUMNS = 3  # The smallest screen has room for three rows, below a banner and above what is refused.


class CashFormCard(Card):
    """``kept`` carries a CashForm; ``left`` when the cashier goes on, to come back or not.

    ``is_begun``: somebody is at it, and did not leave it with Esc.
    """

    kept = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("A report on this cash is due"), padding=16, parent=parent)
        self.is_begun = False
        words = self.tr(
            "The law asks the center to report it (IRS Form 8300). The payment is taken and stays taken. Ask "
            "the one who brought the money; what you enter is sealed for the cash office and stands on no receipt."
        )
        self.body.addWidget(Words(words, Face.LABEL, tone="muted", wraps=True))
        self._fields = {
            "name": FieldWithLabel(self.tr("Payor's full name"), EntryField()),
            "address": FieldWithLabel(self.tr("Street, city, state, ZIP"), EntryField()),
            "birth_date": FieldWithLabel(self.tr("Payor's date of birth"), EntryField()),
            "occupation": FieldWithLabel(self.tr("Occupation"), EntryField()),
            "tin": FieldWithLabel(self.tr("Taxpayer number (SSN, ITIN or EIN)"), EntryField()),
            "id_kind": FieldWithLabel(self.tr("Kind of ID, and who issued it"), EntryField()),
            "id_number": FieldWithLabel(self.tr("Number on the ID"), EntryField()),
            "why_not": FieldWithLabel(self.tr("If something is not given: why"), EntryField()),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        place = 0
        for name, labelled in self._fields.items():
            labelled.set_close()
            labelled.field.setMaxLength(120)
            labelled.field.setFont(font(Face.TEXT))
            labelled.field.typed.connect(self._on_typed)
            across = 2 if name == "address" else 1
            grid.addWidget(labelled, place // _COLUMNS, place % _COLUMNS, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._message = InlineMessage(boxed=False)
        keep = KeyButton(self.tr("Seal and keep"))
        keep.clicked.connect(self._keep)
        foot = QHBoxLayout()
        foot.addWidget(self._message, 1)
        foot.addStretch(1)
        foot.addWidget(keep)
        self.body.addLayout(grid)
        self.body.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def begin(self) -> None:
        """Empty fields."""
        self.forget()
        self.show()

    def take_focus(self) -> None:
        """Where it was left: the first field that is empty, or else the last one."""
        self.is_begun = True
        fields = [labelled.field for labelled in self._fields.values()]
        next((field for field in fields if not field.text()), fields[-1]).setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The focus goes on; what was typed stays."""
        self.is_begun = False
        self.left.emit()

    def forget(self) -> None:
        """Nothing that was typed stays in memory."""
        self.is_begun = False
        for labelled in self._fields.values():
            labelled.field.clear()
            labelled.clear_problem()
        self._message.clear()

    def say(self, field: str, sentence: str) -> None:
        """What the rules answered, beside its field; all that was typed stays."""
        if field in self._fields:
            self._fields[field].show_problem(sentence)
            self._fields[field].field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one keeps the form; whether it was for this form."""
        fields = [labelled.field for labelled in self._fields.values()]
        at = next((place for place, field in enumerate(fields) if field.hasFocus()), None)
        if at is None:
            return False
        if at + 1 < len(fields):
            fields[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._keep()
        return True

    def _on_typed(self, text: str) -> None:
        self.is_begun = self.is_begun or bool(text)

    def _keep(self) -> None:
        self._message.clear()
        self.kept.emit(CashForm(**{name: labelled.field.text() for name, labelled in self._fields.items()}))
