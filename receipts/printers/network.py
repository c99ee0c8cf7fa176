"""A printer on the network, port 9100: one connection a job, and printed only when the printer itself says so."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports import PrinterStatus
from receipts.commands import DRAWER_PULSE, DRAWER_QUESTION, STATUS_QUESTION
from receipts.printers.answers import Answers

_READ_BYTES = 1024
SILENT = "does not answer"


class NetworkPrinter:
    """The port `Printer` over TCP."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        columns: int,
        connect_timeout_s: float,
        answer_timeout_s: float,
    ) -> None:
        self._address = (host, port)
        self._columns = columns
        self._connect_timeout_s = connect_timeout_s
        self._answer_timeout_s = answer_timeout_s

    @property
    def columns(self) -> int:
        return self._columns

    def status(self) -> PrinterStatus:
        with self._connected() as line:
            return self._ask(line)

    def print(self, data: bytes) -> bool:
        with self._connected() as line:
            status = self._ask(line)
            if not status.ready:
                raise DeviceTrouble(status.words)
            # From here on bytes may be on paper: whatever happens, it's no longer sure that they are not.
            return line.send(data) and line.wait(lambda: line.answers.fences > 0)

    def open_drawer(self) -> None:
        with self._connected() as line:
            # The answer behind the pulse says that it was read: a connection closed too early can swallow both.
            if not (line.send(DRAWER_PULSE + DRAWER_QUESTION) and line.wait(lambda: line.answers.statuses > 0)):
                raise DeviceTrouble(SILENT)

    def _ask(self, line: "_Line") -> PrinterStatus:
        line.send(STATUS_QUESTION)
        line.wait(lambda: line.answers.status() is not None)
        status = line.answers.status()
        if status is None:
            raise DeviceTrouble(SILENT)
        return status

    @contextmanager
    def _connected(self) -> Iterator["_Line"]:
        """A connection of its own, always closed: many printers talk to one computer at a time."""
        try:
            connection = socket.create_connection(self._address, self._connect_timeout_s)
        except OSError as trouble:
            raise DeviceTrouble(SILENT) from trouble
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield _Line(connection, self._answer_timeout_s)


class _Line:
    """One connection and what came back on it. A connection that breaks is silence, not an exception."""

    def __init__(self, connection: socket.socket, timeout_s: float) -> None:
        self._connection = connection
        self._timeout_s = timeout_s
        self.answers = Answers()

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
