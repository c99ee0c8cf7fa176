"""The printer's station for checks: what a person at it is to do next, and what came of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count


class SlipStep(StrEnum):
    """Where a check is. After the last six nothing more comes by itself."""

    TURN = "turn"  # To be taken out before anything is written: it lies there as it came out, perhaps face up.
    INSERT = "insert"  # To be put in.
    WORKING = "working"  # It is in, and is read or written on.
    REMOVE = "remove"  # That is done; it is to be taken out.
    STUCK = "stuck"  # It is in there still, long after.
    DONE = "done"
    LATE = "late"  # Nobody put it in; nothing was written.
    UNREAD = "unread"  # There was no line to read.
    STOPPED = "stopped"  # Somebody stopped it before it was in; nothing was written.
    FAILED = "failed"  # The printer cannot do it; nothing was written.
    UNSURE = "unsure"  # It may be written.


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipNews:
    """``wish`` is the number of what was asked for, ``why`` what the printer said, in its lane's words."""

    wish: int
    step: SlipStep
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStation:
    """What a desk's receipt printer does with checks. All calls return at once; what comes of them is `SlipNews`.

    ``read`` has a check's line read, which then comes like that of any reader; None where there is no such part.
    ``write`` writes lines on a check. Both carry one of the ``numbers``, and begin nothing while another is being done;
    ``stop`` ends the one that waits for its check.
    """

    write: Callable[[int, tuple[str, ...]], None]
    stop: Callable[[], None]
    read: Callable[[int], None] | None = None
    numbers: Iterator[int] = field(default_factory=count)
