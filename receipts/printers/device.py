"""A printer on a device file of this machine: a serial line, or a USB printer as Linux shows it (``/dev/usb/lp0``)."""

import errno
import os
import select
import termios
import time
from contextlib import suppress

from cashier.domain.errors import DeviceTrouble
from receipts.printers.talking import SILENT, TalkingPrinter

NOT_ALLOWED, IN_USE = "may not be opened by this user", "is in use by another program"
_READ_BYTES = 1024
_WORDS = {errno.EACCES: NOT_ALLOWED, errno.EPERM: NOT_ALLOWED, errno.EBUSY: IN_USE}


class DevicePrinter(TalkingPrinter):
    """The port `Printer` on a device file; ``baud`` None for one that is no serial line. Not for two threads at a time.

    The line stays open: opening a serial line again makes some printers begin anew and lose what they hold.
    """

    def __init__(
        self,
        device: str,
        *,
        baud: int | None,
        has_handshake: bool = True,
        columns: int,
        answer_timeout_s: float,
        drawer_pin: int = 2,
        knows_ids: bool = False,
        reports: bool = False,
    ) -> None:
        super().__init__(
            lambda: DeviceLine(device, baud, has_handshake=has_handshake),
            columns=columns,
            answer_timeout_s=answer_timeout_s,
            drawer_pin=drawer_pin,
            knows_ids=knows_ids,
            reports=reports,
            keeps_line=True,
        )


class DeviceLine:
    """The open file. Raises DeviceTrouble where it can't be opened, with words that tell the ways out apart."""

    def __init__(self, device: str, baud: int | None, *, has_handshake: bool) -> None:
        try:
            self._file = os.open(device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError as trouble:
            raise DeviceTrouble(_WORDS.get(trouble.errno or 0, SILENT)) from trouble
        try:
            if baud is not None:
                _set_up(self._file, baud, has_handshake)
        except (OSError, termios.error) as trouble:
            os.close(self._file)
            raise DeviceTrouble(SILENT) from trouble
        self.drop_input()

    def send(self, data: bytes, within_s: float) -> bool:
        """The time-out counts from the last byte that was taken: a serial line needs seconds for a drawn receipt."""
        rest, until_s = memoryview(data), time.monotonic() + within_s
        while rest:
            left_s = until_s - time.monotonic()
            if left_s <= 0 or not select.select([], [self._file], [], left_s)[1]:
                return False
            try:
                taken = os.write(self._file, rest)
            except BlockingIOError:
                continue
            except OSError:
                return False
            rest, until_s = rest[taken:], time.monotonic() + within_s
        return True

    def receive(self, within_s: float) -> bytes:
        try:
            if select.select([self._file], [], [], within_s)[0]:
                return os.read(self._file, _READ_BYTES)
        except OSError:
            pass
        return b""

    def drop_input(self) -> None:
        while self.receive(0.0):
            pass

    def close(self) -> None:
        with suppress(OSError):
            os.close(self._file)


def _set_up(file: int, baud: int, has_handshake: bool) -> None:
    """Raw, 8 bits, no parity, one stop bit. Raises OSError, termios.error."""
    speed = getattr(termios, f"B{baud}")
    control = termios.CS8 | termios.CREAD | termios.CLOCAL | (termios.CRTSCTS if has_handshake else 0)
    characters = termios.tcgetattr(file)[6]
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    termios.tcsetattr(file, termios.TCSANOW, [0, 0, control, 0, speed, speed, characters])
