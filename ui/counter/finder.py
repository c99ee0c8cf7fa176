"""The finder: one field for numbers, names and dates of birth, and what typing in it comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from cashier.domain.errors import CashierError
from cashier.domain.scan import without_cards
from cashier.usecases.find_elsewhere import bring_here, find_elsewhere
from cashier.usecases.find_member import find, today_at
from cashier.usecases.ports.directory import Found
from ui import icons, keys
from ui.counter.around import Around
from ui.counter.finder_results import FinderResults
from ui.counter.finder_state import RECEIPT_COMES, FinderState, Opening, Reach
from ui.counter.searches import Searches
from ui.doors import Doors
from ui.fonts import Face, font, width
from ui.theme import scaled
from ui.widgets.announce import announce
from ui.widgets.entry_field import EntryField
from ui.widgets.keycap import cap_width, draw_cap
from ui.work import sentence_of

_TEXT_MOST = 100
_PAUSE_MS = 300  # Who types on does not mean what stands there yet: the ledger is asked after a pause.
_ELSEWHERE = "elsewhere"  # The lane on which the ledger is asked.


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
        if event.key() in steps:
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


@dataclass(slots=True)
class _Wanted:
    """The latest text that the ledger is to be asked for; an older one is not asked for any more."""

    text: str = ""


class Finder(QObject):
    """Field and list as one. ``opening`` carries an Opening; ``changed`` when the list has something to show, or not.
    ``receipt_asked`` carries a receipt's number that was typed.

    Who is found here stands there at once. Where that is nobody, or where the cashier wants more, the ledger is asked
    for other centers' members on a thread, and whoever is opened of them is brought into this desk's directory first.
    """

    opening = Signal(object)
    receipt_asked = Signal(str)
    changed = Signal()
    left = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = doors.desk
        self._ledger = doors.elsewhere
        self._work = around.work
        self._searches = Searches(doors.desk, around, self)
        self._is_online = False
        self._wanted = _Wanted()
        self._turn = 0  # Counts what was looked for: what comes back for an older one is late.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.field = FinderField()
        self.results = FinderResults()
        self._state = FinderState()
        self.field.typed.connect(self._on_text)
        self.field.moved.connect(lambda by: self._show(self._state.moved(by)))
        self.field.entered.connect(self._on_enter_key)
        self.field.left.connect(self._searches.keep)
        self.field.left.connect(self.left)
        self.results.row_chosen.connect(self._on_chosen)
        self.results.row_pressed.connect(self._on_row)
        self.results.open_asked.connect(lambda: self._go(self._state.on_enter()))
        self.results.photo_id_seen.connect(lambda: self._go(self._state.on_photo_id()))
        self.results.birth_date_entered.connect(self._on_birth_date)
        self.results.elsewhere_asked.connect(self._look_elsewhere)
        self._show(self._state)

    @property
    def is_busy(self) -> bool:
        """Whether there is something typed, found or said that the list should be seen for."""
        return self._state.is_busy

    @property
    def statement(self) -> str:
        """The statement whose number is looked for; empty where it is none."""
        return self._state.statement

    def set_online(self, is_online: bool) -> None:
        """Who was looked for in vain while offline is looked for again."""
        came_back = is_online and not self._is_online
        self._is_online = is_online
        if came_back and self._state.reach is Reach.CUT_OFF:
            self._look_elsewhere()

    def clear(self) -> None:
        self._begin("")
        self.field.clear()
        self._show(FinderState())

    def clear_quietly(self) -> None:
        """The same for whom something else stands there now, which tells the page."""
        with QSignalBlocker(self):
            self.clear()

    def on_scan(self, text: str) -> None:
        """A scan came in, wherever the focus was."""
        self.field.setText(text)
        self.field.take_focus()
        self._search(text, is_scan=True)

    def tell(self, sentence: str) -> None:
        """Something about what is typed, which stays."""
        self._show(self._state.told(sentence))

    def look_for(self, number: str) -> None:
        """Look for a number as if it had been typed: the member's other identifier is asked for as ever."""
        self.field.setText(number)
        self.field.take_focus()
        self._search(number, is_scan=False)

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

    def _begin(self, text: str) -> None:
        """Something else is looked for from here on."""
        self._turn += 1
        self._wanted.text = text
        self._pause.stop()

    def _search(self, text: str, *, is_scan: bool) -> None:
        self._begin(text)
        try:
            finding = find(text, self._desk)
        except CashierError as trouble:
            self._refuse(text, trouble.sentence)
            return
        state = self._state.found_for(text, finding, is_scan=is_scan)
        if state.query.is_empty or state.found or state.receipt:
            self._show(state)
        elif self._is_online:
            self._show(state.asking_elsewhere())
            self._pause.start(0 if is_scan else _PAUSE_MS)
        else:
            self._show(state.cut_off())

    def _on_enter_key(self) -> None:
        if self._state.receipt:
            self.tell(RECEIPT_COMES)
            self.receipt_asked.emit(self._state.receipt)
        else:
            self._go(self._state.on_enter())

    def _refuse(self, text: str, sentence: str) -> None:
        """What may not be looked for goes; words that stood around a bank card's number stay, and are looked for."""
        self._wanted.text = ""
        rest = without_cards(text)
        if rest == text or not rest.strip():
            self.field.clear()
            self._show(self._state.refused(sentence))
        else:
            self.field.setText(rest)
            self._search(rest, is_scan=False)
            self.tell(sentence)

    def _look_elsewhere(self) -> None:
        if self._is_online:
            self._show(self._state.asking_elsewhere())
            self._ask()
        else:
            self._show(self._state.cut_off())

    def _ask(self) -> None:
        text, wanted, ledger, directory = self._state.text, self._wanted, self._ledger, self._desk.directory
        self._work.run(
            _ELSEWHERE,
            lambda: find_elsewhere(text, ledger, directory) if text == wanted.text else (),
            done=partial(self._on_elsewhere, self._turn),
            failed=partial(self._on_no_answer, self._turn),
        )

    def _on_elsewhere(self, turn: int, found: tuple[Found, ...]) -> None:
        if turn == self._turn:
            self._show(self._state.found_elsewhere(found))

    def _on_no_answer(self, turn: int, fault: BaseException) -> None:
        if turn == self._turn:
            self._show(self._state.cut_off(sentence_of(fault)))

    def _on_chosen(self, row: int) -> None:
        if row != self._state.chosen:
            self._show(self._state.moved_to(row))

    def _on_row(self, row: int) -> None:
        self._show(self._state.moved_to(row))
        self._go(self._state.on_enter())

    def _on_birth_date(self, text: str) -> None:
        def compare(number: str) -> None:
            member = self._desk.directory.member(number)
            self._go(self._state.on_birth_date(text, member, today_at(self._desk)))

        chosen = self._state.chosen_member
        if chosen is not None:
            self._with_account(chosen.number, partial(compare, chosen.number))

    def _go(self, answer: Opening | FinderState) -> None:
        if isinstance(answer, Opening):
            self._with_account(answer.member_number, lambda: self.opening.emit(answer))
        else:
            self._show(answer)

    def _with_account(self, number: str, act: Callable[[], None]) -> None:
        """Act at once, or as soon as the ledger has sent the account of somebody who is not held here."""
        ledger, directory = self._ledger, self._desk.directory
        if directory.member(number) is not None:
            act()
            return
        self._show(self._state.bringing())
        self._work.run(
            _ELSEWHERE,
            lambda: bring_here(number, ledger, directory),
            done=partial(self._on_brought, number, act),
            failed=partial(self._on_not_brought, number),
        )

    def _on_brought(self, number: str, act: Callable[[], None], _: None) -> None:
        if self._is_chosen(number):
            self._show(self._state.brought())
            act()

    def _on_not_brought(self, number: str, fault: BaseException) -> None:
        if self._is_chosen(number):
            self._show(self._state.brought(sentence_of(fault)))

    def _is_chosen(self, number: str) -> bool:
        """Whether the cashier still means this member, and went on to nobody else meanwhile."""
        chosen = self._state.chosen_member
        return chosen is not None and chosen.number == number

    def _show(self, state: FinderState) -> None:
        self._state = state
        self.field.show_aside(state.aside)
        self.results.show_state(state)
        self._searches.stands(state.text, len(state.people))
        self.changed.emit()
