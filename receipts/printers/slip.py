"""The slip station of a receipt printer that answers: a check is put in, read or written on, and comes out again."""

from dataclasses import dataclass

from receipts.commands import FENCE, FORM_FEED, MICR_READ, SLIP_CANCEL, SLIP_EJECT, SLIP_OFF, slip_on
from receipts.printers.answers import NO_SLIP, NOT_AT_ENTRY, NOT_WITHIN, SLIP_WAITS, CheckRead
from receipts.printers.talking import TalkingPrinter

_CODE_PAGE = b"\x1b@\x1bt\x10"  # As on the roll: CP1252.


@dataclass(frozen=True, slots=True)
class SlipSeen:
    """``is_waiting`` for a check; ``is_chosen``: what is printed goes there; ``holds_paper`` at either of its ends."""

    is_waiting: bool
    is_chosen: bool
    holds_paper: bool


class SlipStation:
    """``station`` is 4 for a slip, 8 for validation; ``columns`` of its letters. ``reads``: it has a MICR reader.

    Not for two threads, and not beside the printer's own. Everything raises DeviceTrouble where nobody answers.
    """

    def __init__(self, printer: TalkingPrinter, *, station: int, columns: int, reads: bool) -> None:
        self._printer = printer
        self._station = station
        self.columns = columns
        self.reads = reads

    def wait_to_read(self) -> None:
        """From now on until `release` a check that is put in is read, and kept for `eject`."""
        self._begin(MICR_READ)

    def wait_to_write(self) -> None:
        """From now on a check that is put in is drawn in; nothing is written before `write`."""
        # Never with the words behind it: a printer that waited long enough would print them on the roll.
        self._begin(_CODE_PAGE + slip_on(self._station))

    def look(self) -> SlipSeen:
        """Not while a check is being read: it reads nothing else then."""
        status = self._printer.slip_status()
        return SlipSeen(
            is_waiting=bool(status & SLIP_WAITS),
            is_chosen=not status & NO_SLIP,
            holds_paper=not (status & NOT_AT_ENTRY and status & NOT_WITHIN),
        )

    def heard(self) -> CheckRead | None:
        """What was read, once; None while nothing was."""
        return self._printer.heard_check()

    def eject(self) -> None:
        self._printer.tell(SLIP_EJECT)

    def write(self, lines: tuple[str, ...]) -> bytes:
        """Print on the check and let it out; returns the name for `is_written`. Raises UnicodeEncodeError, and then
        nothing was sent; DeviceTrouble: some of it may be on paper.
        """
        text = "".join(f"{line}\n" for line in lines).encode("cp1252")
        return self._printer.tell_named(text + FORM_FEED + SLIP_OFF + FENCE)

    def is_written(self, name: bytes) -> bool:
        """Whether the printer has said that it is through."""
        return self._printer.hears(name)

    def cancel(self) -> None:
        """Wait for no check any more."""
        self._printer.tell(SLIP_CANCEL + SLIP_OFF)

    def release(self) -> None:
        """Nothing is heard from it any more."""
        self._printer.is_busy_with_check = False
        self._printer.hang_up()

    def _begin(self, data: bytes) -> None:
        self._printer.hang_up()  # What was asked on an older connection is over.
        self._printer.is_busy_with_check = True
        self._printer.heard_check()
        self._printer.tell(data)
