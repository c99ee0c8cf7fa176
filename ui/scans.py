"""Hears scanners that type like a keyboard: what they send is one code, and never a key press on anything."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from cashier.domain.scanned import LICENSE_MARK, is_one_code, is_track

_PAUSE_MS = 200  # After such a pause another burst begins.
_KEPT_MS = 2000  # So long after the last key; then what was typed is forgotten, as it may be a card.
_LINE_ENDS = ("\r", "\n")
_SURE = 3  # So many keys that came so fast were no person's.
_STX = "\x02"
_SHIFTS = (Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SUFFIXES = {"enter": (Qt.Key.Key_Return, Qt.Key.Key_Enter), "tab": (Qt.Key.Key_Tab,), "none": ()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerRules:
    """How the scanner of this desk is programmed; see `ScannerSettings`."""

    prefix: str = ""
    suffix: Literal["enter", "tab", "none"] = "enter"
    gap_most_ms: int = 40
    characters_least: int = 6

    @property
    def typed_prefix(self) -> str:
        """A prefix of characters; empty for one that is a key of its own."""
        return "" if self.prefix[:1].isalpha() else self.prefix


@dataclass(frozen=True, slots=True)
class _Before:
    """A field as it was before the burst, to be put back."""

    field: QLineEdit
    text: str
    cursor: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys that followed each other fast: where they begin in the text, and the field they began in."""

    start: int
    before: _Before | None


