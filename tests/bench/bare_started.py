"""The least that PySide6 can put on screen, as a process of its own: the floor of B11 and B10."""

import json
import sys
from time import monotonic

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QVBoxLayout, QWidget

from tests.bench.proportional import proportional_kb


class _Bare(QWidget):
    """A line and a table; leaves when it has been painted."""

    def paintEvent(self, event: QEvent) -> None:
        QTimer.singleShot(0, self, self._leave)

    def _leave(self) -> None:
        told = {"first_paint_ms": round(1000 * (monotonic() - float(sys.argv[2])), 1), "kb": proportional_kb()}
        sys.stdout.write(json.dumps(told))
        QApplication.quit()


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = _Bare()
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    layout.addWidget(QTableView())
    window.resize(1440, 900)
    window.show()
    sys.exit(app.exec())
