"""From Enter on a card's amount until the card terminal has the question with the amount, over TLS."""

import socket
import ssl
from itertools import islice
from time import monotonic

from PySide6.QtCore import Qt

from cashier.devices.terminal_simulated import SimulatedTerminal, simulated_terminal
from tests.bench.figures import Outcome, ratio, share, spread
from tests.bench.payers import Payer, payers
from tests.bench.place import ROSA, Devices, bench_desk
from tests.bench.window import Driver, open_window
from ui.counter.serving import Stage

MOST_MS = 300.0
_MEMBERS, _TIMES, _WARM_UP = 20_000, 200, 5


class Watch:
    """Notes when the terminal has a whole question in its hands; it stands between the line and the terminal."""

    def __init__(self, served: SimulatedTerminal) -> None:
        self.arrived: list[float] = []
        self._answer = served.terminal.answer
        served.terminal.answer = self._heard  # type: ignore[method-assign]

    def _heard(self, sealed: bytes) -> bytes | None:
        self.arrived.append(monotonic())
        return self._answer(sealed)


def measure(quick: bool) -> Outcome:
    """The whole way: the key, the commit of what is asked, the card's lane, a new TLS connection, the message."""
    members, times, warm_up = (2_000, 8, 1) if quick else (_MEMBERS, _TIMES, _WARM_UP)
    shown_s: list[float] = []
    floor_s: list[float] = []
    with simulated_terminal() as served:
        watch = Watch(served)
        devices = Devices(terminal=served.toml())
        with bench_desk(members, devices) as folder, open_window(folder) as desk:
            desk.sign_in(*ROSA)
            for place, person in enumerate(islice(payers(members), warm_up + times)):
                took_s = _charge(desk, person, watch)
                if place >= warm_up:
                    shown_s.append(took_s)
                    floor_s.append(_handshake(served))
    return Outcome(
        bench="card-shown",
        workload=f"Enter on a card's amount until the terminal has the whole question: {times:,} payments after "
        f"{warm_up}, {members:,} members, window off screen, ledger away; the simulated terminal over TLS, in threads "
        "of the same process",
        figures={
            **spread(shown_s),
            "p99_ms": share(shown_s, 99),
            "within_300_ms": sum(1 for took_s in shown_s if took_s * 1000 <= MOST_MS) / len(shown_s),
            "floor": {"a TLS connection to it": spread(floor_s)},
            "ratio": ratio(shown_s, floor_s),
        },
    )


def _charge(desk: Driver, person: Payer, watch: Watch) -> float:
    """Everything that is due goes on the card; seconds from Enter to the terminal."""
    desk.find(person.two_identifiers)
    desk.open_found()
    desk.tender_card()
    before = len(watch.arrived)
    since = monotonic()
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: len(watch.arrived) > before, "the terminal was asked")
    desk.until(lambda: desk.stage is Stage.PAID, "the card has paid")
    desk.let_go_on()
    return watch.arrived[before] - since


def _handshake(served: SimulatedTerminal) -> float:
    """The least that is physically done: a new connection, believed with the terminal's root."""
    context = ssl.create_default_context(cafile=str(served.authority))
    context.check_hostname = False
    since = monotonic()
    with socket.create_connection(("127.0.0.1", served.port)) as plain, context.wrap_socket(plain):
        return monotonic() - since
