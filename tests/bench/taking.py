"""B4: from Enter on a payment to all three: it is committed, the change is painted, the printer has every byte."""

import socket
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QSocketNotifier, Qt

from receipts.commands import FENCE
from tests.bench.figures import Figure, Outcome, ratio, share, spread
from tests.bench.payers import Payer, payers
from tests.bench.place import ROSA, Devices, bench_desk
from tests.bench.printers import Sink, black_hole, refusing_port, sink
from tests.bench.window import FINDING, OPENING, TENDERING, Driver, GapProbe, open_window
from ui.counter.serving import Stage

_MEMBERS, _PAYMENTS, _WARM_UP = 200_000, 2_000, 50
_DEAD_PAYMENTS = 200
_FRAME_S = 0.0167
TAKING = "taking"


@dataclass(slots=True)
class Run:
    """What was measured with one printer: seconds from Enter on, and the event loop's gaps."""

    gaps: GapProbe
    committed_s: list[float] = field(default_factory=list)
    painted_s: list[float] = field(default_factory=list)
    printed_s: list[float] = field(default_factory=list)
    all_three_s: list[float] = field(default_factory=list)
    floor_s: list[float] = field(default_factory=list)

    @property
    def held_up(self) -> dict[str, Figure]:
        """How the event loop fared."""
        longest = {
            f"longest_{during}_ms": self.gaps.longest_ms(during) for during in (TAKING, FINDING, OPENING, TENDERING)
        }
        over = {f"over 16.7 ms {during}": told for during, told in self.gaps.over(_FRAME_S).items()}
        return longest | over


def measure(quick: bool) -> Outcome:
    """With a printer that takes all, then with one that refuses, then with one that never answers."""
    members, payments, warm_up, dead = (2_000, 8, 2, 4) if quick else (_MEMBERS, _PAYMENTS, _WARM_UP, _DEAD_PAYMENTS)
    people = payers(members)

    def some(count: int) -> list[Payer]:
        return list(islice(people, count))

    with sink() as taking:
        well = _run(taking.port, members, some(warm_up), some(payments), taking)
    with refusing_port() as port:
        refused = _run(port, members, some(warm_up), some(dead))
    with black_hole() as port:
        silent = _run(port, members, some(warm_up), some(dead))
    return Outcome(
        bench="B4",
        workload=f"Enter until committed, painted and every byte at a sink on port 9100: {payments:,} cash payments "
        f"after {warm_up}, {members:,} members, window off screen, ledger away; then {dead} each with a printer that "
        "refuses and with one that never answers",
        figures={
            "p50_ms": share(well.all_three_s, 50),
            "p99_ms": share(well.all_three_s, 99),
            "gap_ms": well.gaps.longest_ms(TAKING),
            "committed": spread(well.committed_s),
            "painted": spread(well.painted_s),
            "printed": spread(well.printed_s),
            "all three": spread(well.all_three_s),
            "floor": {"a bare commit, then a receipt's bytes sent": spread(well.floor_s)},
            "ratio": ratio(well.all_three_s, well.floor_s),
            "event loop": well.held_up,
            "printer refuses": spread(refused.painted_s),
            "event loop then": refused.held_up,
            "printer never answers": spread(silent.painted_s),
            "event loop there": silent.held_up,
        },
    )


def _run(port: int, members: int, first: Iterable[Payer], people: Iterable[Payer], taking: Sink | None = None) -> Run:
    with (
        bench_desk(members, Devices(printer_port=port)) as folder,
        open_window(folder) as desk,
        _plain_journal() as plain,
    ):
        desk.sign_in(*ROSA)
        notifier = hears(taking) if taking else None
        warm_up, run = Run(gaps=desk.gaps), Run(gaps=desk.gaps)
        for person in first:
            _take(desk, person, warm_up, taking)
        desk.gaps.begin()
        for person in people:
            _take(desk, person, run, taking)
            if taking is not None:
                with desk.gaps.aside():
                    _touch_bottom(plain, taking, run)
                desk.until(lambda: not taking.is_behind, "the floor's paper is read")
        if notifier is not None:
            notifier.setEnabled(False)
    return run


@contextmanager
def _plain_journal() -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory(prefix="counterfoil-floor-") as name:
        plain = sqlite3.connect(Path(name) / "floor.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = wal")
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute("CREATE TABLE bodies (body BLOB)")
        try:
            yield plain
        finally:
            plain.close()


def _touch_bottom(plain: sqlite3.Connection, taking: Sink, run: Run) -> None:
    """The least that is physically done: a durable commit, and as many bytes as a receipt over a new connection."""
    size = taking.sizes[-1]
    since = monotonic()
    plain.execute("INSERT INTO bodies VALUES (?)", (bytes(size),))
    with socket.create_connection(("127.0.0.1", taking.port)) as connection:
        connection.sendall(b"." * (size - len(FENCE)) + FENCE)
        connection.recv(1)
    run.floor_s.append(monotonic() - since)
    taking.expected += 1


def hears(taking: Sink) -> QSocketNotifier:
    """Lets the event loop read each paper as it is said; keep it as long as that shall go on."""
    assert taking.process.stdout is not None
    notifier = QSocketNotifier(taking.process.stdout.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(taking.read)
    return notifier


def _take(desk: Driver, person: Payer, run: Run, taking: Sink | None) -> None:
    desk.find(person.two_identifiers)
    desk.open_found()
    desk.tender_cash()
    committed: list[float] = []
    told = desk.counter.committed.connect(lambda: committed.append(monotonic()))
    desk.gaps.during = TAKING
    since = monotonic()
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.stage is not Stage.TAKING, "the payment is written down")
    desk.paint_changes()
    painted = monotonic()
    assert desk.stage is Stage.PAID, "nothing was taken"
    run.committed_s.append(committed[0] - since)
    run.painted_s.append(painted - since)
    if taking is not None:
        taking.expected += 1
        desk.until(lambda: not taking.is_behind, "the paper is printed")
        run.printed_s.append(taking.papers_s[-1] - since)
        run.all_three_s.append(max(taking.papers_s[-1], painted) - since)
    desk.let_go_on()
    desk.counter.committed.disconnect(told)
