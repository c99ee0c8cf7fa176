"""The backs of a payment's checks: on the printer's slip station step by step, or a tick for those stamped by hand."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cashier.domain.endorsement import EndorsedHow, Endorsement
from cashier.domain.errors import CashierError
from cashier.usecases.endorse import endorse, note_endorsed
from cashier.usecases.ports.slip import SlipNews, SlipStep
from ui.counter.around import Around
from ui.doors import PRINTER_LANE, Doors
from ui.fonts import Face
from ui.news import CheckNews, News
from ui.tender.slip_state import ASKING, ENDED, WAITS, BackState
from ui.widgets.check_box import CheckBox
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.words import Words

_ACROSS = 2  # Buttons, in the panel of the smallest screen.


class Backs(QWidget):
    """``said`` carries a tone and a sentence, ``committed`` when a line was written, ``left`` when the focus goes on,
    ``guiding`` whether a check is being looked after.

    Nothing here is needed for the payment: who goes on leaves the checks as they are. One that went into the printer
    before is recorded all the same once it says so.
    """

    said = Signal(str, str)
    committed = Signal()
    left = Signal()
    guiding = Signal(bool)

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._around = doors, around
        self._station = doors.check_station
        self._receipt, self._is_mailed = "", False
        self._backs: tuple[Endorsement, ...] = ()
        self._state: BackState | None = None
        self._recorded: frozenset[int] = frozenset()  # The places of those that have theirs.
        self._is_warned = False
        self._wish = -1
        self._behind: dict[int, _Behind] = {}  # Left while the printer had them, or might draw them in: by their wish.
        self._stamped = CheckBox(self.tr("Stamped by hand"))
        self._stamped.clicked.connect(self._on_stamped)
        self._guide: _Guide | None = None  # Made once a check is asked for.
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.addWidget(self._stamped)
        if self._station is not None:
            around.work.news.connect(self._hear)
        self.forget()

    def offer(self, receipt: str, backs: tuple[Endorsement, ...], *, is_mailed: bool = False) -> None:
        """This was taken: its checks, if there are any."""
        self.forget()
        self._receipt, self._backs, self._is_mailed = receipt, backs, is_mailed
        self._stamped.setVisible(bool(backs) and self._station is None)
        self.setVisible(bool(backs) and self._station is None)

    def forget(self) -> None:
        """They are somebody else's now; a check that is waited for is waited for no more."""
        if self._state is not None and self._state.step in WAITS:
            self._leave(self._state)
        self._state, self._backs, self._wish = None, (), -1
        self._recorded, self._is_warned = frozenset(), False
        self._stamped.setChecked(False)
        self._stamped.setEnabled(True)
        self.hide()
        self.guiding.emit(False)

    def ask(self) -> None:
        """Onto the checks themselves where the printer can; else onto a slip."""
        if not self._backs or self._state is not None:
            return
        if self._station is None:
            try:
                backs = endorse(self._receipt, self._doors.desk, self._around.staff, mailed=self._is_mailed)
            except CashierError as trouble:
                self.said.emit("bad", trouble.sentence)
                return
            self.committed.emit()
            told = ", ".join(back.words for back in backs)
            self.said.emit("ok", self.tr("The back of %s is on its way to the printer.") % told)
            return
        first = next((place for place in range(len(self._backs)) if place not in self._recorded), None)
        if first is None and not self._is_warned:
            self._is_warned = True
            told = ", ".join(back.words for back in self._backs)
            self.said.emit("warn", self.tr("Endorsed already: %s. Press Endorse once more to write again.") % told)
            return
        self.said.emit("ok", "")
        self._begin(BackState(backs=self._backs, at=first or 0))

    def stop(self) -> None:
        """The check at hand stays as it is, and so do those behind it."""
        state = self._state
        if state is None or state.step is SlipStep.WORKING:
            return
        self._leave(state)
        self._close(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the checks, and Enter presses only what has the focus: it takes nobody to the next member."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._state is None or not (is_enter or event.key() == Qt.Key.Key_Escape):
            super().keyPressEvent(event)
        elif not is_enter and not event.isAutoRepeat():
            self.stop()

    def _hear(self, news: News) -> None:
        if not isinstance(news, CheckNews):
            return
        if (behind := self._behind.get(news.told.wish)) is not None:
            self._hear_behind(behind, news.told)
            return
        if self._state is None or news.told.wish != self._wish:
            return
        told, self._state = news.told, self._state.heard(news.told.step, news.told.why)
        if told.step is SlipStep.REMOVE:
            is_last = self._state.is_last
            self._note(EndorsedHow.PRINTED, goes_on=False)
            self._show()
            if is_last:
                self.left.emit()  # Enter goes on, and never writes again.
            return
        if told.step is SlipStep.STOPPED:
            self._close(self._state)
            return
        if told.step is SlipStep.DONE:
            self._go_on()
            return
        self._show()

    def _hear_behind(self, behind: "_Behind", told: SlipNews) -> None:
        """Of a check that was left: it was drawn in just before, or was being written on."""
        if told.step in WAITS:
            return
        del self._behind[told.wish]
        if told.step is SlipStep.UNSURE:
            asked = self.tr("The printer did not say whether it wrote on %s. Look at its back, and stamp it if needed.")
            self.said.emit("warn", asked % behind.back.words)
        if told.step is not SlipStep.REMOVE:
            return
        desk, staff, how = self._doors.desk, self._around.staff, EndorsedHow.PRINTED
        try:
            note_endorsed(behind.receipt, (behind.place,), how, desk, staff, mailed=behind.is_mailed)
        except CashierError as trouble:
            self.said.emit("bad", trouble.sentence)
            return
        if behind.receipt == self._receipt:
            self._recorded |= {behind.place}
        self.committed.emit()
        self.said.emit("ok", self.tr("Endorsed: %s.") % behind.back.words)

    def _begin(self, state: BackState) -> None:
        if self._station is None:
            return
        self._state, self._wish = state, next(self._station.numbers)
        self._station.write(self._wish, state.backs[state.at].lines)
        self._around.work.wake(PRINTER_LANE)
        self._show()

    def _try_again(self) -> None:
        if self._state is not None:
            self._begin(self._state.again())

    def _note(self, how: EndorsedHow, *, goes_on: bool = True) -> None:
        state = self._state
        if state is None or state.is_over:
            return
        if not state.noted:
            try:
                self._record((state.at,), how)
            except CashierError as trouble:
                self._close(state)
                self.said.emit("bad", trouble.sentence)
                return
            self._state = state.note()
        if goes_on:
            self._go_on()

    def _go_on(self) -> None:
        if self._state is None:
            return
        state = self._state.next()
        if state.is_over:
            self._close(state)
        else:
            self._begin(state)

    def _close(self, state: BackState) -> None:
        self._state, self._wish = None, -1
        self.hide()
        self.guiding.emit(False)
        if state.recorded:
            self.said.emit("ok", self.tr("Endorsed: %s.") % state.told)
        else:
            self.said.emit("warn", self.tr("Nothing was endorsed."))
        self.left.emit()

    def _leave(self, state: BackState) -> None:
        """Wait for it no more. A printer that has it already goes on with it, and is heard."""
        if state.step in WAITS:
            back = state.backs[state.at]
            self._behind[self._wish] = _Behind(self._receipt, state.at, back, self._is_mailed)
        self._wish = -1
        if self._station is not None and state.step is not SlipStep.WORKING:
            self._station.stop()
            self._around.work.wake(PRINTER_LANE)

    def _on_stamped(self) -> None:
        try:
            backs = self._record(tuple(range(len(self._backs))), EndorsedHow.STAMPED)
        except CashierError as trouble:
            self._stamped.setChecked(False)
            self.said.emit("bad", trouble.sentence)
            return
        self._stamped.setEnabled(False)
        told = ", ".join(back.words for back in backs)
        self.said.emit("ok", self.tr("On record: %s stamped by hand.") % told)
        self.left.emit()

    def _record(self, which: tuple[int, ...], how: EndorsedHow) -> tuple[Endorsement, ...]:
        desk, staff = self._doors.desk, self._around.staff
        backs = note_endorsed(self._receipt, which, how, desk, staff, mailed=self._is_mailed)
        self._recorded |= frozenset(which)
        self.committed.emit()
        return backs

    def _show(self) -> None:
        if self._state is None or self._state.step in ENDED:
            return
        if self._guide is None:
            self._guide = _Guide()
            self._guide.there.clicked.connect(lambda: self._note(EndorsedHow.PRINTED))
            self._guide.again.clicked.connect(self._try_again)
            self._guide.by_hand.clicked.connect(lambda: self._note(EndorsedHow.STAMPED))
            self._guide.leave.clicked.connect(self.stop)
            self._list.addWidget(self._guide)
        self.guiding.emit(True)
        self.show()
        self._guide.show_state(self._state)


@dataclass(frozen=True, slots=True)
class _Behind:
    """A check of a receipt that nobody waits for any more, by its place there."""

    receipt: str
    place: int
    back: Endorsement
    is_mailed: bool


class _Guide(QWidget):
    """What to do with the check now, and what can be chosen. The focus stays within while it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Words(face=Face.STRONG)
        self._message = InlineMessage()
        self.there = KeyButton(self.tr("It is on the back"))
        self.again = KeyButton("")
        self.by_hand = KeyButton(self.tr("Stamped by hand"))
        self.leave = KeyButton("")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("The check in the printer"))
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // _ACROSS, place % _ACROSS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._message)
        layout.addLayout(self._grid)

    @property
    def _buttons(self) -> tuple[KeyButton, ...]:
        return self.there, self.again, self.by_hand, self.leave

    def show_state(self, state: BackState) -> None:
        """In place. The focus goes to the first thing that can be done, where it was here or a check is wanted."""
        had_focus = self.hasFocus() or any(button.hasFocus() for button in self._buttons)
        asks, waits = state.step in ASKING, state.step in WAITS
        tone, sentence = state.words
        self._title.setText(state.title)
        self._message.say(tone, sentence)
        self.again.set_words(self.tr("Try again") if asks else self.tr("Wrong side: again"))
        self.leave.set_words(self.tr("Leave it") if asks else self.tr("Stop"))
        is_theirs = state.step in (SlipStep.REMOVE, SlipStep.STUCK, SlipStep.UNSURE)
        shown = {
            self.there: state.step is SlipStep.UNSURE,
            self.again: not waits,
            self.by_hand: asks,
            self.leave: state.step is not SlipStep.WORKING and (asks or waits),
        }
        if had_focus or state.step is SlipStep.INSERT:
            # Never to what writes again or says what only eyes can know: who presses Enter means the next thing.
            first = next((button for button, is_shown in shown.items() if is_shown and not is_theirs), self)
            first.show()
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        for button, is_shown in shown.items():
            button.setVisible(is_shown)
        for place, button in enumerate(button for button, is_shown in shown.items() if is_shown):
            self._grid.addWidget(button, place // _ACROSS, place % _ACROSS)
