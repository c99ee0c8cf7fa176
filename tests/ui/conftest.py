"""Gives every test of the window the fonts and the theme that the desk has, and a window that stays."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui import fonts, theme
from ui.widgets.focus_halo import FocusHalo

InWindow = Callable[[QWidget], QMainWindow]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """Load the fonts and dress the application, once; what asks for a file is a window that a test can drive."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    fonts.load_fonts()
    theme.apply(qapp, theme.LIGHT)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa's desk, signed in, with her drawer open."""
    sample = SampleDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    yield driver
    driver.close()


@pytest.fixture
def in_window(qtbot: QtBot) -> Iterator[InWindow]:
    """Puts a widget into an active window of the smallest screen's size, and closes it after the test."""
    windows: list[QMainWindow] = []

    def show(widget: QWidget) -> QMainWindow:
        window = QMainWindow()
        windows.append(window)
        window.setCentralWidget(widget)
        window.resize(1366, 768)
        FocusHalo(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield show
    for window in windows:
        window.close()
        window.deleteLater()
