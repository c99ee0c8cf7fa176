"""A list of members that was looked at, and of whom nobody was opened, is put on record (45 CFR 164.312(b))."""

import logging

from PySide6.QtCore import QObject, QTimer

from cashier.domain.errors import StoreTrouble
from cashier.usecases.find_member import record_search
from cashier.usecases.ports.desk import Desk
from ui.counter.around import Around

_LOG = logging.getLogger(__name__)

_LOOKED_AT_MS = 3_000  # Who types on, or opens somebody, has only passed by.


class Searches(QObject):
    """Each text counts once while the finder stands at it."""

    def __init__(self, desk: Desk, around: Around, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._around = desk, around
        self._text, self._found, self._recorded = "", 0, ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOKED_AT_MS)
        self._timer.timeout.connect(self.keep)

    def stands(self, text: str, found: int) -> None:
        """So many people stand there for this text; none where the finder is empty."""
        if (text, found) == (self._text, self._found):
            return
        if text != self._text:
            self._recorded = ""
        self._text, self._found = text, found
        if found and text != self._recorded:
            self._timer.start()
        else:
            self._timer.stop()

    def keep(self) -> None:
        """It was looked at: now, and not after a while, where the list is put away."""
        self._timer.stop()
        if not self._found or self._text == self._recorded:
            return
        self._recorded = self._text
        try:
            record_search(self._text, self._found, self._desk, self._around.staff)
        except StoreTrouble:  # Nobody is kept from finding a member by a disk that takes no line.
            _LOG.exception("a search could not be written down")
