"""The notes of an account on one line: those that have room are said whole, the gravest first, and how many more."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import keys
from ui.counter.account_state import Note
from ui.widgets.chip import Chip, ChipTone

_BETWEEN_PX = 6
_GRAVEST = {"bad": 0, "warn": 1}


class MemberNotes(QWidget):
    """What to do about each stands in the history, which the last chip leads to where not all have room."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._tones: list[ChipTone] = []
        self._chips = [Chip() for _ in range(most)]
        self._more = Chip()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN_PX)
        for chip in (*self._chips, self._more):
            row.addWidget(chip)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_notes(self, notes: tuple[Note, ...]) -> None:
        """In place; those beyond the chips there are count among the others."""
        self._count, self._tones = len(notes), [note.tone for note in notes[: len(self._chips)]]
        for chip, note in zip(self._chips, notes, strict=False):
            chip.show_state(note.words, note.tone)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is gravest is always there, shortened if need be."""
        gravest = sorted(range(len(self._tones)), key=lambda place: _GRAVEST.get(self._tones[place], len(_GRAVEST)))
        shown = next((many for many in range(len(gravest), 1, -1) if self._width(gravest[:many]) <= self.width()), 1)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place in gravest[:shown])
        more = self._count - len(gravest[:shown])
        self._say_more(more)
        self._more.setVisible(more > 0)
        self.setVisible(self._count > 0)

    def _width(self, places: list[int]) -> int:
        """What these take, and the word that there are more where there are."""
        chips = [self._chips[place] for place in places]
        if len(places) < self._count:
            self._say_more(self._count - len(places))
            chips.append(self._more)
        return sum(chip.sizeHint().width() for chip in chips) + _BETWEEN_PX * (len(chips) - 1)

    def _say_more(self, number: int) -> None:
        self._more.show_state(self.tr("+%d: %s") % (number, keys.PAST.cap), "plain")
