"""A desk with a journal, a printer that does as it is told, and the print loop between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cashier.domain.errors import DeviceTrouble
from cashier.usecases.ports.devices import PrinterStatus
from cashier.usecases.ports.work import JobState
from receipts.document import Document
from receipts.drawer_watch import DrawerWatch
from receipts.lane import CameBack, MakeBytes, PrintLane, PrintNews, Way
from tests.fakes.memory_store import MemoryDesk
from tests.receipts import payments

READY = PrinterStatus(ready=True, words="ready")


@dataclass(slots=True)
class ScriptedPrinter:
    """Answers what the test says: ``through`` for a job, ``trouble`` for everything while it is not empty."""

    columns: int = 42
    confirms: bool = True
    trouble: str = ""
    through: bool = True
    state: PrinterStatus = READY
    papers: list[bytes] = field(default_factory=list)
    pulses: int = 0
    looks: int = 0
    is_held: bool = False
    while_printing: Callable[[], None] = lambda: None

    def status(self) -> PrinterStatus:
        self.looks += 1
        self._answer()
        return self.state

    def print(self, data: bytes) -> bool:
        self._answer()
        self.is_held = True
        self.while_printing()
        self.papers.append(data)
        return self.through

    def open_drawer(self) -> None:
        self._answer()
        self.pulses += 1
        self.is_held = True

    def hang_up(self) -> None:
        self.is_held = False

    def _answer(self) -> None:
        if self.trouble:
            raise DeviceTrouble(self.trouble)


@dataclass(slots=True)
class Room:
    """A desk with a journal, a printer and a lane between them; time stands still unless the test moves it."""

    desk: MemoryDesk = field(default_factory=MemoryDesk)
    printer: ScriptedPrinter = field(default_factory=ScriptedPrinter)
    others: list[Way] = field(default_factory=list)
    now_s: float = 0.0
    heard: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    left_open: list[int] = field(default_factory=list)
    drawer: DrawerWatch = field(default_factory=lambda: DrawerWatch(open_is_high=None))

    def lane(
        self,
        make_bytes: MakeBytes | None = None,
        warm_up: Callable[[], Iterator[None]] = lambda: iter(()),
        came_back: CameBack = lambda _: (),
    ) -> PrintLane:
        return PrintLane(
            ways=[Way("Receipt printer", self.printer, lambda: make_bytes or words, warm_up), *self.others],
            open_work=self.desk.open_work,
            place=payments.PLACE,
            news=PrintNews(
                heard=lambda status: self.heard.append(status.words),
                said=self.said.append,
                left_open=self.left_open.append,
            ),
            monotonic_s=lambda: self.now_s,
            drawer=self.drawer,
            came_back=came_back,
        )

    def pay(self, copy: int = 0, state: JobState = JobState.QUEUED) -> None:
        """A payment's lines, once, and a job for them."""
        with self.desk.open_work() as work:
            if work.journal.head().sequence == 0:
                for line in payments.card_then_cash():
                    work.journal.append(line)
            work.jobs.add(payments.RECEIPT, copy, state)
            work.commit()

    def states(self) -> list[JobState]:
        return [job.state for job in self.desk.tables.jobs]


def words(document: Document) -> bytes:
    return f"{document.barcode} copy {document.copy}".encode()
