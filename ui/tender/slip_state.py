"""What the screen says while a check is at the receipt printer's slip station. No Qt."""

from dataclasses import dataclass, replace
from typing import Literal

from cashier.domain.endorsement import Endorsement
from cashier.usecases.ports.slip import SlipStep

Tone = Literal["ok", "warn", "bad"]

_READING: dict[SlipStep, tuple[Tone, str]] = {
    SlipStep.INSERT: ("ok", "Put the check into the receipt printer, face up, as the picture on the printer shows."),
    SlipStep.WORKING: ("ok", "The printer reads the check."),
    SlipStep.REMOVE: ("ok", "The check was read. Take it out of the printer."),
    SlipStep.STUCK: ("warn", "The check is still in the printer. Take it out."),
    SlipStep.LATE: ("warn", "No check was put in. Try again, or type its numbers."),
    SlipStep.UNSURE: ("warn", "The printer fell silent. Take the check out, and type its numbers."),
}
_UNREAD = {
    "no line": "The printer found no magnetic line. Turn the check face up and try again, or type its numbers.",
    "letters": "The printer could not make out the line. Smooth the check and try again, or type its numbers.",
    "size": "That paper is too long or too short for a check. Look at it, then try again, or type its numbers.",
    "noise": "Something magnetic is beside the printer. Move telephones away and try again, or type its numbers.",
    "cover open": "The printer's cover was opened. Close it and try again, or type its numbers.",
}
_NOT_READ = "The printer could not read the check. Try again, or type its numbers."

_WRITING: dict[SlipStep, tuple[Tone, str]] = {
    SlipStep.TURN: ("warn", "A check lies in the printer. Take it out first; then it is turned over and put in again."),
    SlipStep.INSERT: ("ok", "Turn the check over. Put it into the receipt printer, its back up, until it is drawn in."),
    SlipStep.WORKING: ("ok", "The printer writes on the check. Take it out once it has come out."),
    SlipStep.REMOVE: ("ok", "Endorsed. Take the check out, and look at its back."),
    SlipStep.STUCK: ("warn", "The check is still in the printer. Take it out, and look at its back."),
    SlipStep.LATE: ("warn", "No check was put in, and nothing was written. Try again, or stamp it by hand."),
    SlipStep.UNSURE: ("warn", "The printer did not say whether it wrote. Take the check out, and look at its back."),
}
ASKING = frozenset({SlipStep.LATE, SlipStep.FAILED, SlipStep.UNSURE})
"""Where a person decides what comes next."""

ENDED = frozenset({SlipStep.DONE, SlipStep.STOPPED})
WAITS = frozenset({SlipStep.TURN, SlipStep.INSERT, SlipStep.WORKING})


def reading_words(step: SlipStep, why: str) -> tuple[Tone, str]:
    """What is said of a check that is read; empty once there is nothing to say."""
    if step is SlipStep.UNREAD:
        return "warn", _UNREAD.get(why, _NOT_READ)
    if step is SlipStep.FAILED:
        return "bad", f"The receipt printer {why}. Type the check's numbers."
    return _READING.get(step, ("ok", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackState:
    """The checks of a payment, one after the other. ``at``: the one that is written on now.

    ``recorded``: the places of those whose line was written, and ``noted`` that the one at hand has had it since it was
    asked for: what the printer says twice is recorded once.
    """

    backs: tuple[Endorsement, ...]
    at: int = 0
    step: SlipStep = SlipStep.INSERT
    why: str = ""
    noted: bool = False
    recorded: tuple[int, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.at >= len(self.backs)

    @property
    def is_last(self) -> bool:
        return self.at == len(self.backs) - 1

    @property
    def title(self) -> str:
        """Which check it is about."""
        if self.is_over:
            return ""
        of = f" ({self.at + 1} of {len(self.backs)})" if len(self.backs) > 1 else ""
        return f"{self.backs[self.at].words}{of}"

    @property
    def words(self) -> tuple[Tone, str]:
        """What to do, or what came of it."""
        if self.step is SlipStep.FAILED:
            return "bad", f"The receipt printer {self.why}. Nothing was written. Try again, or stamp the check by hand."
        return _WRITING.get(self.step, ("ok", ""))

    @property
    def told(self) -> str:
        """Which checks have their endorsement, for the line that stays."""
        return ", ".join(self.backs[place].words for place in sorted(set(self.recorded)))

    def heard(self, step: SlipStep, why: str = "") -> "BackState":
        """The printer said this of the check at hand."""
        return replace(self, step=step, why=why)

    def again(self) -> "BackState":
        """The same check once more, because somebody wants it."""
        return replace(self, step=SlipStep.INSERT, why="", noted=False)

    def note(self) -> "BackState":
        """The check at hand is recorded."""
        return replace(self, noted=True, recorded=(*self.recorded, self.at))

    def next(self) -> "BackState":
        return replace(self, at=self.at + 1, step=SlipStep.INSERT, why="", noted=False)
