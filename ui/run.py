"""Runs the desk's window until it is closed, by a person or by the system."""

import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

import ui.app
from ui import fonts, theme
from ui.doors import Front

_LISTEN_EVERY_MS = 200


def run(front: Front) -> int:
    """Show the window until it's closed; returns the exit code. Call once in a process."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Counterfoil")
    app.setDesktopFileName("counterfoil")
    fonts.load_fonts()
    theme.follow_system(app)
    window = ui.app.DeskWindow(front)
    _close_when_asked(window, window.close_now)
    window.show_fitting()
    code = app.exec()
    window.end()
    return code


def _close_when_asked(window: QWidget, close_now: Callable[[], None]) -> None:
    """SIGTERM and SIGINT close the window at once, whatever is on it: nobody may be there to be asked."""

    def ask(*_: object) -> None:
        # Python may call this in the middle of a commit: the window closes with the next turn of the event loop.
        QTimer.singleShot(0, window, close_now)

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    # Python hears signals only while it runs, which an idle event loop lets it do for nothing but its timers.
    listens = QTimer(window)
    listens.timeout.connect(lambda: None)
    listens.start(_LISTEN_EVERY_MS)
