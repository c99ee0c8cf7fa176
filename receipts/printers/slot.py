"""The slip station of the simulated printer: it waits for a check, reads or writes on it, and lets it out again."""

from collections.abc import Callable
from dataclasses import dataclass

from receipts import commands
from receipts.printers.answers import NO_SLIP, NOT_AT_ENTRY, NOT_WITHIN, SLIP_WAITS

_STATUS_BASE, _READ_BASE = 0x12, 0x40
_BADLY = 0x38  # Not normal, not to be read again, and why.
CANCELLED, TIMED_OUT, _NO_LINE, _NOT_READABLE = 66, 67, 69, 70
_STATIONS = (4, 8)

Answer = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class CheckPaper:
    """A check with the ``line`` at its foot; turned over it shows its back."""

    line: str
    is_turned: bool = False


class Slot:
    """It keeps a check until somebody takes it out, and what it let out it draws in again when it is told to."""

    def __init__(self) -> None:
        self.is_waiting = False
        self._check: CheckPaper | None = None
        self._is_chosen = False
        self._reader: Answer | None = None
        self._line = b""
        self._lines: list[bytes] = []
        self._written: tuple[bytes, ...] = ()

    def put_in(self, check: CheckPaper | None) -> None:
        self._check = check
        if check is not None and self.is_waiting:
            self.is_waiting = False
            self._read()

    def stop_waiting(self, why: int) -> None:
        """Nobody put a check in: paper is on the roll again."""
        if self.is_waiting:
            self.is_waiting = self._is_chosen = False
            if self._reader is not None:
                self._say_why(self._reader, why)
                self._reader = None

    def takes(self, command: commands.Command, answer: Answer) -> bool:
        """Do a command that is this station's; whether it was."""
        match command.name:
            case commands.PAPER_SELECT:
                self._is_chosen = command.data[1] in _STATIONS
                self.is_waiting = self._is_chosen and self._check is None
            case commands.CHECK if command.data[:1] == b"0":
                self._reader, self.is_waiting = answer, self._check is None
                self._read()
            case commands.CHECK | commands.EJECT:
                self._let_go()
            case commands.SLIP_WAIT | commands.CHECK_WAYS:
                pass
            case commands.TEXT if self._is_chosen:
                self._line += command.data
            case commands.LINE_FEED if self._is_chosen:
                self._lines.append(self._line)
                self._line = b""
            case _:
                return False
        return True

    def let_out(self) -> tuple[bytes, ...]:
        """The lines on the check that was just let out, once."""
        written, self._written = self._written, ()
        return written

    def status(self) -> bytes:
        bits = (0 if self._is_chosen else NO_SLIP) | (SLIP_WAITS if self.is_waiting else 0)
        return bytes((_STATUS_BASE | bits | (0 if self._check is not None else NOT_AT_ENTRY | NOT_WITHIN),))

    def _let_go(self) -> None:
        self._written, self._lines, self._line = tuple(self._lines), [], b""

    def _read(self) -> None:
        """Read the check that is there, if one is to be read; a bad reading lets it out by itself."""
        if self._reader is None or self._check is None:
            return
        reader, self._reader = self._reader, None
        if self._check.is_turned:
            self._say_why(reader, _NO_LINE)
        elif not self._check.line:
            self._say_why(reader, _NOT_READABLE)
        else:
            reader(b"\x5f" + bytes((_READ_BASE,)) + self._check.line.encode("ascii") + b"\x00")
            return
        self._let_go()

    @staticmethod
    def _say_why(answer: Answer, why: int) -> None:
        answer(b"\x5f" + bytes((_READ_BASE | _BADLY, why)) + b"\x1f\x00")
