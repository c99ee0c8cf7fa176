"""Cash in or out without a payment: a lead signs at this desk, or from another one."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier.domain.asks import WORD_HOLDS, Ask
from cashier.domain.drawer_acts import PAY_ACT, PayInOrOut, check_reason
from cashier.domain.errors import CashierError, FieldRefused
from cashier.domain.money import Money, parse_amount
from cashier.domain.people import Approval, Right
from cashier.usecases.drawer_acts import pay_in_or_out
from ui.counter.around import Around
from ui.doors import Doors
from ui.drawer.money_forms import PayAsked, PayForm
from ui.from_queue import FromQueue
from ui.work import SIGNING, said_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What was asked for, without the lead."""

    amount: Money
    is_out: bool
    reason: str


class Paying(QObject):
    """``done`` when it was written down and the drawer was asked to open."""

    done = Signal()

    def __init__(self, form: PayForm, doors: Doors, around: Around) -> None:
        super().__init__(form)
        self._form, self._doors, self._around = form, doors, around
        self._line_id: UUID = doors.desk.new_id()
        self._wanted: _Wanted | None = None
        self._ask: Ask | None = None
        self._word: Approval | None = None
        self._queue = FromQueue(doors, around, self)
        form.asked.connect(self._on_asked)
        form.asked_afar.connect(self._on_asked_afar)

    def _on_asked(self, asked: PayAsked) -> None:
        """With the word that came from another desk, or else with a lead's who signs here."""
        wanted = self._read(asked)
        if wanted is None:
            return
        if self._word is not None and wanted == self._wanted and not (asked.lead or asked.passphrase):
            if self._doors.desk.clock() - self._word.given_at > WORD_HOLDS:
                self._forget()
                self._form.say(self.tr("The lead agreed too long ago. Ask again, or have a lead sign here."))
                return
            self._pay(wanted, self._word)
            return
        step_up = self._doors.step_up
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                asked.lead, asked.passphrase, act=PAY_ACT, amount=wanted.amount, right=Right.APPROVE_DRAWER
            ),
            done=lambda approval: self._pay(wanted, approval),
            failed=self._on_not_signed,
        )

    def _on_not_signed(self, fault: BaseException) -> None:
        sentence, field = said_of(fault)
        self._form.say(sentence, field or "lead")

    def _on_asked_afar(self, asked: PayAsked) -> None:
        if not asked.reason.strip():
            self._form.say(self.tr("Say why first: the lead reads it."), "reason")
            return
        wanted = self._read(asked)
        if wanted is None:
            return
        if self._ask is None or wanted != self._wanted:
            self._wanted, self._word = wanted, None
            way = self.tr("out of the drawer") if wanted.is_out else self.tr("into the drawer")
            self._ask = Ask(
                ask_id=self._doors.desk.new_id(),
                act=PAY_ACT,
                amount=wanted.amount,
                right=Right.APPROVE_DRAWER,
                sentence=f"{wanted.amount} {way}: {wanted.reason}.",
            )
        self._form.tell(self.tr("Asked. A lead answers on their Office page; this goes on by itself."))
        self._queue.ask(self._ask, given=self._on_word, failed=self._on_no_word)

    def _on_word(self, word: Approval) -> None:
        """The drawer opens when the cashier says so, who may have turned away meanwhile."""
        self._word = word
        self._form.tell(self.tr("%s agreed. Open the drawer.") % word.approver_name)
        self._form.ready()

    def _on_no_word(self, sentence: str) -> None:
        self._forget()
        self._form.say(sentence)

    def _pay(self, wanted: _Wanted, approval: Approval) -> None:
        wish = PayInOrOut(
            line_id=self._line_id,
            amount=wanted.amount,
            is_out=wanted.is_out,
            reason=wanted.reason,
            approval=approval,
        )
        try:
            pay_in_or_out(wish, self._doors.desk, self._around.staff)
        except CashierError as trouble:
            self._form.say(*said_of(trouble))
            return
        self._forget()
        self._line_id = self._doors.desk.new_id()
        self._doors.open_drawer()
        self.done.emit()

    def _forget(self) -> None:
        """What was agreed to is used up, or is none."""
        self._ask = self._word = self._wanted = None
        self._queue.forget()

    def _read(self, asked: PayAsked) -> _Wanted | None:
        try:
            amount = parse_amount(asked.amount, self.tr("the cash"))
        except CashierError as trouble:
            self._form.say(trouble.sentence, "amount")
            return None
        try:
            reason = check_reason(asked.reason)
        except FieldRefused as refused:
            self._form.say(refused.sentence, refused.field)
            return None
        return _Wanted(amount=amount, is_out=asked.is_out, reason=reason)
