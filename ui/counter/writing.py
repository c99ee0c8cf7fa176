"""Writes a payment to the disk on a thread: a disk that makes the payment wait does not make the window wait."""

from collections.abc import Callable
from threading import Event

from cashier.usecases.take_payment import Begun, Taken
from ui.doors import PRINTER_LANE, Doors
from ui.work import Work

_LANE = "taking"
_STARTS_WITHIN_S = 0.002


def write_down(
    begun: Begun, doors: Doors, work: Work, *, done: Callable[[Taken], None], failed: Callable[[BaseException], None]
) -> None:
    """Commit, and have drawer and paper begin at once; ``done`` or ``failed`` is called on the Qt thread after that."""
    has_started = Event()

    def commit() -> Taken:
        has_started.set()
        taken = begun.commit()
        if taken.opens_drawer:
            doors.open_drawer()
        work.wake(PRINTER_LANE)
        return taken

    work.run(_LANE, commit, done=done, failed=failed)
    # Python runs one thread at a time: without this one, the commit would wait until the window is idle.
    has_started.wait(_STARTS_WITHIN_S)
    doors.expect_paper(tuple(numbered.line for numbered in begun.taken.lines))
    work.wake(PRINTER_LANE)
