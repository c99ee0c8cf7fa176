"""Takes a printer's answers apart: status bytes, the fence's answer and unasked reports share one stream (A5)."""

from dataclasses import dataclass, field

from cashier.usecases.ports.devices import PrinterStatus
from receipts.commands import PROCESS_ANSWER, STATUS_COUNT

# Which bits of a first byte tell whose it is.
_KIND_MASK, _REPORT, _STATUS = 0x93, 0x10, 0x12
_FENCE_MASK, _FENCE = 0x90, 0x00
_REPORT_BYTES = 4
_REPORT_COVER, _REPORT_NEAR_END, _REPORT_END = 0x20, 0x03, 0x0C
_BLOCK_STARTS = (0x37, 0x5F)  # Process ids, device facts and checks that were read: up to their closing NUL.
_READ_START = b"\x5f"
_READ_BADLY, _SAYS_WHY, _WHY_ENDS = 0x20, 0x08, b"\x1f"
NO_SLIP, SLIP_WAITS, NOT_AT_ENTRY, NOT_WITHIN = 0x04, 0x08, 0x20, 0x40  # In the slip's status.

DRAWER_PIN, OFFLINE = 0x04, 0x08  # in status 1
COVER_OPEN, PAPER_STOP = 0x04, 0x20  # in status 2
JAMMED, CUTTER_STUCK, BROKEN, TOO_HOT = 0x04, 0x08, 0x20, 0x40  # in status 3
NEAR_END, PAPER_END = 0x0C, 0x60  # in status 4


@dataclass(frozen=True, slots=True)
class CheckRead:
    """What came of a check that was read: its line, or ``why`` there is none, as Epson numbers it (0: unsaid)."""

    text: str = field(repr=False)
    why: int = 0


class Answers:
    """What a printer has said on one connection so far."""

    def __init__(self) -> None:
        self._rest = b""
        self._statuses: list[int] = []
        self.fences = 0
        self.report: PrinterStatus | None = None  # The last that came unasked.
        self.printed: set[bytes] = set()  # The names of jobs that it said it is through with.
        self.check: CheckRead | None = None

    def take(self, data: bytes) -> None:
        """More of the stream; what is incomplete waits for the next piece."""
        self._rest += data
        while self._rest and (taken := self._take_one()):
            self._rest = self._rest[taken:]

    def status(self) -> PrinterStatus | None:
        """What the four answers to `STATUS_QUESTION` say, in their order; None until all of them are there."""
        if len(self._statuses) < STATUS_COUNT:
            return None
        return _status(*self._statuses[:STATUS_COUNT])

    @property
    def statuses(self) -> int:
        """How many status questions are answered."""
        return len(self._statuses)

    def forget_fences(self) -> None:
        """What comes from now on is about the next job; a name that an earlier one had may be this one's."""
        self.fences, self.report = 0, None
        self.printed.clear()

    @property
    def slip(self) -> int | None:
        """The answer to `SLIP_QUESTION`; None until it is there."""
        return self._statuses[-1] if self._statuses else None

    def forget_status(self) -> None:
        """What comes from now on answers a new question."""
        self._statuses.clear()

    def _take_one(self) -> int:
        """Reads one answer; returns how many bytes it took, 0 while it's incomplete."""
        first = self._rest[0]
        if first in _BLOCK_STARTS:
            return self._take_block()
        if first & _KIND_MASK == _REPORT:
            return self._take_report()
        if first & _KIND_MASK == _STATUS:
            self._statuses.append(first)
        elif first & _FENCE_MASK == _FENCE:
            self.fences += 1
        return 1

    def _take_report(self) -> int:
        if len(self._rest) < _REPORT_BYTES:
            return 0
        self.report = _reported(*self._rest[:3])
        return _REPORT_BYTES

    def _take_block(self) -> int:
        end = self._rest.find(b"\x00") + 1
        if end and self._rest.startswith(PROCESS_ANSWER):
            self.printed.add(self._rest[len(PROCESS_ANSWER) : end - 1])
        elif end > 2 and self._rest.startswith(_READ_START):
            self.check = _check_read(self._rest[1], self._rest[2 : end - 1])
        return end


def _check_read(status: int, said: bytes) -> CheckRead:
    """A bad reading may still have a line, with a question mark for what was not made out."""
    why, _, line = said.partition(_WHY_ENDS) if status & _SAYS_WHY else (b"", b"", said)
    text = line.decode("ascii", "replace").strip()
    return CheckRead(text=text, why=why[0] if why and status & _READ_BADLY else 0)


def _status(printer: int, offline_cause: int, fault: int, paper: int) -> PrinterStatus:
    near_end, pin = bool(paper & NEAR_END), bool(printer & DRAWER_PIN)
    troubles = (
        (offline_cause & COVER_OPEN, "cover open"),
        (offline_cause & PAPER_STOP or paper & PAPER_END, "out of paper"),
        (fault & CUTTER_STUCK, "cutter stuck"),
        (fault & BROKEN, "needs repair"),
        (fault & JAMMED, "paper jammed"),
        (fault & TOO_HOT, "too hot"),
        (printer & OFFLINE, "offline"),
    )
    for is_so, words in troubles:
        if is_so:
            return PrinterStatus(ready=False, words=words, near_end=near_end, pin_is_high=pin)
    return PrinterStatus(ready=True, words="paper low" if near_end else "ready", near_end=near_end, pin_is_high=pin)


def _reported(printer: int, fault: int, paper: int) -> PrinterStatus:
    """The first three bytes of a report, which say the same as the four answers, in other places."""
    offline_cause = COVER_OPEN if printer & _REPORT_COVER else 0
    near_end, end = bool(paper & _REPORT_NEAR_END), bool(paper & _REPORT_END)
    return _status(printer, offline_cause, fault, (NEAR_END if near_end else 0) | (PAPER_END if end else 0))
