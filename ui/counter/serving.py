"""One member at the window, from the opened account to the change: holds the states and calls the use cases. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from cashier.domain.card import UNSETTLED, AttemptState
from cashier.domain.errors import BalanceChanged, CashierError, Refused
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.payment import check_alone
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import MEMBER_PAYS, Payor
from cashier.domain.people import Approval, Staff
from cashier.domain.statements import Statement
from cashier.domain.tenders import TenderKind
from cashier.domain.times import time_words
from cashier.usecases.card_payment import Settled, ask_card
from cashier.usecases.find_member import open_member, open_statement, read_account, statement_number
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import business_date
from cashier.usecases.take_payment import Begun, Taken, begin_payment, finish_payment
from ui.counter.account_state import AccountState
from ui.counter.card_state import CardState, answer_words, paid_words
from ui.counter.extras_state import Extra
from ui.counter.finder_state import Opening
from ui.counter.late_card import late_card
from ui.counter.looking import looked_at
from ui.counter.past_state import Told
from ui.counter.payment_state import LastChange, PaymentState, Step
from ui.tender.tender_state import Field


class Stage(Enum):
    """What the right-hand panel is about."""

    LOOKING = "looking"
    PAYING = "paying"
    TAKING = "taking"
    CARD = "card"
    PAID = "paid"


class Serving:
    """What happens at the counter, in the cashier's order. Every method leaves a state that can be shown.

    ``terminal`` is the card terminal's name, empty where there is none, and ``by_hand`` whether it speaks to nobody;
    ``printer_waits`` is `Doors.printer_waits`.
    """

    def __init__(
        self, desk: Desk, staff: Staff, *, terminal: str, printer_waits: Callable[[], bool], by_hand: bool = False
    ) -> None:
        self._desk = desk
        self._staff = staff
        self._terminal, self._by_hand = terminal, by_hand
        self._printer_waits = printer_waits
        self.online = False
        self.account: AccountState | None = None
        self.payment: PaymentState | None = None
        self.card: CardState | None = None
        self.taken: Taken | None = None
        self.begun: Begun | None = None  # What is being written to the disk.
        self._accepted: PaymentState | None = None
        self.last: LastChange | None = None

    @property
    def stage(self) -> Stage:
        if self.taken is not None:
            return Stage.PAID
        if self.begun is not None:
            return Stage.TAKING
        if self.card is not None:
            return Stage.CARD
        return Stage.LOOKING if self.payment is None else Stage.PAYING

    @property
    def is_open(self) -> bool:
        """Whether somebody is served: a member, or whoever pays without one."""
        return self.payment is not None

    @property
    def is_asked(self) -> bool:
        """Whether the next Enter answers a question beside a field."""
        return self.payment is not None and self.payment.is_asked

    # --- the member ---

    def why_not_open(self) -> str:
        """Why another account can't be opened now; empty if it can."""
        if self.card is not None and self.card.by_hand and not self.card.is_unknown:
            return "Type what the terminal's slip says, or that it was not charged. Then serve the next member."
        if self.card is not None and not self.card.is_unknown and self._paying().tenders:
            return "Tenders are accepted for this member. Wait for the card's answer, then serve the next member."
        if self.stage is Stage.TAKING:
            return "The payment is being written down. Wait for the change, then serve the next member."
        if self.stage is Stage.PAYING and self.payment is not None and (self.payment.tenders or self.payment.booked):
            return "Tenders are accepted for this member. Take the payment, or go back with Esc."
        return ""

    def open(self, opening: Opening) -> None:
        """Open an account; what they came to pay is ticked. Raises CashierError, and then nothing changed."""
        account = open_member(opening.member_number, opening.identified, self._desk, self._staff)
        self.leave()
        self.account = AccountState(account=account, place=self._desk.place, now=self._desk.clock(), online=self.online)
        self._begin_payment()
        self._tick_what_they_came_for(opening.scanned_statement)

    def begin_without_member(self) -> None:
        """No account: money that nobody is known for, or what no member is billed for. Raises Refused."""
        if sentence := self.why_not_open():
            raise Refused(sentence)
        if self.account is not None or self.payment is None:
            self.leave()
            self._begin_payment()

    def add_statement(self, text: str) -> str:
        """Tick anybody's statement that was handed over, and return its number. Raises CashierError."""
        if self.account is None or self._is_waiting:
            return ""
        number = statement_number(text, self._desk)
        if all(statement.number != number for statement in self.account.statements):
            self.account = self.account.with_statement(open_statement(number, self._desk, self._staff))
        statement = self._payable(number)
        if statement is None:
            raise Refused(self.account.why_not_number(number))
        if number not in self._choosing().choices:
            check_alone((statement, *(choice.statement for choice in self._choosing().choices.values())))
            self.payment = self._choosing().toggled(statement, self.account.today)
        return number

    def add_family(self, number: str, seen: str) -> None:
        """Show a relative's balances too; what was seen is recorded (R16). Raises CashierError."""
        if self.account is not None:
            self.account = self.account.with_other(open_member(number, seen, self._desk, self._staff))

    def tell_past(self, number: str, told: Told) -> None:
        """The ledger said what a member paid before; who has left by then is not told of."""
        if self.account is not None and self.account.account.member.number == number:
            self.account = replace(self.account, told=told.payments, funds=told.funds)

    def refresh(self, *, is_own: bool = False) -> None:
        """Read the figures again; nothing typed is lost. Changes are told, but ``is_own``. Raises CashierError."""
        if self.account is None:
            return
        for number in (self.account.account.member.number, *self.account.others):
            fresh = read_account(number, self._desk)
            self.account = self.account.refreshed(fresh, now=self._desk.clock(), online=self.online)
        if self.payment is not None and self.stage is Stage.PAYING:
            self.payment = self.payment.refreshed(self.account.statements, self.account.paid_elsewhere, is_own=is_own)

    def leave(self) -> None:
        """The member is gone. Card money that was booked is printed; what is not known goes on being asked about."""
        if self.payment is not None and self.payment.booked and self.taken is None:
            finish_payment(self.payment.payment_id, self._desk)
        self.account = self.payment = self.card = self.taken = self.begun = self._accepted = None

    @property
    def whose(self) -> str:
        """Who is served, as the panel says it."""
        return self.account.header.name if self.account is not None else "Without a member"

    @property
    def pays_also(self) -> str:
        """Who pays for others here, too: the given names of the member whose payment can still take a statement."""
        is_choosing = self.account is not None and self.stage is Stage.PAYING and not self._paying().is_fixed
        return self.account.account.member.given_names if self.account is not None and is_choosing else ""

    @property
    def find_first(self) -> str:
        """Why nothing is paid while somebody else is looked for."""
        if self.account is None:
            return "Finish finding, or press Esc to go back to the receipt."
        return self.account.find_first

    @property
    def why_not_here(self) -> str:
        """Why nothing of this account can be paid at this window; empty if something can, or is about to be."""
        if self.stage is Stage.TAKING:
            return "The payment is being written down."
        if self.account is None or (now := self.payment) is None or now.to_pay > ZERO or now.tenders or now.draft:
            return ""
        return self.account.why_nothing

    # --- what is paid ---

    def tick(self, number: str) -> None:
        statement = self._payable(number)
        if statement is not None and self.account is not None:
            self.payment = self._choosing().toggled(statement, self.account.today)

    def edit(self, number: str, text: str) -> None:
        statement = self._payable(number)
        if statement is not None:
            self.payment = self._choosing().paying(statement, text)

    def pay_all_due(self) -> None:
        if self.account is not None and not self._is_waiting:
            due = self.account.spreadable(only_member=False)
            self.payment = self._choosing().paying_all_due(due, self.account.today)

    def pay_oldest_first(self, text: str, *, only_member: bool = False) -> None:
        """Over the member's own statements, or all that stand here. Raises Refused for a text that is no amount."""
        amount = parse_amount(text, "what is to be spread")
        if self.account is not None and not self._is_waiting:
            due = self.account.spreadable(only_member=only_member)
            self.payment = self._choosing().paying_oldest_first(due, amount, self.account.today)

    def add(self, extra: Extra) -> None:
        """Something is paid besides statements."""
        if self.payment is not None and not self._is_waiting:
            self.payment = self._choosing().with_extra(extra)

    def remove(self, code: str) -> None:
        """That is not paid after all."""
        if self.payment is not None and not self._is_waiting:
            self.payment = self._choosing().without_extra(code)

    def paid_by(self, payor: Payor) -> None:
        """Who hands over the money. It is said with what is taken from here on."""
        if self.payment is not None and not self._is_waiting:
            self.payment = replace(self._choosing(), payor=payor)

    # --- with what ---

    def tender(self, kind: TenderKind) -> None:
        if self.stage is Stage.PAYING:
            self.payment = self._paying().tendering(kind)

    def typed(self, into: Field, text: str) -> None:
        if self.stage is not Stage.PAYING:
            return
        self.payment = payment = self._paying().typed(into, text)
        if into is Field.ROUTING and payment.draft is not None:
            self.payment = replace(payment, draft=payment.draft.with_bank(self._desk.place.rules.banks))

    def quick(self, amount: Money | None) -> None:
        """A sum of notes, or all that remains."""
        if self.stage is Stage.PAYING:
            self.payment = self._paying().typed(Field.AMOUNT, (amount or self._paying().rest.cash_due).plain())

    def enter(self, at: Field | None = None) -> bool:
        """The next step, from the tender's field where the cashier is. Whether something was committed, so that the
        lanes are to be woken.

        Where the stage is TAKING then, ``begun`` is to be committed at once, and `took` or `not_taken` to be told.
        """
        if self.stage is not Stage.PAYING:
            return False
        changes = self._paying().changes
        self.payment = self._paying().knowing(asks=changes.are_new)
        if changes.are_new:
            return False
        step = self._paying().step
        if step in (Step.CHOOSE, Step.TENDER):
            self.payment = self._paying().refused(self._paying().why_not)
            return False
        accepted = looked_at(self._paying(), self._paying().accepting(self._desk.sealer.seal_account, at), self._desk)
        if step is Step.ASK_CARD and accepted.draft is None:
            return self._ask_card(accepted.tenders[-1].amount)
        if accepted.draft is not None or accepted.remaining > ZERO:
            self.payment = accepted
            return False
        self._begin(accepted)
        return False

    def agree(self, approval: Approval) -> None:
        """The check that a lead was asked about is tendered, with the lead's name."""
        if self.stage is Stage.PAYING:
            self.payment = self._paying().agreed(approval)

    def took(self, taken: Taken) -> None:
        """The money is on the disk."""
        self.payment = self._accepted
        self.begun = self._accepted = None
        self._finish(taken)

    def not_taken(self, trouble: CashierError) -> None:
        """The disk did not take it; the same Enter may be pressed again."""
        self.begun = self._accepted = None
        self._refuse(trouble)

    def back(self) -> None:
        """One step back; the last one closes the account."""
        if self.stage is not Stage.PAYING:
            return
        before = self._paying().back()
        if before is None:
            self.leave()
        else:
            self.payment = before

    def drop(self, yes: bool) -> bool:
        """The answer to the question before tenders are dropped. Whether something was committed."""
        payment = self._paying()
        if not yes:
            self.payment = payment.back() or payment
            return False
        if not payment.booked:
            self.payment = payment.dropped()
            return False
        self.taken = finish_payment(payment.payment_id, self._desk)
        return True

    def card_heard(self, settled: Settled) -> str:
        """The terminal answered. Returns the banner's sentence where its member is not at the window any more."""
        attempt = settled.attempt
        is_here = self.card is not None and self.card.attempt.attempt_id == attempt.attempt_id
        if not is_here:
            return late_card(settled, self._desk)
        assert self.card is not None
        if attempt.state in UNSETTLED:
            self.card = self.card.heard(attempt)
            return ""
        stop, self.card = self.card.stop, None
        if attempt.state is not AttemptState.APPROVED or settled.taken is None:
            self.payment = replace(self._paying(), draft=None).refused(answer_words(attempt))
            return ""
        told = paid_words(settled, stop)
        if settled.rest > ZERO:
            booked = tuple(t for n in settled.taken.lines for t in read_payment(n.line).tenders)
            self.payment = self._paying().card_taken(booked)
            self.payment = self.payment.refused(told) if told else self.payment
            return ""
        self._finish(settled.taken)
        return told

    def _ask_card(self, amount: Money) -> bool:
        payment = self._paying()
        try:
            attempt = ask_card(payment.wish(self._identified()), amount, self._terminal, self._desk, self._staff)
        except CashierError as trouble:
            self._refuse(trouble)
            return False
        rest = payment.remaining - amount
        self.card = CardState(attempt=attempt, to_pay=payment.to_pay, rest=rest, by_hand=self._by_hand)
        return True

    def _begin(self, accepted: PaymentState) -> None:
        try:
            wish = accepted.wish(self._identified())
            self.begun = begin_payment(wish, self._desk, self._staff, printer_waits=self._printer_waits())
            self._accepted = accepted
        except CashierError as trouble:
            self._refuse(trouble)

    def _finish(self, taken: Taken) -> None:
        self.taken = taken
        told = f"{self._time(self._desk.clock())} · {taken.receipt}"
        self.last = LastChange(amount=str(taken.change), told=told) if taken.change > ZERO else None

    def _refuse(self, trouble: CashierError) -> None:
        """The rules or the store said no: the sentence stands there, and figures that changed are read again."""
        if isinstance(trouble, BalanceChanged):
            self.refresh()
        self.payment = self._paying().knowing().refused(trouble.sentence)  # Which says what changed.

    def _begin_payment(self) -> None:
        number = self.account.account.member.number if self.account is not None else ""
        payor = self.payment.payor if self.payment is not None else MEMBER_PAYS
        rules = self._desk.place.rules
        self.payment = PaymentState(
            payment_id=self._desk.new_id(),
            member_number=number,
            payor=payor,
            rounding=rules.rounding_on(business_date(self._desk)),
            table=rules.tenders,
        )
        self.taken = None

    def _choosing(self) -> PaymentState:
        """Choosing again after a payment begins another one of the same member."""
        if self.taken is not None:
            self._begin_payment()
        return self._paying()

    def _tick_what_they_came_for(self, scanned_statement: str) -> None:
        came_for = self.account.came_for(scanned_statement) if self.account is not None else None
        if came_for is not None and self.account is not None:
            self.payment = self._paying().toggled(came_for, self.account.today)

    def _paying(self) -> PaymentState:
        assert self.payment is not None
        return self.payment

    @property
    def _is_waiting(self) -> bool:
        """Whether nothing can be chosen: a card is asked for, or the payment is being written down."""
        return self.stage in (Stage.CARD, Stage.TAKING)

    def _payable(self, number: str) -> Statement | None:
        if self.account is None or self._is_waiting:
            return None
        return next((s for s in self.account.payable if s.number == number), None)

    def _identified(self) -> dict[str, str]:
        return {} if self.account is None else self.account.identified

    def _time(self, instant: datetime) -> str:
        return time_words(instant, now=self._desk.clock(), zone=self._desk.place.time_zone)
