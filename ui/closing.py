"""Who ends the program from outside is not asked anything."""

import signal
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_LISTEN_EVERY_MS = 200


def close_when_asked(window: QObject, close: Callable[[], None]) -> None:
    """SIGTERM and SIGINT close the window at once, whatever is on it: nobody may be there to be asked."""

    def ask(*_: object) -> None:
        # Python may call this in the middle of a commit: the window closes with the next turn of the event loop.
        QTimer.singleShot(0, window, close)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    # Python hears signals only while it runs, which an idle event loop lets it do for nothing but its timers.
    listens = QTimer(window)
    listens.timeout.connect(lambda: None)
    listens.start(_LISTEN_EVERY_MS)
