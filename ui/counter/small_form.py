"""A few fields that take the place of the cards below the member, filled in from top to bottom with Enter."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.fonts import Face, font
from ui.widgets.card import Card
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import MoneyField
from ui.widgets.words import Words

_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """``most``: characters. ``is_optional`` ones are passed with Enter; a ``is_secret`` one is nobody's to look at.

    ``hint``: what is expected, in the empty field and for the ear. ``instead_of``: the field that makes this one
    needless; once something stands there, Enter goes past this. ``is_wide``: a sentence, which has a line to itself.
    """

    key: str
    words: str
    most: int = 120
    is_money: bool = False
    is_secret: bool = False
    is_optional: bool = False
    hint: str = ""
    instead_of: str = ""
    is_wide: bool = False


class SmallForm(Card):
    """``entered`` carries the texts by their fields' keys; ``left`` when the cashier doesn't want it."""

    entered = Signal(object)
    left = Signal()

    def __init__(
        self, title: str, aside: str, fields: tuple[FormField, ...], done: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, padding=16, parent=parent)
        self.body.addWidget(Words(aside, Face.LABEL, tone="muted", wraps=True))
        self._said = fields
        self.fields = {field.key: _made(field) for field in fields}
        self._message = InlineMessage(boxed=False)
        self._done = KeyButton(done)
        self._done.clicked.connect(self._enter)
        back = KeyButton(self.tr("Leave it"))
        back.clicked.connect(self.left)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        place = 0
        for said in fields:
            across = _COLUMNS if said.is_wide else 1
            place += -place % across  # What is wide begins a line.
            row, column = divmod(place, _COLUMNS)
            grid.addWidget(self.fields[said.key], row, column, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self._message)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(back)
        self.foot.addWidget(self._done)
        self.body.addLayout(self.foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def begin(self, texts: Mapping[str, str] | None = None) -> None:
        """What is known already, else empty fields; the focus in the first."""
        for key, labelled in self.fields.items():
            labelled.field.setText((texts or {}).get(key, ""))
            labelled.clear_problem()
        self._message.clear()
        self.set_busy("")
        self._focus(self._said[0].key)

    def go_on(self) -> None:
        """Back where it was left, with all that was typed."""
        self._focus(next((said for said in self._said if self._is_open(said)), self._said[-1]).key)

    def say(self, sentence: str, at: str = "") -> None:
        """What the rules answered, beside the field where it is about one."""
        self.set_busy("")
        if at:
            self.fields[at].show_problem(sentence)
            self._focus(at)
        else:
            self._message.say("bad", sentence)

    def tell(self, sentence: str) -> None:
        """What entering the form would do; empty while there is nothing to tell."""
        if sentence:
            self._message.say("ok", sentence)
        else:
            self._message.clear()

    def set_busy(self, why: str) -> None:
        """Nothing can be entered for that reason; empty once it can again."""
        if why:
            self._done.disable(why)
        else:
            self._done.enable()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields, by their keys."""
        return {said.key: self._field(said).text() for said in self._said}

    def on_enter(self) -> bool:
        """Enter goes to the next field that is open, and else enters the form; whether it was for this form."""
        at = next((place for place, said in enumerate(self._said) if self._field(said).hasFocus()), None)
        if at is None:
            return False
        there = [said for said in self._said if not self.fields[said.key].isHidden()]
        empty = [said for said in there if self._is_open(said)]
        after = [said for said in empty if self._said.index(said) > at]
        before = [said for said in empty if self._said.index(said) < at and not said.is_optional]
        is_needed = self._said[at] in empty and not self._said[at].is_optional
        if (after or before) and not is_needed:
            self._focus((after or before)[0].key)
        elif is_needed or not self._goes_below():
            self._enter()
        return True

    def _is_open(self, said: FormField) -> bool:
        """Whether something may still have to be typed there."""
        is_needless = said.instead_of and self.fields[said.instead_of].field.text().strip()
        return not is_needless and not self._field(said).text().strip()

    def _goes_below(self) -> bool:
        """Whether something below the fields is asked for first, and has the focus now."""
        return False

    def _enter(self) -> None:
        if not self._done.isEnabled():
            return
        texts = self.texts
        self._message.clear()
        for said in self._said:
            if said.is_secret:
                self._field(said).clear()
        self.entered.emit(texts)

    def _field(self, said: FormField) -> EntryField:
        return self.fields[said.key].field

    def _focus(self, key: str) -> None:
        field = self.fields[key].field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()


def _made(said: FormField) -> FieldWithLabel:
    if said.is_money:
        return FieldWithLabel(said.words, MoneyField("", size="normal"), hint=said.hint)
    field = EntryField()
    field.setMaxLength(said.most)
    field.setFont(font(Face.TEXT))
    if said.is_secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    return FieldWithLabel(said.words, field, hint=said.hint)
