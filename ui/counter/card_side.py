"""The panel of a card that is asked for, and what the cashier can do about it: let it stop, or serve somebody else."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from cashier.domain.errors import CashierError
from cashier.usecases.stop_card import stop_card
from ui.counter.around import Around
from ui.counter.card_panel import CardPanel
from ui.counter.card_state import CardState
from ui.counter.serving import Serving, Stage
from ui.counter.slip_typing import SlipTyping
from ui.doors import Doors

_LANE = "card terminal's stop"
_NOT_CONFIRMED = "The card terminal did not confirm that it stops. Look at its screen."


def serving_at(doors: Doors, around: Around) -> Serving:
    """Whoever is served at this window, with its card terminal."""
    return Serving(
        doors.desk,
        around.staff,
        terminal=doors.terminal,
        by_hand=doors.by_hand is not None,
        printer_waits=doors.printer_waits,
    )


class CardSide(QObject):
    """``find``: look for somebody else while the card is asked for."""

    def __init__(
        self, doors: Doors, around: Around, serving: Serving, *, find: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._serving = serving
        by_hand = doors.by_hand is not None
        self.panel = CardPanel(doors.desk.clock, can_stop=doors.card_terminal is not None and not by_hand)
        self._typing = SlipTyping(self.panel.slip, doors, around, self)
        self.panel.next_asked.connect(find)
        self.panel.stop_asked.connect(self._stop)

    def show(self) -> None:
        """The card as it stands."""
        card = self._serving.card
        self.panel.show_state(card, why_stay=self._serving.why_not_open())
        self._typing.show(card.attempt if card is not None else None)

    def on_back(self) -> bool:
        """Esc lets the terminal stop; whether a card is in sight that it is about."""
        if self._serving.stage is not Stage.CARD:
            return False
        self._stop()
        return True

    def _stop(self) -> None:
        card, terminal = self._serving.card, self._doors.card_terminal
        if card is None or terminal is None or not card.can_stop:
            return
        attempt_id, desk, staff = card.attempt.attempt_id, self._doors.desk, self._around.staff
        self._put(card.stopping())
        self._around.work.run(
            _LANE,
            lambda: stop_card(attempt_id, terminal, desk, staff),
            done=lambda _: self._heard(card, ""),
            failed=lambda fault: self._heard(
                card, fault.sentence if isinstance(fault, CashierError) else _NOT_CONFIRMED
            ),
        )

    def _heard(self, asked: CardState, trouble: str) -> None:
        """The card may have been answered by now, and another one may be asked for."""
        card = self._serving.card
        if card is not None and card.attempt.attempt_id == asked.attempt.attempt_id:
            self._put(card.stop_heard(trouble))

    def _put(self, card: CardState) -> None:
        self._serving.card = card
        self.show()
