"""A page of the card for other things than money: what it is, a few fields, what comes of it, one blue button."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from cashier.domain.arrangement import REASONS
from ui import keys
from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.words import Words

_TEXT_MOST = 500
_SENTENCE_PX = 57  # Three lines: a sentence has its room below its field, and nothing moves.


class FormPage(QWidget):
    """``typed`` carries a field's name and its text, ``asked`` that it be done, ``moved`` -1 or 1 on the arrow keys."""

    typed = Signal(str, str)
    asked = Signal()
    moved = Signal(int)

    def __init__(self, words: str, fields: dict[str, str], act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(words, wraps=True)
        self._fields = {name: FieldWithLabel(label, EntryField(), holds_room=True) for name, label in fields.items()}
        self._problem = InlineMessage(boxed=False)  # What is about no field.
        self._why_not = InlineMessage(boxed=False)
        self._effect = Words(face=Face.STRONG)
        self._act = KeyButton(act, keys.ENTER, "primary")
        self._act.clicked.connect(self.asked)
        self._barred = self._busy = ""
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        for name, labelled in self._fields.items():
            labelled.field.setMaxLength(_TEXT_MOST)
            labelled.field.setFont(font(Face.TEXT))
            labelled.field.typed.connect(partial(self._tell, name))
            labelled.message.hold_room(scaled(self, _SENTENCE_PX))
            self._row.addWidget(labelled, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self._effect, 1)
        foot.addWidget(self._act)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.addWidget(self._words)
        self._layout.addLayout(self._row)
        self._layout.addWidget(self._problem)
        self._layout.addWidget(self._why_not)
        self._layout.addStretch(1)
        self._layout.addLayout(foot)

    def show_words(self, words: str) -> None:
        """What it is about."""
        self._words.setText(words)

    def show_effect(self, words: str) -> None:
        """What would be agreed to."""
        self._effect.setText(words)

    def show_why_not(self, sentence: str) -> None:
        """It can't be done for what stands there, and nothing is typed in vain; empty where it can."""
        if sentence == self._barred:
            return
        self._barred = sentence
        for labelled in self._fields.values():
            labelled.field.setReadOnly(bool(sentence))
        if sentence:
            self._why_not.say("warn", sentence)
        else:
            self._why_not.clear()
        self._show_act()

    def show_hints(self, hints: Mapping[str, str]) -> None:
        """What these of the fields expect, while they are empty."""
        for name, hint in hints.items():
            if (labelled := self._fields.get(name)) is not None:
                labelled.field.setPlaceholderText(hint)

    def show_problem(self, name: str, sentence: str) -> None:
        """Say what is wrong below the field that it is about, and go there; below them all for an empty ``name``."""
        self.clear_problem()
        if (labelled := self._fields.get(name)) is None:
            self._problem.say("bad", sentence)
        else:
            labelled.show_problem(sentence)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_problem(self) -> None:
        """Nothing is wrong any more."""
        self._problem.clear()
        for labelled in self._fields.values():
            labelled.clear_problem()

    def clear(self) -> None:
        """Nothing is typed."""
        for labelled in self._fields.values():
            labelled.field.clear()

    def focus_first(self) -> None:
        """Where the typing begins; on the button where there is nothing to type."""
        first = next(iter(self._fields.values()), None)
        (first.field if first is not None else self._act).setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> None:
        """Enter is the blue button, from every field."""
        if self._act.isEnabled():
            self.asked.emit()

    def set_busy(self, words: str) -> None:
        """While something slow is done."""
        self._busy = words
        self._show_act()

    def _show_act(self) -> None:
        why = self._busy or self._barred
        if why:
            self._act.disable(why)
        else:
            self._act.enable()

    def _tell(self, name: str, text: str) -> None:
        self.clear_problem()
        self.typed.emit(name, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows choose another statement, as where it stands."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is not None:
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class ReferralPage(FormPage):
    """A matter for the office: why, and in a few words what. ``reason`` is the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        words = self.tr("It stands on the office's list with its age, until somebody there closes it.")
        super().__init__(words, {"text": self.tr("What the office should look at")}, self.tr("Refer it"), parent)
        self._reasons = {reason: KeyButton(reason) for reason in REASONS}
        row = QHBoxLayout()
        row.setSpacing(8)
        for reason, button in self._reasons.items():
            button.clicked.connect(partial(self._choose, reason))
            row.addWidget(button)
        row.addStretch(1)
        self._layout.insertLayout(1, row)
        self.reason = ""

    def clear(self) -> None:
        super().clear()
        self._choose("")

    def focus_first(self) -> None:
        next(iter(self._reasons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, reason: str) -> None:
        self.reason = reason
        for known, button in self._reasons.items():
            button.set_chosen(known == reason)
        focused = QApplication.focusWidget()
        if reason and focused is not None and self.isAncestorOf(focused):
            self._fields["text"].field.setFocus(Qt.FocusReason.OtherFocusReason)
