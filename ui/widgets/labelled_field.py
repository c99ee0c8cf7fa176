"""A field under its label, with room for the sentence that says what's wrong with it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.fonts import Face
from ui.theme import restyle, scaled
from ui.widgets.card import Card
from ui.widgets.entry_field import EntryField
from ui.widgets.inline_message import InlineMessage
from ui.widgets.money_field import FigureField
from ui.widgets.words import Words

_HANGS_PX = 270


class FieldWithLabel(QWidget):
    """The label's words are the field's name for the ear too. ``field`` is the editor, ``label`` the words above."""

    def __init__(
        self,
        words: str,
        field: EntryField,
        *,
        hint: str = "",
        holds_room: bool = False,
        hangs: bool = False,
        above: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``holds_room`` keeps the line of the message free, so that nothing below moves when it speaks. Where
        there is no room to keep, the message ``hangs`` below the field, over what is there, until something is typed;
        ``above`` it where what stands below is filled in next.

        ``hint`` says what is expected, in the empty field and for the ear, until something is wrong with it.
        """
        super().__init__(parent)
        self.field = field
        self.label = Words(words, Face.LABEL, tone="muted")
        self.label.setBuddy(field)
        self.message = InlineMessage(boxed=hangs, holds_room=holds_room)
        self._hangs, self._above = hangs, above
        field.setAccessibleName(words)
        self._hint = hint
        field.setPlaceholderText(hint)
        field.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.label)
        layout.addWidget(field)
        if hangs:
            self.message.set_small()
            self.message.setParent(self)
            self.message.hide()
        else:
            layout.addWidget(self.message)
        field.typed.connect(self.clear_problem)
        field.refused.connect(self.show_problem)

    def set_close(self) -> None:
        """Label and field close together, where there is little room."""
        layout = self.layout()
        if layout is not None:
            layout.setSpacing(3)

    def set_words(self, words: str) -> None:
        """Change the label in place."""
        self.label.setText(words)
        self.field.setAccessibleName(words)

    def show_problem(self, sentence: str, *, aloud: bool = True) -> None:
        """Say beside the field what's wrong with it. An empty sentence clears it."""
        if not sentence:
            self.clear_problem()
            return
        self.mark(sentence)
        self.message.say("bad", sentence, aloud=aloud)
        if self._hangs:
            self._hang()

    def _hang(self) -> None:
        """Below the field or above it, inside its card, wide enough to be read."""
        card: QWidget | None = self
        while card is not None and not isinstance(card, Card):
            card = card.parentWidget()
        if card is None:
            return
        edge = card.body.contentsMargins().left()
        least = 0 if self._above else scaled(self, _HANGS_PX)  # Beside it stands what is filled in next.
        across = min(max(self.field.width(), least), card.width() - 2 * edge)
        self.message.setParent(card)
        self.message.setFixedWidth(across)
        self.message.setFixedHeight(self.message.heightForWidth(across))
        down = -self.message.height() - 2 if self._above else self.field.height() + 2
        at = self.field.mapTo(card, QPoint(0, down))
        self.message.move(min(at.x(), card.width() - edge - across), at.y())
        self.message.show()
        self.message.raise_()

    def clear_problem(self) -> None:
        self.mark("")
        self.message.clear()

    def mark(self, sentence: str) -> None:
        """Show that a sentence is about this field, which is said elsewhere; an empty one takes the mark away."""
        if isinstance(self.field, FigureField):
            self.field.set_problem(sentence)
        else:
            restyle(self.field, "problem", bool(sentence))
        self.field.setAccessibleDescription(sentence or self._hint)
