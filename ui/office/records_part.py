"""The auditor's view: who did what, chosen by day, person, desk and kind, and taken out with a reason."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from cashier.domain.errors import FieldRefused
from cashier.domain.people import Right
from cashier.domain.records import DESK, FIRST_DAY, LAST_DAY, WHO, RecordFilter, RecordGroup, RecordList
from cashier.domain.times import typed_day_words
from cashier.usecases.find_member import today_at
from cashier.usecases.records_seen import REASON, export_records, see_records
from ui import keys
from ui.activity.asking import Asking
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face, font
from ui.office.records_state import RecordTyped, count_words, record_texts
from ui.office.records_table import RecordsTable
from ui.widgets.card import Card
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words
from ui.work import sentence_of

_LANE = "records"
_REASON_MOST = 200


class RecordsPart(Card):
    """``left``: back to the drawers. It reads, and changes nothing."""

    left = Signal()

    def __init__(self, doors: Doors, around: Around) -> None:
        super().__init__(padding=16)
        self._doors, self._around = doors, around
        self._asking: Asking[RecordList] = Asking(around.work, show=self._show, failed=self._on_fault, lane=_LANE)
        self._export_id: UUID | None = None
        self._asked: RecordFilter | None = None
        self._first = self._field(self.tr("First day"))
        self._last = self._field(self.tr("Last day"))
        self._who = self._field(self.tr("Who, by sign-in name"), self.tr("Everybody"))
        self._desk = self._field(self.tr("Desk"), self.tr("All"))
        groups = {
            RecordGroup.ALL.value: self.tr("All"),
            RecordGroup.ACCOUNTS.value: self.tr("Accounts"),
            RecordGroup.PEOPLE.value: self.tr("Sign-ins"),
            RecordGroup.MONEY.value: self.tr("Money"),
            RecordGroup.APPROVED.value: self.tr("Corrections"),
            RecordGroup.PAPERS.value: self.tr("Papers"),
            RecordGroup.OFFICE.value: self.tr("Office and settings"),
        }
        self._group = ChoiceRow(self.tr("What"), groups)
        self._count = Words(face=Face.LABEL, tone="muted")
        self._message = InlineMessage(boxed=False)
        self._table = RecordsTable(self.tr("Records"))
        self._reason = self._field(self.tr("What the export is for"))
        self._reason.field.setMaxLength(_REASON_MOST)
        self._look_button = KeyButton(self.tr("Show"), keys.ENTER)
        self._export_button = KeyButton(self.tr("Save as a table (CSV)"))
        self._back = KeyButton(self.tr("Back to the drawers"), keys.BACK, "quiet")
        for field in (self._first, self._last, self._who, self._desk):
            field.field.returnPressed.connect(self._look)
        self._reason.field.returnPressed.connect(self._export)
        self._group.changed.connect(self._on_group)
        self._look_button.clicked.connect(self._look)
        self._export_button.clicked.connect(self._export)
        self._back.clicked.connect(self.left)
        self._lay_out(may_export=around.staff.may(Right.EXPORT))

    def begin(self) -> None:
        """What happened today, by everybody."""
        today = typed_day_words(today_at(self._doors.desk))
        for part, words in ((self._first, today), (self._last, today), (self._who, ""), (self._desk, "")):
            part.field.setText(words)
            part.clear_problem()
        self._reason.field.clear()
        self._group.choose(RecordGroup.ALL.value)
        self._first.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._first.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_group(self) -> None:
        if self._group.choice and self._first.field.text():
            self._look()

    def _wanted(self) -> RecordFilter | None:
        """What is asked for; None where a day is none, which is said beside it."""
        typed = RecordTyped(
            first=self._first.field.text(),
            last=self._last.field.text(),
            who=self._who.field.text(),
            desk=self._desk.field.text(),
            group=self._group.choice,
        )
        try:
            wanted = typed.wanted(today_at(self._doors.desk))
            wanted.check()
        except FieldRefused as refused:
            self._refuse(refused)
            return None
        return wanted

    def _look(self) -> None:
        desk, staff, ledger = self._doors.desk, self._around.staff, self._doors.records
        if (wanted := self._wanted()) is not None:
            self._message.clear()
            self._asking.ask(lambda: see_records(wanted, desk, staff, ledger))

    def _show(self, told: RecordList) -> None:
        now, zone = self._doors.desk.clock(), self._doors.desk.place.time_zone
        self._table.show_rows([record_texts(record, now=now, zone=zone) for record in told.rows])
        self._count.setText(count_words(told))

    def _export(self) -> None:
        """One act however often it is asked for, until it is done or something else is wanted."""
        doors, staff, reason = self._doors, self._around.staff, self._reason.field.text()
        if (wanted := self._wanted()) is None or not self._export_button.isEnabled():
            return
        if wanted != self._asked or self._export_id is None:
            self._asked, self._export_id = wanted, doors.desk.new_id()
        export_id = self._export_id
        self._export_button.disable(self.tr("The table is being made."))
        self._around.work.run(
            _LANE,
            lambda: export_records(export_id, wanted, reason, doors.desk, staff, doors.records, doors.record_files),
            done=self._on_exported,
            failed=self._on_not_exported,
        )

    def _on_exported(self, said: str) -> None:
        self._export_id = None
        self._export_button.enable()
        self._message.say("ok", said)

    def _on_not_exported(self, fault: BaseException) -> None:
        self._export_button.enable()
        self._on_fault(fault)

    def _on_fault(self, fault: BaseException) -> None:
        if isinstance(fault, FieldRefused):
            self._refuse(fault)
        else:
            self._message.say("bad", sentence_of(fault))

    def _refuse(self, refused: FieldRefused) -> None:
        field = {FIRST_DAY: self._first, LAST_DAY: self._last, WHO: self._who, DESK: self._desk, REASON: self._reason}[
            refused.field
        ]
        field.show_problem(refused.sentence)
        field.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, words: str, hint: str = "") -> FieldWithLabel:
        part = FieldWithLabel(words, EntryField(), hint=hint)
        part.field.setFont(font(Face.TEXT))
        return part

    def _lay_out(self, *, may_export: bool) -> None:
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Records"), Face.HEADING))
        head.addStretch(1)
        head.addWidget(self._count)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for part in (self._first, self._last, self._who, self._desk):
            filters.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        filters.addWidget(self._look_button, 0, Qt.AlignmentFlag.AlignBottom)
        taken = QHBoxLayout()
        taken.setSpacing(8)
        taken.addWidget(self._reason, 1, Qt.AlignmentFlag.AlignTop)
        taken.addWidget(self._export_button, 0, Qt.AlignmentFlag.AlignBottom)
        if not may_export:
            self._reason.hide()
            self._export_button.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addWidget(self._message, 1)
        foot.addStretch(0)
        self.body.addLayout(head)
        self.body.addLayout(filters)
        self.body.addWidget(self._group)
        self.body.addWidget(self._table, 1)
        self.body.addLayout(taken)
        self.body.addLayout(foot)
