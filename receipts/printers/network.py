"""A printer on the network, port 9100: printed only when the printer itself says so.

One connection serves the drawer's pulse and the receipt behind it; then it is closed. A further receipt gets a new one:
on a connection that has grown old, small answers wait for each other's acknowledgments, 40 ms at a time.
"""

import socket
import time
from collections.abc import Callable

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import PrinterStatus
from receipts.commands import STATUS_QUESTION, drawer_pulse
from receipts.printers.answers import Answers

_READ_BYTES = 1024
SILENT = "does not answer"


class NetworkPrinter:
    """The port `Printer` over TCP. Not for two threads at a time."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        columns: int,
        connect_timeout_s: float,
        answer_timeout_s: float,
        drawer_pin: int = 2,
    ) -> None:
        self._pulse = drawer_pulse(drawer_pin)
        self._address = (host, port)
        self._columns = columns
        self._connect_timeout_s = connect_timeout_s
        self._answer_timeout_s = answer_timeout_s
        self._line: _Line | None = None
        self._told: PrinterStatus | None = None  # On this connection, and nothing was printed since.

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        line = self._connected()
        self._told = self._ask(line)
        return self._told

    def print(self, data: bytes) -> bool:
        line = self._connected()
        try:
            status = self._told or self._ask(line)
            if not status.ready:
                raise DeviceTrouble(status.words)
            # From here on bytes may be on paper: whatever happens, it's no longer sure that they are not.
            return line.send(data) and line.wait(lambda: line.answers.fences > 0)
        finally:
            self.hang_up()

    def open_drawer(self) -> None:
        # The answers behind the pulse say that it was read: a connection closed too early can swallow both. They serve
        # the receipt that mostly follows, too.
        line = self._connected()
        try:
            self._told = self._ask(line, self._pulse)
        except DeviceTrouble:
            if not line.answers.statuses:  # One answer is enough to know that the pulse was read.
                raise

    def hang_up(self) -> None:
        """Many printers talk to one computer at a time: let others in."""
        self._told = None
        if self._line is not None:
            self._line.close()
            self._line = None

    def _ask(self, line: "_Line", first: bytes = b"") -> PrinterStatus:
        """Send ``first`` and ask for the status behind it. Raises DeviceTrouble."""
        line.answers.forget_status()
        if line.send(first + STATUS_QUESTION):
            line.wait(lambda: line.answers.status() is not None)
        status = line.answers.status()
        if status is None:
            self.hang_up()
            raise DeviceTrouble(SILENT)
        return status

    def _connected(self) -> "_Line":
        """The connection that is open, or a new one. Raises DeviceTrouble."""
        if self._line is None:
            try:
                connection = socket.create_connection(self._address, self._connect_timeout_s)
            except OSError as trouble:
                raise DeviceTrouble(SILENT) from trouble
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._line = _Line(connection, self._answer_timeout_s)
        return self._line


class _Line:
    """One connection and what came back on it. A connection that breaks is silence, not an exception."""

    def __init__(self, connection: socket.socket, timeout_s: float) -> None:
        self._connection = connection
        self._timeout_s = timeout_s
        self.answers = Answers()

    def close(self) -> None:
        self._connection.close()

    def send(self, data: bytes) -> bool:
        """Whether all of it was handed over within the time-out; if not, a part of it may have been."""
        self._connection.settimeout(self._timeout_s)
        try:
            self._connection.sendall(data)
        except OSError:
            return False
        return True

    def wait(self, is_answered: Callable[[], bool]) -> bool:
        """Read until ``is_answered`` or until the time-out has passed without it."""
        until = time.monotonic() + self._timeout_s
        while not is_answered():
            rest_s = until - time.monotonic()
            if rest_s <= 0:
                return False
            self._connection.settimeout(rest_s)
            try:
                data = self._connection.recv(_READ_BYTES)
            except OSError:
                return False
            if not data:
                return False
            self.answers.take(data)
        return True
