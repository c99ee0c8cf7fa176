"""Looks for cards that the terminal does not settle, and settles them with what two people read off its report, or puts
them on hold.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier.domain.card import Attempt
from cashier.domain.card_hold import HoldCard, hold_act
from cashier.domain.card_report import CHARGED, SETTLED_FROM, Found, SettleCard, settle_act
from cashier.domain.errors import CashierError
from cashier.domain.money import ZERO, parse_amount
from cashier.domain.people import Approval, Right
from cashier.domain.times import time_words
from cashier.usecases.settle_card import hold_by_two, owner_of, settle_by_two, theirs, unknown_cards
from ui.activity.correct_state import SIGN
from ui.counter.around import Around
from ui.desk.card_report import ON_HOLD, ReportRead
from ui.desk.page import DeskPage
from ui.doors import Doors
from ui.work import SIGNING, said_of


class CardSettling(QObject):
    """``settled`` carries a `Settled`."""

    settled = Signal(object)

    def __init__(self, page: DeskPage, doors: Doors, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._form = page, page.card_report
        self._doors = doors
        self._around = around
        self._attempt: Attempt | None = None
        self._line_id = doors.desk.new_id()
        self._form.asked.connect(self._ask)

    def look(self) -> str:
        """Show the oldest that may be settled now, on hold last. Returns the banner's sentence once it is theirs."""
        desk = self._doors.desk
        now = desk.clock()
        open_ones = [each for each in unknown_cards(desk) if now - each.asked_at >= SETTLED_FROM]
        first = min(open_ones, key=lambda each: each.is_on_hold, default=None)
        if _shown(first) != _shown(self._attempt):
            self._attempt = first
            self._line_id = desk.new_id()
            if first is not None:
                self._form.begin(self._words(first), is_sale=first.gives_back is None)
        self._page.ask_about_card(asked=first is not None)
        waiting = theirs(desk)
        if not waiting:
            return ""
        said = self.tr("A card that %s asked for has not been known for ten minutes.") % owner_of(waiting[0], desk)
        return f"{said} {self.tr('Settle it with a lead on the Desk page.')}"

    def _words(self, attempt: Attempt) -> str:
        desk = self._doors.desk
        at = time_words(attempt.asked_at, now=desk.clock(), zone=desk.place.time_zone)
        if attempt.gives_back is None:
            what = self.tr("Nobody knows whether a card was charged %s, asked for at %s.")
        else:
            what = self.tr("Nobody knows whether a card got %s back, asked for at %s.")
        if self._is_by_hand(attempt):  # It was never told a number of ours.
            where = (
                self.tr("Print the report of terminal %s and look for this amount and time there.") % attempt.terminal
            )
        else:
            where = self.tr("Print the report of terminal %s and look for it there: number %s.")
            where %= (attempt.terminal, attempt.service_id)
        said = f"{what % (attempt.amount, at)} {where}"
        return f"{said} {self.tr('It is %s.') % attempt.words}" if attempt.is_on_hold else said

    def _is_by_hand(self, attempt: Attempt) -> bool:
        """Whether its terminal speaks to nobody."""
        return self._doors.by_hand is not None and self._doors.by_hand.name == attempt.terminal

    def _ask(self, read: ReportRead) -> None:
        if (attempt := self._attempt) is None:
            return
        if read.found == ON_HOLD:
            self._sign_hold(read, attempt)
            return
        found, charged = Found(read.found), ZERO
        if found is Found.LISTED and attempt.gives_back is None:
            try:
                charged = parse_amount(read.charged, "what was charged")
            except CashierError as trouble:
                self._form.say(trouble.sentence, CHARGED)
                return
        wish = SettleCard(
            line_id=self._line_id,
            attempt_id=attempt.attempt_id,
            found=found,
            reference=read.reference,
            charged=charged,
            code=read.code,
            is_by_hand=self._is_by_hand(attempt),
        )
        self._sign(read, settle_act(attempt, found), attempt, lambda approval: self._settle(wish, approval))

    def _sign_hold(self, read: ReportRead, attempt: Attempt) -> None:
        wish = HoldCard(line_id=self._line_id, attempt_id=attempt.attempt_id, why=read.why)
        self._sign(read, hold_act(attempt), attempt, lambda approval: self._hold(wish, approval))

    def _sign(self, read: ReportRead, act: str, attempt: Attempt, done: Callable[[Approval], None]) -> None:
        self._form.set_busy(True)
        step_up = self._doors.step_up
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                read.lead, read.passphrase, act=act, amount=attempt.amount, right=Right.APPROVE_CORRECTIONS
            ),
            done=done,
            failed=self._not_signed,
        )

    def _not_signed(self, fault: BaseException) -> None:
        sentence, field = said_of(fault)
        self._form.say(sentence, field or SIGN)

    def _settle(self, wish: SettleCard, approval: Approval) -> None:
        try:
            settled = settle_by_two(replace(wish, approval=approval), self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._form.say(*said_of(trouble))
            return
        self.look()
        self.settled.emit(settled)

    def _hold(self, wish: HoldCard, approval: Approval) -> None:
        try:
            hold_by_two(replace(wish, approval=approval), self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._form.say(*said_of(trouble))
            return
        self.look()
        self._form.take_focus()


def _shown(attempt: Attempt | None) -> tuple[UUID, bool] | None:
    """What a form is about: another card, or the same one since it is on hold, begins it anew."""
    return (attempt.attempt_id, attempt.is_on_hold) if attempt is not None else None
