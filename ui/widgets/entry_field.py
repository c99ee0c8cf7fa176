"""A line of text that tells its own words from the page's: `QLineEdit.textEdited` doesn't hear assistive programs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cashier.domain.scan import CARD_SENTENCE, looks_like_card, without_cards


class EntryField(QLineEdit):
    """``typed`` carries the text when a person changed it, by key, by paste or through an assistive program.

    What the page puts in with ``setText`` or ``clear`` is not typed. A bank card's number goes again at once, what
    stands around it stays, and ``refused`` carries the sentence about it; with ``forgets_cards`` off, who hears
    ``typed`` does that. A passphrase is nobody's to look at.
    """

    typed = Signal(str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forgets_cards = True
        self._is_ours = False
        self.textChanged.connect(self._tell)

    def setText(self, text: str | None) -> None:
        self._is_ours = True
        super().setText(text)
        self._is_ours = False

    def clear(self) -> None:
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with a letter is the key of a button; where that isn't there now, it is no letter either."""
        with_alt = Qt.KeyboardModifier.AltModifier in event.modifiers()
        is_alt_gr = with_alt and Qt.KeyboardModifier.ControlModifier in event.modifiers()
        if with_alt and not is_alt_gr and event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _forget_card(self, text: str) -> None:
        """Put the rest there, the cursor where the number was. Nothing can be undone to bring it back."""
        rest = without_cards(text)
        self.setText(rest)
        same = zip(text, rest, strict=False)
        self.setCursorPosition(next((place for place, (was, now) in enumerate(same) if was != now), len(rest)))
        self.typed.emit(rest)

    def _tell(self, text: str) -> None:
        if self._is_ours:
            return
        if self.forgets_cards and self.echoMode() is QLineEdit.EchoMode.Normal and looks_like_card(text):
            self._forget_card(text)
            self.refused.emit(CARD_SENTENCE)
        else:
            self.typed.emit(text)
