"""Hands on what was typed from the slip of a terminal that speaks to nobody; the card's lane books it."""

from uuid import UUID

from PySide6.QtCore import QObject

from cashier.domain.card import UNSETTLED, Attempt
from cashier.domain.errors import CashierError
from cashier.domain.money import ZERO, parse_amount
from cashier.domain.typed_card import AMOUNT, SlipSays, TypedCard
from cashier.usecases.type_card import type_card
from ui.counter.around import Around
from ui.counter.slip_form import SlipForm, SlipTyped
from ui.doors import Doors
from ui.work import said_of


class SlipTyping(QObject):
    """``form`` is in sight where a card waits for what is typed."""

    def __init__(self, form: SlipForm, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._doors = doors
        self._around = around
        self._attempt: Attempt | None = None
        self._begun: UUID | None = None
        form.typed.connect(self._on_typed)
        form.hide()

    def show(self, attempt: Attempt | None) -> None:
        """The card as it stands; another one begins with empty fields."""
        terminal = self._doors.by_hand.name if self._doors.by_hand is not None else ""
        waits = attempt is not None and attempt.state in UNSETTLED and attempt.terminal == terminal
        self._attempt = attempt if waits else None
        if waits and attempt is not None and attempt.attempt_id != self._begun:
            self._begun = attempt.attempt_id
            self._form.begin(attempt.amount, is_sale=attempt.gives_back is None)
        self._form.setVisible(waits)

    def _on_typed(self, typed: SlipTyped) -> None:
        attempt, terminal = self._attempt, self._doors.by_hand
        if attempt is None or terminal is None:
            return
        is_sale, field = attempt.gives_back is None, AMOUNT
        try:
            amount = parse_amount(typed.approved, "what was approved") if is_sale and typed.is_charged else ZERO
            field = ""
            wish = TypedCard(
                says=SlipSays.APPROVED if typed.is_charged else SlipSays.NOT_CHARGED,
                amount=amount,
                code=typed.code,
                code_again=typed.code_again,
                last_four=typed.last_four,
                last_four_again=typed.last_four_again,
                has_slip=typed.has_slip,
            )
            type_card(attempt.attempt_id, wish, terminal, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            sentence, about = said_of(trouble)
            self._form.say(sentence, about or field)
            return
        self._form.set_busy(True)
