"""The lower half of the Office page for who keeps the safe: deposits on their way, counts of the safe, and bags."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cashier.domain.drawer_count import COUNT_AGAIN
from cashier.domain.money import parse_amount
from cashier.domain.people import Right
from cashier.domain.safe import (
    BagCount,
    BagSeen,
    BagsNamed,
    Change,
    CountDone,
    CountPurpose,
    DepositCorrection,
    DepositDone,
    HandOver,
    Prepare,
    Review,
    Safe,
    SafeCount,
    TwoBags,
)
from cashier.usecases import safe as acts
from cashier.usecases.shift import business_date
from ui import keys
from ui.activity.asking import Asking
from ui.counter.around import Around
from ui.doors import Doors
from ui.fonts import Face
from ui.office import safe_plans as plans
from ui.office.safe_field import SAFE_LANE, SafeField
from ui.office.safe_form import SafeForm
from ui.office.safe_state import (
    FormPlan,
    FormSaid,
    NextStep,
    SafeRow,
    count_words,
    day_words_of,
    safe_rows,
    step_words,
)
from ui.office.safe_table import HEADER_PX, ROW_PX, SafeTable
from ui.theme import scaled
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words
from ui.work import SIGNING, said_of, sentence_of

_ROWS_SEEN = 2


class SafePart(QWidget):
    """``form`` stands in the place of the lists while ``opened`` was said last, until ``closed``."""

    opened = Signal()
    closed = Signal()
    changed = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._desk, self._around, self._ledger = doors, doors.desk, around, doors.safe
        self._asking: Asking[Safe] = Asking(around.work, show=self._on_seen, failed=self._on_fault, lane=SAFE_LANE)
        self._safe: Safe | None = None
        self._asked: tuple[FormPlan, FormSaid, UUID] | None = None
        self.field = SafeField(doors, around)
        self.form = SafeForm()
        self.table = SafeTable(self.tr("Deposits"))
        self.table.setMinimumHeight(scaled(self, HEADER_PX + _ROWS_SEEN * ROW_PX + 2))
        self._day = Words(face=Face.LABEL, tone="muted")
        self._message = self.field.message
        self._steps = Words(face=Face.LABEL, wraps=True)
        self._history_area = _scrolled(self._steps, self.tr("History"))
        self._shown = QStackedWidget()
        for part in (self.table, self._history_area):
            self._shown.addWidget(part)
        self.open_day = self._button(self.tr("Open the day"), keys.SAFE_DAY, self._count_day)
        self._lay_out()
        if not around.staff.may(Right.OPEN_CENTER):
            self.open_day.hide()
        self.table.chosen.connect(self._on_row)
        self.form.left.connect(self.close_form)
        self.form.asked.connect(self._on_asked)
        self.field.taken.connect(self.look)

    def look(self) -> None:
        """Ask how it all stands."""
        desk, staff, ledger = self._desk, self._around.staff, self._ledger
        self._asking.ask(lambda: acts.look_at_safe(desk, staff, ledger))

    def on_scan(self, text: str) -> None:
        """Into the form that is open; else the bag says itself what is next for it."""
        if self.form.plan is not None:
            self.form.on_scan(text)
            return
        self._run(lambda: acts.look_at_bag(text, self._around.staff, self._ledger), partial(self._on_bag, text))

    def close_form(self) -> None:
        """Back to the lists; nothing of it is done."""
        self.form.plan = None
        self.closed.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_seen(self, safe: Safe) -> None:
        self._safe = safe
        self._day.setText(day_words_of(safe))
        self.open_day.set_words(self.tr("Close the day") if safe.opened_on else self.tr("Open the day"))
        self.table.show_rows(safe_rows(safe))
        if self.table.row is None and self.table.rows:
            self.table.selectRow(0)

    def _on_fault(self, fault: BaseException) -> None:
        self._say("warn", sentence_of(fault))

    def _on_row(self, row: SafeRow) -> None:
        """Enter on a row: its next step."""
        deposit = row.deposit
        if row.step is NextStep.PREPARE and self._safe is not None and row.line is not None:
            plan = plans.to_prepare(self._safe, row.line)
            self._with_checks(plan, list(plan.bags))
        elif row.step is NextStep.REVIEW and deposit is not None and deposit.is_yours:
            yours = self.tr("You prepared deposit %s. A colleague counts it again and seals it.")
            self._say("warn", yours % deposit.number)
        elif row.step is NextStep.REVIEW and deposit is not None:
            self._with_checks(plans.to_review(deposit), [str(deposit.number)])
        elif row.step is NextStep.GIVE and deposit is not None:
            self._open(plans.to_give(deposit.seal or str(deposit.number)))
        elif row.step is NextStep.ARRIVE and deposit is not None:
            self._open(plans.to_arrive(deposit.seal or str(deposit.number)))
        elif row.step is NextStep.CORRECT and deposit is not None:
            self._open(plans.to_correct(deposit))
        elif deposit is not None:
            self._history(str(deposit.number))
        else:
            self._say("warn", row.state.capitalize() + ".")

    def _with_checks(self, plan: FormPlan, numbers: list[str]) -> None:
        """The form opens with the list of what lies in the bags."""
        staff, ledger = self._around.staff, self._ledger
        self._run(
            lambda: [acts.look_at_bag(number, staff, ledger) for number in numbers],
            lambda seen: self._open(plans.with_items(plan, [item for one in seen for item in one.items])),
        )

    def _on_bag(self, text: str, seen: BagSeen) -> None:
        match seen.next_step:
            case "accept":
                self.field.on_scan(text)
            case "name":
                self._open(plans.to_name(seen))
            case "give":
                self._open(plans.to_give(seen.number))
            case "arrive":
                self._open(plans.to_arrive(seen.number))
            case _:
                self._show_steps(seen)

    def _count_day(self) -> None:
        is_open = self._safe is not None and self._safe.opened_on is not None
        self._count_safe(CountPurpose.CLOSE if is_open else CountPurpose.OPEN)

    def _count_safe(self, purpose: CountPurpose) -> None:
        if self._safe is not None:
            self._open(plans.to_count(self._safe, purpose))

    def _change(self) -> None:
        self._open(plans.to_change())

    def _count_bag(self) -> None:
        """The bag whose number stands in the field."""
        number = self.field.field.text().strip()
        if not number:
            self.field.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._say("warn", self.tr("Type the number of the bag, then press it again."))
            return
        staff, ledger = self._around.staff, self._ledger
        self._run(lambda: acts.look_at_bag(number, staff, ledger), lambda seen: self._open(plans.to_open(seen)))

    def _history_of(self) -> None:
        """Of the bag in the field, or of the deposit that is chosen."""
        row, typed = self.table.row, self.field.field.text().strip()
        if typed:
            self._history(typed)
        elif row is not None and row.deposit is not None:
            self._history(str(row.deposit.number))
        else:
            self._say("warn", self.tr("Choose a deposit, or type a bag's number."))

    def _history(self, number: str) -> None:
        self._run(lambda: acts.look_at_bag(number, self._around.staff, self._ledger), self._show_steps)

    def _show_steps(self, seen: BagSeen) -> None:
        self._message.clear()
        self._steps.setText(step_words(seen.steps, zone=self._desk.place.time_zone))
        self._steps.setAccessibleName(self._steps.text())
        self._shown.setCurrentWidget(self._history_area)
        if not self.field.field.hasFocus():
            self._history_area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hand_out(self, *, as_table: bool) -> None:
        row = self.table.row
        if row is None or row.deposit is None:
            self._say("warn", self.tr("Choose a deposit first."))
            return
        deposit, staff = row.deposit.deposit, self._around.staff
        ledger, papers = self._ledger, self._doors.deposit_papers
        self._run(
            lambda: acts.hand_out_deposit(deposit, staff, ledger, papers, as_table=as_table),
            lambda said: self._say("ok", said),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads from a history back to the list."""
        if event.key() == Qt.Key.Key_Escape and self._shown.currentWidget() is self._history_area:
            self._shown.setCurrentWidget(self.table)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _open(self, plan: FormPlan) -> None:
        self._message.clear()
        self._shown.setCurrentWidget(self.table)
        self.opened.emit()
        self.form.begin(plan)

    def _on_asked(self, said: FormSaid) -> None:
        """Once; the same again is the same act, and anything else another one."""
        plan = self.form.plan
        if plan is None:
            return
        if self._asked is None or self._asked[:2] != (plan, said):
            self._asked = plan, said, self._desk.new_id()
        self.form.set_busy(self.tr("It is on its way."))
        work = self._act(plan, said, self._asked[2], self.form.signed() if plan.signs else ("", ""))
        self._around.work.run(SIGNING, work, done=partial(self._on_done, plan), failed=self._on_refused)

    def _act(self, plan: FormPlan, said: FormSaid, line_id: UUID, signed: tuple[str, str]) -> Callable[[], Any]:
        """What is asked of the ledger, off this thread."""
        desk, staff, ledger = self._desk, self._around.staff, self._ledger
        match plan.step:
            case NextStep.PREPARE:
                assert plan.book is not None
                prepare = Prepare(
                    line_id=line_id,
                    book=plan.book,
                    bags=plan.bags,
                    count=said.count,
                    checks=said.ticks.seen,
                    is_final=said.chosen,
                )
                return lambda: acts.prepare_deposit(prepare, staff, ledger)
            case NextStep.REVIEW:
                assert plan.deposit is not None
                review = Review(
                    line_id=line_id, deposit=plan.deposit, count=said.count, checks=said.ticks.seen, seal=said.word
                )
                return lambda: acts.review_deposit(review, staff, ledger)
            case NextStep.GIVE | NextStep.ARRIVE:
                hand = HandOver(line_id=line_id, number=plan.number, word=said.word)
                act = acts.give_to_courier if plan.step is NextStep.GIVE else acts.arrived_at_bank
                return lambda: act(hand, staff, ledger)
            case NextStep.CORRECT:
                assert plan.credited is not None
                correction = DepositCorrection(
                    line_id=line_id, number=plan.number, credited=plan.credited, reason=said.word
                )
                return lambda: acts.correct_deposit(correction, signed, desk, staff, ledger)
            case plans.BAG:
                missing = tuple(item.key.partition("/")[2] for item in said.ticks.open_items)
                bag = BagCount(line_id=line_id, number=plan.number, count=said.count, missing=missing)
                return lambda: acts.count_bag(bag, signed, desk, staff, ledger)
            case plans.NAME:
                return lambda: acts.name_bags(TwoBags(line_id=line_id, number=plan.number), signed, desk, staff, ledger)
            case plans.CHANGE:
                ordered = parse_amount(said.word, "what was ordered")
                change = Change(line_id=line_id, ordered=ordered, count=said.count)
                return lambda: acts.take_change(change, signed, desk, staff, ledger)
        purpose = CountPurpose(str(plan.step))
        opened = self._safe.opened_on if self._safe is not None else None
        day = opened if purpose is CountPurpose.CLOSE and opened else business_date(desk)
        seen = tuple(item.number for item in said.ticks.items if item.key in said.ticks.present)
        count = SafeCount(line_id=line_id, purpose=purpose, day=day, count=said.count, bags=seen)
        return lambda: acts.count_safe(count, signed, desk, staff, ledger)

    def _on_done(self, plan: FormPlan, done: DepositDone | CountDone | BagsNamed) -> None:
        self._asked = None
        self.look()
        self.changed.emit()
        if isinstance(done, CountDone) and done.again:
            if self.form.plan == plan:
                self.form.again(COUNT_AGAIN)
            return
        if self.form.plan == plan:
            self.close_form()
        if isinstance(done, CountDone):
            self._say("ok" if done.matches else "warn", count_words(done))
        elif isinstance(done, BagsNamed):
            self._say("ok", done.words)
        else:
            self._say("ok", plans.done_words(plan, done))
            self.table.choose(str(done.deposit))

    def _on_refused(self, fault: BaseException) -> None:
        if self.form.plan is None:
            self._say("bad", sentence_of(fault))
            return
        sentence, field = said_of(fault)
        self.form.say(sentence, field)

    def _run(self, ask: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._around.work.run(SAFE_LANE, ask, done=done, failed=lambda fault: self._say("bad", sentence_of(fault)))

    def _say(self, tone: Any, sentence: str) -> None:
        self._shown.setCurrentWidget(self.table)
        self._message.say(tone, sentence)

    def _button(self, words: str, key: keys.Key, act: Callable[[], None]) -> KeyButton:
        button = KeyButton(words, key, "quiet")
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Words(self.tr("Deposits"), Face.HEADING))
        head.addSpacing(12)
        head.addWidget(self.field)
        head.addStretch(1)
        head.addWidget(self._day)
        head.addWidget(self.open_day)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (
            self._button(self.tr("Surprise count"), keys.SAFE_COUNT, lambda: self._count_safe(CountPurpose.SURPRISE)),
            self._button(self.tr("Change order"), keys.SAFE_CHANGE, self._change),
            self._button(self.tr("Count the bag"), keys.BAG_COUNT, self._count_bag),
            self._button(self.tr("History"), keys.BAG_HISTORY, self._history_of),
            self._button(self.tr("Slip"), keys.DEPOSIT_SLIP, lambda: self._hand_out(as_table=False)),
            self._button(self.tr("List"), keys.DEPOSIT_LIST, lambda: self._hand_out(as_table=True)),
        ):
            foot.addWidget(button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._message)
        layout.addWidget(self._shown, 1)
        layout.addLayout(foot)


def _scrolled(words: Words, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidget(words)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    return area
