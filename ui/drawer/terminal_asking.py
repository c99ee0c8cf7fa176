"""Asks the card terminal for a shift's total, once the drawer is counted: on a thread, and nobody waits for long."""

from collections.abc import Callable

from cashier.domain.terminal_totals import TerminalTotal
from cashier.usecases.close_shift import terminal_totals
from ui.counter.around import Around
from ui.doors import Doors

_LANE = "card terminal's total"


class TerminalAsking:
    """``said`` is what terminals said of this drawer; empty before, and where there is none to ask.

    ``heard`` is called once each time an answer came, or it is sure that none comes.
    """

    def __init__(self, doors: Doors, around: Around, heard: Callable[[], None]) -> None:
        self._doors = doors
        self._around = around
        self._heard = heard
        self._question = 0
        self.is_asking = False
        self.said: tuple[TerminalTotal, ...] = ()

    def forget(self) -> None:
        """It is another drawer, or money moved in it: an answer that is under way is about what was."""
        self._question += 1
        self.is_asking = False
        self.said = ()

    def ask(self) -> None:
        """Ask, unless it was said already or a question is under way; again where it said nothing."""
        is_known = bool(self.said) and all(total.count is not None for total in self.said)
        if self._doors.card_terminal is None or self.is_asking or is_known:
            return
        self.is_asking = True
        question, desk, staff = self._question, self._doors.desk, self._around.staff
        self._around.work.run(
            _LANE,
            lambda: terminal_totals(desk, staff, self._doors.card_terminal),
            done=lambda said: self._on_said(question, said),
            failed=lambda _: self._on_said(question, (TerminalTotal(terminal=self._doors.terminal),)),
        )

    def _on_said(self, question: int, said: tuple[TerminalTotal, ...]) -> None:
        if question == self._question:
            self.is_asking = False
            self.said = said
            self._heard()
