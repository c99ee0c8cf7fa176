"""Drives the desk's window as a cashier does: by keys, into whatever has the focus."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

from tests.ui.sample_desk import PLACE, SampleDesk
from ui.app import DeskWindow
from ui.counter.serving import Stage
from ui.doors import Doors, Front, Post
from ui.news import News

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Waits(Protocol):
    """pytest-qt's bot, or whoever else lets the event loop run until something is so."""

    def waitUntil(self, callback: Callable[[], bool]) -> None: ...
    def wait(self, ms: int) -> None: ...


@dataclass(slots=True)
class Seconds:
    """A clock that goes forward when it's told to."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class DeskDriver:
    """A window over a sample desk. ``post`` is what the lanes would call."""

    def __init__(self, qtbot: Waits, sample: SampleDesk, *, member_display: bool = False) -> None:
        self.qtbot = qtbot
        self.sample = sample
        self.seconds = Seconds()
        self.posts: list[Post] = []
        front = Front(
            center_name=PLACE.center_name, window=PLACE.window, open_desk=self._open, member_display=member_display
        )
        self.window = DeskWindow(front, seconds=self.seconds)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        qtbot.waitUntil(lambda: bool(self.posts))

    def sign_in(self) -> None:
        """Rosa comes in."""
        self.try_sign_in("rosa")
        field = self.field("Name or badge")
        self.qtbot.waitUntil(lambda: not field.isVisible())

    def try_sign_in(self, user: str) -> None:
        """Type name and passphrase."""
        field = self.field("Name or badge")
        field.clear()
        field.setFocus()
        self.type(user)
        self.press(ENTER)
        self.type(f"{user} 1")
        self.press(ENTER)

    def close(self) -> None:
        """The window is closed and gone."""
        self.window.close_now()
        self.window.deleteLater()
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.qtbot.waitUntil(lambda: not self.is_taking)

    @property
    def is_taking(self) -> bool:
        """Whether a payment is being written down just now."""
        desk = self.window._desk
        return desk is not None and desk.counter.serving.stage is Stage.TAKING

    def scan(self, text: str, *, gap_ms: int = 5, enter_ms: int | None = None) -> None:
        """Keys with the window system's stamps, as a scanner or a hand makes them; Enter as late as ``enter_ms``."""
        stamp = 1000
        for key, typed in ((ENTER if c == "\r" else Qt.Key(ord(c.upper())), c) for c in f"{text}\r"):
            stamp += enter_ms if key is ENTER and enter_ms is not None else gap_ms
            event = QKeyEvent(QEvent.Type.KeyPress, key, NONE, typed)
            event.setTimestamp(stamp)
            QApplication.sendEvent(self.window.windowHandle(), event)

    def tell(self, news: News) -> None:
        """What a lane would say, delivered."""
        self.posts[0](news)
        self.settle()

    def settle(self) -> None:
        """Everything that waits in the event loop is done."""
        for _ in range(5):
            QApplication.processEvents()

    def open_mai(self) -> None:
        """Mai Linh Tran stands at the window, with her name and date of birth."""
        self.press(Qt.Key.Key_F2)
        self.type("tran mai 3/14/61")
        self.press(ENTER)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def focus_name(self) -> str:
        """The accessible name of what has the focus."""
        return self.focus().accessibleName()

    def field(self, name: str) -> QLineEdit:
        """The field with this accessible name, on the page that is shown where several have it."""
        named = [field for field in self.window.findChildren(QLineEdit) if field.accessibleName() == name]
        (found,) = named if len(named) == 1 else [field for field in named if field.isVisible()]
        return found

    def button(self, name: str) -> QPushButton:
        """The visible button with this accessible name."""
        (found,) = [b for b in self.window.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible()]
        return found

    def button_on_rail(self, name: str) -> QAbstractButton:
        """The page with this name, as the rail shows it."""
        (found,) = [b for b in self.window.findChildren(QAbstractButton) if b.text() == name and b.isVisible()]
        return found

    def shows(self, words: str) -> bool:
        """Whether these words stand somewhere on the window."""
        return any(words in text for text in self.texts())

    def texts(self) -> list[str]:
        """Every visible label's text."""
        widgets = [w for w in self.window.findChildren(QWidget) if w.isVisible()]
        return [w.property("text") for w in widgets if isinstance(w.property("text"), str) and w.property("text")]

    def _open(self, post: Post) -> Doors:
        self.posts.append(post)
        return self.sample.doors()
