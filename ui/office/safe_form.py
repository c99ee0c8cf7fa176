"""Whatever the cash office counts, ticks off or signs for stands in this one form; its plan says which parts it has."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cashier.domain.errors import Refused
from cashier.domain.money import parse_amount
from cashier.domain.scanned import bare_code
from ui import keys
from ui.drawer.count_rows import CountRows
from ui.drawer.sign_fields import SignFields, go_on, text_field
from ui.fonts import Face
from ui.office.safe_state import FormPlan, FormSaid, Ticks
from ui.office.tick_list import TickList
from ui.widgets.card import Card
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.rows import Pair
from ui.widgets.words import Words


class SafeForm(QWidget):
    """``asked`` carries a `FormSaid`; `signed` gives name and passphrase, once. ``left`` when nothing is done."""

    asked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: FormPlan | None = None
        self._was_pressed = False
        self._count = CountRows()
        self._counting = Card(self.tr("Cash, number of each"), padding=18)
        self._counting.body.setSpacing(4)
        self._counting.body.addWidget(self._count)
        self._counting.body.addStretch(1)
        self._title = Words(face=Face.HEADING)
        self._told = Words(face=Face.LABEL, tone="muted", wraps=True)
        self._total = Pair(self.tr("Counted"), "", Face.SUBHEADING)
        self._ticks = TickList("")
        self._word = text_field("")
        self._choice = CheckBox(self.tr("Final deposit of the day"))
        self._sign = SignFields(self.tr("Second person: name or badge"), self.tr("Their passphrase"))
        self._message = InlineMessage()
        self._done = KeyButton(self.tr("Keep"), keys.ENTER, look="primary")
        self._back = KeyButton(self.tr("Back to the list"), keys.BACK)
        self._lay_out()
        self._count.changed.connect(self._show)
        self._count.finished.connect(self._after_count)
        self._ticks.changed.connect(self._show)
        self._done.clicked.connect(self.ask)
        self._back.clicked.connect(self.left)

    def begin(self, plan: FormPlan) -> None:
        """Empty fields for this plan, the focus in the first."""
        self.plan = plan
        self._title.setText(plan.title)
        self._told.setText(plan.told)
        self._count.clear()
        self._counting.setVisible(plan.counts)
        self._total.setVisible(plan.counts)
        self._ticks.show_items(plan.tick_words, plan.ticks)
        self._ticks.setVisible(bool(plan.ticks))
        self._word.set_words(plan.word)
        self._word.field.clear()
        self._word.clear_problem()
        self._word.setVisible(bool(plan.word))
        self._choice.setChecked(False)
        self._choice.setVisible(bool(plan.choice))
        self._sign.clear()
        self._sign.setVisible(plan.signs)
        self._done.set_words(plan.button)
        self._message.clear()
        self._show()
        self._focus_first()

    def again(self, sentence: str) -> None:
        """Another count, from empty fields (R1); ticks stay."""
        self._count.clear()
        self._message.say("bad", sentence)
        self._show()
        self._focus_first()

    def say(self, sentence: str, field: str = "") -> None:
        """What the rules answered, beside the word where it is about it; all that was typed stays."""
        self._show()
        if self._sign.is_about(field) and self._sign.isVisibleTo(self):
            self._sign.say(sentence, field)
        elif field:
            self._word.show_problem(sentence)
            self._word.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.say("bad", sentence)
            if self._was_pressed:
                self._done.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, words: str) -> None:
        """A button that is switched off loses the focus to whatever comes next; after a refusal it has it back."""
        self._was_pressed = self._done.hasFocus()
        self._done.disable(words)

    def on_scan(self, text: str) -> None:
        """The number that is asked for, in its field or once all that is listed is ticked; before, it ticks."""
        if self.plan is None:
            return
        if self.plan.scans and (self._word.field.hasFocus() or not self.ticks.open_items):
            self._word.clear_problem()
            self._word.field.setText(bare_code(text))
            self._word.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.plan.ticks:
            self._ticks.on_scan(text)
        self._show()

    def signed(self) -> tuple[str, str]:
        """The second person's name and passphrase, which goes from the screen with it."""
        return self._sign.taken()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._on_enter()
        else:
            super().keyPressEvent(event)

    def ask(self) -> None:
        """Enter in the last field, or the blue button."""
        if not self._done.isEnabled() or self.plan is None:
            return
        self._message.clear()
        self._word.clear_problem()
        if self.plan.is_amount:
            try:
                parse_amount(self._word.field.text(), "what was ordered")
            except Refused as trouble:
                self.say(trouble.sentence, "word")
                return
        self.asked.emit(
            FormSaid(
                count=self._count.state.count,
                ticks=self._ticks.ticks,
                word=self._word.field.text().strip(),
                chosen=self._choice.isChecked(),
            )
        )

    @property
    def ticks(self) -> Ticks:
        return self._ticks.ticks

    def _fields(self) -> list[QLineEdit]:
        """What is asked below the count, in order."""
        if self.plan is None:
            return []
        fields: list[QLineEdit] = [self._word.field] if self.plan.word else []
        return fields + (list(self._sign.fields) if self.plan.signs else [])

    def _on_enter(self) -> None:
        """To the next field; a number ticks; from the last one it is asked."""
        fields = self._fields()
        if self._count.on_enter():
            return
        if self._ticks.has_focus:
            if self._ticks.typed or (self.plan is not None and self.plan.must_tick and self.ticks.open_items):
                self._ticks.on_number()
            elif fields:
                fields[0].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                self.ask()
        elif not go_on(fields):
            self.ask()

    def _after_count(self) -> None:
        """Enter in the last field of the count."""
        fields = self._fields()
        if self.plan is not None and self.plan.ticks:
            self._ticks.focus_first()
        elif fields:
            fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.ask()

    def _focus_first(self) -> None:
        if self.plan is not None and self.plan.counts:
            self._count.focus_first()
        else:
            self._fields()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        """Why the blue button is off, where it is."""
        state = self._count.state
        self._total.show_figure(str(state.total))
        problems = [state.problem(index) for index in range(len(state.texts))]
        problem = next((one for one in problems if one), "")
        if self.plan is not None and self.plan.counts and problem:
            self._done.disable(problem)
        elif self.plan is not None and self.plan.must_tick and self.ticks.open_items:
            self._done.disable(self.tr("Tick off each check first."))
        else:
            self._done.enable()

    def _lay_out(self) -> None:
        last = Card(padding=18)
        parts = (self._title, self._told, self._total, self._ticks, self._word, self._choice, self._sign, self._message)
        for part in parts:
            last.body.addWidget(part, 8 if part is self._ticks else 0)
        last.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._done)
        last.body.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._counting, 9)
        beside = QVBoxLayout()
        beside.addWidget(last)
        layout.addLayout(beside, 11)
