"""A receipt printer without the metal: it reads commands, makes paper, opens its drawer and has its faults.

It behaves as printers do where that hurts: it takes a job while paper is missing and prints it later, even if the
sender has long gone, while its real-time answers come at once.
"""

import threading
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from receipts import commands
from receipts.printers.answers import COVER_OPEN, CUTTER_STUCK, DRAWER_PIN, NEAR_END, OFFLINE, PAPER_END, PAPER_STOP
from receipts.printers.sheet import Roll, Sheet
from receipts.printers.slot import CANCELLED, TIMED_OUT, CheckPaper, Slot

_SHEETS_KEPT = 50
_POLL_S = 0.02
_STATUS_BASE, _REPORT_BASE = 0x12, 0x10
_REPORT_COVER, _REPORT_NEAR_END, _REPORT_PAPER_END = 0x20, 0x03, 0x0C


class Fault(StrEnum):
    """What keeps paper from coming. SILENT: it takes connections and neither reads nor answers. CUTTER: it is stuck,
    and freed by hand it stays so until it is told to go on.
    """

    NONE = "ok"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    SILENT = "silent"
    CUTTER = "cutter_stuck"


class Machine:
    """The printer behind both ports. Any thread may call every method.

    ``knows_ids``: it answers process ids. ``has_slip``: checks can be put into it, to be read and written on.
    """

    def __init__(self, columns: int, *, knows_ids: bool = False, has_slip: bool = False) -> None:
        self._knows_ids = knows_ids
        self._slot = Slot() if has_slip else None
        self._roll = Roll(columns)
        self._sheets: deque[Sheet] = deque(maxlen=_SHEETS_KEPT)
        self._waiting: deque[tuple[commands.Command, Callable[[bytes], None]]] = deque()
        self._fault = Fault.NONE
        self._next_fault = Fault.NONE
        self._lines_left = 0  # Until the next fault; 0 is for ever.
        self._near_end = False
        self._is_freed = False
        self._drawer_is_open = False
        self._pulses = 0
        self._reports_to: Callable[[bytes], None] | None = None
        self._changed = threading.Condition()

    def take(self, command: commands.Command, answer: Callable[[bytes], None]) -> None:
        """One command as it arrived; ``answer`` sends bytes back to whoever sent it, if that's still there."""
        with self._changed:
            if command.name in commands.REAL_TIME:
                self._take_at_once(command, answer)
                return
            self._waiting.append((command, answer))
            self._print()

    def set_fault(self, fault: Fault, *, after_lines: int = 0, near_end: bool = False) -> None:
        """From now on, or once ``after_lines`` more lines are printed; NONE lets everything that waits come out."""
        with self._changed:
            self._near_end = near_end
            self._next_fault, self._lines_left = fault, after_lines
            self._fault = Fault.NONE if after_lines else fault
            self._report()
            self._print()
            self._changed.notify_all()

    def free_cutter(self) -> None:
        """Somebody takes the paper out that holds the cutter."""
        with self._changed:
            self._is_freed = True

    def wait_while_silent(self, is_stopping: Callable[[], bool]) -> None:
        with self._changed:
            while self._fault is Fault.SILENT and not is_stopping():
                self._changed.wait(_POLL_S)

    def sheets(self, *, after: int = 0) -> tuple[Sheet, ...]:
        """The last finished papers, oldest first, with numbers above ``after``."""
        with self._changed:
            return tuple(sheet for sheet in self._sheets if sheet.number > after)

    def wait_for_sheets(self, count: int, timeout_s: float) -> tuple[Sheet, ...]:
        """Wait until ``count`` papers are kept; returns what is there then."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._sheets) >= count, timeout_s)
            return tuple(self._sheets)

    @property
    def drawer_is_open(self) -> bool:
        with self._changed:
            return self._drawer_is_open

    @property
    def pulses(self) -> int:
        """How often the drawer was told to open."""
        with self._changed:
            return self._pulses

    def close_drawer(self) -> None:
        with self._changed:
            self._drawer_is_open = False

    def put_in(self, check: CheckPaper | None) -> None:
        """A check is put into the slip station; None takes the one that is there out."""
        with self._changed:
            if self._slot is not None:
                self._slot.put_in(check)
                self._print()

    @property
    def waits_for_check(self) -> bool:
        with self._changed:
            return self._slot is not None and self._slot.is_waiting

    def give_up_waiting(self) -> None:
        """The minute is over in which a check was waited for."""
        with self._changed:
            if self._slot is not None:
                self._slot.stop_waiting(TIMED_OUT)
                self._print()

    def unknown(self) -> tuple[bytes, ...]:
        """What was sent and is no command that this printer knows."""
        with self._changed:
            return tuple(self._roll.unknown)

    def _take_at_once(self, command: commands.Command, answer: Callable[[bytes], None]) -> None:
        if command.name == commands.STATUS:
            answer(self._status(command.data[0]))
        elif command.name == commands.PULSE:
            self._pulse()
        elif command.name == commands.RESUME and command.data == commands.RECOVER[2:]:
            if self._fault is Fault.CUTTER and self._is_freed:
                self._waiting.clear()
                self._fault, self._is_freed = Fault.NONE, False
        elif command.name == commands.RESUME and command.data == commands.SLIP_CANCEL[2:] and self._slot is not None:
            if self._slot.is_waiting:
                self._waiting.clear()
            self._slot.stop_waiting(CANCELLED)

    def _pulse(self) -> None:
        self._drawer_is_open = True
        self._pulses += 1

    def _print(self) -> None:
        while self._waiting and self._fault is Fault.NONE and not (self._slot is not None and self._slot.is_waiting):
            command, answer = self._waiting.popleft()
            if self._slot is not None and self._slot.takes(command, answer):
                self._let_out()
            elif command.name == commands.STATUS_BACK:
                self._reports_to = answer if command.data[0] else None
                self._report()
            elif command.name == commands.ASK:
                answer(b"\x03" if self._near_end else b"\x00")
            elif command.name == commands.PROCESS and self._knows_ids:
                answer(commands.process_answer(command.data[5:]))
            elif command.name == commands.QUEUED_PULSE:
                self._pulse()
            elif sheet := self._roll.run(command):
                self._sheets.append(sheet)
                self._changed.notify_all()
            if command.name == commands.LINE_FEED:
                self._use_paper()

    def _let_out(self) -> None:
        """A check that was written on is a paper like others to who watches this printer."""
        if self._slot is not None and (written := self._slot.let_out()):
            for line in written:
                self._roll.run(commands.Command(commands.TEXT, line))
                self._roll.run(commands.Command(commands.LINE_FEED, commands.LF))
            if sheet := self._roll.run(commands.Command(commands.CUT, b"")):
                self._sheets.append(sheet)
                self._changed.notify_all()

    def _use_paper(self) -> None:
        if self._lines_left == 0:
            return
        self._lines_left -= 1
        if self._lines_left == 0:
            self._fault = self._next_fault
            self._report()

    def _report(self) -> None:
        """What is so now, to who asked to hear of it by itself."""
        if self._reports_to is not None:
            paper_out = self._fault is Fault.PAPER_OUT
            printer = (OFFLINE if self._fault is not Fault.NONE else 0) | (DRAWER_PIN if self._drawer_is_open else 0)
            cover = _REPORT_COVER if self._fault is Fault.COVER_OPEN else 0
            paper = (_REPORT_PAPER_END if paper_out else 0) | (_REPORT_NEAR_END if paper_out or self._near_end else 0)
            self._reports_to(bytes((_REPORT_BASE | printer | cover, 0, paper, 0)))

    def _status(self, question: int) -> bytes:
        if question == commands.SLIP_QUESTION[2] and self._slot is not None:
            return self._slot.status()
        paper_out = self._fault is Fault.PAPER_OUT
        bits = {
            1: (OFFLINE if self._fault is not Fault.NONE else 0) | (DRAWER_PIN if self._drawer_is_open else 0),
            2: (COVER_OPEN if self._fault is Fault.COVER_OPEN else 0) | (PAPER_STOP if paper_out else 0),
            3: CUTTER_STUCK if self._fault is Fault.CUTTER else 0,
            4: (PAPER_END | NEAR_END if paper_out else 0) | (NEAR_END if self._near_end else 0),
        }
        return bytes((_STATUS_BASE | bits.get(question, 0),))
