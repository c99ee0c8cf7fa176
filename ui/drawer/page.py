"""The Drawer page: what is done with the drawer during the day, and its close at the end."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cashier.domain.asks import Ask
from cashier.domain.drawer_acts import (
    BAG,
    DROP_ACT,
    EXCHANGE_ACT,
    GO_ON_ACT,
    Drop,
    Exchange,
    check_reason,
    exchanged_amount,
)
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.handing import Handed
from cashier.domain.line import Numbered
from cashier.domain.money import ZERO
from cashier.domain.people import SIGNER, Approval, Right
from cashier.domain.shift import ShiftState
from cashier.domain.tries import WITNESS, WITNESS_RIGHT
from cashier.domain.z_report import read_z
from cashier.usecases.close_shift import last_z
from cashier.usecases.drawer_acts import (
    drop,
    exchange_bills,
    must_be_new_bag,
    open_for,
    open_without_sale,
    read_x,
    resume_drawer,
    suspend_drawer,
)
from cashier.usecases.shift import current_shift
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.bag_watch import BagWatch
from ui.drawer.close_page import ClosePage
from ui.drawer.drawer_state import DrawerState, drawer_warning, reading_facts
from ui.drawer.drop_form import DropAsked, DropForm
from ui.drawer.handing import Handing
from ui.drawer.home import DrawerHome
from ui.drawer.money_forms import ExchangeForm
from ui.drawer.paying import Paying
from ui.drawer.surprise_form import SurpriseForm, SurpriseSaid
from ui.from_queue import FromQueue
from ui.work import SIGNING, said_of, sentence_of


class DrawerPage(QStackedWidget):
    """``committed`` when something was written, ``changed`` when the drawer stands otherwise than before.

    ``heard`` carries what is on its way to who is signed in, whenever that is known anew here.
    """

    committed = Signal()
    changed = Signal()
    heard = Signal(tuple)

    def __init__(
        self, doors: Doors, around: Around, parent: QWidget | None = None, *, why_not_now: Callable[[], str]
    ) -> None:
        """``why_not_now``: the sentence that keeps the drawer from being counted, such as a payment in the hand."""
        super().__init__(parent)
        self._doors = doors
        self._why_not_now = why_not_now
        self._desk = doors.desk
        self._around = around
        self._line_id = doors.desk.new_id()
        self._go_on_ask: Ask | None = None
        self._queue = FromQueue(doors, around, self)
        self._home = DrawerHome(self)
        self._surprised = SurpriseForm(doors, around, self)
        self._surprised.hide()
        self._paying = Paying(self._home.pay_form, doors, around)
        self._handing = Handing(doors, around, self._open_drawer_for)
        self._home.add_form(self._handing)
        BagWatch(doors, around, self._home.drop_form.bag_field)
        self._close = ClosePage(doors, around, self, coming=lambda: self._handing.coming)
        for page in (self._home, self._close):
            self.addWidget(page)
        self._connect()

    @property
    def takes_scans(self) -> bool:
        """Whether a scan is for what is done here: checks that are ticked off, and bags that are filled."""
        return self.isVisible() and (self.currentWidget() is self._close or self._home.drop_form.isVisible())

    def begin(self) -> None:
        """The page comes to the front."""
        if self.currentWidget() is self._close:
            self._show_close()
        else:
            self._show_home()
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)
            self._handing.look()

    def hear_coming(self, coming: tuple[Handed, ...]) -> None:
        """What is on its way to who is signed in, as a lane heard; a close that waits for it sees it, too."""
        self._handing.hear_coming(coming)
        if self.isVisible() and self.currentWidget() is self._close:
            self._close.look_again()

    def on_scan(self, text: str) -> None:
        (self._close if self.currentWidget() is self._close else self._home.drop_form).on_scan(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.currentWidget() is not self._home:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._home.step_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._home.on_enter()
        else:
            super().keyPressEvent(event)

    def _show_home(self) -> None:
        last = last_z(self._desk)
        state = DrawerState(
            shift=current_shift(self._desk), last=last.line if last else None, zone=self._desk.place.time_zone
        )
        self.setCurrentWidget(self._home)
        self._home.show_state(state, warning=drawer_warning(self._desk), pays=self._desk.place.drawers.pays_in_and_out)

    def _show_close(self) -> None:
        try:
            self._close.begin()
        except CashierError as trouble:
            self._show_home()
            self._home.say(True, trouble.sentence)
            return
        self.setCurrentWidget(self._close)

    def _count(self) -> None:
        """The drawer opens, then it is counted; not with a payment in the hand."""
        if sentence := self._why_not_now():
            self._home.say(True, sentence)
            return
        shift = current_shift(self._desk)
        if shift is not None and shift.state is ShiftState.ACTIVE and not self._open_drawer_for("a count"):
            return
        self._show_close()

    def _drop(self) -> None:
        """The drawer opens first, then the notes are counted into the bag."""
        if self._home.drop_form.isVisible() or self._open_drawer_for("a drop"):
            self._home.open_drop()

    def _surprise(self) -> None:
        """Somebody of the office is here: the drawer opens, and both count; not with a payment in the hand."""
        if sentence := self._why_not_now():
            self._home.say(True, sentence)
        elif self._surprised.isVisible() or self._open_drawer_for("a surprise count"):
            self._home.open_surprise(self._surprised)

    def _on_surprised(self, said: SurpriseSaid) -> None:
        self._show_home()
        self._home.show_nothing()
        self._home.say(not said.matches, said.sentence)

    def _exchange(self) -> None:
        if self._home.exchange_form.isVisible() or self._open_drawer_for("an exchange"):
            self._home.open_exchange()

    def _on_exchange(self, given: dict[str, int], got: dict[str, int]) -> None:
        form, step_up = self._home.exchange_form, self._doors.step_up

        def put(witness: Approval | None) -> None:
            wish = Exchange(line_id=self._line_id, given=given, got=got, witness=witness)
            try:
                exchange_bills(wish, self._desk, self._around.staff)
            except FieldRefused as refused:
                form.say_sign(refused.sentence)
                return
            except CashierError as trouble:
                _say(form, trouble)
                self.committed.emit()  # That it was tried is kept.
                return
            self._done()
            self._home.show_nothing()
            self._home.say(False, self.tr("Exchanged. The slip goes to the safe."))

        try:
            amount = exchanged_amount(given, got)
        except CashierError as trouble:
            form.say(trouble.sentence)
            return
        user, secret = form.signed()
        if not (user and secret):
            put(None)
            return
        form.set_busy()
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(user, secret, act=EXCHANGE_ACT, amount=amount, right=WITNESS_RIGHT),
            done=put,
            failed=lambda fault: form.say_sign(*said_of(fault)),
        )

    def _on_paid(self) -> None:
        self._done()
        self._home.show_nothing()
        self._home.say(False, self.tr("The drawer opens. Put the slip into it."))

    def _open_drawer_for(self, purpose: str) -> bool:
        return self._do(lambda: open_for(self._desk.new_id(), purpose, self._desk, self._around.staff), opens=True)

    def _no_sale(self, reason: str) -> None:
        try:
            check_reason(reason)
        except FieldRefused as refused:
            self._home.say_reason(refused.sentence)
            return
        if self._do(lambda: open_without_sale(self._line_id, reason, self._desk, self._around.staff), opens=True):
            self._home.show_nothing()
            self._home.say(False, self.tr("The drawer opens. Put the slip into it."))

    def _break(self) -> None:
        shift = current_shift(self._desk)
        if shift is not None and shift.state is ShiftState.COUNTING:
            self._home.open_going_on()
            return
        act = resume_drawer if shift is not None and shift.state is ShiftState.SUSPENDED else suspend_drawer
        if self._do(lambda: act(self._line_id, self._desk, self._around.staff)):
            self._home.show_nothing()

    def _go_on(self, lead: str, passphrase: str) -> None:
        def resume(approval: Approval) -> None:
            if self._do(lambda: resume_drawer(self._line_id, self._desk, self._around.staff, approval)):
                self._home.show_nothing()

        self._signed(lead, passphrase, GO_ON_ACT, Right.APPROVE_DRAWER, resume)

    def _ask_go_on(self) -> None:
        """A lead at another desk agrees: nobody counts along, and the count is made again at the close (R1)."""
        if self._go_on_ask is None:
            self._go_on_ask = Ask(
                ask_id=self._desk.new_id(),
                act=GO_ON_ACT,
                amount=ZERO,
                right=Right.APPROVE_DRAWER,
                sentence=self.tr("Back to the window after a count, which is made again at the close."),
            )
        self._home.say(False, self.tr("Asked. A lead answers on their Office page; this goes on by itself."))
        self._queue.ask(self._go_on_ask, given=self._on_go_on, failed=self._on_no_go_on)

    def _on_go_on(self, word: Approval) -> None:
        self._go_on_ask = None
        shift = current_shift(self._desk)
        if shift is None or shift.state is not ShiftState.COUNTING:  # It was closed meanwhile, or a lead was here.
            return
        if self._do(lambda: resume_drawer(self._line_id, self._desk, self._around.staff, word)):
            self._home.show_nothing()
            self._home.say(False, self.tr("%s agreed. This drawer is in use again.") % word.approver_name)

    def _on_no_go_on(self, sentence: str) -> None:
        self._go_on_ask = None
        self._home.say(True, sentence)

    def _read_x(self) -> None:
        try:
            reading = read_x(self._line_id, self._desk, self._around.staff)
        except CashierError as trouble:
            self._home.say(True, trouble.sentence)
            return
        self._line_id = self._desk.new_id()
        self._home.show_reading(reading_facts(reading))
        self.committed.emit()

    def _on_drop(self, asked: DropAsked) -> None:
        def put(witness: Approval | None) -> None:
            wish = Drop(line_id=self._line_id, count=asked.count, bag=asked.bag, line=asked.line, witness=witness)
            try:
                drop(wish, self._desk, self._around.staff)
            except FieldRefused as refused:
                form = self._home.drop_form
                (form.say_sign if refused.field == WITNESS else form.say_bag)(refused.sentence)
                return
            except CashierError as trouble:
                _say(self._home.drop_form, trouble)
                self.committed.emit()  # That it was tried is kept.
                return
            self._done()
            self._home.show_nothing()
            told = self.tr("Dropped. One slip goes with the bag, one into the drawer.")
            self._home.say(False, told)

        if not (asked.witness and asked.passphrase):
            put(None)
            return
        form, step_up, drawers = self._home.drop_form, self._doors.step_up, self._doors.drawers
        signer = asked.witness, asked.passphrase

        def sign() -> Approval:
            must_be_new_bag(asked.bag, BAG, drawers)
            return step_up.approve(*signer, act=DROP_ACT, amount=asked.amount, right=WITNESS_RIGHT)

        def refuse(fault: BaseException) -> None:
            sentence, field = said_of(fault)
            (form.say_bag(sentence) if field == BAG else form.say_sign(sentence, field))

        form.set_busy()
        self._around.work.run(SIGNING, sign, done=put, failed=refuse)

    def _signed(self, user: str, secret: str, act: str, right: Right, done: Callable[[Approval], None]) -> None:
        step_up = self._doors.step_up
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(user, secret, act=act, amount=ZERO, right=right),
            done=done,
            failed=lambda fault: self._home.say(True, sentence_of(fault)),
        )

    def _do(self, act: Callable[[], Numbered], *, opens: bool = False) -> bool:
        """Write something down; then the drawer opens, where it has to. Whether it was."""
        try:
            act()
        except CashierError as trouble:
            self._home.say(True, trouble.sentence)
            return False
        if opens:
            self._doors.open_drawer()
        self._done()
        return True

    def _done(self) -> None:
        self._line_id = self._desk.new_id()
        self._show_home()
        self.committed.emit()
        self.changed.emit()

    def _on_closed(self, numbered: Numbered) -> None:
        z = read_z(numbered.line)
        self._done()
        self._home.say_closed(z.number)

    def _connect(self) -> None:
        home = self._home
        home.count_asked.connect(self._count)
        home.drop_asked.connect(self._drop)
        home.surprise_asked.connect(self._surprise)
        self._surprised.counted.connect(self._on_surprised)
        self._surprised.committed.connect(self.committed)
        self._surprised.left.connect(home.show_nothing)
        home.no_sale_asked.connect(self._no_sale)
        home.break_asked.connect(self._break)
        home.going_on_asked.connect(self._go_on)
        home.going_on_afar.connect(self._ask_go_on)
        home.reading_asked.connect(self._read_x)
        home.drop_form.asked.connect(self._on_drop)
        home.exchange_opened.connect(self._exchange)
        home.exchange_form.asked.connect(self._on_exchange)
        home.pay_opened.connect(home.open_pay)
        self._paying.done.connect(self._on_paid)
        home.cashiers_opened.connect(home.open_cashiers)
        self._handing.committed.connect(self._on_handed)
        self._handing.came.connect(self._on_came)
        self._handing.heard.connect(self.heard)
        self._close.handed.connect(self._on_handed_over)
        self._close.left.connect(self._leave_close)
        self._close.closed.connect(self._on_closed)
        self._close.committed.connect(self._on_counted)

    def _on_handed(self) -> None:
        """Cash went to another cashier or came from one; perhaps the drawer itself is another's by now."""
        self._show_home()
        self.committed.emit()
        self.changed.emit()

    def _on_came(self, giver: str) -> None:
        if giver:
            self._home.say(False, self.tr("Cash for you is on its way from %s: Alt H.") % giver)

    def _on_handed_over(self) -> None:
        self._done()
        self._home.open_cashiers()

    def _leave_close(self) -> None:
        self._show_home()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_counted(self) -> None:
        self.committed.emit()
        self.changed.emit()


def _say(form: DropForm | ExchangeForm, trouble: CashierError) -> None:
    """What the rules answered; beside who signs, where it is about them."""
    sentence, field = said_of(trouble)
    if field == SIGNER:
        form.say_sign(sentence, field)
    else:
        form.say(sentence)
