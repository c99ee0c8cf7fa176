"""A receipt by e-mail: the address under a payment, and Enter in it sends the receipt there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.errors import CashierError, FieldRefused
from cashier.usecases.mail_receipt import mail_receipt
from ui.counter.around import Around
from ui.doors import Doors
from ui.widgets.entry_field import EntryField
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel

_ADDRESS_MOST = 254


class MailField(QWidget):
    """``asked`` carries what was typed."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = _AddressField()
        self._field.setMaxLength(_ADDRESS_MOST)
        self._field.entered.connect(self._ask)
        self._labelled = FieldWithLabel(self.tr("E-mail the receipt to"), self._field, hangs=True, above=True)
        send = KeyButton(self.tr("Send"))
        send.setAccessibleName(self.tr("Send the receipt by e-mail"))
        send.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._labelled, 1)
        row.addWidget(send, 0, Qt.AlignmentFlag.AlignBottom)

    def clear(self, known: str = "") -> None:
        """Another payment has another member; ``known``: the address that stands there until another one is typed."""
        self._field.setText(known)
        self._labelled.clear_problem()

    def show_problem(self, sentence: str) -> None:
        """Beside the field, which keeps what was typed."""
        self._labelled.show_problem(sentence)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self.asked.emit(self._field.text())


class _AddressField(EntryField):
    """``entered`` for Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        else:
            super().keyPressEvent(event)


def send_receipt(receipt: str, typed: str, field: MailField, doors: Doors, around: Around) -> tuple[str, str] | None:
    """Ask for it; a tone and words of what became of that, None where the field itself says what is wrong."""
    try:
        mail_receipt(doors.desk.new_id(), receipt, typed, doors.desk, around.staff)
    except FieldRefused as refused:
        field.show_problem(refused.sentence)
        return None
    except CashierError as trouble:
        return "bad", trouble.sentence
    field.clear()
    return "ok", field.tr("The receipt is on its way to that address.")
