"""A receipt printer that answers, over whatever line: printed only when the printer itself says so.

Where its model knows process ids, the answer names the job, and no late answer of an earlier one is taken for it.
"""

import time
from collections.abc import Callable
from typing import Protocol
from zlib import crc32

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import PrinterStatus
from receipts.commands import RECOVER, SLIP_QUESTION, STATUS_QUESTION, drawer_pulse, process_id, status_back
from receipts.printers.answers import Answers, CheckRead

SILENT = "does not answer"
FREED_BY_HAND = ("cutter stuck", "paper jammed")


class Line(Protocol):
    """Two-way bytes to a printer. What breaks is silence, not an exception."""

    def send(self, data: bytes, within_s: float) -> bool:
        """Whether all of it was handed over; if not, a part of it may have been."""

    def receive(self, within_s: float) -> bytes:
        """What came; empty where nothing did, or the line is broken."""

    def drop_input(self) -> None:
        """Forget what came and was not read: it answers nothing that is still to be asked."""

    def close(self) -> None: ...


class TalkingPrinter:
    """The port `Printer` over a line that ``open_line`` opens (DeviceTrouble where it can't). Not for two threads.

    ``keeps_line``: nobody else talks to it, and it stays open between papers. ``knows_ids``: it says which job it is
    through with. ``reports``: it says by itself that it cannot go on, and then nobody waits for the time-out.
    """

    confirms = True

    def __init__(
        self,
        open_line: Callable[[], Line],
        *,
        columns: int,
        answer_timeout_s: float,
        drawer_pin: int = 2,
        knows_ids: bool = False,
        reports: bool = False,
        keeps_line: bool = False,
    ) -> None:
        self._open_line = open_line
        self._columns = columns
        self._answer_timeout_s = answer_timeout_s
        self._pulse = drawer_pulse(drawer_pin)
        self._knows_ids = knows_ids
        self._reports = reports
        self._keeps_line = keeps_line
        self._line: Line | None = None
        self._answers = Answers()
        self._told: PrinterStatus | None = None  # On this connection, and nothing was printed since.
        self._jobs = 0
        self.is_busy_with_check = False  # Then the line stays open, and nothing that came on it is thrown away.

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        line = self._connected()
        self._told = self._ask(line)
        if self._told.words in FREED_BY_HAND:
            # A printer stays so after the jam is gone until it is told to go on. What it holds may be asked about by
            # now, and printed again: it must not come out as well.
            line.send(RECOVER, self._answer_timeout_s)
        return self._told

    def print(self, data: bytes) -> bool:
        line = self._connected()
        is_through = False
        try:
            status = self._told or self._ask(line)
            if not status.ready:
                raise DeviceTrouble(status.words)
            # From here on bytes may be on paper: whatever happens, it's no longer sure that they are not.
            name = self._next_name(data)
            self._answers.forget_fences()
            is_through = line.send(data + (process_id(name) if name else b""), self._answer_timeout_s) and self._wait(
                line,
                lambda: self._is_through(name),
                is_hopeless=lambda: self._answers.report is not None and not self._answers.report.ready,
            )
        finally:
            self._told = None
            if not (self._keeps_line and is_through):
                self._close()
        return is_through

    def tell(self, data: bytes) -> None:
        """Bytes whose answer, if they have one, is looked for later. Raises DeviceTrouble."""
        if not self._connected().send(data, self._answer_timeout_s):
            self._close()
            raise DeviceTrouble(SILENT)

    def tell_named(self, data: bytes) -> bytes:
        """The same, behind a fence; returns the name for `hears`. Raises DeviceTrouble: a part may have been taken."""
        name = self._next_name(data)
        self._answers.forget_fences()
        self.tell(data + (process_id(name) if name else b""))
        return name

    def hears(self, name: bytes) -> bool:
        """Whether it is through with what was told under this name, as far as it has said."""
        self._take_what_came()
        return self._is_through(name)

    def heard_check(self) -> CheckRead | None:
        """A check that it read, once."""
        self._take_what_came()
        read, self._answers.check = self._answers.check, None
        return read

    def slip_status(self) -> int:
        """The answer to `SLIP_QUESTION`. Raises DeviceTrouble."""
        line = self._connected()
        self._answers.forget_status()
        if line.send(SLIP_QUESTION, self._answer_timeout_s):
            self._wait(line, lambda: self._answers.slip is not None)
        if (status := self._answers.slip) is None:
            self._close()
            raise DeviceTrouble(SILENT)
        return status

    def _take_what_came(self) -> None:
        while self._line is not None and (data := self._line.receive(0.0)):
            self._answers.take(data)

    def _is_through(self, name: bytes) -> bool:
        return name in self._answers.printed if name else self._answers.fences > 0

    def open_drawer(self) -> None:
        # The answers behind the pulse say that it was read: a connection closed too early can swallow both. They serve
        # the receipt that mostly follows, too.
        line = self._connected()
        try:
            self._told = self._ask(line, self._pulse)
        except DeviceTrouble:
            if not self._answers.statuses:  # One answer is enough to know that the pulse was read.
                raise

    def hang_up(self) -> None:
        """Many printers talk to one computer at a time: let others in."""
        self._told = None
        if not (self._keeps_line or self.is_busy_with_check):
            self._close()

    def _next_name(self, data: bytes) -> bytes:
        """Four letters that no job shortly before had; none where the printer can't say them back."""
        if not self._knows_ids:
            return b""
        self._jobs += 1
        return f"{(crc32(data) + self._jobs) & 0xFFFF:04X}".encode()

    def _ask(self, line: Line, first: bytes = b"") -> PrinterStatus:
        """Send ``first`` and ask for the status behind it. Raises DeviceTrouble."""
        if not self.is_busy_with_check:
            line.drop_input()
        self._answers.forget_status()
        if line.send(first + STATUS_QUESTION, self._answer_timeout_s):
            self._wait(line, lambda: self._answers.status() is not None)
        status = self._answers.status()
        if status is None:
            self._close()
            raise DeviceTrouble(SILENT)
        return status

    def _connected(self) -> Line:
        """The connection that is open, or a new one. Raises DeviceTrouble."""
        if self._line is None:
            self._line, self._answers = self._open_line(), Answers()
            if self._reports:
                self._line.send(status_back(is_on=True), self._answer_timeout_s)
        return self._line

    def _close(self) -> None:
        self._told = None
        if self._line is not None:
            if self._reports:  # Who talks to it next has not asked for that.
                self._line.send(status_back(is_on=False), self._answer_timeout_s)
            self._line.close()
            self._line = None

    def _wait(
        self, line: Line, is_answered: Callable[[], bool], *, is_hopeless: Callable[[], bool] = lambda: False
    ) -> bool:
        """Read until ``is_answered``, or until the time-out has passed without it or ``is_hopeless``."""
        until = time.monotonic() + self._answer_timeout_s
        while not is_answered():
            rest_s = until - time.monotonic()
            if rest_s <= 0 or is_hopeless():
                return False
            data = line.receive(rest_s)
            if not data:
                return False
            self._answers.take(data)
        return True
