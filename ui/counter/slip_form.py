"""What the slip of a terminal that speaks to nobody says: code and last four, each typed twice, and that it is here."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.money import Money
from cashier.domain.typed_card import AMOUNT, CODE, CODE_AGAIN, LAST_FOUR, LAST_FOUR_AGAIN, SLIP
from ui import keys
from ui.drawer.sign_fields import go_on, text_field
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTyped:
    """What stands in the fields, or that the terminal did not charge it."""

    approved: str
    code: str
    code_again: str
    last_four: str
    last_four_again: str
    has_slip: bool
    is_charged: bool


class SlipForm(QWidget):
    """``typed`` carries a SlipTyped."""

    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, FieldWithLabel] = {
            AMOUNT: text_field(self.tr("Approved"), 20, hangs=True),
            CODE: text_field(self.tr("Approval code"), 20, hangs=True),
            CODE_AGAIN: text_field(self.tr("Code again"), 20, hangs=True),
            LAST_FOUR: text_field(self.tr("Last four"), 20, hangs=True),
            LAST_FOUR_AGAIN: text_field(self.tr("Last four again"), 20, hangs=True),
        }
        for labelled in self._fields.values():
            labelled.set_close()
        self._slip = CheckBox(self.tr("The slip is in the drawer"))
        self._message = InlineMessage(boxed=False)
        self._act = KeyButton(self.tr("It was approved"), keys.ENTER, "primary")
        self._not = KeyButton(self.tr("It was not charged"))
        self._act.clicked.connect(lambda: self._say_typed(is_charged=True))
        self._not.clicked.connect(lambda: self._say_typed(is_charged=False))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._fields[AMOUNT])
        for first, again in ((CODE, CODE_AGAIN), (LAST_FOUR, LAST_FOUR_AGAIN)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name in (first, again):
                row.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(row)
        for widget in (self._slip, self._message, self._act, self._not):
            layout.addWidget(widget)

    def begin(self, amount: Money, *, is_sale: bool) -> None:
        """Another card: empty fields, but for what was asked for."""
        for labelled in self._fields.values():
            labelled.field.clear()
            labelled.clear_problem()
        self._fields[AMOUNT].field.setText(amount.plain())
        self._fields[AMOUNT].setVisible(is_sale)
        self._slip.setChecked(False)
        self._message.clear()
        self._act.set_words(self.tr("It was approved") if is_sale else self.tr("It has its money back"))
        self._not.set_words(self.tr("It was not charged") if is_sale else self.tr("It was not given back"))
        self.set_busy(False)

    def take_focus(self) -> None:
        self._fields[CODE].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the field that it is about; what was typed stays."""
        self.set_busy(False)
        if (labelled := self._fields.get(field)) is not None:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._message.say("bad", sentence)
        if field == SLIP:
            self._slip.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While it is being booked."""
        for button in (self._act, self._not):
            (button.disable(self.tr("It is being written down.")) if busy else button.enable())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, then to the tick, and from there it says that it was approved."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        if event.isAutoRepeat() or self._not.hasFocus():
            return
        fields = [each.field for each in self._fields.values() if each.isVisibleTo(self)]
        if go_on([*fields]):
            return
        if fields[-1].hasFocus() and not self._slip.isChecked():
            self._slip.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._act.click()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.take_focus()

    def _say_typed(self, *, is_charged: bool) -> None:
        self._message.clear()
        for labelled in self._fields.values():
            labelled.clear_problem()
        texts = {name: labelled.field.text() for name, labelled in self._fields.items()}
        self.typed.emit(SlipTyped(**texts, has_slip=self._slip.isChecked(), is_charged=is_charged))
