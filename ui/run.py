"""Runs the desk's window until it is closed, by a person or by the system."""

import sys

from PySide6.QtWidgets import QApplication

import ui.app
from ui import fonts, theme
from ui.closing import close_when_asked
from ui.doors import Front


def run(front: Front) -> int:
    """Show the window until it's closed; returns the exit code. Call once in a process."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Counterfoil")
    app.setDesktopFileName("counterfoil")
    fonts.load_fonts()
    theme.follow_system(app)
    window = ui.app.DeskWindow(front)
    close_when_asked(window, window.close_now)
    window.show_fitting()
    code = app.exec()
    window.end()
    return code
