"""The Office page: all drawers of the center at the left, what waits for a person at the right."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.office import Office
from cashier.domain.office_tasks import Deed
from cashier.domain.people import Right
from cashier.usecases.office import see_office
from cashier.usecases.office_tasks import may_do
from ui import keys
from ui.activity.asking import Asking
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face
from ui.office.drawers_table import DrawersTable
from ui.office.office_state import OfficeState, drawer_words
from ui.office.records_part import RecordsPart
from ui.office.safe_part import SafePart
from ui.office.work_side import WorkSide
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import sentence_of

OFFICE_LANE = "office"

_LOOK_AGAIN_MS = 15_000
_LEFT_SHARE, _RIGHT_SHARE = 27, 13


class OfficePage(QWidget):
    """It is asked anew while it is looked at; what it shows changes in place."""

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._ledger, self._staff = doors.desk, doors.office, around.staff
        self._asking: Asking[Office] = Asking(around.work, show=self._on_seen, failed=self._on_fault, lane=OFFICE_LANE)
        self._last: Office | None = None
        self._is_new = True
        keeps_safe = around.staff.may(Right.KEEP_SAFE)
        self._table = DrawersTable(self.tr("Drawers today"), is_low=keeps_safe)
        self._as_of = Words(face=Face.LABEL, tone="muted")
        self._hidden = Words(face=Face.LABEL, tone="muted")
        self._message = InlineMessage(boxed=False)
        self.work = WorkSide(doors, around)
        self.safe = SafePart(doors, around) if keeps_safe else None
        self.records = RecordsPart(doors, around) if around.staff.may(Right.READ_JOURNAL) else None
        self._left = QStackedWidget()
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.changed)
        self.setAccessibleName(self.tr("Office"))
        self._lay_out()
        self.work.changed.connect(self.changed)

    def begin(self) -> None:
        """The page comes to the front."""
        self._table.setFocus()
        self._is_new = True
        self._look()
        self._again.start()

    def changed(self) -> None:
        """Something was taken or posted, or time went by."""
        if self.isVisible():
            self._look()
        else:
            self._again.stop()

    def _look(self) -> None:
        desk, staff, ledger = self._desk, self._staff, self._ledger
        self._asking.ask(lambda: see_office(desk, staff, ledger))
        if self.safe is not None:
            self.safe.look()

    def _on_seen(self, office: Office) -> None:
        self._last = office
        now, zone = self._desk.clock(), self._desk.place.time_zone
        state = OfficeState(office=office, now=now, zone=zone)
        self._as_of.setText(state.as_of)
        self._hidden.setText(state.hidden_words)
        self._table.show_drawers([drawer_words(row, now=now, zone=zone) for row in office.drawers])
        self._table.fit(anew=self._is_new)
        self._is_new = False
        self.work.show_office(office)
        if state.away_words:
            self._message.say("warn", state.away_words)
        else:
            self._message.clear()

    def _on_fault(self, fault: BaseException) -> None:
        self._message.say("bad", sentence_of(fault))

    def _show_records(self) -> None:
        if self.records is not None:
            self._left.setCurrentWidget(self.records)
            self.records.begin()

    def _show_drawers(self) -> None:
        self._left.setCurrentIndex(0)
        self._table.setFocus()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        self._left.addWidget(self._drawers_card())
        if self.safe is not None:
            self._left.addWidget(self.safe.form)
            self.safe.opened.connect(lambda: self._left.setCurrentIndex(1))
            self.safe.closed.connect(lambda: self._left.setCurrentIndex(0))
            self.safe.changed.connect(self.changed)
        if self.records is not None:
            self._left.addWidget(self.records)
            self.records.left.connect(self._show_drawers)
        layout.addWidget(self._left, _LEFT_SHARE)
        if self.safe is None:
            layout.addWidget(self.work, _RIGHT_SHARE)
            return
        right = QVBoxLayout()  # Below the drawers the deposits need the room.
        right.setSpacing(6)
        right.addLayout(self._acts(across=2))
        right.addWidget(self.work, 1)
        layout.addLayout(right, _RIGHT_SHARE)

    def _drawers_card(self) -> Card:
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 6)
        head.addWidget(Words(self.tr("Drawers today"), Face.HEADING))
        head.addStretch(1)
        head.addWidget(self._as_of)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 10)
        if self.safe is None:
            foot.addLayout(self._acts(across=4))
        foot.addWidget(self._message)
        foot.addWidget(self._hidden)
        card = Card(padding=1)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self._table, 3)
        if self.safe is not None:
            card.body.addWidget(self.safe, 1)
        card.body.addLayout(foot)
        return card

    def _acts(self, across: int) -> QGridLayout:
        """What is begun here without a task, so many beside each other."""
        acts = (
            (may_do(Deed.SAY, self._staff), self.tr("Send a message"), keys.SEND_MESSAGE, self.work.write_message),
            (
                may_do(Deed.RETURN_CHECK, self._staff),
                self.tr("A check came back"),
                keys.RETURNED,
                self.work.return_check,
            ),
            (
                may_do(Deed.MOVE_CLOSED, self._staff),
                self.tr("Move a payment"),
                keys.MOVE_CLOSED,
                self.work.move_closed,
            ),
            (
                may_do(Deed.EXPLAIN, self._staff),
                self.tr("Explain a difference"),
                keys.EXPLAIN,
                self.work.explain_difference,
            ),
            (
                may_do(Deed.TAKE_BATCH, self._staff),
                self.tr("Terminal's batch"),
                keys.CARD_BATCH,
                self.work.take_batch,
            ),
            (self._staff.may(Right.SEE_EXPECTED_CASH), self.tr("Over and short"), keys.TREND, self.work.show_trend),
            (self._staff.may(Right.READ_JOURNAL), self.tr("Records"), keys.RECORDS, self._show_records),
        )
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.setColumnStretch(across, 1)
        for place, (_, words, key, act) in enumerate(one for one in acts if one[0]):
            button = KeyButton(words, key, "quiet")
            button.clicked.connect(act)
            grid.addWidget(button, place // across, place % across, Qt.AlignmentFlag.AlignLeft)
        return grid
