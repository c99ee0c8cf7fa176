"""A printer on the network, port 9100.

One connection serves the drawer's pulse and the receipt behind it; then it is closed. A further receipt gets a new one:
on a connection that has grown old, small answers wait for each other's acknowledgments, 40 ms at a time.
"""

import socket

from cashier.domain.errors import DeviceTrouble
from receipts.printers.talking import SILENT, TalkingPrinter

_READ_BYTES = 1024


class NetworkPrinter(TalkingPrinter):
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
        knows_ids: bool = False,
        reports: bool = False,
    ) -> None:
        super().__init__(
            lambda: SocketLine(host, port, connect_timeout_s),
            columns=columns,
            answer_timeout_s=answer_timeout_s,
            drawer_pin=drawer_pin,
            knows_ids=knows_ids,
            reports=reports,
        )


class SocketLine:
    """One connection. Raises DeviceTrouble where nobody takes it."""

    def __init__(self, host: str, port: int, connect_timeout_s: float) -> None:
        try:
            self._connection = socket.create_connection((host, port), connect_timeout_s)
        except OSError as trouble:
            raise DeviceTrouble(SILENT) from trouble
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, within_s: float) -> bool:
        self._connection.settimeout(within_s)
        try:
            self._connection.sendall(data)
        except OSError:
            return False
        return True

    def receive(self, within_s: float) -> bytes:
        self._connection.settimeout(within_s)
        try:
            return self._connection.recv(_READ_BYTES)
        except OSError:
            return b""

    def drop_input(self) -> None:
        """A connection is new for each paper: all that comes on it answers what was asked on it."""

    def close(self) -> None:
        self._connection.close()
