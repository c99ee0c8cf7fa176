"""A surprise count: the drawer is open, its cashier counts, somebody of the office counts along and signs."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.errors import CashierError
from cashier.domain.money import ZERO
from cashier.domain.people import Approval
from cashier.domain.surprise import SURPRISE_ACT, SurpriseCount, read_surprise
from cashier.domain.tries import WITNESS_RIGHT
from cashier.usecases.surprise import surprise_count
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.count_rows import CountRows
from ui.drawer.sign_fields import SignFields, go_on
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words
from ui.work import SIGNING, said_of


@dataclass(frozen=True, slots=True)
class SurpriseSaid:
    """What a count came to, once it is booked. ``matches``: nothing differed."""

    sentence: str
    matches: bool


class SurpriseForm(QWidget):
    """``counted`` carries a `SurpriseSaid`, ``committed`` when something was written, ``left`` when nothing is."""

    counted = Signal(object)
    committed = Signal()
    left = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._line_id = doors.desk.new_id()
        self._count = CountRows()
        self._total = Pair(self.tr("Counted"), "", Face.SUBHEADING)
        self._sign = SignFields(self.tr("Office: name or badge"), self.tr("Their passphrase"))
        self._message = InlineMessage()
        self._keep = KeyButton(self.tr("Keep the count"), look="primary")
        back = KeyButton(self.tr("Count nothing"))
        counting, last = Card(self.tr("Surprise count"), padding=18), Card(self.tr("Who counts along"), padding=18)
        told = self.tr("Count all cash, the float too. What should be there is not shown to anybody.")
        counting.body.setSpacing(4)
        counting.body.addWidget(Words(told, Face.LABEL, tone="muted", wraps=True))
        counting.body.addWidget(self._count)
        counting.body.addStretch(1)
        for part in (self._total, self._sign, self._message):
            last.body.addWidget(part)
        last.body.addStretch(1)
        last.body.addWidget(back)
        last.body.addWidget(self._keep)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        beside = QVBoxLayout()
        beside.addWidget(last)
        layout.addWidget(counting, 1)
        layout.addLayout(beside, 1)
        self._count.changed.connect(self._show)
        self._count.finished.connect(self._sign.user.field.setFocus)
        self._keep.clicked.connect(self._ask)
        back.clicked.connect(self.left)

    def begin(self) -> None:
        """Empty fields, the focus in the first."""
        self._sign.clear()
        self._again("")

    def on_enter(self) -> bool:
        """Enter goes to the next field, and in the last one keeps the count; whether it was for this form."""
        fields = list(self._sign.fields)
        if self._count.on_enter() or go_on(fields):
            return True
        if fields[-1].hasFocus():
            self._ask()
            return True
        return False

    def _again(self, sentence: str) -> None:
        self._count.clear()
        self._show()
        self._count.focus_first()
        if sentence:
            self._message.say("bad", sentence)
        else:
            self._message.clear()

    def _show(self) -> None:
        state = self._count.state
        self._total.show_figure(str(state.total))
        if state.message:
            self._keep.disable(state.message)
        else:
            self._keep.enable()

    def _ask(self) -> None:
        if not self._keep.isEnabled():
            return
        user, passphrase = self._sign.taken()
        step_up = self._doors.step_up
        self._message.clear()
        if not (user and passphrase):
            self._keep_count(None)
            return
        self._keep.disable(self.tr("The passphrase is being checked."))
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(user, passphrase, act=SURPRISE_ACT, amount=ZERO, right=WITNESS_RIGHT),
            done=self._keep_count,
            failed=self._on_refused,
        )

    def _keep_count(self, witness: Approval | None) -> None:
        wish = SurpriseCount(line_id=self._line_id, count=self._count.state.count, witness=witness)
        try:
            line = surprise_count(wish, self._doors.desk, self._around.staff).line
        except CashierError as trouble:
            self._on_refused(trouble)
            return
        self._line_id = self._doors.desk.new_id()
        self.committed.emit()
        found = read_surprise(line)
        if found.booked:
            self.counted.emit(SurpriseSaid(found.words, found.matches))
        else:
            self._again(found.words)

    def _on_refused(self, fault: BaseException) -> None:
        """Whoever counts along is asked for in any case: what is wrong stands beside their fields."""
        self._sign.say(*said_of(fault))
        self._show()
