"""The sentence about a card at the terminal, there or back, and how long nobody has known what became of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from ui.counter.card_state import CardState
from ui.fonts import Face
from ui.theme import restyle
from ui.widgets.announce import announce
from ui.widgets.words import Words


class CardBox(QFrame):
    """The sentence on a soft ground, and how long the terminal has been asked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "message")
        self.setProperty("boxed", True)
        self._title = Words(face=Face.HEADING, wraps=True)
        self._text = Words(wraps=True)
        self._asking = Words(self.tr("Asking the terminal"), Face.LABEL_STRONG)
        self._told = Words(face=Face.LABEL)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Asking the terminal"))
        self._bar.setProperty("tone", "warn")
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        asking = QHBoxLayout()
        asking.setSpacing(4)
        asking.addWidget(self._asking)
        asking.addWidget(self._told)
        asking.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addLayout(asking)
        layout.addWidget(self._bar)

    def show_state(self, state: CardState, told: str, percent: int) -> None:
        tone = "warn" if state.is_unknown else "ok"
        is_news = self._title.text() != state.title
        restyle(self, "tone", tone)
        self._title.set_tone("warn" if state.is_unknown else "ok")
        self._title.setText(state.title)
        self._text.setText(state.text)
        self._told.setText(f"· {told}")
        self._bar.setValue(percent)
        for widget in (self._asking, self._told, self._bar):
            widget.setVisible(state.is_unknown and not state.by_hand)
        self.setAccessibleName(f"{state.title}. {state.text}")
        if is_news:
            announce(self, f"{state.title}. {state.text}", urgent=state.is_unknown)
