"""One task that is open: what is known of it, whose it is, and the form of what can be done about it."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cashier.domain.errors import CashierError, FieldRefused, LedgerRefuses
from cashier.domain.office import WaitingItem
from cashier.domain.office_tasks import WORDS, Deed, Wish, read_wish, take_up
from cashier.usecases.move_closed import do_deed
from cashier.usecases.office_tasks import PASSPHRASE, SECOND, may_do
from cashier.usecases.shift import business_date
from ui import keys
from ui.counter.around import Around
from ui.counter.small_form import FormField, SmallForm
from ui.doors import Doors
from ui.fonts import Face
from ui.office.office_state import age_words
from ui.office.tasks_state import DECLINED, FORMS, TAKEN, TOLD, TaskForm
from ui.widgets.card import Card
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words
from ui.work import sentence_of

TASKS_LANE = "tasks"


class TaskPanel(QWidget):
    """``left``: back to the lists. ``done`` carries the sentence about what was done.

    An answer that got lost is asked for again under the same id, as long as the same is wanted.
    """

    left = Signal()
    done = Signal(str)

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._item = WaitingItem(what="")
        self._asked: Wish | None = None
        self._card = Card(" ", padding=18)
        self._below = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._facts = QVBoxLayout()
        self._take = KeyButton(self.tr("Look after it"), keys.TAKE_TASK)
        self._take.clicked.connect(self._on_take)
        self._decline = KeyButton(self.tr("Decline"), keys.DECLINE)
        self._decline.clicked.connect(self._on_decline)
        self._back = KeyButton(self.tr("Back to the lists"), keys.BACK, "quiet")
        self._back.clicked.connect(self.left)
        self._message = InlineMessage(boxed=False)
        self._forms: dict[str, SmallForm] = {}
        for part in (self._below, self._message, self._take, self._decline, self._back):
            self._card.body.addWidget(part)
        self._card.body.insertLayout(2, self._facts)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(14)
        self._body.addWidget(self._card)
        self._body.addStretch(1)

    def begin(self, item: WaitingItem) -> None:
        """Another task; the focus in the first thing that can be done about it."""
        self._item, self._asked = item, None
        amount = f" · {item.amount}" if item.amount is not None else ""
        assert self._card.heading is not None
        self._card.heading.setText(f"{item.what}{amount}")
        self._below.setText(f"{item.why} {age_words(item) if item.task else ''}".strip())
        self._below.setVisible(bool(self._below.text()))
        self._message.clear()
        self._show_facts(())
        self._take.setVisible(item.kind in TAKEN)
        self._decline.setVisible(item.kind in DECLINED and may_do(Deed.DECLINE, self._around.staff))
        self._show_form()
        if item.kind in TOLD:
            staff, office = self._around.staff, self._doors.office
            self._around.work.run(
                TASKS_LANE,
                lambda: office.task(item.task, staff),
                done=lambda facts: self._show_facts(facts) if self._item is item else None,
                failed=lambda fault: self._say(item, sentence_of(fault)),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        form = self._forms.get(self._item.kind)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and form is not None and form.isVisible():
            if not event.isAutoRepeat():
                form.on_enter()
        else:
            super().keyPressEvent(event)

    def _show_form(self) -> None:
        spec = FORMS.get(self._item.kind)
        shown = spec is not None and may_do(spec.deed, self._around.staff)
        self._back.setVisible(not shown)
        for kind, form in self._forms.items():
            form.setVisible(shown and kind == self._item.kind)
        if spec is None or not shown:
            (self._take if self._item.kind in TAKEN else self._back).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._item.kind not in self._forms:
            self._forms[self._item.kind] = self._made(spec)
            self._body.insertWidget(1, self._forms[self._item.kind])
        self._forms[self._item.kind].show()
        self._forms[self._item.kind].begin()

    def _made(self, spec: TaskForm) -> SmallForm:
        fields = tuple(
            FormField(
                key=field.key,
                words=self.tr(field.words),
                most=field.most,
                is_money=field.is_money,
                is_secret=field.is_secret,
                is_optional=field.is_optional,
                is_wide=field.is_wide,
            )
            for field in spec.fields
        )
        form = SmallForm(self.tr(spec.title), self.tr(spec.aside), fields, self.tr(spec.done))
        form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # A sentence may be long.
        form.entered.connect(lambda typed: self._on_entered(spec.deed, typed))
        form.left.connect(self.left)
        return form

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while self._facts.count():
            taken = self._facts.takeAt(0)
            if taken is not None and (row := taken.widget()) is not None:
                row.deleteLater()
        for label, words in facts:
            self._facts.addWidget(Pair(self.tr(label), words, Face.LABEL, wraps=True))

    def _on_take(self) -> None:
        self._do(take_up(self._doors.desk.new_id(), self._item.task), {})

    def _on_decline(self) -> None:
        form = self._forms.get(self._item.kind)
        said = form.fields.get(WORDS) if form is not None else None
        self._on_entered(Deed.DECLINE, {WORDS: said.field.text() if said is not None else ""})

    def _on_entered(self, deed: Deed, typed: Mapping[str, str]) -> None:
        form = self._forms[self._item.kind]
        try:
            wish = read_wish(
                deed,
                self._doors.desk.new_id(),
                self._item.task,
                typed,
                most=self._item.amount,
                today=business_date(self._doors.desk),
                now=self._doors.desk.clock().astimezone(self._doors.desk.place.time_zone),
            )
        except FieldRefused as refused:
            form.say(refused.sentence, refused.field)
            return
        except CashierError as trouble:
            form.say(trouble.sentence)
            return
        form.set_busy(self.tr("The ledger is being asked."))
        self._do(wish, typed)

    def _do(self, wish: Wish, typed: Mapping[str, str]) -> None:
        if self._asked is not None and replace(wish, line_id=self._asked.line_id) == self._asked:
            wish = self._asked
        self._asked, item = wish, self._item
        staff, office, step_up = self._around.staff, self._doors.office, self._doors.step_up
        second, passphrase = typed.get(SECOND, ""), typed.get(PASSPHRASE, "")
        desk, signs = self._doors.desk, {"second": second, "passphrase": passphrase}

        def act() -> str:
            return do_deed(wish, desk, staff, office, step_up, **signs)

        self._around.work.run(
            TASKS_LANE,
            act,
            done=self._on_done,
            failed=lambda fault: self._on_refused(item, fault),
        )

    def _on_done(self, said: str) -> None:
        self._asked = None
        self.done.emit(said)

    def _on_refused(self, item: WaitingItem, fault: BaseException) -> None:
        field = fault.field if isinstance(fault, FieldRefused | LedgerRefuses) else ""
        self._say(item, sentence_of(fault), field)

    def _say(self, item: WaitingItem, sentence: str, field: str = "") -> None:
        """Beside the form's field, where it is about one; on the card where there is no form."""
        if self._item is not item:
            return
        form = self._forms.get(item.kind)
        if form is not None and form.isVisible():
            form.say(sentence, field if field in form.fields else "")
        else:
            self._message.say("bad", sentence)
