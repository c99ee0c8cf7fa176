"""A receipt on screen: white paper in every theme, with its barcode and QR code, torn off at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cashier.domain.columns import APART, columns_of
from cashier.usecases.ports.paper import PaperText as SaidPaper
from cashier.usecases.ports.paper import Squares
from ui.fonts import plex
from ui.theme import PAPER, PAPER_INK, scaled
from ui.widgets.code128 import widths

_SIDE_PX = 12  # Room for the shadow left and right of the paper.
_MARGIN_PX = 16
_TEAR_PX = 5
_LETTER_MOST_PX = 12.5
_LETTER_LEAST_PX = 8.0
_LINE_HEIGHT = 1.44
_BARCODE_PX = 44
_SQUARE_PX = 3
_COLUMNS_LEAST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperText:
    """One line as it stands on the paper, its columns already laid out with spaces."""

    text: str
    bold: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBarcode:
    """A Code 128 barcode with its text below; printable ASCII."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQr:
    """A QR code of what ``text`` says."""

    text: str
    squares: Squares


PaperBlock = PaperText | PaperBarcode | PaperQr


def blocks_of(paper: SaidPaper) -> list[PaperBlock]:
    """All that stands on a paper, from its top."""
    blocks: list[PaperBlock] = [PaperText(text=line.text, bold=line.bold) for line in paper.lines]
    if paper.barcode:
        blocks.append(PaperBarcode(text=paper.barcode))
    if paper.qr:
        blocks.append(PaperQr(text=paper.qr, squares=paper.squares))
    return blocks


