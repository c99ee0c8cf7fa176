"""Where the keys go while one page hides the others: to it, whatever happens to those."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid


class HiddenFocus(QObject):
    """A widget of a hidden page that takes the focus, since a card was approved say, would swallow what is typed on the
    one in front; it has the focus once it is seen again.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._typed: QWidget | None = None
        self._wanted: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_changed)

    def keep(self) -> None:
        """What has the focus now has it again later; called before all is hidden."""
        self._wanted = QApplication.focusWidget()

    def forget(self) -> None:
        """Nobody comes back to it."""
        self._wanted = None

    def give_back(self) -> bool:
        """To whatever had it, or took it meanwhile, if it is seen; whether there was such."""
        wanted, self._wanted = self._wanted, None
        if wanted is None or not isValid(wanted) or not wanted.isVisible():
            return False
        wanted.setFocus()
        return True

    def _on_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        page, typed = self._stack.currentWidget(), self._typed
        if now is None or page is None or not self._stack.isAncestorOf(now):
            return
        if page.isAncestorOf(now):
            self._typed = now
        elif typed is not None and isValid(typed) and page.isAncestorOf(typed):
            self._wanted = now
            typed.setFocus(Qt.FocusReason.OtherFocusReason)
