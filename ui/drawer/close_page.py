"""The page that counts and closes a drawer: three cards, one step after the other."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cashier.domain.accounts import BookLine
from cashier.domain.bags import typed_bags
from cashier.domain.drawer_count import COUNT_ACT, COUNT_AGAIN, CountDrawer
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.hand_over import HandOver
from cashier.domain.handing import Handed
from cashier.domain.money import ZERO
from cashier.domain.people import SIGNER, Approval, Right
from cashier.domain.shift_close import CLOSE_ACT, Accounted, CloseShift
from cashier.domain.tenders import TenderKind
from cashier.usecases.close_shift import CloseSheet, close_sheet, close_shift, closing, count_drawer
from cashier.usecases.drawer_acts import must_be_new_bags
from cashier.usecases.hand_over import hand_over
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.bag_watch import BagWatch
from ui.drawer.checks_card import ChecksCard
from ui.drawer.close_card import CloseAsked, CloseCard
from ui.drawer.close_state import CloseState, Step
from ui.drawer.count_rows import CountRows
from ui.drawer.terminal_asking import TerminalAsking
from ui.fonts import Face
from ui.widgets.card import Card
from ui.widgets.words import Words
from ui.work import SIGNING, said_of


class ClosePage(QWidget):
    """``closed`` carries the Z report's line, ``handed`` the line that hands the drawer over.

    ``committed`` when something was written, ``left`` to go back.
    """

    closed = Signal(object)
    handed = Signal(object)
    committed = Signal()
    left = Signal()

    def __init__(
        self,
        doors: Doors,
        around: Around,
        parent: QWidget | None = None,
        *,
        coming: Callable[[], tuple[Handed, ...]] = tuple,
    ) -> None:
        """``coming``: what is on its way to who closes."""
        super().__init__(parent)
        self._coming = coming
        self._desk = doors.desk
        self._step_up, self._drawers = doors.step_up, doors.drawers
        self._around = around
        self._state: CloseState | None = None
        self._count_id = self._close_id = doors.desk.new_id()
        self._is_asking = False
        self._turn = 0  # One more with each close that was taken back: what is heard of it comes too late.
        self._witness: Approval | None = None
        self._along: Approval | None = None
        self._terminal = TerminalAsking(doors, around, self._on_terminal)
        self._waiting: CloseAsked | None = None
        self._hint = Words(face=Face.LABEL, tone="muted")
        self._rows = CountRows()
        self._checks = ChecksCard()
        self._last = CloseCard()
        BagWatch(doors, around, *self._last.bag_fields)
        count = Card(self.tr("1 · Count the cash"), padding=18)
        count.body.setSpacing(4)
        count.body.addWidget(self._hint)
        count.body.addWidget(self._rows)
        count.body.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(count, 1)
        layout.addWidget(self._checks, 1)
        layout.addWidget(self._last)
        self._connect()

    def begin(self) -> None:
        """The drawer as it stands, with what was typed and ticked of it before. Raises CashierError."""
        before = replace(self._begun(close_sheet(self._desk, self._around.staff, self._coming())), counts_along=False)
        self._witness = None
        self._last.resume()
        self._read(before)
        if before.closing is not None and self._now.closing is None:
            self._rows.clear()  # Money moved since: the count that still stands there is of another drawer.
            self._show()
        state = self._now
        self._checks.show_items(state)
        if state.sheet.counted is not None:
            self._last.say_counted(state, state.sheet.counted.words)
        self._focus()

    def look_again(self) -> None:
        """What blocks the close may be another by now. What was typed and ticked stays."""
        if self._state is not None and not self._is_asking:
            self._read(self._now)
            if (sheet := self._now.sheet).counted is not None and self._now.step is not Step.COUNT:
                self._last.say_counted(self._now, sheet.counted.words)

    def count_with(self, along: Approval) -> None:
        """Its cashier is not here: this colleague counts along, and signs the close, too."""
        self._along = along

    def on_scan(self, text: str) -> None:
        """A bag's number, where one is asked for; else a check's, which is ticked, once the cash was counted."""
        if self._last.on_scan(text):
            return
        self._ticked(self._now.on_scan(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._take_back()
            if self._witness is not None and self._state is not None:
                self._witness, self._state = None, replace(self._now, counts_along=False)
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                _ = self._rows.on_enter() or self._checks.on_enter() or self._last.go_on()
        else:
            super().keyPressEvent(event)

    def _take_back(self) -> None:
        """The close that waits for an answer is not wanted any more."""
        self._waiting = None
        self._turn += 1
        if self._is_asking:
            self._is_asking = False
            self._show()

    def _begun(self, sheet: CloseSheet) -> CloseState:
        """How far this drawer's close was; of a drawer that is another one nothing is."""
        before = self._state
        if before is not None and before.sheet.shift.shift_id == sheet.shift.shift_id:
            return before
        self._close_id = self._desk.new_id()
        self._terminal.forget()
        self._rows.clear()
        self._checks.begin()
        self._last.begin()
        return CloseState(sheet=sheet)

    @property
    def _now(self) -> CloseState:
        assert self._state is not None, "the page was begun"
        return self._state

    def _read(self, state: CloseState) -> None:
        """The same ticks over what the desk knows now."""
        sheet = close_sheet(self._desk, self._around.staff, self._coming())
        is_enough = sheet.counted is not None and sheet.counted.attempt.is_enough
        counted = closing(self._desk, self._around.staff) if is_enough else None
        if counted is None:
            self._terminal.forget()
            self._waiting = None
        else:
            self._terminal.ask()
        self._state = replace(state.over(sheet, counted), terminals=self._terminal.said)
        self._show()

    def _show(self) -> None:
        state = self._now
        is_counting = state.step is Step.COUNT
        counted = state.sheet.counted
        amount = self._rows.state.total if is_counting or counted is None else counted.attempt.amount
        self._hint.setText(state.hint)
        self._rows.set_open(is_counting)
        self._checks.show_state(state)
        self._last.show_state(state, amount=amount, why_not=self._rows.state.message)

    def _focus(self) -> None:
        match self._now.step:
            case Step.COUNT:
                self._rows.focus_first()
            case Step.TICK:
                self._checks.focus_first()
            case Step.CLOSE:
                self._last.focus_first()

    def _keep_count(self) -> None:
        if self._now.step is not Step.COUNT:
            return
        if sentence := self._rows.state.message:
            self._last.say(sentence)
            return
        wish = CountDrawer(line_id=self._count_id, count=self._rows.state.count, witness=self._along or self._witness)
        try:
            answer = count_drawer(wish, self._desk, self._around.staff)
            self._count_id = self._desk.new_id()
            self._witness = None
            self._read(replace(self._now, counts_along=False))
        except CashierError as trouble:
            self._last.say(trouble.sentence)
            return
        self.committed.emit()
        if answer.difference is None:  # Empty fields, no amount, no direction (R1).
            self._rows.clear()
            self._show()
        self._last.say_counted(self._now, COUNT_AGAIN)
        if answer.expected is not None:
            self._last.say_expected(answer)
        self._focus()

    def _count_along(self, lead: str, passphrase: str) -> None:
        """A lead who is here counts with the cashier: another count, and they see what should be there (R1)."""
        if self._along is not None:
            self._on_lead(self._along)
            return
        self._around.work.run(
            SIGNING,
            lambda: self._step_up.approve(lead, passphrase, act=COUNT_ACT, amount=ZERO, right=Right.APPROVE_DRAWER),
            done=self._on_lead,
            failed=lambda fault: self._last.say_sign(*said_of(fault)),
        )

    def _on_lead(self, witness: Approval) -> None:
        self._witness = witness
        self._state = replace(self._now, counts_along=True)
        self._rows.clear()
        self._show()
        self._last.say_counted(self._now, self.tr("Count it together with %s.") % witness.approver_name)
        self._focus()

    def _on_number(self, text: str) -> None:
        self._ticked(self._now.on_number(text))

    def _ticked(self, state: CloseState) -> None:
        before, self._state = self._now, state
        if not self._now.said:
            self._checks.clear_number()
        self._show()
        if before.step is Step.TICK and self._now.step is Step.CLOSE:
            self._focus()

    def _on_tick(self, key: str, is_there: bool) -> None:
        self._state = self._now.tick(key, is_there)
        self._show()

    def _on_missed(self, key: str) -> None:
        self._state = self._now.miss(key)
        self._show()

    def _on_found(self, number: str, amount: str, is_order: bool, is_premium: bool) -> None:
        kind = TenderKind.MONEY_ORDER if is_order else TenderKind.CHECK
        line = BookLine.PREMIUM if is_premium else BookLine.MEDICAL
        try:
            self._state = self._now.find_more(number, amount, kind, line)
        except FieldRefused as refused:
            self._checks.say_found(refused.sentence, refused.field)
            return
        self._checks.say_found("")
        self._show()

    def _ask(self, asked: CloseAsked) -> None:
        state = self._now
        if self._is_asking or state.closing is None:
            return
        if self._terminal.is_asking:  # For seconds: a close that came before its answer would be without it.
            self._waiting = asked
            self._last.say_terminal_asked()
            return
        bags, drawers = typed_bags(asked.till_bag, asked.bags), self._drawers
        if not state.needs_lead and not bags:
            self._close(asked, None)
            return
        right = Right.APPROVE_DRAWER if self._along is None else Right.COUNT_ALONG

        def agreed() -> Approval | None:
            must_be_new_bags(bags, drawers)
            if not state.needs_lead:
                return None
            return self._step_up.approve(asked.lead, asked.passphrase, act=CLOSE_ACT, amount=state.to_sign, right=right)

        turn = self._turn
        self._is_asking = True
        self._last.set_busy()
        self._around.work.run(
            SIGNING,
            agreed,
            done=lambda approval: self._close(asked, approval) if turn == self._turn else None,
            failed=lambda fault: self._not_agreed(fault) if turn == self._turn else None,
        )

    def _on_terminal(self) -> None:
        """The terminal said its total, or that it says none; a close that waited for it goes on."""
        if self._state is None:
            return
        self._state = replace(self._now, terminals=self._terminal.said)
        self._show()
        asked, self._waiting = self._waiting, None
        if asked is not None:
            self._ask(asked)

    def _close(self, asked: CloseAsked, approval: Approval | None) -> None:
        if asked.to:
            self._hand_over(asked, approval)
            return
        try:
            numbered = close_shift(self._wish(asked, approval), self._desk, self._around.staff, self._coming())
        except FieldRefused as refused:
            self._is_asking = False
            self._show()
            self._last.say_at(refused.sentence, refused.field)
            return
        except CashierError as trouble:
            self._refused(trouble)
            return
        self._is_asking = False
        self.committed.emit()
        self.closed.emit(numbered)

    def _wish(self, asked: CloseAsked, approval: Approval | None) -> CloseShift:
        state = self._now
        return CloseShift(
            line_id=self._close_id,
            present=state.present,
            missing=state.missing,
            found=state.found,
            reason=asked.reason,
            approval=approval,
            left=state.left,
            till_bag=asked.till_bag,
            received_by=asked.received_by,
            bags=asked.bags,
            terminals=state.terminals,
        )

    def _hand_over(self, asked: CloseAsked, approval: Approval | None) -> None:
        """All that is in the drawer goes to another cashier; it is this one's until they accept it."""
        state = self._now
        accounted = Accounted(
            present=state.present,
            missing=state.missing,
            found=state.found,
            reason=asked.reason,
            approval=approval,
        )
        wish = HandOver(line_id=self._close_id, accounted=accounted, is_here=asked.is_here, terminals=state.terminals)
        try:
            numbered = hand_over(wish, asked.to, self._desk, self._around.staff)
        except FieldRefused as refused:
            self._is_asking = False
            self._show()
            if refused.field == "reason":
                self._last.say_at(refused.sentence, refused.field)
            else:
                self._last.say_receiver(refused.sentence)
            return
        except CashierError as trouble:
            self._refused(trouble)
            return
        self._is_asking = False
        self._close_id = self._desk.new_id()
        self.committed.emit()
        self.handed.emit(numbered)

    def _not_agreed(self, fault: BaseException) -> None:
        self._is_asking = False
        self._show()
        sentence, field = said_of(fault)
        if field not in ("", SIGNER):
            self._last.say_at(sentence, field)
        elif self._now.needs_lead:
            self._last.say_sign(sentence, field)
        else:
            self._last.say(sentence)

    def _refused(self, trouble: CashierError) -> None:
        self._is_asking = False
        self._show()
        sentence, field = said_of(trouble)
        if field == SIGNER:
            self._last.say_sign(sentence, field)
        else:
            self._last.say(sentence)

    def _connect(self) -> None:
        self._rows.changed.connect(self._show)
        self._rows.finished.connect(self._keep_count)
        self._checks.number_typed.connect(self._on_number)
        self._checks.ticked.connect(self._on_tick)
        self._checks.missed.connect(self._on_missed)
        self._checks.found_typed.connect(self._on_found)
        self._last.count_asked.connect(self._keep_count)
        self._last.along_asked.connect(self._count_along)
        self._last.close_asked.connect(self._ask)
