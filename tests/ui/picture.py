"""Takes the README's picture of the counter: `python -m tests.ui.picture FILE.png`."""

import os
import sys
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cashier.domain.link_words import LinkState
from cashier.usecases.ports.work import Mark
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import NOW, SampleDesk
from ui import fonts, theme
from ui.news import Device, DeviceNews, LinkNews

_SIZE = (1440, 900)
_LIMIT_S = 10.0


class Patience:
    """Lets the event loop run until something is so."""

    def waitUntil(self, callback: Callable[[], bool]) -> None:
        until = monotonic() + _LIMIT_S
        while not callback():
            if monotonic() > until:
                raise TimeoutError("the window did not come so far")
            QApplication.processEvents()

    def wait(self, ms: int) -> None:
        until = monotonic() + ms / 1000
        self.waitUntil(lambda: monotonic() > until)


def take_picture(path: str) -> None:
    """A member is open, two statements are chosen, a check is tendered and cash is being counted."""
    sample = SampleDesk()
    sample.open_drawer()
    with sample.store.open_work() as work:
        work.journal.move_mark(Mark(received_through=work.journal.head().sequence + 1, epoch="1", heard_at=NOW))
        work.commit()
    driver = DeskDriver(Patience(), sample)
    driver.window.resize(*_SIZE)
    driver.sign_in()
    driver.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    for device, words in ((Device.PRINTER, "Receipt printer"), (Device.TERMINAL, "Card terminal")):
        driver.tell(DeviceNews(device=device, ok=True, words=words))
    driver.open_mai()
    driver.press(Qt.Key.Key_Space)
    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Space)
    driver.press(Qt.Key.Key_F6)
    driver.type("272.60")
    driver.press(Qt.Key.Key_Tab)
    driver.type("1043")
    driver.press(ENTER)
    driver.press(Qt.Key.Key_F5)
    driver.type("240.00")
    driver.settle()
    driver.window.grab().save(path)
    driver.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    fonts.load_fonts()
    theme.apply(application, theme.LIGHT)
    take_picture(sys.argv[1])
