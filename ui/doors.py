"""What the window is given by the wiring: values and plain callables. No signal and no widget crosses this line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cashier.domain.line import Line
from cashier.domain.unlocking import IDLE_LOCK_MIN
from cashier.usecases.find_elsewhere import Elsewhere
from cashier.usecases.ports.asks import AskLedger
from cashier.usecases.ports.cash import CashAtOthers
from cashier.usecases.ports.desk import Desk, Lane
from cashier.usecases.ports.devices import CardTerminal, StandAloneTerminal
from cashier.usecases.ports.drawers import DrawersElsewhere
from cashier.usecases.ports.funds import Funds
from cashier.usecases.ports.letters import Letters
from cashier.usecases.ports.messages import MessageLedger, MessageShelf
from cashier.usecases.ports.office import OfficeLedger
from cashier.usecases.ports.paper import PaperWords
from cashier.usecases.ports.records import RecordFiles, RecordsLedger
from cashier.usecases.ports.reports import Reports
from cashier.usecases.ports.safe import DepositPapers, SafeLedger
from cashier.usecases.ports.slip import CheckStation
from cashier.usecases.ports.suspended import SuspendedElsewhere
from cashier.usecases.ports.transfers import TransfersElsewhere
from cashier.usecases.sign_in import StepUp
from cashier.usecases.statement_copy import DetailsSource
from ui.lock import DemoSignIn
from ui.news import News
from ui.scans import ScannerRules

if TYPE_CHECKING:
    from ui.signed_in import SignedIn
    from ui.stand_in import StandInPage

Post = Callable[[News], None]
PRINTER_LANE = "printer"  # The one lane that people at the window wait for.


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSwitch:
    """Something of the demo that can be made to fail. ``turn`` may take a moment, and raises CashierError."""

    words: str
    turn: Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class ReceiptPrinters:
    """Where paper can come out, by name, this desk's own first.

    ``choose`` takes a place among them; ``try_out`` prints a page with all that a printer can. Both return at once.
    ``drawer``: what is known of the drawer on the first one's cable.
    """

    names: tuple[str, ...]
    choose: Callable[[int], None]
    try_out: Callable[[], None]
    drawer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The opened desk.

    The window runs one thread for each of ``lanes`` from the moment it gets them and wakes all after each commit,
    `PRINTER_LANE` first. At its end it calls ``hang_up``, which cuts short what a lane waits for (a held request), ends
    the lanes, and calls ``close``.

    ``desk`` is used from the Qt thread and from the threads of `Work`; ``elsewhere``, ``suspended``, ``transfers``,
    ``drawers``, ``cash``, ``office``, ``asks``, ``safe``, ``funds``, ``details``, ``letters``, ``deposit_papers``,
    ``records``, ``record_files`` and ``reports`` from those alone: they ask the ledger, make sheets.
    ``messages`` is asked from those threads, too; ``shelf`` keeps what it said.
    ``page`` is the class of what stands behind the sign-in, ``stand_in_page`` of what a lead has who counts an absent
    cashier's drawer: nothing of them is loaded before the first paint.
    ``terminal`` is the card terminal's name, empty where there is none; ``card_terminal`` is it, for the threads of
    `Work`: it is asked for its totals there, sales have their lane. ``by_hand`` is it where it speaks to
    nobody, and what its slips say is typed. ``open_drawer`` asks for one pulse and returns
    at once. ``printer_waits`` says whether a receipt would be printed at once, ``expect_paper`` that the receipt of
    these lines is due in a moment; both return at once. ``receipt_printers`` is None at a desk without one,
    ``check_station`` where it has no place for checks; who asks for one wakes `PRINTER_LANE`.
    ``second_copy_reached`` is the last place that the journal's second copy has; where no second copy is kept it is
    never behind. ``scanner``: how the scanner that types is programmed.
    ``idle_lock_s``: after so long without a touch the desk locks itself. ``switches`` are the demo's.
    ``training`` opens the training desk, on a thread; None at the training desk itself. Raises CashierError.
    """

    desk: Desk
    lanes: tuple[Lane, ...]
    step_up: StepUp
    paper: PaperWords
    paper_columns: int
    terminal: str
    elsewhere: Elsewhere
    suspended: SuspendedElsewhere
    transfers: TransfersElsewhere
    drawers: DrawersElsewhere
    details: DetailsSource
    letters: Letters
    reports: Reports
    cash: CashAtOthers
    office: OfficeLedger
    asks: AskLedger
    safe: SafeLedger
    deposit_papers: DepositPapers
    funds: Funds
    records: RecordsLedger
    record_files: RecordFiles
    messages: MessageLedger
    shelf: MessageShelf
    page: "type[SignedIn]"
    stand_in_page: "type[StandInPage]"
    open_drawer: Callable[[], None]
    printer_waits: Callable[[], bool]
    expect_paper: Callable[[tuple[Line, ...]], None]
    second_copy_reached: Callable[[], int]
    hang_up: Callable[[], None]
    close: Callable[[], None]
    receipt_printers: ReceiptPrinters | None = None
    check_station: CheckStation | None = None
    card_terminal: CardTerminal | None = None
    by_hand: StandAloneTerminal | None = None
    scanner: ScannerRules = field(default_factory=ScannerRules)
    idle_lock_s: float = IDLE_LOCK_MIN * 60
    switches: tuple[DemoSwitch, ...] = ()
    training: "Callable[[Post], Doors] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """All that the first paint needs, and how the rest is made.

    ``open_desk`` is slow (libraries, keys, self-test), so the window calls it on a thread once the sign-in page stands.
    It gets ``post``, which may be called from any thread until ``Doors.close`` returns, and raises CashierError with
    the sentence that then stands on the sign-in page. ``shows_paper`` opens the demo's window with the printed papers,
    ``member_display`` a window that faces the member.
    """

    center_name: str
    window: str
    open_desk: Callable[[Post], Doors]
    demo: tuple[DemoSignIn, ...] = ()
    shows_paper: bool = False
    member_display: bool = False
