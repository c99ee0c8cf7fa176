"""Gives every test of the window the fonts and the theme that the desk has, and a window that stays."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui import fonts, theme
from ui.widgets.focus_halo import FocusHalo

InWindow = Callable[[QWidget], QMainWindow]
_PATIENCE_MS = 60_000  # Only what never comes takes so long, however busy the machine is.


class PatientBot(QtBot):
    """Waits as long as a busy machine needs."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = _PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """In the place of pytest-qt's own, which gives up after five seconds."""
    return PatientBot(request)


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
