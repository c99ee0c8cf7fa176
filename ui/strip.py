"""The strip along the top: where this desk is, how it is, who is on, and the way to lock it."""

from enum import Enum
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui import keys
from ui.fonts import Face
from ui.theme import restyle, scaled
from ui.widgets.announce import announce
from ui.widgets.card import Line
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words

StatusTone = Literal["ok", "warn", "bad"]


class Status(Enum):
    """What the strip watches, in the order it stands there."""

    POSTED = "posted"
    PRINTER = "printer"
    TERMINAL = "terminal"


class Strip(QFrame):
    """``lock_asked`` when the cashier wants to lock the desk."""

    lock_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self.setFixedHeight(scaled(self, 52))
        self._center = Words(face=Face.STRONG)
        self._window = Words(tone="muted")
        self._pills = {status: _Pill() for status in Status}
        self._name = Words()
        self._since = Words(tone="muted")
        lock = KeyButton(self.tr("Lock"), keys.LOCK)
        lock.setFixedHeight(scaled(self, 40))
        lock.clicked.connect(self._ask_for_lock)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(14)
        layout.addWidget(self._center)
        layout.addWidget(self._window)
        layout.addStretch(1)
        for pill in self._pills.values():
            layout.addWidget(pill)
        divider = Line(upright=True)
        divider.setFixedHeight(scaled(self, 24))
        layout.addWidget(divider)
        staff = QHBoxLayout()
        staff.setSpacing(4)
        staff.addWidget(self._name)
        staff.addWidget(self._since)
        layout.addLayout(staff)
        layout.addWidget(lock)

    def _ask_for_lock(self) -> None:
        self.lock_asked.emit()

    def set_place(self, center: str, window: str) -> None:
        self._center.setText(center)
        self._window.setText(window)

    def set_status(self, which: Status, tone: StatusTone, words: str) -> None:
        """Say how something is. A change of tone is read out; the same again changes nothing."""
        self._pills[which].show_status(tone, words)

    def set_staff(self, name: str, since: str) -> None:
        """``since`` is the words after the name, such as ``on since 7:58 AM``."""
        self._name.setText(name)
        self._since.setText(f"· {since}" if since else "")


class _Pill(QFrame):
    """A dot and words; hidden until it has been told something."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "pill")
        self.setFixedHeight(scaled(self, 28))
        self._dot = QFrame()
        self._dot.setProperty("kind", "dot")
        self._dot.setFixedSize(scaled(self, 8), scaled(self, 8))
        self._words = Words(face=Face.STATUS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 0, 12, 0)
        layout.setSpacing(7)
        layout.addWidget(self._dot)
        layout.addWidget(self._words)
        self.hide()

    def show_status(self, tone: StatusTone, words: str) -> None:
        changed = self.property("tone") not in (None, tone)
        for widget in (self, self._dot):
            restyle(widget, "tone", tone)
        self._words.set_tone("ink" if tone == "ok" else tone)
        self._words.setText(words)
        self.show()
        if changed:
            announce(self, words, urgent=tone == "bad")
