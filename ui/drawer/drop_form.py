"""A drop to the safe: the drawer is open, the notes are counted into a numbered bag, somebody else looks on."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.accounts import BookLine
from cashier.domain.bags import scanned_bag
from cashier.domain.money import Money
from ui import keys
from ui.drawer.count_rows import CountRows
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.rows import Pair
from ui.widgets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DropAsked:
    """What was typed. The passphrase is not kept by the form."""

    count: dict[str, int]
    amount: Money
    bag: str
    line: BookLine
    witness: str
    passphrase: str


class DropForm(QWidget):
    """``asked`` carries a DropAsked, ``left`` when nothing is dropped."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = CountRows()
        self._total = Pair(self.tr("Into the bag"), "", Face.SUBHEADING)
        self._is_premium = CheckBox(self.tr("Premium money"))
        self._bag = text_field(self.tr("Bag number"), 30, hangs=True, above=True)
        self._sign = SignFields(self.tr("Witness: name or badge"), self.tr("Witness's passphrase"))
        self._message = InlineMessage()
        self._drop = KeyButton(self.tr("Drop"), keys.ENTER, "primary")
        back = KeyButton(self.tr("Drop nothing"))
        counting, last = Card(self.tr("Drop to the safe"), padding=18), Card(self.tr("Bag and witness"), padding=18)
        told = Words(self.tr("Number of each; Enter goes to the next."), Face.LABEL, tone="muted")
        counting.body.setSpacing(4)
        counting.body.addWidget(told)
        counting.body.addWidget(self._count)
        counting.body.addStretch(1)
        for part in (self._total, self._is_premium, self._bag, self._sign, self._message):
            last.body.addWidget(part)
        last.body.addStretch(1)
        last.body.addWidget(back)
        last.body.addWidget(self._drop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        beside = QVBoxLayout()
        beside.addWidget(last)
        layout.addWidget(counting, 1)
        layout.addLayout(beside, 1)
        self._count.changed.connect(self._show)
        self._count.finished.connect(self._bag.field.setFocus)
        self._drop.clicked.connect(self._ask)
        back.clicked.connect(self.left)

    def begin(self) -> None:
        """Empty fields, the focus in the first."""
        self._count.clear()
        self._bag.field.clear()
        self._bag.clear_problem()
        self._sign.clear()
        self._message.clear()
        self._is_premium.setChecked(False)
        self._show()
        self._count.focus_first()

    def say(self, sentence: str) -> None:
        """What the rules answered."""
        self._message.say("bad", sentence)
        self._show()

    def say_bag(self, sentence: str) -> None:
        """What is wrong with the bag's number."""
        self._bag.show_problem(sentence)
        self._bag.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def say_sign(self, sentence: str, field: str = "") -> None:
        """Why the witness does not sign."""
        self._sign.say(sentence, field)
        self._show()

    def set_busy(self) -> None:
        self._drop.disable(self.tr("The passphrase is being checked."))

    def on_scan(self, text: str) -> None:
        """The bag's barcode. Who scans it in its own field goes on to the next one."""
        number = scanned_bag(text)
        if not number:
            self.say_bag(self.tr("That is no bag's number. Scan the bag, or type its number."))
            return
        self._bag.clear_problem()
        self._bag.field.setText(number)
        go_on([self._bag.field, *self._sign.fields[:1]])

    def on_enter(self) -> bool:
        """Enter goes to the next field, and from the last one drops; whether it was for this form."""
        fields = [self._bag.field, *self._sign.fields]
        if self._count.on_enter() or go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _show(self) -> None:
        state = self._count.state
        self._total.show_figure(str(state.total))
        if state.message:
            self._drop.disable(self.tr("Count what goes into the bag first."))
        else:
            self._drop.enable()

    def _ask(self) -> None:
        if not self._drop.isEnabled():
            return
        state = self._count.state
        witness, passphrase = self._sign.taken()
        self._message.clear()
        self._bag.clear_problem()
        self.asked.emit(
            DropAsked(
                count=state.count,
                amount=state.total,
                bag=self._bag.field.text(),
                line=BookLine.PREMIUM if self._is_premium.isChecked() else BookLine.MEDICAL,
                witness=witness,
                passphrase=passphrase,
            )
        )

    @property
    def bag_field(self) -> FieldWithLabel:
        """Where the bag's number is typed."""
        return self._bag
