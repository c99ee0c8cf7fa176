"""The finder: one field for numbers, names and dates of birth, and what typing in it comes to."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from cashier.domain.errors import CashierError
from cashier.domain.statements import Member
from cashier.usecases.find_member import Finding
from ui import icons, keys
from ui.counter.finder_results import FinderResults
from ui.counter.finder_state import FinderState, Opening
from ui.fonts import Face, font, width
from ui.theme import scaled
from ui.widgets.announce import announce
from ui.widgets.entry_field import EntryField
from ui.widgets.keycap import cap_width, draw_cap

_TEXT_MOST = 100


class FinderField(EntryField):
    """A line with a magnifier, and at its right end what was found or the key that leads here.

    ``moved`` by how many rows, ``entered``, ``left`` by Esc.
    """

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = self.tr("Member, guarantor or statement number, name, date of birth — or scan")
        self._aside = ""
        self.setProperty("extent", "finder")
        self.setFont(font(Face.TEXT))
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setMaxLength(_TEXT_MOST)
        self.forgets_cards = False  # The search does, for scans too.

    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_aside(self, words: str) -> None:
        if words == self._aside:
            return
        self._aside = words
        self.setAccessibleDescription(words)
        across = round(width(Face.LABEL, words)) + scaled(self, 10) if words else 0
        self.setTextMargins(0, 0, across, 0)
        self.update()
        announce(self, words)

    def sizeHint(self) -> QSize:
        return QSize(scaled(self, 400), scaled(self, 48))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier:
            event.ignore()  # A key of a panel that isn't there now, and no letter.
        elif event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        muted = self.palette().color(QPalette.ColorRole.Dark)
        side = scaled(self, 18)
        area = QRectF(scaled(self, 15), (self.height() - side) / 2, side, side)
        icons.draw(painter, "search", area, muted)
        if self._aside:
            painter.setFont(font(Face.LABEL))
            painter.setPen(muted)
            words = QRectF(self.rect()).adjusted(0, 0, -scaled(self, 14), 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._aside)
        elif not self.hasFocus():
            cap = keys.FIND.cap
            draw_cap(painter, self, cap, self.width() - scaled(self, 14) - cap_width(self, cap))


class Finder(QObject):
    """Field and list as one. ``opening`` carries an Opening; ``changed`` when the list has something to show, or not.

    ``look`` searches, ``member`` reads one, ``today`` is the center's day. ``look`` may raise CashierError.
    """

    opening = Signal(object)
    changed = Signal()
    left = Signal()

    def __init__(
        self,
        *,
        look: Callable[[str], Finding],
        member: Callable[[str], Member | None],
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = FinderField()
        self.results = FinderResults()
        self._look = look
        self._member = member
        self._today = today
        self._state = FinderState()
        self.field.typed.connect(self._on_text)
        self.field.moved.connect(lambda by: self._show(self._state.moved(by)))
        self.field.entered.connect(lambda: self._go(self._state.on_enter()))
        self.field.left.connect(self.left)
        self.results.row_chosen.connect(self._on_chosen)
        self.results.row_pressed.connect(self._on_row)
        self.results.open_asked.connect(lambda: self._go(self._state.on_enter()))
        self.results.photo_id_seen.connect(lambda: self._go(self._state.on_photo_id()))
        self.results.birth_date_entered.connect(self._on_birth_date)
        self._show(self._state)

    @property
    def is_busy(self) -> bool:
        """Whether there is something typed, found or said that the list should be seen for."""
        return self._state.is_busy

    def clear(self) -> None:
        self.field.clear()
        self._show(FinderState())

    def on_scan(self, text: str) -> None:
        """A scan came in, wherever the focus was."""
        self.field.setText(text)
        self.field.take_focus()
        self._search(text, is_scan=True)

    def on_enter(self) -> bool:
        """Enter in the date of birth; whether it was for the finder."""
        if not self.results.birth_date.field.hasFocus():
            return False
        self.results.enter_birth_date()
        return True

    def on_back(self) -> bool:
        """Esc in the date of birth leads back to the list; whether it was for the finder."""
        if not self._state.asks_birth_date:
            return False
        self._show(self._state.without_birth_date())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def say(self, sentence: str) -> None:
        """What the rules answered to an opening."""
        self._show(self._state.refused(sentence))

    def _on_text(self, text: str) -> None:
        self._search(text, is_scan=False)

    def _search(self, text: str, *, is_scan: bool) -> None:
        try:
            finding = self._look(text)
        except CashierError as trouble:
            self.field.clear()
            self._show(self._state.refused(trouble.sentence))
            return
        self._show(self._state.found_for(text, finding, is_scan=is_scan))

    def _on_chosen(self, row: int) -> None:
        if row != self._state.chosen:
            self._show(self._state.moved_to(row))

    def _on_row(self, row: int) -> None:
        self._go(self._state.moved_to(row).on_enter())

    def _on_birth_date(self, text: str) -> None:
        chosen = self._state.chosen_member
        if chosen is not None:
            self._go(self._state.on_birth_date(text, self._member(chosen.number), self._today()))

    def _go(self, answer: Opening | FinderState) -> None:
        if isinstance(answer, Opening):
            self.opening.emit(answer)
        else:
            self._show(answer)

    def _show(self, state: FinderState) -> None:
        self._state = state
        self.field.show_aside(state.aside)
        self.results.show_state(state)
        self.changed.emit()
