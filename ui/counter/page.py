"""The Counter: finder and account at the left, payment at the right. Shows what `Serving` knows, decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cashier.domain.card import UNSETTLED
from cashier.domain.errors import CashierError
from cashier.domain.tenders import TenderKind
from cashier.usecases.card_payment import Settled
from cashier.usecases.take_payment import Taken
from ui.counter.account_view import AccountView
from ui.counter.around import Around
from ui.counter.besides_desk import BesidesDesk
from ui.counter.card_side import CardSide, serving_at
from ui.counter.extras import Looking
from ui.counter.extras_desk import ExtrasDesk
from ui.counter.finder import Finder
from ui.counter.finder_state import Opening
from ui.counter.halves import lay_out
from ui.counter.paid_side import PaidSide
from ui.counter.past_asking import PastAsking
from ui.counter.scan_side import ScanSide
from ui.counter.serving import Stage
from ui.counter.suspending import Suspending
from ui.counter.tender_side import TenderSide
from ui.counter.writing import write_down
from ui.doors import Doors

_DEAF_S = 0.5
_UNSURE = "It is not known whether the payment was taken. Press Enter again: it is taken once."
_SLOW_MS = 250  # A payment that is not on the disk by then shows that it is on its way.


class CounterPage(QWidget):
    """``told`` carries a sentence for the banner, ``copy_settled`` whether the second copy came in time.

    ``committed`` when something was written that the ledger or a device should hear of, ``next_member`` when one left.
    ``shown`` whenever something else stands there. ``serving`` and ``tender``: who is served, and with what.
    """

    told = Signal(str)
    copy_settled = Signal(bool)
    committed = Signal()
    correct_asked = Signal(str)
    next_member = Signal()
    shown = Signal()

    def __init__(self, doors: Doors, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self.serving = serving_at(doors, around)
        self._finder = Finder(doors, around, self)
        self._account = AccountView(prints_letters=doors.letters.has_printer)
        self._left = QStackedWidget()
        self._looking = Looking(self._finder.results)
        self._scans = ScanSide(doors, around, self.serving, self)
        for half in (self._looking, self._account, self._scans.choice):
            self._left.addWidget(half)
        self._extras = ExtrasDesk(self._account, self.serving, doors, around, self)
        self._besides = BesidesDesk(self._account, self.serving, doors, around, done=self._on_besides)
        self.tender = TenderSide(doors, around, self.serving, self)
        self._payment = self.tender.panel
        self._card = CardSide(doors, around, self.serving, find=self.go_find, parent=self)
        self._paid = PaidSide(doors, around, self.serving, self._account, self)
        self._right = QStackedWidget()
        for panel in (self._payment, self._card.panel, self._paid.panel, self._scans.receipt):
            self._right.addWidget(panel)
        self._past = PastAsking(self.serving, doors, around, self._account.balances)
        self._suspending = Suspending(doors, around, self.serving, self._finder, self)
        self._asked_at = 0.0
        self._finds_next = False  # Who comes after the receipt that stands there is looked for.
        lay_out(self, (self._finder.field, self._left, self._suspending.card), self._right)
        self._connect()
        self._show()

    # --- what the window says to the page ---

    @property
    def is_card_running(self) -> bool:
        """Whether card money of this desk is asked for and its result isn't known, whoever is at the window."""
        with self._doors.desk.open_reading() as work:
            return bool(work.attempts.unsettled())

    def go_find(self) -> None:
        """F2: to the finder; from a card that isn't known, on to the next member. A receipt stays until one comes."""
        self._scans.on_back()
        if self.serving.card is not None and self.serving.card.is_unknown:
            self._next_member()
        self._finds_next = self.serving.stage is Stage.PAID
        self._show_left()
        self._finder.field.take_focus()

    def take_focus(self) -> None:
        """Where the next thing is done."""
        if self.serving.stage is Stage.PAID:
            self._paid.take_focus()
        elif self._is_looking or not (self.tender.asks_for_rest() or self._account.focus_first()):
            self._finder.field.take_focus()

    def on_scan(self, text: str) -> None:
        """A scan from anywhere."""
        self._scans.take(text, is_looking=self._is_looking, awaits_statement=self._account.takes_scans)

    def on_link(self, *, online: bool) -> None:
        """The link changed or the ledger has more: figures change in place, focus and typed text stay."""
        self.serving.online = online
        self._finder.set_online(online)
        self._refresh()
        self._suspending.look()
        self._paid.show_posted()

    def on_card(self, settled: Settled, *, is_told: bool) -> None:
        """The terminal's answer; ``is_told`` where another page has said it."""
        was = self.serving.stage
        sentence = self.serving.card_heard(settled)
        if sentence and not is_told:
            self.told.emit(sentence)
        if settled.attempt.state not in UNSETTLED:
            # A question that is still open must not wake the lane that asks it: it would ask again at once.
            self._after_commit(was)
        self._refresh()
        if was is Stage.CARD and self.serving.stage is Stage.PAYING and not self._is_looking:
            self.take_focus()

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the one next step, Esc one step back; a key that's held counts once."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter and event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            if is_enter:
                self._on_enter()
            else:
                self._on_back()

    def _on_enter(self) -> None:
        if self._scans.asks or self._finder.on_enter() or self._account.on_enter():
            return
        if self._scans.shows_receipt or self._payment.lead.on_enter():
            return
        if self.serving.stage is Stage.PAID:
            self._paid.panel.on_enter()
        else:
            self._step()

    def _on_back(self) -> None:
        if self._scans.on_back() or self._finder.on_back():
            return
        if self._finder.is_busy:
            self._leave_finder()
        elif self._account.on_back() or self._card.on_back() or self.serving.stage is Stage.TAKING:
            return
        elif self.serving.stage is Stage.PAID:
            self._paid.panel.on_enter()
        else:
            self.serving.back()
            self.take_focus()
            self._show()
            self.tender.take_focus()

    # --- what the cashier does ---

    def _on_finder(self) -> None:
        self._scans.clear()
        self._show_left()
        self._suspending.show()
        if self.serving.stage is Stage.PAYING:
            self.tender.show_payment(is_looking=self._is_looking)

    def _leave_finder(self) -> None:
        """Back to the account, with everything as it was."""
        self._finds_next = False
        self._finder.clear()
        self.take_focus()
        if self.serving.stage is Stage.PAYING:
            self.tender.take_focus()

    def _open(self, opening: Opening) -> None:
        sentence = self.serving.why_not_open()
        if sentence:
            self._finder.say(sentence)
            return
        if not self._try(lambda: self.serving.open(opening), self._finder.say):
            return
        self._finder.clear()
        self._scans.opened(opening)
        self._show(is_new=True)
        self.take_focus()
        self._past.ask()
        self._suspending.opened()

    def _show_receipt(self, number: str) -> None:
        """The receipt whose number was typed, once it is there; the field keeps what was typed until then."""
        self._scans.show_typed(number, shown=self._finder.clear_quietly, refused=self._finder.tell)

    def _on_scan_left(self) -> None:
        """Back to where the cashier was, with everything as it was."""
        self._show()
        self.take_focus()
        self.tender.take_focus()

    def _choose(self, act: Callable[[], None]) -> None:
        """Something of the account was chosen; what the rules say stands in the table."""
        if self._try(act, self._account.balances.say):
            self._show()

    def _add_found(self) -> None:
        """The statement that was looked for is paid here, too."""
        number = self._finder.statement
        self._leave_finder()
        self._extras.add_statement(number)

    def _on_besides(self) -> None:
        self.committed.emit()
        self._refresh(is_own=True)
        self._past.ask()

    def _ask_kind(self, kind: TenderKind) -> None:
        if self._is_looking or self._scans.is_in_front:
            return
        self.serving.tender(kind)
        self._show()
        self.tender.take_focus()

    def _step(self) -> None:
        if self._is_looking or self._scans.is_in_front or self.serving.begun or not self._extras.keeps_payor():
            return  # Money is only taken on the account that is in sight, and once, and from whom the form says.
        was, typed_in = self.serving.stage, self._payment.fields.isVisible()
        if self.serving.is_asked and self._around.seconds() - self._asked_at < _DEAF_S:
            return  # A key that bounces never answers the question it has raised.
        if self.serving.enter(self._payment.fields.focused):
            self._after_commit(was)
        if (begun := self.serving.begun) is not None:
            write_down(begun, self._doors, self._around.work, done=self._on_taken, failed=self._on_not_taken)
            self._paid.make_ready(begun.taken)
            QTimer.singleShot(_SLOW_MS, self, self._show_if_slow)
            return
        if self.serving.is_asked:
            self._asked_at = self._around.seconds()
        self._show()
        if self.serving.stage is Stage.PAYING:
            if typed_in and not self._payment.fields.isVisible():
                self.take_focus()  # Its fields are gone; on the button that Qt would go to, Enter means another thing.
            self.tender.take_focus()

    def _on_taken(self, taken: Taken) -> None:
        """The change stands there; the rest follows with the receipt."""
        self.serving.took(taken)
        self._after_commit(Stage.TAKING)

    def _on_not_taken(self, fault: BaseException) -> None:
        self.serving.not_taken(fault if isinstance(fault, CashierError) else CashierError(_UNSURE))
        self._show()
        self.tender.take_focus()

    def _show_if_slow(self) -> None:
        if self.serving.stage is Stage.TAKING:
            self._show()

    def _drop(self, yes: bool) -> None:
        was = self.serving.stage
        if self.serving.drop(yes):
            self._after_commit(was)
        self._show()
        self.take_focus()

    def _after_commit(self, was: Stage) -> None:
        """The drawer and the lanes first, so that they work while the change is painted; the receipt comes after it."""
        taken = self.serving.taken if was is not Stage.PAID else None
        if taken is not None and taken.opens_drawer and was is not Stage.TAKING:
            self._doors.open_drawer()
        self.committed.emit()
        if taken is None:
            return
        if was is not Stage.TAKING:
            self._paid.make_ready(taken)
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # Else it jumps to the next button anywhere while its panel is hidden.
        self._right.setCurrentWidget(self._paid.panel)
        self._paid.appear(taken)
        self.shown.emit()

    def _next_member(self) -> None:
        self.serving.leave()
        self._finder.clear()
        self._show()
        self._finder.field.take_focus()
        self._suspending.look()
        self.next_member.emit()

    def _leave_receipt(self) -> None:
        """What needs no member is the next one's: no receipt stands there any more."""
        self._scans.clear()
        if self.serving.stage is Stage.PAID:
            self._paid.panel.next_asked.emit()

    def _show_chosen(self) -> None:
        self._show()
        self.take_focus()

    def _refresh(self, *, is_own: bool = False) -> None:
        self._try(lambda: self.serving.refresh(is_own=is_own), self.told.emit)
        self._past.follow()
        self._show()

    # --- showing ---

    def _show(self, *, is_new: bool = False) -> None:
        serving = self.serving
        stage = serving.stage
        payment = None if stage is Stage.PAID else serving.payment
        fixed = stage in (Stage.CARD, Stage.TAKING) or (payment is not None and payment.is_fixed)
        if serving.account is not None:
            self._account.show_account(serving.account, payment, fixed=fixed, is_new=is_new)
        elif serving.is_open:
            self._account.show_without_member(payment, fixed=fixed)
        self._show_left()
        self._suspending.show()
        if self._scans.shows_receipt:
            self._right.setCurrentWidget(self._scans.receipt)
        elif stage is Stage.CARD:
            self._card.show()
            self._right.setCurrentWidget(self._card.panel)
        elif stage is Stage.PAID:
            self._right.setCurrentWidget(self._paid.panel)
        else:
            self.tender.show_payment(is_looking=self._is_looking)
            self._right.setCurrentWidget(self._payment)
        self.shown.emit()

    @property
    def _is_looking(self) -> bool:
        """Whether the list stands there, and no account that could be paid."""
        return not self.serving.is_open or self._finder.is_busy or self._finds_next

    def _show_left(self) -> None:
        """The list while something is looked for, else the account."""
        self._finds_next = self._finds_next and self.serving.stage is Stage.PAID
        self._looking.show_offers(self._is_looking and not self._finder.is_busy)
        self._looking.show_add(self._finder.statement, self.serving.pays_also)
        page = self._looking if self._is_looking else self._account
        self._left.setCurrentWidget(self._scans.choice if self._scans.asks else page)

    def _try(self, act: Callable[[], None], say: Callable[[str], None]) -> bool:
        try:
            act()
        except CashierError as trouble:
            say(trouble.sentence)
            return False
        return True

    def _connect(self) -> None:
        serving, balances = self.serving, self._account.balances
        self._finder.opening.connect(self._open)
        self._finder.changed.connect(self._on_finder)
        self._finder.left.connect(self._leave_finder)
        self._finder.receipt_asked.connect(self._show_receipt)
        balances.ticked.connect(lambda number: self._choose(lambda: serving.tick(number)))
        balances.edited.connect(lambda number, text: self._choose(lambda: serving.edit(number, text)))
        balances.foot.all_due_asked.connect(lambda: self._choose(serving.pay_all_due))
        self._account.family_seen.connect(lambda number, seen: self._choose(lambda: serving.add_family(number, seen)))
        self.tender.agreed.connect(self._show_chosen)
        for side in (self.tender, self._extras, self._scans):
            side.changed.connect(self._show)
        self._extras.which.connect(self._scans.ask_which)
        self._scans.statement.connect(self._extras.add_statement)
        self._account.form_closed.connect(self.take_focus)
        self._extras.done.connect(self.take_focus)
        self._past.told.connect(self._besides.following(self._show))
        self._looking.add_asked.connect(self._add_found)
        for asked in (self._looking.offers.misc_asked, self._looking.offers.unidentified_asked):
            asked.connect(self._leave_receipt)
        self._extras.offers(self._looking.offers.misc_asked, self._looking.offers.unidentified_asked)
        self._payment.payor_asked.connect(self._extras.ask_payor)
        self._payment.kind_asked.connect(self._ask_kind)
        self._payment.step_asked.connect(self._step)
        self._payment.back_asked.connect(self._on_back)
        self._payment.suspend_asked.connect(self._suspending.suspend)
        self._suspending.chosen.connect(self._show_chosen)
        self._suspending.told.connect(self.told)
        self._payment.drop_answered.connect(self._drop)
        self._paid.paper_shown.connect(self._refresh)
        self._paid.copy_settled.connect(self.copy_settled)
        self._scans.acts.connect(self._account.close_besides)
        self._scans.look_for.connect(self._finder.on_scan)
        self._scans.said.connect(self.told)
        self._scans.filled.connect(self._payment.focus_on)
        self._scans.left.connect(self._on_scan_left)
        self._scans.receipt.correct_asked.connect(self.correct_asked)
        for asked in (self._suspending.left, self._paid.panel.next_asked):
            asked.connect(self._next_member)
        for part in (self._suspending, self._paid, self._scans.receipt):
            part.committed.connect(self.committed)
