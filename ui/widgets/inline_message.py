"""A sentence in place: what is wrong or done, what happened to the money, what to do next. Never a box in the way."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.fonts import Face, font
from ui.theme import restyle
from ui.widgets.announce import announce
from ui.widgets.words import Words

MessageTone = Literal["ok", "warn", "bad"]


class InlineMessage(QFrame):
    """A title in its tone and a text below; hidden while it has nothing to say."""

    def __init__(self, *, boxed: bool = True, holds_room: bool = False, parent: QWidget | None = None) -> None:
        """``boxed`` gives it a soft ground; ``holds_room`` keeps one line of height while it's silent."""
        super().__init__(parent)
        self.setProperty("kind", "message")
        self.setProperty("boxed", boxed)
        self._title = Words(face=Face.STRONG if boxed else Face.LABEL, wraps=True)
        self._text = Words(face=Face.LABEL, wraps=True)
        self._text.hide()
        layout = self._layout = QVBoxLayout(self)
        padding = 14 if boxed else 0
        layout.setContentsMargins(padding, 12 if boxed else 3, padding, 12 if boxed else 0)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(holds_room)
        self.setSizePolicy(policy)
        self.hide()

    def set_small(self) -> None:
        """Little room around the words, where it lies over other things."""
        self._layout.setContentsMargins(10, 5, 10, 5)
        self._title.setFont(font(Face.LABEL))

    def hold_room(self, height: int) -> None:
        """Keep so many pixels free for it; what it says stands at their top."""
        self.setMinimumHeight(height)
        self._layout.addStretch(1)

    @property
    def sentence(self) -> str:
        """All that it says now; empty while it's silent."""
        return " ".join(filter(None, (self._title.text(), self._text.text())))

    def say(self, tone: MessageTone, title: str, text: str = "", *, aloud: bool = True) -> None:
        """Show it and have it read out, unless ``aloud`` is off. The same words again are not read twice."""
        before = self.sentence
        restyle(self, "tone", tone)
        self._title.set_tone(tone)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(self.sentence)
        self.setVisible(bool(title))
        if aloud and self.sentence != before:
            announce(self, self.sentence, urgent=tone == "bad")

    def clear(self) -> None:
        self._title.setText("")
        self._text.setText("")
        self._text.hide()
        self.setAccessibleName("")
        self.hide()
