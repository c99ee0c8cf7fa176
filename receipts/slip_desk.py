"""Leads a person through a check at the printer's slip station, a short look at each step of the print lane.

A person takes half a minute to find a check: until it is in, nothing waits for them but paper, and a payment ends that.
A check is written on once for each time that somebody asks; what may be on it is UNSURE, and a person looks.
"""

import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from textwrap import wrap

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.slip import SlipNews, SlipStep
from receipts.printers.slip import SlipStation

LOOK_S = 0.25
INSERT_WITHIN_S = 30.0
WORK_WITHIN_S = 20.0
STUCK_AFTER_S = 15.0
_GIVE_UP_S = 120.0
_SELECT_WITHIN_S = 2.0  # So long a printer may take to choose its slip station.
_CANCELLED, _TIMED_OUT = 66, 67
_WHY = {
    68: "size",
    69: "no line",
    70: "letters",
    71: "reader",
    72: "noise",
    73: "cover open",
}


@dataclass(frozen=True, slots=True)
class _Wish:
    number: int
    lines: tuple[str, ...] | None  # None: to be read.


@dataclass(slots=True)
class _Check:
    """One that is being looked after. ``since_s`` when its step began, ``name`` what was written on it."""

    wish: _Wish
    step: SlipStep
    since_s: float
    name: bytes | None = None
    is_seen: bool = False


