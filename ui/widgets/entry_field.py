"""A line of text that tells its own words from the page's: `QLineEdit.textEdited` doesn't hear assistive programs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class EntryField(QLineEdit):
    """``typed`` carries the text when a person changed it, by key, by paste or through an assistive program.

    What the page puts in with ``setText`` or ``clear`` is not typed.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_ours = False
        self.textChanged.connect(self._tell)

    def setText(self, text: str | None) -> None:
        self._is_ours = True
        super().setText(text)
        self._is_ours = False

    def clear(self) -> None:
        self.setText("")

    def _tell(self, text: str) -> None:
        if not self._is_ours:
            self.typed.emit(text)
