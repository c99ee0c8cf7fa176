"""Looks after each payment whether a report on its cash is due, here and by the ledger's word, and keeps the form."""

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from cashier.domain.errors import CashierError
from cashier.domain.large_cash import NOTHING_ELSEWHERE, Asked, CashElsewhere, CashForm, FormRefused
from cashier.usecases.large_cash import keep_form, payor_with_cash, report_due
from cashier.usecases.take_payment import Taken
from ui.counter.around import Around
from ui.counter.cash_form import CashFormCard
from ui.doors import Doors

_LANE = "cash"


class WhoTakes(Protocol):
    """``taken`` is the last payment while its payor is there, or its paper at hand; ``online``: the ledger answers."""

    online: bool
    taken: Taken | None


class FormsPlace(Protocol):
    """Where the form stands."""

    cash_form: CashFormCard

    def open_cash_form(self, *, takes_focus: bool) -> None:
        """Empty, in sight."""

    def close_cash_form(self) -> None:
        """Nothing that was typed stays."""


class CashAsking(QObject):
    """``committed`` when a form was kept, ``done`` with it: the focus goes on to the next member.

    Nobody is held up: who goes on without the form leaves it on the office's list.
    """

    committed = Signal()
    done = Signal()

    def __init__(
        self, doors: Doors, around: Around, serving: WhoTakes, place: FormsPlace, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._serving = serving
        self._place = place
        self._asked: Asked | None = None
        place.cash_form.kept.connect(self._keep)
        place.cash_form.left.connect(self.done)

    def look(self, taken: Taken) -> None:
        """After the change stands there. What this desk knows is asked about at once."""
        self._asked = None
        payor = payor_with_cash(taken.lines)
        if not payor or self._ask(taken, NOTHING_ELSEWHERE, takes_focus=True) or not self._serving.online:
            return
        self._around.work.run(
            _LANE,
            partial(self._doors.cash.cash_of, payor),
            done=lambda elsewhere: self._on_elsewhere(taken, elsewhere),
            failed=lambda _: None,  # The ledger counts again when it has the payment, and the office hears of it.
        )

    def forget(self) -> None:
        """The payor is gone."""
        self._asked = None
        self._place.close_cash_form()

    def _on_elsewhere(self, taken: Taken, elsewhere: CashElsewhere) -> None:
        now = self._serving.taken
        if now is not None and now.sequence == taken.sequence:
            self._ask(taken, elsewhere, takes_focus=False)  # The cashier's hands are on the next key by now.

    def _ask(self, taken: Taken, elsewhere: CashElsewhere, *, takes_focus: bool) -> bool:
        try:
            self._asked = report_due(taken.lines, self._doors.desk, elsewhere)
        except CashierError:
            return False  # The store says so wherever money is taken.
        if self._asked is None:
            return False
        self._place.open_cash_form(takes_focus=takes_focus)
        return True

    def _keep(self, form: CashForm) -> None:
        if self._asked is None:
            return
        card = self._place.cash_form
        try:
            keep_form(self._asked, form, self._doors.desk, self._around.staff)
        except FormRefused as refused:
            card.say(refused.field, refused.sentence)
            return
        except CashierError as trouble:
            card.say("", trouble.sentence)
            return
        self._asked = None
        self._place.close_cash_form()
        self.committed.emit()
        self.done.emit()
