"""A desk without a window: the same store, use cases and lanes, moved on step by step instead of by threads."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cashier.config import DeskSettings
from cashier.domain.errors import LedgerAway, LedgerRefuses, Refused
from cashier.domain.times import Clock
from cashier.doors.assembly import Assembly, assembled
from cashier.doors.deposit_papers import DeskDepositPapers
from cashier.doors.lanes import (
    SyncLanes,
    card_lane,
    card_terminal,
    print_lane,
    sync_lanes,
    terminal_by_hand,
    until_idle,
)
from cashier.doors.letters import DeskLetters
from cashier.doors.plug import Plug
from cashier.doors.reports import DeskReports
from cashier.sync.link import Link
from cashier.usecases.find_elsewhere import bring_here, find_elsewhere
from cashier.usecases.ports.desk import Desk, Lane
from cashier.usecases.ports.devices import CardTerminal, StandAloneTerminal
from cashier.usecases.ports.directory import Found
from cashier.usecases.ports.slip import SlipNews
from cashier.usecases.start_day import recover
from receipts.lane import PrintLane, PrintNews

NONE_HERE = "This desk has no card terminal. Take cash, a check or a money order."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayDesk:
    """An open desk and its lanes. ``cards``, ``terminal`` and ``printer`` are None where the desk has none.

    ``slips``: what the printer's lane said of checks.
    """

    assembly: Assembly
    link: Link
    ledger: SyncLanes
    cards: Lane | None
    terminal: CardTerminal | None
    by_hand: StandAloneTerminal | None
    printer: PrintLane | None
    slips: list[SlipNews]
    letters: DeskLetters
    reports: DeskReports
    deposit_papers: DeskDepositPapers

    @property
    def desk(self) -> Desk:
        return self.assembly.desk

    @property
    def settings(self) -> DeskSettings:
        return self.assembly.papers.settings

    @property
    def plug(self) -> Plug:
        return self.ledger.plug

    @property
    def terminal_name(self) -> str:
        """Raises Refused if there is no terminal."""
        if not self.settings.terminal_name:
            raise Refused(NONE_HERE)
        return self.settings.terminal_name

    def found_elsewhere(self, text: str) -> tuple[Found, ...]:
        """Who the ledger finds besides; nobody while it can't be asked."""
        try:
            return find_elsewhere(text, self.ledger.elsewhere, self.desk.directory)
        except (LedgerAway, LedgerRefuses):
            return ()

    def fetch(self, number: str) -> None:
        """Bring the one here whom the ledger alone knows by a member's or a statement's number. Raises CashierError."""
        directory = self.desk.directory
        if not number or directory.member(number) or directory.member_of_statement(number):
            return
        found = self.found_elsewhere(number)
        if len(found) == 1:
            bring_here(found[0].number, self.ledger.elsewhere, directory)

    def sync(self) -> str:
        """Push all that is to send, then pull all that changed. Returns why it got no further, or nothing."""
        self.send()
        until_idle(self.ledger.pull)
        return self.link.state().trouble

    def send(self) -> None:
        """Push all that is to send, if the ledger answers. The script asks for it, so no lane rests."""
        self.link.look_again()
        until_idle(self.ledger.push)

    def ask_about_cards(self) -> None:
        """Run the sale that was asked for, or put one question about each card whose result is not known."""
        if self.cards is not None:
            self.cards.step()

    def print_due(self) -> None:
        """Make the paper that is due; a printer that cannot leaves it for later."""
        if self.printer is not None:
            until_idle(self.printer)


@contextmanager
def replay_desk(
    data: Path, *, ledger_url: str | None, clock: Clock, ledger_is_down: bool = False
) -> Iterator[ReplayDesk]:
    """A desk as it is after a start: what a sudden end left behind is owned up to, the directory is brought up to date.

    Raises ConfigTrouble or StoreTrouble.
    """
    with assembled(data, clock=clock) as assembly:
        at = _joined(assembly, ledger_url)
        at.plug.is_pulled = ledger_is_down
        with closing(at.plug):
            recover(at.desk)
            until_idle(at.ledger.pull)
            yield at


def _joined(assembly: Assembly, ledger_url: str | None) -> ReplayDesk:
    link = Link(assembly.desk.clock, heard=_nobody_listens)
    printer, by_hand = assembly.papers.settings.printer, terminal_by_hand(assembly)
    slips: list[SlipNews] = []
    return ReplayDesk(
        assembly=assembly,
        link=link,
        ledger=sync_lanes(assembly, link=link, applied=_nobody_listens, hold_s=0.0, url=ledger_url),
        cards=card_lane(assembly, heard=_nobody_listens, words=_nobody_listens, by_hand=by_hand),
        terminal=by_hand or card_terminal(assembly),
        by_hand=by_hand,
        printer=print_lane(assembly, printer, PrintNews(heard=_nobody_listens, said=_nobody_listens, slip=slips.append))
        if printer
        else None,
        slips=slips,
        letters=DeskLetters(assembly.store.folder, assembly.papers.settings, assembly.desk.place),
        reports=DeskReports(assembly.store.folder, assembly.papers.settings, assembly.desk.place),
        deposit_papers=DeskDepositPapers(
            assembly.store.folder,
            assembly.papers.settings,
            assembly.desk.place.time_zone,
            assembly.desk.place.payees,
        ),
    )


def _nobody_listens(*_: object) -> None:
    """A script reads its answers; there is no strip to say more."""
