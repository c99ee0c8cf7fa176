"""The rail at the left: the pages of the desk, from a list, so that a page appears here when it exists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from ui import icons
from ui.fonts import Face, font
from ui.theme import scaled

_WIDTH_PX = 92
_ITEM_PX = 67
_ICON_PX = 22
_BAR_PX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RailPage:
    """A page: its stable name, the words on the rail, and an icon of ``ui.icons``."""

    name: str
    words: str
    icon: str


class Rail(QFrame):
    """``page_asked`` carries the name of the page that was pressed; ``set_current`` marks the one shown."""

    page_asked = Signal(str)

    def __init__(self, pages: Sequence[RailPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setFixedWidth(scaled(self, _WIDTH_PX))
        self._items = {page.name: _Item(page) for page in pages}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(0)
        for name, item in self._items.items():
            item.clicked.connect(lambda _checked=False, name=name: self.page_asked.emit(name))
            layout.addWidget(item)
        layout.addStretch(1)

    def show_only(self, names: Collection[str]) -> None:
        """The other pages are not for whoever is signed in."""
        for name, item in self._items.items():
            item.setVisible(name in names)

    def set_current(self, name: str) -> None:
        for item_name, item in self._items.items():
            item.set_current(item_name == name)


class _Item(QAbstractButton):
    """An icon over a word; the current one is tinted, bold, and has a bar at its left edge."""

    def __init__(self, page: RailPage) -> None:
        super().__init__()
        self._icon = page.icon
        self._is_current = False
        self.setText(page.words)
        self.setAccessibleName(page.words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(scaled(self, _ITEM_PX))
        self.setMouseTracking(True)

    def set_current(self, current: bool) -> None:
        self._is_current = current
        self.setAccessibleDescription(self.tr("shown now") if current else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, _WIDTH_PX), scaled(self, _ITEM_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        roles = QPalette.ColorRole
        palette = self.palette()
        color = palette.color(roles.Link if self._is_current or self.underMouse() else roles.Dark)
        if self._is_current:
            painter.fillRect(self.rect(), palette.color(roles.AlternateBase))
            painter.fillRect(0, 0, _BAR_PX, self.height(), palette.color(roles.Highlight))
        if self.hasFocus():
            painter.setPen(QPen(palette.color(roles.Highlight), 2.0))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = scaled(self, _ICON_PX)
        icon_area = QRectF(_BAR_PX + (self.width() - _BAR_PX - side) / 2, scaled(self, 11), side, side)
        icons.draw(painter, self._icon, icon_area, color)
        painter.setFont(font(Face.LABEL_STRONG if self._is_current else Face.LABEL))
        painter.setPen(color)
        words_top = scaled(self, 37)
        words_area = QRectF(_BAR_PX, words_top, self.width() - _BAR_PX, scaled(self, 20))
        painter.drawText(words_area, Qt.AlignmentFlag.AlignCenter, self.text())
