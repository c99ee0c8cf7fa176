"""A check reader or scanner on a serial line: 8 bits, no parity, one stop bit; each reading ends with CR or LF."""

import os
import select
import termios
import time
from collections.abc import Callable
from contextlib import suppress

from cashier.config_counter import ReaderSettings
from cashier.domain.errors import DeviceTrouble
from cashier.domain.scanned import LICENSE_MARK

READING_BYTES_MAX = 1000  # A card design standard's largest code; what is longer is noise.
_CUT_OFF_S = 0.5  # Readers send a whole reading at once: what stands longer without its end was cut off.
_ENDS = b"\r\n\x03"  # MagTek's readers may be set to end with ETX.
_SPEEDS = {baud: getattr(termios, f"B{baud}") for baud in (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)}


class SerialReader:
    """`ports.LineReader`. ``monotonic`` gives seconds, never backwards.

    What came before the line was opened, and a reading that was cut off, are dropped: half a check is no check.
    """

    def __init__(self, settings: ReaderSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._line: int | None = None
        self._begun = bytearray()
        self._begun_at_s = 0.0
        self._is_noise = False
        self._license_until_s = 0.0

    def read(self, timeout_s: float) -> str:
        line = self._opened()
        try:
            return self._read(line, self._monotonic() + timeout_s)
        except OSError as trouble:
            self.close()
            raise self._away() from trouble

    def close(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                os.close(self._line)
        self._line = None
        self._forget()

    def _opened(self) -> int:
        if self._line is None:
            try:
                self._line = _open(self._settings.device, _SPEEDS[self._settings.baud])
            except (OSError, termios.error) as trouble:
                raise self._away() from trouble
        return self._line

    def _read(self, line: int, until_s: float) -> str:
        """The next reading; empty where none is complete in time. Raises OSError."""
        while True:
            reading = self._complete()
            if reading:
                return reading
            self._drop_what_was_cut_off()
            left_s = max(0.0, until_s - self._monotonic())
            if not select.select([line], [], [], left_s)[0]:
                return ""
            piece = os.read(line, 256)
            if not piece:
                raise OSError("the line was hung up")
            if not self._begun:
                self._begun_at_s = self._monotonic()
            self._begun += piece

    def _complete(self) -> str:
        """The first whole reading of what came, taken out of it."""
        place = next((place for place, byte in enumerate(self._begun) if byte in _ENDS), None)
        if place is None:
            if len(self._begun) > READING_BYTES_MAX:
                self._begun.clear()
                self._is_noise = True  # Up to its end, whatever it was.
            return ""
        said = bytes(self._begun[:place])
        del self._begun[: place + 1]
        if self._is_noise or len(said) > READING_BYTES_MAX:
            self._is_noise = False
            return self._complete()
        text = said.decode("utf-8", "replace").strip()
        if self._monotonic() < self._license_until_s:
            return self._complete()  # The lines of a driver's license below its first, which nobody is to see.
        if text == LICENSE_MARK:
            self._license_until_s = self._monotonic() + _CUT_OFF_S
        return text or self._complete()

    def _drop_what_was_cut_off(self) -> None:
        if (self._begun or self._is_noise) and self._monotonic() - self._begun_at_s > _CUT_OFF_S:
            self._forget()

    def _forget(self) -> None:
        self._begun.clear()
        self._is_noise = False

    def _away(self) -> DeviceTrouble:
        return DeviceTrouble(
            f"The check reader on {self._settings.device} cannot be reached. Check its cable; checks can be typed."
        )


def _open(device: str, speed: int) -> int:
    """The line, raw and without what it had to say before. Raises OSError, termios.error."""
    line = os.open(device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        control = [0, 0, termios.CS8 | termios.CREAD | termios.CLOCAL, 0, speed, speed]
        characters = termios.tcgetattr(line)[6]
        characters[termios.VMIN], characters[termios.VTIME] = 1, 0
        termios.tcsetattr(line, termios.TCSANOW, [*control, characters])
        termios.tcflush(line, termios.TCIFLUSH)
    except BaseException:
        os.close(line)
        raise
    return line
