"""The print loop: makes the paper that the store says is due, and opens the drawer when it's asked to, or never.

Paper is made at least once and a second try says so, the drawer opens at most once. A job whose bytes left and whose
printer did not confirm it is UNKNOWN: a person looks, nothing is printed again by itself.
"""

import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from cashier.domain.errors import DeviceTrouble, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.usecases.ports.devices import Printer, PrinterStatus
from cashier.usecases.ports.slip import SlipNews
from cashier.usecases.ports.work import JobState, OpenWork, PrintJob
from receipts.document import Document
from receipts.drawer_watch import LEFT_OPEN_S, DrawerWatch
from receipts.papers import lines_of, paper_document, said_since
from receipts.slip_desk import SlipDesk
from receipts.trial import trial_document

MakeBytes = Callable[[Document], bytes]
CameBack = Callable[[str], tuple[Line, ...]]

LOOK_AGAIN_S = 15.0
DRAWER_WITHIN_S = 2.0
_BACK_OFF_LEAST_S = 1.0
_BACK_OFF_MOST_S = 15.0
_WARM_EVERY_S = 0.05  # A few milliseconds each time: the window shares the processor.
_DONE = object()
_EXPECT_S = 0.5  # So long the connection is kept for a receipt that was announced.


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintNews:
    """What the lane tells: ``heard`` is given what the printer says of itself, ``said`` a sentence for the cashier,
    ``left_open`` for how many seconds the drawer has stood open, once each time that this is too long. ``slip`` is told
    where a check at the slip station is, ``read`` the line of one that was read there.

    All are called on the lane's thread.
    """

    heard: Callable[[PrinterStatus], None]
    said: Callable[[str], None]
    left_open: Callable[[int], None] = lambda _: None
    slip: Callable[[SlipNews], None] = lambda _: None
    read: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Way:
    """Where paper can come out. ``load_bytes`` gives what turns a document into this printer's bytes; ``warm_up`` makes
    that ready after it, a little at each step, for what it will say later. ``facts`` stand on the page that it is tried
    with.
    """

    name: str
    printer: Printer
    load_bytes: Callable[[], MakeBytes]
    warm_up: Callable[[], Iterator[None]] = lambda: iter(())
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Due:
    """A job that was marked SENDING, with the journal's lines that it says."""

    job: PrintJob
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a job, until it is written down."""

    job: PrintJob
    state: JobState
    words: str = ""


class PrintLane:
    """The port `Lane` for a desk's paper. `step` is called by one thread; `ask_drawer`, `expect`, `choose` by any.

    The drawer hangs on the first of ``ways``; paper comes out there, too, until somebody chooses another. What they
    load is loaded on the lane, since the library behind it loads slowly. ``monotonic_s`` is a clock that never jumps.
    ``slips`` looks after checks at the first one's slip station; while it waits for one, paper waits.
    """

    def __init__(
        self,
        *,
        ways: Sequence[Way],
        open_work: OpenWork,
        place: Place,
        news: PrintNews,
        monotonic_s: Callable[[], float],
        drawer: DrawerWatch | None = None,
        came_back: CameBack = lambda _: (),
        slips: SlipDesk | None = None,
    ) -> None:
        self._ways = tuple(ways)
        self._at = self._wished = 0
        self._printer = self._ways[0].printer
        self._open_work = open_work
        self._place = place
        self._news = news
        self._monotonic_s = monotonic_s
        self._drawer = drawer or DrawerWatch(open_is_high=None)
        self._came_back = came_back
        self._slips = slips
        self._make_bytes: MakeBytes | None = None
        self._warming: Iterator[None] = iter(())
        self._drawer_until_s: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._trials: queue.SimpleQueue[float] = queue.SimpleQueue()
        self._expected: tuple[Line, ...] = ()
        self._made_ready: tuple[tuple[Line, ...], bytes] | None = None
        self._last_heard: PrinterStatus | None = None
        self._outcome: _Outcome | None = None
        self._look_at_s = self._monotonic_s()
        self._back_off_s = _BACK_OFF_LEAST_S

    @property
    def name(self) -> str:
        return "printer"

    def ask_drawer(self, *, within_s: float = DRAWER_WITHIN_S) -> None:
        """Open the drawer at the next step. A step that comes later than ``within_s`` only says that it's too late."""
        self._drawer_until_s.put(self._monotonic_s() + within_s)

    def choose(self, place: int) -> None:
        """From the next step on paper comes out at this one of the ways; a job that is being printed ends where it is.

        The choice ends with the program: the next morning nobody remembers it.
        """
        self._wished = place

    def ask_trial(self) -> None:
        """Print the page that a printer is tried with at the next step, once or never: it waits for no paper."""
        self._trials.put(self._monotonic_s() + DRAWER_WITHIN_S)

    @property
    def slips(self) -> SlipDesk | None:
        """Where checks are put in; None at a printer that has no such place."""
        return self._slips

    @property
    def where(self) -> str:
        """The name of the way where paper comes out; empty at the first."""
        return self._ways[self._at].name if self._at else ""

    def expect(self, lines: tuple[Line, ...]) -> None:
        """These lines are being written down and their receipt is due in a moment: the next step makes ready for it."""
        self._expected = lines
        if self._slips is not None:
            self._slips.stop()  # A payment waits for no check.

    def is_waiting(self) -> bool:
        """Whether a receipt would be printed at once: the printer is well, and nothing else is being printed."""
        return not self._is_away and self._outcome is None and not self._is_at_check

    def step(self) -> float:
        """One pulse, or one job, or one look at the printer. Raises StoreTrouble."""
        wait_s = self._do_next()
        if wait_s > _EXPECT_S:
            self._printer.hang_up()
        return wait_s

    def _do_next(self) -> float:
        if self._answer_drawer():
            return 0.0
        self._write_outcome()
        look_s = self._slips.step() if self._slips is not None else None
        if look_s is not None and self._is_at_check:
            return look_s
        wait_s = self._do_paper()
        return wait_s if look_s is None else min(look_s, wait_s)

    @property
    def _is_at_check(self) -> bool:
        """Whether a check is waited for or worked on where papers come out."""
        return self._slips is not None and self._slips.holds_printer and self._at == 0

    def _do_paper(self) -> float:
        if self._wished != self._at:
            self._turn_to(self._wished)
        if self._make_bytes is None:
            self._make_bytes = self._ways[self._at].load_bytes()
            self._warming = self._ways[self._at].warm_up()
        try:
            if self._answer_trial(self._make_bytes):
                return 0.0
            if self._expected:
                return self._make_ready(self._make_bytes)
            return self._print_next(self._make_bytes)
        except DeviceTrouble as trouble:
            self._hear(PrinterStatus(ready=False, words=trouble.sentence))
            self._give_back(trouble.sentence)
            wait_s, self._back_off_s = self._back_off_s, min(2 * self._back_off_s, _BACK_OFF_MOST_S)
            return wait_s

    def _turn_to(self, place: int) -> None:
        """What is known of one printer says nothing of another."""
        self._printer.hang_up()
        self._at, self._printer = place, self._ways[place].printer
        self._make_bytes = self._made_ready = self._last_heard = None
        self._back_off_s = _BACK_OFF_LEAST_S

    def _answer_drawer(self) -> bool:
        """Takes one request for the drawer, if there is one."""
        try:
            until_s = self._drawer_until_s.get_nowait()
        except queue.Empty:
            return False
        if self._monotonic_s() > until_s:
            # A drawer that springs open when nobody is watching it is worse than one that stays shut.
            self._news.said("The drawer did not open in time. Open it with its key.")
            return True
        printer = self._ways[0].printer
        try:
            printer.open_drawer()
            self._drawer.pulsed(self._monotonic_s())
        except DeviceTrouble as trouble:
            if self._at == 0:
                self._hear(PrinterStatus(ready=False, words=trouble.sentence))
            self._news.said(f"The drawer did not open: the receipt printer {trouble.sentence}. Open it with its key.")
        if self._at:
            printer.hang_up()  # No receipt follows here.
        return True

    def _answer_trial(self, make_bytes: MakeBytes) -> bool:
        """Takes one request for the page that a printer is tried with. Raises DeviceTrouble if nothing was sent."""
        try:
            until_s = self._trials.get_nowait()
        except queue.Empty:
            return False
        try:
            self._try_out(make_bytes, until_s)
        except DeviceTrouble as trouble:
            self._news.said(
                f"The printer test did not come out: {trouble.sentence}. See to the printer, then try again."
            )
            raise
        return True

    def _try_out(self, make_bytes: MakeBytes, until_s: float) -> None:
        facts = self._ways[self._at].facts
        if self._at == 0:
            status = self._look_at_drawer(self._printer.status())
            facts += (("Drawer's sensor", self._drawer.words(pin_is_high=status.pin_is_high)),)
        page = trial_document(self._place, self._printer.columns, facts)
        if self._monotonic_s() > until_s or not self._printer.print(make_bytes(page)):
            self._news.said("The printer test may not have come out. Look at the printer, then try again.")

    def _make_ready(self, make_bytes: MakeBytes) -> float:
        """What takes time and needs no commit: the connection, the printer's word that it is well, and the bytes."""
        lines, self._expected = self._expected, ()
        with suppress(UnreadableBody, ValueError):  # Told when it is to be printed.
            self._made_ready = (lines, make_bytes(paper_document(lines, self._place, 0)))
        if not self._is_away:
            self._look()
        return _EXPECT_S

    @property
    def _is_away(self) -> bool:
        return self._last_heard is None or not self._last_heard.ready

    def _print_next(self, make_bytes: MakeBytes) -> float:
        if self._is_away:
            self._look()
        due = self._take_job()
        if due is not None:
            # Asked for while the job waited for its payment's commit: paper takes seconds, and the drawer goes first.
            self._answer_drawer()
            self._print(due, make_bytes)
            return 0.0
        if self._drawer.is_open or self._monotonic_s() >= self._look_at_s:
            self._look()
        if next(self._warming, _DONE) is not _DONE:
            self._printer.hang_up()  # Nobody waits for it, and what it said of itself grows old.
            return _WARM_EVERY_S
        return self._drawer.look_s or LOOK_AGAIN_S

    def _look(self) -> None:
        """Ask the printer how it is. Raises DeviceTrouble unless paper would come out now."""
        status = self._printer.status()
        if self._at == 0:  # The drawer hangs on the first, whichever prints.
            status = self._look_at_drawer(status)
        if not status.ready:
            raise DeviceTrouble(status.words)
        self._look_at_s = self._monotonic_s() + LOOK_AGAIN_S
        self._back_off_s = _BACK_OFF_LEAST_S
        self._hear(status)

    def _look_at_drawer(self, status: PrinterStatus) -> PrinterStatus:
        now_s = self._monotonic_s()
        self._drawer.hear(pin_is_high=status.pin_is_high, now_s=now_s)
        if self._drawer.is_unconfirmed():
            self._news.said("Whether the drawer opened is not confirmed: its sensor says shut. If so, use its key.")
        if self._drawer.is_news(now_s):
            self._news.left_open(int(LEFT_OPEN_S))
        return replace(status, drawer_left_open=self._drawer.is_left_open(now_s))

    def _take_job(self) -> _Due | None:
        """The next job, marked SENDING before any byte leaves: a crash from here on leaves it unsure, never unseen."""
        with self._open_work() as work:
            job = work.jobs.next()
            if job is None:
                return None
            lines = lines_of(job, work.journal)
            if named := said_since(job, lines):
                lines += self._came_back(named)
            if job.state is JobState.QUEUED:
                work.jobs.move(job.job_id, JobState.SENDING)
                work.commit()
        return _Due(job, lines)

    def _give_back(self, words: str) -> None:
        """A receipt that was to be printed at once waits like any other: not a byte of it has left."""
        with self._open_work() as work:
            held = work.jobs.in_state(JobState.SENDING)
            for job in held:
                work.jobs.move(job.job_id, JobState.QUEUED, words)
            if held:
                work.commit()

    def _print(self, due: _Due, make_bytes: MakeBytes) -> None:
        try:
            data = self._bytes_of(due, make_bytes)
        except (UnreadableBody, ValueError):
            self._move(due.job, JobState.GIVEN_UP, "its lines cannot be read")
            self._news.said(f"{due.job.name} cannot be printed: its lines cannot be read. Call support.")
            return
        # Whatever happens from here on, bytes may be on paper: no other fault lets the job be taken for one not sent.
        self._outcome = _Outcome(due.job, JobState.UNKNOWN, "the printer did not confirm it")
        try:
            if self._printer.print(data):
                done = JobState.CONFIRMED if self._printer.confirms else JobState.SENT
                self._outcome = _Outcome(due.job, done, self.where)
            else:
                self._look_at_s = self._monotonic_s()  # Its silence has a reason that the strip should say.
        except DeviceTrouble as trouble:
            self._outcome = _Outcome(due.job, JobState.QUEUED, trouble.sentence)
            self._write_outcome()
            raise
        self._write_outcome()

    def _write_outcome(self) -> None:
        """Write down what became of the last job before any other is taken; a disk that failed is tried again."""
        if self._outcome is None:
            return
        self._move(self._outcome.job, self._outcome.state, self._outcome.words)
        outcome, self._outcome = self._outcome, None
        if outcome.state is JobState.UNKNOWN:
            self._say_unknown(outcome.job)

    def _bytes_of(self, due: _Due, make_bytes: MakeBytes) -> bytes:
        """Raises UnreadableBody or ValueError."""
        if self._made_ready is not None and due.job.copy == 0 and self._made_ready[0] == due.lines:
            return self._made_ready[1]
        return make_bytes(paper_document(due.lines, self._place, due.job.copy))

    def _move(self, job: PrintJob, state: JobState, words: str = "") -> None:
        with self._open_work() as work:
            work.jobs.move(job.job_id, state, words)
            work.commit()

    def _say_unknown(self, job: PrintJob) -> None:
        self._news.said(f"{job.name} may not have printed. Look at the printer before you print it again.")

    def _hear(self, status: PrinterStatus) -> None:
        if status != self._last_heard:
            self._last_heard = status
            self._news.heard(status)
