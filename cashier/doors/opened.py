"""The slow half of opening a desk, after the first paint: store, self-test, lanes, devices."""

import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic

from cashier.config import DeskSettings
from cashier.devices.terminal_by_hand import TerminalByHand
from cashier.domain.handing import Handed
from cashier.doors.assembly import Assembly, assemble
from cashier.doors.demo_switches import demo_switches
from cashier.doors.deposit_papers import DeskDepositPapers
from cashier.doors.folder import forget_training
from cashier.doors.lanes import (
    SyncLanes,
    card_lane,
    card_terminal,
    print_lane,
    reader_lane,
    sync_lanes,
    terminal_by_hand,
)
from cashier.doors.letters import DeskLetters
from cashier.doors.loaded import settle_loaded
from cashier.doors.log_lane import LogLane
from cashier.doors.paper_watch import PaperWatch
from cashier.doors.record_files import DeskRecordFiles
from cashier.doors.reports import DeskReports
from cashier.doors.settings_said import program_version, settings_said
from cashier.store.lock import FolderLock
from cashier.store.message_file import MessageFile
from cashier.store.second_copy import SecondCopy
from cashier.sync.link import Link
from cashier.usecases.drawer_left_open import note_left_open
from cashier.usecases.handed_lane import HandedLane
from cashier.usecases.ports.desk import Desk, Lane
from cashier.usecases.ports.devices import PrinterStatus
from cashier.usecases.ports.paper import Squares
from cashier.usecases.ports.slip import CheckStation
from cashier.usecases.sign_in import InPerson
from cashier.usecases.start_day import note_opening, recover
from receipts.lane import PrintLane, PrintNews
from receipts.preview import Preview
from ui.desk.printer_state import printer_notice
from ui.doors import Doors, Post, ReceiptPrinters
from ui.news import (
    BackNews,
    CardNews,
    CheckNews,
    CopyNews,
    Device,
    DeviceNews,
    HandedNews,
    LaneNews,
    LinkNews,
    PagesNews,
    ReadNews,
)
from ui.scans import ScannerRules
from ui.signed_in import SignedIn
from ui.stand_in import StandInPage

_DEFAULT_COLUMNS = 42


def open_doors(folder: Path, *, lock: FolderLock, post: Post, is_demo: bool) -> Doors:
    """Everything the window works with. Raises ConfigTrouble or StoreTrouble, and may be called again then."""
    with ExitStack() as undoing:
        log = LogLane(folder)
        undoing.callback(log.forget)
        assembly = assemble(folder, lock=lock)
        forget_training(folder)
        undoing.callback(assembly.store.close)
        recover(assembly.desk)
        note_opening(program_version(), settings_said(folder, assembly.papers.settings), assembly.desk)
        doors = _doors_of(assembly, log, post, is_demo=is_demo)
        undoing.pop_all()
    return doors


def _doors_of(assembly: Assembly, log: LogLane, post: Post, *, is_demo: bool) -> Doors:
    folder, settings, desk = assembly.store.folder, assembly.papers.settings, assembly.desk
    link = Link(desk.clock, heard=lambda state: post(LinkNews(state=state)), came_back=lambda: post(BackNews()))
    sync = sync_lanes(assembly, link=link, applied=lambda: post(PagesNews()), hold_s=settings.ledger.hold_s)
    copy = CopyLane(assembly.store.second_copy(folder / settings.second_copy_folder), post)
    doors = join_doors(assembly, sync, post, shows_paper=is_demo)

    def close() -> None:
        for end in (sync.plug.close, copy.close, doors.close, log.close):
            end()

    return replace(
        doors,
        lanes=(copy, sync.push, sync.pull, log, _handed_lane(desk, sync, post), *doors.lanes),
        second_copy_reached=copy.reached,
        hang_up=sync.plug.interrupt,
        close=close,
        switches=demo_switches(settings, sync.plug, link) if is_demo else (),
        training=partial(open_training, assembly),
    )


def join_doors(assembly: Assembly, sync: SyncLanes, post: Post, *, shows_paper: bool) -> Doors:
    """What desk and training have alike: the store, its devices and papers; nothing goes to or comes from a ledger."""
    folder, settings, desk = assembly.store.folder, assembly.papers.settings, assembly.desk
    lanes: list[Lane] = [assembly.store.activity]
    printer = _add_printer(assembly, lanes, post, watches=shows_paper)
    by_hand = terminal_by_hand(assembly)
    card = _add_terminal(assembly, post, by_hand)
    reader = reader_lane(
        assembly,
        heard=lambda text: post(ReadNews(text=text)),
        words=lambda words, ok: post(DeviceNews(device=Device.READER, ok=ok, words=words)),
    )
    lanes += [lane for lane in (card, reader) if lane is not None]
    letters, record_files = DeskLetters(folder, settings, desk.place), DeskRecordFiles(folder, desk.place.center)
    ends = [letters.forget, record_files.forget, *([reader.close] if reader else []), assembly.store.close]

    def close() -> None:
        for end in ends:
            end()

    return Doors(
        desk=desk,
        lanes=tuple(lanes),
        step_up=InPerson(desk),
        paper=Preview(desk.place, squares=_squares),
        paper_columns=settings.printer.columns if settings.printer else _DEFAULT_COLUMNS,
        terminal=settings.terminal_name,
        card_terminal=by_hand or card_terminal(assembly),
        by_hand=by_hand,
        elsewhere=sync.elsewhere,
        suspended=sync.suspended,
        transfers=sync.transfers,
        drawers=sync.drawers,
        details=sync.details,
        letters=letters,
        reports=DeskReports(folder, settings, desk.place),
        cash=sync.cash,
        office=sync.office,
        asks=sync.asks,
        safe=sync.safe,
        deposit_papers=DeskDepositPapers(folder, settings, desk.place.time_zone, desk.place.payees),
        funds=sync.funds,
        records=sync.records,
        record_files=record_files,
        messages=sync.messages,
        shelf=MessageFile(folder),
        page=SignedIn,
        stand_in_page=StandInPage,
        open_drawer=printer.ask_drawer if printer else lambda: None,
        printer_waits=printer.is_waiting if printer else lambda: False,
        expect_paper=printer.expect if printer else lambda _: None,
        receipt_printers=_receipt_printers(printer, settings),
        check_station=_check_station(printer),
        second_copy_reached=lambda: sys.maxsize,
        hang_up=lambda: None,
        close=close,
        scanner=ScannerRules(**settings.scanner.model_dump()),
        idle_lock_s=settings.idle_lock_min * 60,
    )


