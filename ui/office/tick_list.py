"""A list that is ticked off by number, amount or scan: checks of a deposit, or bags of the safe."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.fonts import Face, font
from ui.office.safe_state import TickItem, Ticks
from ui.theme import scaled
from ui.widgets.check_box import CheckBox
from ui.widgets.entry_field import EntryField
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.rows import Row
from ui.widgets.words import FittingWords, Words

_ROW_PX = 42
_AMOUNT_PX = 110
_HEIGHT_PX = 132


class TickList(QWidget):
    """``changed`` after each tick. Rows are made when the list is shown."""

    changed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticks = Ticks()
        self._heading = Words(words, Face.STRONG)
        self._number = FieldWithLabel(self.tr("Number or amount, or scan"), EntryField(), holds_room=True)
        self._number.field.setFont(font(Face.TEXT))
        self._rows: dict[str, _TickRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._list)
        outer.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumHeight(scaled(self, _HEIGHT_PX))
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._heading)
        layout.addWidget(self._number)
        layout.addWidget(scroll, 1)

    def show_items(self, words: str, items: tuple[TickItem, ...]) -> None:
        """Another list, with nothing ticked."""
        for row in self._rows.values():
            row.setParent(None)
            row.deleteLater()
        self.ticks = Ticks(items=items)
        self._heading.setText(words)
        self._rows = {item.key: _TickRow(item) for item in items}
        for key, row in self._rows.items():
            row.box.toggled.connect(partial(self._on_box, key))
            self._list.addWidget(row)
        self._number.field.clear()
        self._show()

    def focus_first(self) -> None:
        self._number.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str) -> None:
        """A check's line, or a bag's barcode."""
        self.ticks = self.ticks.on_text(text)
        self._show()
        self.changed.emit()

    @property
    def has_focus(self) -> bool:
        return self._number.field.hasFocus()

    @property
    def typed(self) -> str:
        """What stands in the field still."""
        return self._number.field.text().strip()

    def on_number(self) -> None:
        """Enter in the field; what fits nothing stays there."""
        self.ticks = self.ticks.on_text(self._number.field.text())
        if not self.ticks.said:
            self._number.field.clear()
        self._show()
        self.changed.emit()

    def _on_box(self, key: str, is_there: bool) -> None:
        self.ticks = self.ticks.tick(key, is_there)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for key, row in self._rows.items():
            row.show_tick(key in self.ticks.present)
        self._number.show_problem(self.ticks.said)


class _TickRow(Row):
    def __init__(self, item: TickItem) -> None:
        super().__init__()
        self.setFixedHeight(scaled(self, _ROW_PX))
        said = f"{item.words}, {item.amount}" if item.amount is not None else item.words
        self.box = CheckBox(said, shows_words=False)
        amount = FittingWords(item.amount.plain() if item.amount is not None else "", Face.FIGURE)
        amount.setFixedWidth(scaled(self, _AMOUNT_PX))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.setSpacing(0)
        layout.addWidget(self.box)
        layout.addWidget(Words(item.words, Face.CODE), 1)
        layout.addWidget(amount)

    def show_tick(self, is_there: bool) -> None:
        self.box.blockSignals(True)
        self.box.setChecked(is_there)
        self.box.blockSignals(False)
        self.box.update()
