"""A check reader that needs no check: the far end of a pseudo-terminal, which sends what it is told to have read.

On its control port it takes orders, one JSON object a line: ``{"do": "read", "text": "T121000248T0012345678O1043"}``.
"""

import os
import pty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cashier.devices.line_server import line_server
from cashier.devices.orders import line_of, read_object


class SimulatedReader:
    """``device`` is the line that a desk opens, ``control_port`` where orders are taken."""

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        self.device = os.ttyname(self._theirs)
        self.control_port = 0

    def send(self, said: str | bytes, *, end: bytes = b"\r") -> None:
        """Send one reading; with an empty ``end`` one that is cut off."""
        os.write(self._ours, (said.encode() if isinstance(said, str) else said) + end)

    def obey(self, line: bytes) -> bytes:
        """Take an order from the control port."""
        try:
            order = read_object(line)
            if order["do"] != "read":
                raise ValueError("no other order")
            self.send(str(order["text"]))
        except (KeyError, OSError, ValueError):
            return line_of({"ok": False, "words": "Send the order to read, with its text."})
        return line_of({"ok": True})

    def unplug(self) -> None:
        """The cable is pulled: whoever reads is hung up."""
        for end in (self._ours, self._theirs):
            with suppress(OSError):
                os.close(end)


@contextmanager
def simulated_reader(host: str = "127.0.0.1") -> Iterator[SimulatedReader]:
    """One for the length of a ``with``. Raises OSError where there are no pseudo-terminals."""
    reader = SimulatedReader()
    try:
        with line_server(host, 0, reader.obey) as controlled:
            reader.control_port = controlled
            yield reader
    finally:
        reader.unplug()