def _squares(text: str) -> Squares:
    from receipts.squares import qr_rows  # The library behind it: the print lane has loaded it by the first receipt.

    return qr_rows(text)


def _add_terminal(assembly: Assembly, post: Post, by_hand: TerminalByHand | None) -> Lane | None:
    """The card terminal's lane, which tells the window; None where the desk has no terminal."""
    return card_lane(
        assembly,
        heard=lambda settled: post(CardNews(settled=settled)),
        words=lambda words, ok: post(DeviceNews(device=Device.TERMINAL, ok=ok, words=words)),
        by_hand=by_hand,
    )


def open_training(real: Assembly, post: Post) -> Doors:
    """The training desk beside a real one (R13). Raises StoreTrouble, and then nothing of it is left."""
    from cashier.doors.training import make_training, no_ledger

    with ExitStack() as undoing:
        assembly = make_training(real, undoing)
        undoing.callback(assembly.store.close)
        link = Link(assembly.desk.clock, heard=lambda _: None)
        sync = sync_lanes(assembly, link=link, applied=lambda: None, hold_s=0, plug=no_ledger())
        doors = join_doors(assembly, sync, post, shows_paper=True)
        settle_loaded()
        return replace(doors, close=undoing.pop_all().close)


def _handed_lane(desk: Desk, sync: SyncLanes, post: Post) -> Lane:
    def heard(coming: tuple[Handed, ...], has_arrived: bool, rejected: tuple[str, ...]) -> None:
        post(HandedNews(coming=coming, has_arrived=has_arrived, rejected=rejected))

    return HandedLane(desk, sync.transfers, heard=heard, seconds=monotonic)


def _receipt_printers(lane: PrintLane | None, settings: DeskSettings) -> ReceiptPrinters | None:
    if lane is None:
        return None
    other = settings.other_printer
    names = ("This desk's printer", *([other.name] if other else []))
    has_sensor = settings.printer is not None and settings.printer.drawer_sensor != "none"
    drawer = "has a sensor" if has_sensor else "without a sensor: that it opened is not confirmed"
    return ReceiptPrinters(names, lane.choose, lane.ask_trial, drawer)


def _check_station(lane: PrintLane | None) -> CheckStation | None:
    slips = lane.slips if lane is not None else None
    if slips is None:
        return None
    return CheckStation(write=slips.ask, stop=slips.stop, read=partial(slips.ask, lines=None) if slips.reads else None)


def _add_printer(assembly: Assembly, lanes: list[Lane], post: Post, *, watches: bool) -> PrintLane | None:
    """Adds the printer's lane, if the desk has one, and returns it; with the one that ``watches`` its paper."""
    settings, other = assembly.papers.settings.printer, assembly.papers.settings.other_printer
    if settings is None:
        return None
    if watches:
        for name, one in (("papers", settings), ("papers of the other printer", other)):
            if one is not None and one.control:
                lanes.append(PaperWatch(one.control, post, name=name))

    def heard(status: PrinterStatus) -> None:
        said = "" if status.ready and not status.near_end else status.words
        words = " · ".join(filter(None, ("Receipt printer", lane.where, said)))
        notice = printer_notice(status, at=lane.where, other=other.name if other else "")
        post(DeviceNews(device=Device.PRINTER, ok=status.ready, words=words, notice=notice))

    lane = print_lane(
        assembly,
        settings,
        PrintNews(
            heard=heard,
            said=lambda sentence: post(LaneNews(lane="printer", sentence=sentence)),
            left_open=partial(note_left_open, desk=assembly.desk),
            slip=lambda told: post(CheckNews(told=told)),
            read=lambda text: post(ReadNews(text=text)),  # Like any other reader's.
        ),
    )
    lanes.append(lane)
    return lane


class CopyLane:
    """The second copy's lane, which tells the window how far it is after every step."""

    name = "second copy"

    def __init__(self, copy: SecondCopy, post: Post) -> None:
        self._copy = copy
        self._post = post

    def reached(self) -> int:
        return self._copy.reached()

    def step(self) -> float:
        wait_s = self._copy.step()
        self._post(CopyNews(reached=self._copy.reached(), trouble=self._copy.trouble()))
        return wait_s

    def close(self) -> None:
        """Let go of the copy's file. Call it when no step runs."""
        self._copy.close()
