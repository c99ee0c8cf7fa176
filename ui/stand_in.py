"""What a lead sees who counts the drawer of a cashier who is not here: its count and close, and nothing else (R10).

There is no counter here and no other page, so nothing can be paid; leaving brings the locked desk back.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.errors import CashierError
from cashier.domain.line import Numbered
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.shift import Shift, ShiftState
from cashier.domain.z_report import read_z
from cashier.usecases.absent import take_back_for
from cashier.usecases.drawer_acts import open_for_absent
from cashier.usecases.shift import current_shift
from ui import keys
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.close_page import ClosePage
from ui.drawer.sign_fields import SignFields, go_on
from ui.fonts import Face
from ui.theme import scaled
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import SIGNING, said_of

_CARD_PX = 620


class StandInPage(QWidget):
    """``left``: the lead goes. ``committed`` when something was written; ``is_done``: the drawer is closed or given."""

    left = Signal()
    committed = Signal()

    def __init__(self, doors: Doors, around: Around, shift: Shift, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around, self._shift = doors, around, shift
        self._line_id = doors.desk.new_id()
        self.is_done, self.staff = False, around.staff
        self._close = ClosePage(doors, around)
        self._card = _Begin(shift, around.staff)
        self._pages = QStackedWidget()
        for page in (self._card, self._close):
            self._pages.addWidget(page)
        leave = KeyButton(self.tr("Sign out"))
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 20, 0)
        head.setSpacing(14)
        head.addWidget(Words(self.tr("%s's drawer") % shift.staff_name, Face.HEADING))
        head.addWidget(Words(self.tr("counted without them by %s") % around.staff.name, tone="muted"))
        head.addStretch(1)
        head.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._pages, 1)
        leave.clicked.connect(self.left)
        self._card.signed.connect(self._sign)
        self._card.left.connect(self.left)
        self._close.left.connect(self._back)
        self._close.committed.connect(self.committed)
        self._close.closed.connect(self._on_closed)
        self._close.handed.connect(self._on_handed)

    def focus_first(self) -> None:
        self._card.focus_first()

    def on_scan(self, text: str) -> None:
        """A check that is ticked off."""
        if self._pages.currentWidget() is self._close:
            self._close.on_scan(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pages.currentWidget() is self._close:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._card.on_enter()
        else:
            super().keyPressEvent(event)

    def _sign(self, user: str, passphrase: str) -> None:
        """Whoever counts along signs first: nobody opens somebody else's drawer alone."""
        self._card.set_busy()
        doors, staff, line_id = self._doors, self._around.staff, self._line_id
        is_given = self._shift.state is ShiftState.PENDING

        def begin() -> Approval:
            along = doors.step_up.approve(user, passphrase, act=ABSENT_ACT, amount=ZERO, right=Right.COUNT_ALONG)
            if is_given:
                take_back_for(line_id, doors.desk, doors.transfers, staff)
            return along

        self._around.work.run(SIGNING, begin, done=self._count, failed=lambda fault: self._card.say(*said_of(fault)))

    def _count(self, along: Approval) -> None:
        """The drawer opens, then both count it."""
        self._shift = current_shift(self._doors.desk) or self._shift
        try:
            open_for_absent(self._doors.desk.new_id(), along, self._doors.desk, self._around.staff)
            self._close.count_with(along)
        except CashierError as trouble:
            self._card.say(*said_of(trouble))
            return
        self._doors.open_drawer()
        self.committed.emit()
        self._pages.setCurrentWidget(self._close)
        self._close.begin()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self._card)
        self._card.begin()

    def _on_closed(self, numbered: Numbered) -> None:
        z = read_z(numbered.line)
        self._done(self.tr("The drawer is closed. Z report %d is being printed; both of you sign it.") % z.number)

    def _on_handed(self, numbered: Numbered) -> None:
        told = self.tr("Handed over to %s. This desk closes the drawer by itself once they have accepted it.")
        self._done(told % numbered.line.facts["to_name"])

    def _done(self, sentence: str) -> None:
        self.is_done = True
        self.committed.emit()
        self._card.show_done(sentence)
        self._back()


class _Begin(QWidget):
    """What is about to be done, and by whom; in the end what was done. ``signed`` carries who counts along."""

    signed = Signal(str, str)
    left = Signal()

    def __init__(self, shift: Shift, staff: Staff) -> None:
        super().__init__()
        self._is_done = False
        card = Card(self.tr("Count a drawer without its cashier"), padding=24)
        card.setFixedWidth(scaled(self, _CARD_PX))
        card.body.setSpacing(14)
        told = self.tr(
            "%s, you and a colleague count this drawer, without knowing what should be in it. Both names stand on "
            "every slip; %s is told, and so is the office. No payment can be taken here."
        )
        self._told = Words(told % (staff.name, shift.staff_name), wraps=True)
        self._sign = SignFields(self.tr("Counts along: name or badge"), self.tr("Their passphrase"))
        self._message = InlineMessage()
        words = self.tr("Open the drawer and count")
        if shift.state is ShiftState.PENDING:
            words = self.tr("Take it back and count")
            self._message.say("warn", self.tr("It was handed over, and nobody has accepted it yet."))
        self._button = KeyButton(words, keys.ENTER, "primary")
        self._button.clicked.connect(self._ask)
        for part in (self._told, self._sign, self._message, self._button):
            card.body.addWidget(part)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)

    def begin(self) -> None:
        self._sign.taken()
        self._button.enable()
        self.focus_first()

    def focus_first(self) -> None:
        (self._button if self._is_done else self._sign.fields[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> None:
        if self._is_done or not go_on(list(self._sign.fields)):
            self._ask()

    def say(self, sentence: str, field: str = "") -> None:
        """Why it does not begin, beside who signs."""
        self._button.enable()
        self._sign.say(sentence, field)

    def set_busy(self) -> None:
        self._button.disable(self.tr("The passphrase is being checked."))

    def show_done(self, sentence: str) -> None:
        self._is_done = True
        for part in (self._told, self._sign):
            part.setVisible(False)
        self._message.say("ok", sentence)
        self._button.set_words(self.tr("Sign out"))

    def _ask(self) -> None:
        if self._is_done:
            self.left.emit()
        elif self._button.isEnabled():
            self.signed.emit(*self._sign.taken())
