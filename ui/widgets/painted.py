"""What painted rows share: their table, chips as pictures, and the line that words stand on."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.fonts import Face, font
from ui.theme import scaled
from ui.widgets.chip import Chip, ChipTone


class RowsTable(QTableView):
    """A list of rows of one height, chosen whole and one at a time, whose columns share its width."""

    def __init__(
        self, name: str, *, shares: tuple[int, ...], row_px: int, header_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shares = shares
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(self, row_px))
        header = self.horizontalHeader()
        header.setFont(font(Face.LABEL_MEDIUM))
        header.setFixedHeight(scaled(self, header_px))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, share in enumerate(self._shares):
            self.horizontalHeader().resizeSection(column, event.size().width() * share // sum(self._shares))


def drawn_chip(words: str, tone: ChipTone, ratio: float) -> QPixmap:
    """A chip as every chip of the desk looks, for a screen with ``ratio`` pixels to a point."""
    chip = Chip(words, tone)
    chip.ensurePolished()
    chip.resize(chip.sizeHint())
    drawn = QPixmap(chip.size() * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    chip.render(drawn, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    chip.deleteLater()
    return drawn


def baseline(area: QRect) -> float:
    """Where the words of a row stand, whatever their font."""
    metrics = QFontMetricsF(font(Face.TEXT))
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
