"""Makes a desk's lanes: push and pull, printer, card terminal. Loaded after the first paint, with all it needs."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from cashier.config_devices import PrinterSettings
from cashier.devices.reader_lane import ReaderLane
from cashier.devices.serial_reader import SerialReader
from cashier.devices.terminal_by_hand import TerminalByHand
from cashier.devices.terminal_client import TerminalClient
from cashier.doors.assembly import Assembly
from cashier.doors.forgetting import DeskKnowledge
from cashier.doors.ledger_line import ledger_plug
from cashier.doors.loaded import settle_loaded
from cashier.doors.plug import Plug
from cashier.doors.printers import drawer_watch, printer_facts, receipt_printer, slip_station
from cashier.sync.asks import LedgerAsks
from cashier.sync.back_off import BackOff
from cashier.sync.cash import LedgerCash
from cashier.sync.details import LedgerDetails
from cashier.sync.drawers import LedgerDrawers
from cashier.sync.elsewhere import LedgerPeople
from cashier.sync.funds import LedgerFunds
from cashier.sync.handed import LedgerTransfers
from cashier.sync.link import Link
from cashier.sync.messages import LedgerMessages
from cashier.sync.office import LedgerOffice
from cashier.sync.pull import Asking, PullLane
from cashier.sync.push import PushLane
from cashier.sync.records import LedgerRecords
from cashier.sync.safe import LedgerSafe
from cashier.sync.suspended import LedgerSuspended
from cashier.usecases.card_lane import CardLane
from cashier.usecases.card_payment import Settled
from cashier.usecases.forget import forget_people
from cashier.usecases.ports.desk import Lane
from cashier.usecases.ports.devices import CardTerminal, Printer
from receipts.lane import MakeBytes, PrintLane, PrintNews, Way
from receipts.slip_desk import SlipDesk

if TYPE_CHECKING:
    from receipts.escpos import ReceiptBytes

_ASK_AGAIN_S = 4.0
STEPS_MOST = 1_000_000  # A lane that is never done has met a fault of ours; it must not hang a script.


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncLanes:
    """All ways to the ledger, and the plug before them."""

    push: PushLane
    pull: PullLane
    elsewhere: LedgerPeople
    suspended: LedgerSuspended
    transfers: LedgerTransfers
    drawers: LedgerDrawers
    details: LedgerDetails
    funds: LedgerFunds
    cash: LedgerCash
    office: LedgerOffice
    asks: LedgerAsks
    safe: LedgerSafe
    messages: LedgerMessages
    records: LedgerRecords
    plug: Plug


def sync_lanes(
    assembly: Assembly,
    *,
    link: Link,
    applied: Callable[[], None],
    hold_s: float,
    url: str | None = None,
    plug: Plug | None = None,
) -> SyncLanes:
    """Push and pull for a desk; ``applied`` is called after each page that brought something.

    ``plug``: another way to the ledger than the settings'.
    """
    settings, desk = assembly.papers.settings.ledger, assembly.desk

    def back_off() -> BackOff:
        return BackOff(least_s=settings.back_off_least_s, most_s=settings.back_off_most_s, chance=SystemRandom().random)

    plug = plug or ledger_plug(assembly.store.folder, settings, desk.place.desk, url)
    push = PushLane(
        desk=desk.place.desk,
        open_work=desk.open_work,
        open_reading=assembly.store.open_reading,
        ledger=plug,
        link=link,
        back_off=back_off(),
        clock=desk.clock,
        run_lines_max=settings.run_lines_max,
    )
    push.forgets(partial(forget_people, desk, DeskKnowledge(assembly.store)))
    pull = PullLane(
        open_reading=assembly.store.open_reading,
        writer=assembly.store.directory_writer,
        ledger=plug,
        link=link,
        back_off=back_off(),
        clock=desk.clock,
        applied=applied,
        asking=Asking(hold_s=hold_s, rows_max=settings.page_rows_max),
    )
    elsewhere = LedgerPeople(
        open_reading=assembly.store.open_reading, writer=assembly.store.directory_writer, ledger=plug
    )
    return SyncLanes(
        push=push,
        pull=pull,
        elsewhere=elsewhere,
        suspended=LedgerSuspended(plug),
        transfers=LedgerTransfers(plug),
        drawers=LedgerDrawers(plug, settings.drawer_timeout_s),
        cash=LedgerCash(plug),
        office=LedgerOffice(plug),
        asks=LedgerAsks(plug),
        safe=LedgerSafe(plug),
        messages=LedgerMessages(plug),
        records=LedgerRecords(plug),
        details=LedgerDetails(plug),
        funds=LedgerFunds(plug),
        plug=plug,
    )


def print_lane(assembly: Assembly, settings: PrinterSettings, news: PrintNews) -> PrintLane:
    """The lane of the desk's receipt printer, which may borrow another one's."""
    other, printer = assembly.papers.settings.other_printer, receipt_printer(settings)
    ways = [_way(assembly, settings, printer, "this desk's printer")]
    ways += [_way(assembly, other, receipt_printer(other), other.name)] if other else []
    station = slip_station(settings, printer)
    return PrintLane(
        ways=ways,
        open_work=assembly.desk.open_work,
        place=assembly.desk.place,
        news=news,
        monotonic_s=time.monotonic,
        drawer=drawer_watch(settings),
        came_back=assembly.desk.directory.came_back,
        slips=SlipDesk(station, told=news.slip, read=news.read, monotonic_s=time.monotonic) if station else None,
    )


def _way(assembly: Assembly, settings: PrinterSettings, printer: Printer, name: str) -> Way:
    made: list[ReceiptBytes] = []

    def load_bytes() -> MakeBytes:
        # The library behind it takes a third of a second to load: it does so on the lane.
        with scratch_in(assembly.store.folder / "printer-cache"):
            from receipts.escpos import ReceiptBytes

        settle_loaded()
        made[:] = [ReceiptBytes(**settings.paper)]
        return made[0].encode

    def warm_up() -> Iterator[None]:
        return made[0].warm_up()

    return Way(name, printer, load_bytes, warm_up, printer_facts(settings))


@contextmanager
def scratch_in(cache: Path) -> Iterator[None]:
    """The printers' library keeps what it knows of them in a folder, and makes another one at every start, which it
    never uses when it has been told of the first: that one goes again.
    """
    cache.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(cache))
    usual, tempfile.tempdir = tempfile.tempdir, str(cache)
    try:
        yield
    finally:
        tempfile.tempdir = usual
        for unused in cache.glob(f"{tempfile.gettempprefix()}*/"):
            with suppress(OSError):  # Not empty: somebody else's.
                unused.rmdir()


def card_lane(
    assembly: Assembly,
    *,
    heard: Callable[[Settled], None],
    words: Callable[[str, bool], None],
    by_hand: TerminalByHand | None,
) -> CardLane | None:
    """The card terminal's lane, ``by_hand`` where it speaks to nobody; None where the desk has no terminal."""
    settings, terminal = assembly.papers.settings.terminal, by_hand or card_terminal(assembly)
    if terminal is None:
        return None
    ask_again_s = settings.ask_again_s if settings is not None else _ASK_AGAIN_S
    return CardLane(assembly.desk, terminal, ask_again_s=ask_again_s, heard=heard, words=words)


def card_terminal(assembly: Assembly) -> CardTerminal | None:
    """The desk's card terminal that is on the network, for one thread; None where it has none."""
    settings = assembly.papers.settings.terminal
    return None if settings is None else TerminalClient(settings, assembly.desk.place.desk)


def terminal_by_hand(assembly: Assembly) -> TerminalByHand | None:
    """The desk's card terminal that speaks to nobody, one for all threads; None where it has none."""
    settings = assembly.papers.settings.stand_alone_terminal
    return None if settings is None else TerminalByHand(settings.name)


def reader_lane(
    assembly: Assembly, *, heard: Callable[[str], None], words: Callable[[str, bool], None]
) -> ReaderLane | None:
    """The serial reader's lane; None where the desk has none."""
    settings = assembly.papers.settings.reader
    return None if settings is None else ReaderLane(SerialReader(settings), heard=heard, words=words)


def until_idle(lane: Lane) -> None:
    """Step a lane until it has nothing to do at once, where no thread does."""
    for _ in range(STEPS_MOST):
        if lane.step() > 0.0:
            return
    raise RuntimeError(f"the {lane.name} lane is never done")