class SlipDesk:
    """`ask` and `stop` may be called by any thread, `step` by the lane's. ``read`` is given each line that was read."""

    def __init__(
        self,
        station: SlipStation,
        *,
        told: Callable[[SlipNews], None],
        read: Callable[[str], None],
        monotonic_s: Callable[[], float],
    ) -> None:
        self._station = station
        self._told = told
        self._read = read
        self._monotonic_s = monotonic_s
        self._wishes: queue.SimpleQueue[_Wish | None] = queue.SimpleQueue()
        self._check: _Check | None = None
        self._lies_there = False  # One that came out, and was not seen to be taken.

    @property
    def reads(self) -> bool:
        """Whether it has a reader for the magnetic line."""
        return self._station.reads

    def ask(self, number: int, lines: tuple[str, ...] | None) -> None:
        """Write these lines on a check, each in as many as its width asks for; or read one."""
        fitting = [part for line in lines or () for part in wrap(line, self._station.columns)]
        self._wishes.put(_Wish(number, None if lines is None else tuple(fitting)))

    def stop(self) -> None:
        """Wait for no check any more. One that is in there already is gone on with."""
        self._wishes.put(None)

    @property
    def holds_printer(self) -> bool:
        """Whether paper has to wait."""
        return self._check is not None and self._check.step in (SlipStep.INSERT, SlipStep.WORKING)

    def step(self) -> float | None:
        """One look; returns after how many seconds to look again, None where no check is looked after."""
        while not self._wishes.empty():
            self._take(self._wishes.get_nowait())
        check = self._check
        if check is None:
            return None
        try:
            self._look_after(check)
        except DeviceTrouble as trouble:
            self._end(_broken_at(check), trouble.sentence)
        return LOOK_S

    def _take(self, wish: _Wish | None) -> None:
        check = self._check
        if wish is None:
            if check is not None and check.step in (SlipStep.TURN, SlipStep.INSERT):
                self._give_back(SlipStep.STOPPED)
            return
        if self.holds_printer:
            self._told(SlipNews(wish=wish.number, step=SlipStep.FAILED, why="is busy with another check"))
            return
        if check is not None:
            self._end(SlipStep.DONE)
        self._check = _Check(wish, SlipStep.TURN, self._monotonic_s())
        try:
            if wish.lines is not None and self._lies_there and self._sees_one():
                self._go_on(SlipStep.TURN)
            else:
                self._begin(wish)
        except DeviceTrouble as trouble:
            self._end(SlipStep.FAILED, trouble.sentence)

    def _begin(self, wish: _Wish) -> None:
        if wish.lines is None:
            self._station.wait_to_read()
        else:
            self._station.wait_to_write()
        self._go_on(SlipStep.INSERT)

    def _sees_one(self) -> bool:
        self._lies_there = self._station.look().holds_paper
        return self._lies_there

    def _look_after(self, check: _Check) -> None:
        waited_s = self._monotonic_s() - check.since_s
        if check.step in (SlipStep.REMOVE, SlipStep.STUCK):
            self._see_it_out(check, waited_s)
        elif check.step is SlipStep.TURN:
            self._see_it_turned(check, waited_s)
        elif check.step is SlipStep.WORKING:
            self._see_it_written(check, waited_s)
        elif check.wish.lines is None:
            self._hear_it_read(waited_s)
        else:
            self._see_it_in(check, check.wish.lines, waited_s)

    def _see_it_turned(self, check: _Check, waited_s: float) -> None:
        if not self._sees_one():
            self._begin(check.wish)
        elif waited_s > INSERT_WITHIN_S:
            self._end(SlipStep.LATE)

    def _hear_it_read(self, waited_s: float) -> None:
        read = self._station.heard()
        if read is None:
            if waited_s > INSERT_WITHIN_S:
                self._give_back(SlipStep.LATE)
            return
        if read.text:
            self._read(read.text)
            self._station.eject()
            self._go_on(SlipStep.REMOVE)
        elif read.why == _CANCELLED:
            self._end(SlipStep.STOPPED)
        elif read.why == _TIMED_OUT:
            self._end(SlipStep.LATE)
        else:
            self._lies_there = True
            self._end(SlipStep.UNREAD, _WHY.get(read.why, "reader"))

    def _see_it_in(self, check: _Check, lines: tuple[str, ...], waited_s: float) -> None:
        seen = self._station.look()
        if seen.is_waiting:
            check.is_seen = True
            if waited_s > INSERT_WITHIN_S:
                self._give_back(SlipStep.LATE)
        elif seen.is_chosen and seen.holds_paper:
            try:
                check.name = b""  # From here on it may be written.
                self._go_on(SlipStep.WORKING)
                check.name = self._station.write(lines)
            except UnicodeEncodeError:
                check.name = None
                self._give_back(SlipStep.FAILED, "has no letters for what is to be written")
        elif check.is_seen or waited_s > _SELECT_WITHIN_S:
            self._end(SlipStep.LATE)  # The printer waits no longer.

    def _see_it_written(self, check: _Check, waited_s: float) -> None:
        if check.name is not None and self._station.is_written(check.name):
            self._go_on(SlipStep.REMOVE)
        elif waited_s > WORK_WITHIN_S:
            self._end(SlipStep.UNSURE)

    def _see_it_out(self, check: _Check, waited_s: float) -> None:
        if not self._sees_one():
            self._end(SlipStep.DONE)
        elif waited_s > _GIVE_UP_S:
            self._check = None  # It is not said to be out: it lies there.
            self._station.release()
        elif check.step is SlipStep.REMOVE and waited_s > STUCK_AFTER_S:
            since_s = check.since_s
            self._go_on(SlipStep.STUCK)
            check.since_s = since_s

    def _give_back(self, step: SlipStep, why: str = "") -> None:
        with suppress(DeviceTrouble):  # Then it ends by itself after a minute.
            self._station.cancel()
        self._end(step, why)

    def _go_on(self, step: SlipStep) -> None:
        if self._check is not None:
            self._check.step, self._check.since_s = step, self._monotonic_s()
            self._lies_there |= step in (SlipStep.WORKING, SlipStep.REMOVE)
            self._told(SlipNews(wish=self._check.wish.number, step=step))

    def _end(self, step: SlipStep, why: str = "") -> None:
        check, self._check = self._check, None
        self._station.release()
        if check is not None:
            self._told(SlipNews(wish=check.wish.number, step=step, why=why))


def _broken_at(check: _Check) -> SlipStep:
    """What is so when the printer falls silent: once words have left, they may be on the check."""
    if check.step in (SlipStep.REMOVE, SlipStep.STUCK):
        return SlipStep.DONE
    return SlipStep.FAILED if check.name is None else SlipStep.UNSURE
