"""The soft line below the strip that says what's different now, such as being offline."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.fonts import Face
from ui.notices import Notice
from ui.theme import restyle, scaled
from ui.widgets.announce import announce
from ui.widgets.words import Words


class Banner(QFrame):
    """A bold sentence at the left, a short one at the right. Comes and goes without touching the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setFixedHeight(scaled(self, 40))
        self._left = Words(face=Face.STRONG)
        self._right = Words(face=Face.LABEL_MEDIUM, right=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.addWidget(self._left)
        layout.addStretch(1)
        layout.addWidget(self._right)
        self.hide()

    def say(self, tone: Literal["warn", "bad"], sentence: str, aside: str = "") -> None:
        """Show it. The sentence is read out when the banner appears or changes its tone, not at each new figure."""
        is_news = self.isHidden() or self.property("tone") != tone
        restyle(self, "tone", tone)
        for words in (self._left, self._right):
            words.set_tone(tone)
        self._left.setText(sentence)
        self._right.setText(aside)
        self.setAccessibleName(sentence)
        self.show()
        if is_news:
            announce(self, sentence, urgent=tone == "bad")

    def show_notice(self, notice: Notice | None) -> None:
        """What comes first of all that is different, or nothing."""
        if notice is None:
            self.clear()
        else:
            self.say(notice.tone, notice.sentence, notice.aside)

    def clear(self) -> None:
        self.hide()
