"""The least window that shows what is found: a line, a table of twenty rows, and the plain copy of the members."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

from cashier.domain.scan import fold
from tests.bench.plain import PlainPeople

ROWS, COLUMNS = 20, 5


class BareWindow(QWidget):
    """The floor of a keystroke; as large as the desk's window."""

    def __init__(self, plain: PlainPeople) -> None:
        super().__init__()
        self._plain = plain
        self._model = QStandardItemModel(ROWS, COLUMNS)
        for row in range(ROWS):
            for column in range(COLUMNS):
                self._model.setItem(row, column, QStandardItem())
        self._line, table = QLineEdit(), QTableView()
        table.setModel(self._model)
        self._line.textEdited.connect(self._look)
        layout = QVBoxLayout(self)
        layout.addWidget(self._line)
        layout.addWidget(table)
        self.resize(1440, 900)
        self.show()

    def type(self, letter: str) -> None:
        """A letter, until all is painted."""
        QTest.keyClicks(self._line, letter)
        self.repaint()

    def clear(self) -> None:
        self._line.clear()

    def _look(self, text: str) -> None:
        found = self._plain.find(fold(text))
        for row in range(ROWS):
            cells = found[row] if row < len(found) else ("",) * COLUMNS
            for column, cell in enumerate(cells):
                self._model.setData(self._model.index(row, column), cell, Qt.ItemDataRole.DisplayRole)