class Paper(QScrollArea):
    """Shows one receipt, as wide as the room it has; scrolls by keys when it's longer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sheet = _Sheet(self)
        self.setWidget(self._sheet)

    @property
    def length(self) -> int:
        """How long the paper is now, in pixels."""
        return self._sheet.height()

    def show_blocks(self, blocks: Sequence[PaperBlock]) -> None:
        """Lay out a receipt anew, from its top. Nothing for an empty sequence."""
        self._sheet.blocks = tuple(blocks)
        self.setAccessibleDescription("\n".join(self._told(block) for block in blocks))
        if blocks:
            self._fit()
        else:
            self._sheet.update()
        self.verticalScrollBar().setValue(0)

    def _told(self, block: PaperBlock) -> str:
        return self.tr("QR code %s") % block.text if isinstance(block, PaperQr) else block.text.strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 330), scaled(self, 420))

    def _fit(self) -> None:
        # As if the scroll bar were there always: else a paper that is just too long has its letters made smaller by the
        # bar, is short enough then, loses the bar, and so on without end.
        self._sheet.fit(self.contentsRect().width() - self.verticalScrollBar().sizeHint().width())


class _Sheet(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.blocks: tuple[PaperBlock, ...] = ()
        self._letter_px = _LETTER_MOST_PX

    def fit(self, width: int) -> None:
        """Choose the largest letters that the longest line fits with, and the height that follows."""
        inner = width - 2 * scaled(self, _SIDE_PX + _MARGIN_PX)
        columns = max([_COLUMNS_LEAST, *(_columns(block) for block in self.blocks)])
        per_pixel = QFontMetricsF(plex(100, 400, is_code=True)).horizontalAdvance("0") / 100
        self._letter_px = max(_LETTER_LEAST_PX, min(_LETTER_MOST_PX, floor(inner / columns / per_pixel * 4) / 4))
        height = sum(self._height(block) for block in self.blocks)
        self.resize(width, round(height) + 2 * scaled(self, _MARGIN_PX) + scaled(self, _TEAR_PX))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.blocks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sheet(painter)
        top = float(scaled(self, _MARGIN_PX))
        for block in self.blocks:
            height = self._height(block)
            area = QRectF(self._left(), top, self.width() - 2 * self._left(), height)
            if area.intersects(QRectF(event.rect())):
                self._paint_block(painter, block, area)
            top += height

    def _left(self) -> int:
        return scaled(self, _SIDE_PX + _MARGIN_PX)

    def _height(self, block: PaperBlock) -> float:
        line = scaled(self, self._letter_px * _LINE_HEIGHT)
        if isinstance(block, PaperBarcode):
            return scaled(self, _BARCODE_PX) + 2.0 * line
        if isinstance(block, PaperQr):
            return self._square(block) * len(block.squares) + line
        return line * 1.6 if block.large else line

    def _paint_sheet(self, painter: QPainter) -> None:
        side, tear = scaled(self, _SIDE_PX), scaled(self, _TEAR_PX)
        sheet = QRectF(side, 0, self.width() - 2 * side, self.height() - 1)
        for edge, outer in ((sheet.left(), sheet.left() - side), (sheet.right(), sheet.right() + side)):
            shade = QLinearGradient(QPointF(edge, 0), QPointF(outer, 0))
            shade.setColorAt(0, QColor(16, 34, 46, 30))
            shade.setColorAt(1, QColor(16, 34, 46, 0))
            painter.fillRect(QRectF(min(edge, outer), 0, side, sheet.height() - tear), shade)
        path = QPainterPath(sheet.topLeft())
        path.lineTo(sheet.topRight())
        path.lineTo(sheet.right(), sheet.bottom() - tear)
        teeth = max(1, round(sheet.width() / (2 * tear)))
        step = sheet.width() / teeth
        for tooth in range(teeth):
            right = sheet.right() - tooth * step
            path.lineTo(right - step / 2, sheet.bottom())
            path.lineTo(right - step, sheet.bottom() - tear)
        path.closeSubpath()
        painter.fillPath(path, QColor(PAPER))
        painter.setPen(QColor(16, 34, 46, 28))
        painter.drawPath(path)

    def _paint_block(self, painter: QPainter, block: PaperBlock, area: QRectF) -> None:
        painter.setPen(QColor(PAPER_INK))
        if isinstance(block, PaperBarcode):
            self._paint_barcode(painter, block, area)
            return
        if isinstance(block, PaperQr):
            self._paint_qr(painter, block, area)
            return
        painter.setFont(self._font(bold=block.bold, large=block.large))
        middle = Qt.AlignmentFlag.AlignVCenter
        side = Qt.AlignmentFlag.AlignHCenter if block.large else Qt.AlignmentFlag.AlignLeft
        if block.large:
            painter.drawText(area, middle | side | Qt.TextFlag.TextDontClip, block.text)
            return
        # Letters of other fonts are not as wide as our columns: what stands apart begins at its own one all the same.
        column = QFontMetricsF(painter.font()).horizontalAdvance("0")
        for words in APART.finditer(block.text):
            at = area.translated(columns_of(block.text[: words.start()]) * column, 0)
            painter.drawText(at, middle | side | Qt.TextFlag.TextDontClip, words[0])

    def _paint_barcode(self, painter: QPainter, block: PaperBarcode, area: QRectF) -> None:
        line = scaled(self, self._letter_px * _LINE_HEIGHT)
        modules = widths(block.text)
        # Whole device pixels, so that the bars stay sharp and a scanner reads them from the screen.
        ratio = self.devicePixelRatioF()
        module = max(1, floor(area.width() * ratio / sum(modules))) / ratio
        left = floor((area.center().x() - module * sum(modules) / 2) * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place, width in enumerate(modules):
            if place % 2 == 0:
                bar = QRectF(left, area.top() + line / 2, width * module, scaled(self, _BARCODE_PX))
                painter.fillRect(bar, QColor(PAPER_INK))
            left += width * module
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        below = QRectF(area.left(), area.bottom() - line * 1.4, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, block.text)

    def _square(self, block: PaperQr) -> float:
        """A side in pixels: whole ones of the device, as many as fit."""
        ratio, room = self.devicePixelRatioF(), self.width() - 2 * self._left()
        return max(1, floor(min(scaled(self, _SQUARE_PX), room / len(block.squares)) * ratio)) / ratio

    def _paint_qr(self, painter: QPainter, block: PaperQr, area: QRectF) -> None:
        side, ratio = self._square(block), self.devicePixelRatioF()
        left = floor((area.center().x() - side * len(block.squares) / 2) * ratio) / ratio
        top = floor(area.top() * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for down, row in enumerate(block.squares):
            for across, is_black in enumerate(row):
                if is_black:
                    painter.fillRect(QRectF(left + across * side, top + down * side, side, side), QColor(PAPER_INK))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _font(self, *, bold: bool = False, large: bool = False) -> QFont:
        size_px = self._letter_px * 1.3 if large else self._letter_px
        return plex(size_px, 600 if bold or large else 400, is_code=True)


def _columns(block: PaperBlock) -> int:
    if not isinstance(block, PaperText):
        return 0
    columns = columns_of(block.text)
    return round(columns * 1.3) if block.large else columns
