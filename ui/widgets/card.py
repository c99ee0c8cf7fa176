"""The white card that everything on a page stands in, and the thin lines between its parts."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.fonts import Face
from ui.widgets.words import Words


class Card(QFrame):
    """A surface with a line around it. ``body`` is its vertical layout, ``heading`` its title if it has one."""

    def __init__(self, title: str = "", *, padding: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(8)
        self.heading: Words | None = None
        if title:
            self.heading = Words(title, Face.HEADING)
            self.body.addWidget(self.heading)


class Line(QFrame):
    """A one-pixel line across, or upright."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "upright" if upright else "line")
