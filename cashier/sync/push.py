"""The lane that brings this desk's lines to the ledger. What is to be sent is the journal past the mark, nothing else.

Any step may be the last one before the power goes: sending again is harmless, and the mark only follows what the
ledger said and proved with its chain.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from cashier.domain.chain import first_link
from cashier.domain.errors import HistoryDiffers, LedgerAway, LedgerRefuses
from cashier.domain.revoked import FORGOTTEN, FORGOTTEN_TOLD, REVOKED
from cashier.domain.times import Clock
from cashier.sync.back_off import BackOff
from cashier.sync.link import POSTING_LANE, Link
from cashier.usecases.ports.work import Head, Journal, Mark, OpenWork, Stored, UnitOfWork
from cashier.wire import RUN_LINES_MAX, Run, SentLine, Standing

IDLE_S = 60.0  # With nothing to send, the ledger is asked once a minute whether it still has what it had.
STOPPED_S = 3600.0
RUNS_UNDER_WAY_MOST = 2

CONFLICT = "The ledger holds other lines under this desk's numbers."
AHEAD = "The ledger has more lines of this desk than its journal."
CALL = " Nothing more is sent. Call support; don't copy or restore anything."
NO_PROGRESS = "The ledger took nothing of what was sent."


class Receiver(Protocol):
    """The ledger as this lane needs it; `LedgerClient` over the network."""

    def send(self, run: Run) -> Standing: ...
    def begin(self, run: Run) -> Callable[[], Standing]: ...
    def standing(self) -> Standing: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """A run under way. ``is_ahead``: it was sent before the one in front of it was answered."""

    lines: tuple[Stored, ...]
    answer: Callable[[], Standing]
    is_ahead: bool


class PushLane:
    """A `ports.Lane`. ``link`` hears how it goes; ``run_lines_max`` lines at most go in one request.

    While the ledger posts a full run, the next one is read and sent; what comes too early there is sent again.
    ``open_reading`` is like ``open_work`` for those who only look, and holds up no payment while many lines are read.
    """

    name = POSTING_LANE

    def __init__(
        self,
        *,
        desk: str,
        open_work: OpenWork,
        open_reading: OpenWork,
        ledger: Receiver,
        link: Link,
        back_off: BackOff,
        clock: Clock,
        run_lines_max: int = RUN_LINES_MAX,
    ) -> None:
        self._desk = desk
        self._open_work = open_work
        self._open_reading = open_reading
        self._ledger = ledger
        self._link = link
        self._back_off = back_off
        self._clock = clock
        self._run_lines_max = min(run_lines_max, RUN_LINES_MAX)
        self._reached: int | None = None  # Where the ledger is, which a restored one may make less than the mark.
        self._under_way: deque[_Sending] = deque()
        self._went_back = False
        self._only_asks = False  # After a failure, until the ledger answers: nobody may be there to read a long run.
        self._is_stopped = False
        self._forget, self._is_done = _nothing_to_forget, False

    def forgets(self, forget: Callable[[], bool]) -> None:
        """What to do whenever the ledger says that this desk is revoked and done; it says whether it wrote a line."""
        self._forget = forget

    def step(self) -> float:
        """Hear how one run went, or ask for the standing when there is none to send. Raises StoreTrouble."""
        if self._is_stopped:
            return STOPPED_S
        # A commit wakes this lane, and is no reason to ask a ledger again that nobody reaches.
        if (left_s := self._back_off.left_s(self._clock())) and self._link.is_dead_for(other_than=self.name):
            return left_s
        try:
            if not self._only_asks:
                self._send_what_waits()
            sent = self._under_way.popleft() if self._under_way else None
            standing = sent.answer() if sent else self._ledger.standing()
            rest = self._believe(standing)
        except LedgerAway as trouble:
            self._only_asks = True
            self._under_way.clear()
            self._link.failed(self.name, trouble.sentence)
            return self._back_off.rest_from(self._clock())
        except LedgerRefuses as trouble:
            self._under_way.clear()
            self._link.failed(self.name, trouble.sentence, stopped=True)
            return IDLE_S
        except HistoryDiffers as trouble:
            self._is_stopped = True
            self._link.failed(self.name, trouble.sentence, stopped=True)
            return STOPPED_S
        if self._is_done:
            rest += self._forget()
        self._link.ended(FORGOTTEN_TOLD if self._is_done else "")
        return self._next(sent, standing, rest)

    def _send_what_waits(self) -> None:
        """Two runs are under way at most; one that is not full is the last, and goes when its turn comes."""
        while len(self._under_way) < RUNS_UNDER_WAY_MOST and (lines := self._waiting()):
            is_full = len(lines) == self._run_lines_max
            answer = self._ledger.begin(_run(lines)) if is_full else partial(self._ledger.send, _run(lines))
            self._under_way.append(_Sending(lines=lines, answer=answer, is_ahead=bool(self._under_way)))
            if not is_full:
                return

    def _waiting(self) -> tuple[Stored, ...]:
        """The lines after those under way."""
        with self._open_reading() as work:
            if self._reached is None:
                self._reached = work.journal.mark().received_through
            after = self._under_way[-1].lines[-1].sequence if self._under_way else self._reached
            return work.journal.stored_after(after, self._run_lines_max)

    def _believe(self, standing: Standing) -> int:
        """Move the mark to a standing that is proven ours; returns how many lines are past it. Raises HistoryDiffers.

        The proof is the chain: an equal link at a place means that all before it is equal, too.
        """
        with self._open_work() as work:
            head, mark = work.journal.head(), work.journal.mark()
            if differs := self._differs(standing, head, work.journal):
                work.journal.set_differs(differs)
                work.commit()
                raise HistoryDiffers(differs + CALL)
            before, now = work.journal.differs(), self._revoked(standing, head, work)
            if is_mended := before != now:
                work.journal.set_differs(now)
            moves = standing.epoch != mark.epoch or standing.received_through >= mark.received_through
            if moves:
                work.journal.move_mark(
                    Mark(received_through=standing.received_through, epoch=standing.epoch, heard_at=self._clock())
                )
            if moves or is_mended:
                work.commit()
            self._is_done = bool(now)
        return head.sequence - standing.received_through

    def _revoked(self, standing: Standing, head: Head, work: UnitOfWork) -> str:
        """What the journal says from now on where a proven standing has all of a revoked desk that is done; else empty.

        Decided in the transaction that looks for an open drawer: from then on none is opened.
        """
        if not standing.revoked:
            return ""
        if (said := work.journal.differs()) in (REVOKED, FORGOTTEN):
            return said
        is_done = work.journal.open_shift() is None and not work.attempts.unsettled()
        return REVOKED if is_done and standing.received_through == head.sequence else ""

    def _differs(self, standing: Standing, head: Head, journal: Journal) -> str:
        """Why a standing cannot be of this journal; empty if it can."""
        if standing.state == "conflict":
            return CONFLICT
        if standing.received_through > head.sequence:
            return AHEAD
        is_ours = standing.chain == self._link_at(standing.received_through, head, journal)
        return "" if is_ours else CONFLICT

    def _link_at(self, sequence: int, head: Head, journal: Journal) -> str:
        if sequence == 0:
            return first_link(self._desk)
        if sequence == head.sequence:
            return head.chain
        return journal.stored_after(sequence - 1, 1)[0].chain

    def _next(self, sent: _Sending | None, standing: Standing, rest: int) -> float:
        """How long to wait after a standing that holds; with lines left, not at all.

        A ledger that lacks lines it had gets them again from where it is, but once in a row: then it takes nothing.
        """
        before, reached = self._reached, standing.received_through
        if sent and reached < sent.lines[-1].sequence:
            self._under_way.clear()  # What follows the lines that it did not take, it cannot take either.
            if sent.is_ahead:
                return 0.0  # It came before the run that it follows, or that one was not taken: it is sent in its turn.
        self._reached = reached
        lacks_known = before is not None and reached < before
        if (sent and reached == before) or (lacks_known and self._went_back):
            self._link.failed(self.name, NO_PROGRESS)
            return self._back_off.rest_from(self._clock())
        self._went_back, self._only_asks = lacks_known, False
        if sent or not rest:  # That it answers does not mean yet that it takes what waits.
            self._link.answered(self.name)
            self._back_off.reset()
        return 0.0 if rest else IDLE_S


def _nothing_to_forget() -> bool:
    return False


def _run(lines: tuple[Stored, ...]) -> Run:
    return Run(lines=tuple(SentLine(sequence=n.sequence, chain=n.chain, body=n.body.decode("utf-8")) for n in lines))
