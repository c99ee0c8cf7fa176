"""What stands around every page: strip, rail, banner."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.banner import Banner
from ui.rail import Rail, RailPage
from ui.strip import Strip


class Shell(QWidget):
    """``strip`` and ``banner`` are spoken to directly; ``page_shown`` carries the name of the page now in front.

    ``pages`` gets one widget for each page that the rail names, in the same order.
    """

    page_shown = Signal(str)

    def __init__(self, pages: Sequence[RailPage], parent: QWidget | None = None) -> None:
        """The first page is shown."""
        super().__init__(parent)
        self.strip = Strip()
        self.banner = Banner()
        self.rail = Rail(pages)
        self.pages = QStackedWidget()
        self._names = [page.name for page in pages]
        self.rail.page_asked.connect(self.show_page)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.banner)
        beside.addWidget(self.pages, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.rail)
        below.addLayout(beside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(below, 1)
        self.rail.set_current(self._names[0])

    @property
    def current_page(self) -> str:
        return self._names[self.pages.currentIndex()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc with the focus in the rail or the strip is Esc on the page in front, which may be asking for it."""
        focus, page = QApplication.focusWidget(), self.pages.currentWidget()
        while isinstance(page, QStackedWidget):
            page = page.currentWidget()
        is_around = focus is not None and not self.pages.isAncestorOf(focus)
        if event.key() == Qt.Key.Key_Escape and is_around and page is not None:
            page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def show_page(self, name: str) -> None:
        """Bring a page to the front. Raises ValueError for a name that no page has."""
        self.pages.setCurrentIndex(self._names.index(name))
        self.rail.set_current(name)
        self.page_shown.emit(name)
