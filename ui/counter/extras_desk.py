"""Takes what the small forms say to the payment: each is read, refused beside its field, or added."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.languages import SPOKEN
from cashier.usecases.find_elsewhere import bring_statement
from cashier.usecases.find_member import NotHere, statement_number, statements_like, today_at
from ui.counter.account_view import AccountView
from ui.counter.around import Around
from ui.counter.credit_asking import CreditAsking
from ui.counter.effect_state import typed_effect
from ui.counter.extras_state import (
    Extra,
    Texts,
    read_deposit,
    read_holding,
    read_misc,
    read_payor,
)
from ui.counter.serving import Serving
from ui.counter.small_form import SmallForm
from ui.doors import Doors
from ui.work import sentence_of

_ELSEWHERE = "elsewhere"  # The lane on which the ledger is asked for people.


class ExtrasDesk(QObject):
    """``changed`` when the payment is another one, ``done`` when the focus goes on from a field that is gone.

    ``which`` carries the statements that a number without its letters may be.
    """

    changed = Signal()
    done = Signal()
    which = Signal(object)

    def __init__(
        self, account: AccountView, serving: Serving, doors: Doors, around: Around, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._serving = serving
        self._doors = doors
        self._work = around.work
        self._credit = CreditAsking(account.credit, serving, doors.step_up, around.work)
        self._credit.added.connect(self._close)
        place, desk = doors.desk.place, doors.desk
        reads: tuple[tuple[SmallForm, Callable[[Texts], Extra]], ...] = (
            (account.deposit, lambda texts: read_deposit(texts, place)),
            (account.unidentified, lambda texts: read_holding(texts, place)),
            (account.misc, lambda texts: read_misc(texts, place, today_at(desk))),
        )
        for form, read in reads:
            form.entered.connect(partial(self._add, form, read))
        account.payor.entered.connect(self._keep_payor)
        account.extras.removed.connect(self._remove)
        account.language.clicked.connect(self._turn_language)
        account.balances.foot.statement_entered.connect(self.add_statement)
        account.balances.foot.spread_asked.connect(self._spread)
        account.balances.foot.spread_typed.connect(self._show_spreading)
        for asked in (account.balances.foot.on_account_asked, account.balances.foot.deposit_asked):
            asked.connect(self._forget_problem)
        self.offers(account.without_member.misc_asked, account.without_member.unidentified_asked)

    def offers(self, misc: SignalInstance, unidentified: SignalInstance) -> None:
        """Where else the two things can be asked for that need no account."""
        misc.connect(self.begin_misc)
        unidentified.connect(self.begin_unidentified)

    def begin_misc(self) -> None:
        """What is sold outside the member books."""
        self._account.misc.show_codes(self._doors.desk.place.rules.codes(today_at(self._doors.desk)))
        self._begin(self._account.misc)

    def begin_unidentified(self) -> None:
        """Money that nobody is known for."""
        self._begin(self._account.unidentified)

    def ask_payor(self) -> None:
        """Who hands over the money."""
        if self._serving.payment is not None:
            self._account.open_payor(self._serving.payment)

    def keeps_payor(self) -> bool:
        """What is typed of the payor is kept before money is taken; False while that is refused beside its field."""
        form = self._account.payor
        if form.isVisible():
            self._keep_payor(form.texts)
        return not form.isVisible()

    def add_statement(self, text: str) -> None:
        """Another's statement, typed or scanned. Nothing typed is done with it."""
        foot, balances = self._account.balances.foot, self._account.balances
        if not text.strip():
            foot.close_asking()
            self.done.emit()
            return
        try:
            if may_be := statements_like(text, self._doors.desk):
                self.which.emit(may_be)
                return
            number = self._serving.add_statement(text)
        except NotHere as trouble:
            self._bring(text, trouble)
        except CashierError as trouble:
            balances.say(trouble.sentence)
        else:
            foot.statement_added()
            self.changed.emit()
            balances.bring_to_sight(number)

    def _spread(self, text: str, only_member: bool) -> None:
        balances = self._account.balances
        try:
            self._serving.pay_oldest_first(text, only_member=only_member)
        except CashierError as trouble:
            balances.say(trouble.sentence)
            return
        balances.foot.close_asking()
        self.changed.emit()
        self.done.emit()

    def _show_spreading(self, text: str, only_member: bool) -> None:
        """What spreading would leave, before it is done."""
        if self._serving.account is not None:
            effect = typed_effect(self._serving.account, text, only_member=only_member)
            self._account.balances.show_effect(effect)

    def _bring(self, text: str, trouble: NotHere) -> None:
        """Ask the ledger for what this desk does not hold; the field waits with what was typed."""
        payment = self._serving.payment
        if not self._serving.online or payment is None:
            self._account.balances.say(trouble.sentence)
            return
        number = statement_number(text, self._doors.desk)
        ledger, directory = self._doors.elsewhere, self._doors.desk.directory

        def add(is_here: bool) -> None:
            now = self._serving.payment
            if now is None or now.payment_id != payment.payment_id:
                return  # Who asked for it has left.
            if is_here:
                self.add_statement(text)
            else:
                self._account.balances.say(f"Nobody knows a statement {number}. Check its number.")

        self._work.run(
            _ELSEWHERE,
            lambda: bring_statement(number, ledger, directory),
            done=add,
            failed=lambda fault: self._account.balances.say(sentence_of(fault)),
        )

    def _forget_problem(self) -> None:
        """What was missing is being chosen: nothing says any more that it is."""
        payment = self._serving.payment
        if payment is not None and payment.draft is None and payment.problem is not None:
            self._serving.payment = replace(payment, problem=None)
            self.changed.emit()

    def _begin(self, form: SmallForm) -> None:
        self._serving.begin_without_member()
        self.changed.emit()
        self._account.open_form(form)

    def _add(self, form: SmallForm, read: Callable[[Texts], Extra], texts: Texts) -> None:
        try:
            self._serving.add(read(texts))
        except FieldRefused as refused:
            form.say(refused.sentence, at=refused.field)
        else:
            self._close()

    def _keep_payor(self, texts: Texts) -> None:
        try:
            payment = self._serving.payment
            language = payment.payor.language if payment is not None else ""
            self._serving.paid_by(replace(read_payor(texts), language=language))
        except FieldRefused as refused:
            self._account.payor.say(refused.sentence, at=refused.field)
        else:
            self._close()

    def _turn_language(self) -> None:
        """Receipt and member display go on in the next language."""
        if (payment := self._serving.payment) is None:
            return
        at = SPOKEN.index(payment.payor.language or SPOKEN[0])
        self._serving.paid_by(replace(payment.payor, language=SPOKEN[(at + 1) % len(SPOKEN)]))
        self.changed.emit()

    def _remove(self, code: str) -> None:
        self._serving.remove(code)
        self.changed.emit()

    def _close(self) -> None:
        self._account.close_form()
        self.changed.emit()
