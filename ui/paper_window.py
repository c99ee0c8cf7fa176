"""The demo's receipt printer as a small window: the papers that came out of it, the newest on top."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.news import PaperNews
from ui.theme import scaled
from ui.widgets.words import Words

_PAPERS_MOST = 20


class PaperWindow(QWidget):
    """Never takes the focus from the desk's window. It has no parent, which it would otherwise have to lie upon."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Receipt printer"))
        self._papers: list[QLabel] = []
        self._empty = Words(self.tr("No paper yet."), tone="muted")
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.addWidget(self._empty, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._list.addStretch(1)
        scrolls = QScrollArea()
        scrolls.setWidget(inner)
        scrolls.setWidgetResizable(True)
        scrolls.setAccessibleName(self.tr("Papers of the receipt printer"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolls)
        self.resize(scaled(self, 440), scaled(self, 720))

    @property
    def has_papers(self) -> bool:
        return bool(self._papers)

    def add_paper(self, news: PaperNews) -> None:
        """Put a paper on top; the oldest goes. A picture that can't be read shows its words."""
        paper = QLabel()
        picture = QPixmap()
        if picture.loadFromData(news.png):
            paper.setPixmap(picture.scaledToWidth(scaled(self, 384), Qt.TransformationMode.SmoothTransformation))
        else:
            paper.setTextFormat(Qt.TextFormat.PlainText)
            paper.setText(news.text)
        paper.setAccessibleName(news.text)
        self._empty.hide()
        self._list.insertWidget(0, paper, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._papers.insert(0, paper)
        while len(self._papers) > _PAPERS_MOST:
            self._papers.pop().deleteLater()
