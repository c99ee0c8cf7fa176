"""Has a check's line read in the receipt printer; it comes to the form like that of any reader."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier.usecases.ports.slip import CheckStation, SlipStep
from ui.doors import PRINTER_LANE
from ui.news import CheckNews, News
from ui.tender.slip_state import ENDED, WAITS, reading_words
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.work import Work


class CheckReading(QWidget):
    """A button that begins and stops it, and what is to be done with the check. ``begun`` each time it is asked for."""

    begun = Signal()

    def __init__(self, station: CheckStation, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station, self._work = station, work
        self._wish = -1
        self._is_waiting = False
        self._button = KeyButton(self.tr("Read it in the printer"))
        self._button.clicked.connect(self._press)
        self.setFocusProxy(self._button)
        self._message = InlineMessage(boxed=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._button)
        layout.addWidget(self._message)
        work.news.connect(self._hear)

    def forget(self) -> None:
        """Another form stands there: nothing is waited for any more."""
        if self._is_waiting:
            self._station.stop()
            self._work.wake(PRINTER_LANE)
        self._wish, self._is_waiting = -1, False
        self._show(SlipStep.DONE)

    def _press(self) -> None:
        if self._is_waiting:
            self.forget()
            return
        if self._station.read is None:
            return
        self._wish, self._is_waiting = next(self._station.numbers), True
        self._station.read(self._wish)
        self._work.wake(PRINTER_LANE)
        self._show(SlipStep.INSERT)
        self.begun.emit()

    def _hear(self, news: News) -> None:
        if isinstance(news, CheckNews) and news.told.wish == self._wish:
            self._show(news.told.step, news.told.why)

    def _show(self, step: SlipStep, why: str = "") -> None:
        self._is_waiting = step in WAITS
        self._button.set_words(self.tr("Stop reading") if self._is_waiting else self.tr("Read it in the printer"))
        tone, sentence = reading_words(step, why)
        if sentence and step not in ENDED:
            self._message.say(tone, sentence)
        else:
            self._message.clear()