class ScanWatch(QObject):
    """``scanned`` carries a code whose keys reached nobody; a field that its first one ran into is as it was before.

    Keys that follow each other as fast as a scanner's are held until it is known whose they are: the end of a code
    makes a scan of them, and where none comes they are handed on as they were typed, a moment later. What is only fast
    typing (words with blanks, an Enter that comes later) is handed on too, in order. With a prefix only its codes are.

    ``accepts`` says whether a code is for the desk now. Keys are timed by the window system's own stamps, so that a
    busy moment never makes slow typing look fast. While a screen reader listens, Qt hands keys on without them; then
    the moment of their arrival on ``seconds``, a clock that only goes forward, has to do. It listens at the window's
    own door, where each key comes by once and nothing else costs anything. A passphrase is nobody's to look at.
    """

    scanned = Signal(str)

    def __init__(self, window: QWindow, *, accepts: Callable[[str], bool], seconds: Callable[[], float]) -> None:
        super().__init__(window)
        self.rules = ScannerRules()
        self._window = window
        self._accepts = accepts
        self._seconds = seconds
        self._text = ""
        self._stamps_ms: list[int] = []
        self._held: list[QKeyEvent] = []
        self._down: set[int] = set()  # Keys whose press is held, or was a scan's; their releases are still to come.
        self._runs: list[_Run] = []
        self._is_begun = False  # By the scanner's prefix.
        self._is_tail = False  # More lines of a code that was heard, or the line feed after its Enter.
        self._ended_ms: int | None = None
        self._is_license = False  # Its lines come with pauses between them.
        self._is_handing_on = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up)
        self._memory = QTimer(self)
        self._memory.setSingleShot(True)
        self._memory.timeout.connect(self._hand_on)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or self._is_handing_on or event.key() in _SHIFTS:
            return False
        if event.type() is QEvent.Type.KeyRelease:
            return self._release(event)
        return event.type() is QEvent.Type.KeyPress and self._press(event)

    # --- one key ---

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key is nobody else's, or not yet."""
        self._down.discard(event.key())
        stamp = event.timestamp() or round(self._seconds() * 1000)
        field = QApplication.focusWidget()
        is_secret = isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal
        # X calls it a repeat when a key goes down in the millisecond it went up, as the same figure twice does at a
        # quick scanner; a key that is held repeats only after a pause longer than any scanner's.
        if is_secret or (event.isAutoRepeat() and not self._is_near(stamp)):
            self._hand_on()
            return False
        self._note_pause(stamp)
        if event.key() in _SUFFIXES[self.rules.suffix] or (self.rules.suffix == "enter" and event.text() in _LINE_ENDS):
            return self._end(stamp)
        return self._take(event, stamp)

    def _release(self, event: QKeyEvent) -> bool:
        """A key goes up where it went down: held with its press, or nobody's where that was a scan's."""
        if event.key() not in self._down:
            return False
        self._down.discard(event.key())
        if self._held:
            self._held.append(event.clone())
        return True

    def _note_pause(self, stamp: int) -> None:
        """Whether this key still belongs to what came before it."""
        if self._stamps_ms and stamp - self._stamps_ms[-1] > _PAUSE_MS:
            self._give_up()
            self._forget()
        if self._ended_ms is not None:
            most_ms = _PAUSE_MS if self._is_license else self.rules.gap_most_ms
            self._is_tail = 0 <= stamp - self._ended_ms <= most_ms
            self._is_license = self._is_license and self._is_tail
            self._ended_ms = None

    def _take(self, event: QKeyEvent, stamp: int) -> bool:
        """Whether the key is held, and so nobody else's for now."""
        text = event.text()
        if self._begins(event):
            return True
        if not text.isprintable() or not text or event.modifiers() & _COMMANDS:
            return self._take_command(event, stamp)
        holds = self._is_tail or self._is_begun or self._is_fast(stamp) or self._may_be_prefix(text)
        if not holds:
            self._hand_on_held()
            self._begin_run()
        self._text += text
        self._stamps_ms.append(stamp)
        self._memory.start(_KEPT_MS)
        if holds:
            self._held.append(event.clone())
            self._down.add(event.key())
            self._patience.start(_PAUSE_MS if self._is_begun or self._is_license else 2 * self.rules.gap_most_ms)
            self._is_begun = self._is_begun or (self._text == self.rules.typed_prefix != "")
        return holds

    def _take_command(self, event: QKeyEvent, stamp: int) -> bool:
        """A key that types nothing. Within a code it is a control character of the code's own."""
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if self._is_tail or self._is_begun or (is_control and len(self._stamps_ms) > _SURE and self._is_fast(stamp)):
            self._ended_ms = stamp if self._is_tail and not self._text else None
            return True
        self._hand_on()
        return False

    def _begins(self, event: QKeyEvent) -> bool:
        """Whether this is a prefix that is one key of its own."""
        prefix = self.rules.prefix
        is_stx = prefix == "STX" and (
            event.text() == _STX
            or (event.key() == Qt.Key.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier)
        )
        if not is_stx and not (prefix[:1] == "F" and event.key() == _function_key(prefix)):
            return False
        self._hand_on()
        self._is_begun = True
        self._patience.start(_PAUSE_MS)
        return True

    def _may_be_prefix(self, text: str) -> bool:
        prefix = self.rules.typed_prefix
        return bool(prefix) and prefix.startswith(self._text + text)

    def _is_fast(self, stamp: int) -> bool:
        """Whether a key follows the last one as a scanner's would; with a prefix, pace says nothing."""
        return self._is_near(stamp) and not self.rules.prefix

    def _is_near(self, stamp: int) -> bool:
        last = self._stamps_ms[-1] if self._stamps_ms else self._ended_ms
        return last is not None and 0 <= stamp - last < self.rules.gap_most_ms

    def _begin_run(self) -> None:
        """This key comes through: it may be the first one of a code, whose field is put back then."""
        field = QApplication.focusWidget()
        before = _Before(field, field.text(), field.cursorPosition()) if isinstance(field, QLineEdit) else None
        self._runs.append(_Run(len(self._text), before))

    # --- the end ---

    def _end(self, stamp: int) -> bool:
        """Whether this key ended a scan, or belongs to one, and so is nobody else's."""
        if self._is_tail and not self._text:
            self._ended_ms = stamp  # The line feed after an Enter.
            return True
        if not self._is_scan(stamp):
            self._hand_on()
            return False
        self._tell(stamp)
        return True

    def _is_scan(self, stamp: int) -> bool:
        code = self._code
        if not code or not self._accepts(code):
            return False
        if self._is_tail or self._is_begun:
            return True
        if self.rules.prefix:
            return False
        gaps = [later - earlier for earlier, later in pairwise([*self._stamps_ms[-len(code) :], stamp])]
        if code == LICENSE_MARK:
            return gaps[-1] <= _PAUSE_MS
        return (
            len(code) >= self.rules.characters_least
            and is_one_code(code)
            and median(gaps) < self.rules.gap_most_ms
            and gaps[-1] <= _PAUSE_MS
        )

    @property
    def _code(self) -> str:
        """What a scan would be of what came."""
        if self._is_begun:
            return self._text.removeprefix(self.rules.typed_prefix)
        return self._text if self._is_tail or not self._runs else self._text[self._first_run.start :]

    @property
    def _first_run(self) -> _Run:
        """Where a code begins: what a hand typed just before it is none of it, a scanner that halts goes on with it."""
        place = len(self._runs) - 1
        while place > 0 and self._runs[place].start - self._runs[place - 1].start >= _SURE:
            place -= 1
        return self._runs[place]

    def _tell(self, stamp: int) -> None:
        code, is_tail = self._code, self._is_tail
        before = self._first_run.before if self._runs else None
        is_license = code == LICENSE_MARK or (is_tail and self._is_license)
        self._forget()
        self._ended_ms, self._is_license = stamp, is_license
        if is_tail and not is_track(code):
            return  # The lines of a driver's license below its first, which nobody is to see.
        if before is not None and isValid(before.field):
            # Not as the page's own text: whoever follows the field hears that the burst is gone.
            QLineEdit.setText(before.field, before.text)
            before.field.setCursorPosition(before.cursor)
        self.scanned.emit(code)

    def _give_up(self) -> None:
        """No more comes: of a scanner without a suffix that is the end, and else these keys were somebody's typing."""
        if self.rules.suffix == "none" and self._stamps_ms and self._is_scan(self._stamps_ms[-1]):
            self._tell(self._stamps_ms[-1])
        elif self._is_tail:
            self._forget()  # The rest of a code is nobody's typing.
        else:
            self._hand_on_held()
            if self._is_begun or not self._stamps_ms:
                self._forget()

    def _hand_on(self) -> None:
        self._hand_on_held()
        self._forget()

    def _hand_on_held(self) -> None:
        """To whoever would have had them, in order."""
        held, self._held = self._held, []
        self._patience.stop()
        self._down.clear()
        self._is_handing_on = True
        try:
            for event in held:
                QApplication.sendEvent(self._window, event)
        finally:
            self._is_handing_on = False

    def _forget(self) -> None:
        self._patience.stop()
        self._memory.stop()
        self._text = ""
        self._stamps_ms = []
        self._held = []
        self._runs = []
        self._is_begun = self._is_tail = self._is_license = False
        self._ended_ms = None


def _function_key(prefix: str) -> Qt.Key | None:
    """The key of a prefix like F13."""
    return Qt.Key(Qt.Key.Key_F1.value + int(prefix[1:]) - 1) if prefix[1:].isdigit() else None
