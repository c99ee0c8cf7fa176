"""A printer on a serial line: the simulated machine behind a pseudo-terminal, as the desk finds it under /dev."""

import os
import select
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from receipts.commands import read_command
from receipts.printers.machine import Machine

_POLL_S = 0.02


@dataclass(slots=True)
class SerialMachine:
    """``device`` is what settings name; `unplug` takes the cable out for good."""

    machine: Machine
    device: str
    _ours: int
    _theirs: int
    _is_over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self.serve, name="serial printer")
        self._thread.start()

    def serve(self) -> None:
        stream = b""
        while not self._is_over.is_set():
            if not select.select([self._ours], [], [], _POLL_S)[0]:
                continue
            try:
                stream += os.read(self._ours, 4096)
            except OSError:
                return
            while (read := read_command(stream)) is not None:
                command, stream = read
                self.machine.take(command, self._answer)

    def unplug(self) -> None:
        """The device is gone, as when a USB adapter is pulled."""
        if self._thread is None:
            return
        self._is_over.set()
        self._thread.join()
        self._thread = None
        os.close(self._ours)
        os.close(self._theirs)

    def _answer(self, data: bytes) -> None:
        with suppress(OSError):
            os.write(self._ours, data)


@contextmanager
def serial_machine(*, knows_ids: bool = False, has_slip: bool = False) -> Iterator[SerialMachine]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    made = SerialMachine(Machine(42, knows_ids=knows_ids, has_slip=has_slip), os.ttyname(theirs), ours, theirs)
    made.start()
    try:
        yield made
    finally:
        made.unplug()
