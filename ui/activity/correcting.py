"""Does what the panel *Correct* asks: a lead's word, here or from another desk, then one line, and what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from cashier.domain.asks import Ask
from cashier.domain.card import UNSETTLED, Attempt
from cashier.domain.correction import check_why, why_words
from cashier.domain.errors import CashierError
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.move import AMOUNT, MOVE_REASONS, TO, Move, move_act
from cashier.domain.people import Approval, Right
from cashier.domain.reversal_words import not_given_back
from cashier.domain.tender_change import CHANGE_REASONS, ChangeTender, change_act
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import VOID_REASONS, Void, void_act
from cashier.usecases.card_payment import Settled
from cashier.usecases.change_tender import ChangeOffer, change_offer, change_tender
from cashier.usecases.correct_payment import VoidOffer, move_offer, move_payment, void_offer, void_payment
from cashier.usecases.reverse_card import ask_reversal, waiting_reversal
from ui.activity.change_form import ChangeAsked
from ui.activity.correct_form import CorrectForm
from ui.activity.correct_panel import CorrectPanel
from ui.activity.correct_state import SIGN, acts_open, change_shown, move_shown, read_to, void_shown
from ui.activity.move_form import MoveAsked
from ui.activity.void_form import VoidAsked
from ui.counter.around import Around
from ui.counter.card_state import CardState
from ui.counter.slip_typing import SlipTyping
from ui.doors import Doors
from ui.from_queue import FromQueue
from ui.tender.tender_state import Draft, Field, NotYet
from ui.work import SIGNING, said_of

_Asked = VoidAsked | MoveAsked | ChangeAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signing:
    """What a lead signs for, here or from afar, and what follows. ``facts``: what else one elsewhere should know."""

    act: str
    amount: Money
    reasons: Mapping[str, str]
    done: Callable[[Approval], None]
    facts: Mapping[str, str] = field(default_factory=dict)


class Correcting(QObject):
    """``done`` carries the sentence for who looks at the payment again, ``not_done`` why the terminal gave nothing
    back; ``refused`` why the panel can't open. ``asked`` once the terminal has something to do.
    """

    done = Signal(str)
    not_done = Signal(str)
    refused = Signal(str)
    asked = Signal()

    def __init__(self, doors: Doors, around: Around, panel: CorrectPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._doors = doors
        self._around = around
        self._panel = panel
        self._offer: VoidOffer | None = None
        self._changes: ChangeOffer | None = None
        self._waiting: CardState | None = None
        self._line_id = doors.desk.new_id()
        self._queue = FromQueue(doors, around, self)
        self._question: Ask | None = None
        self._word: Approval | None = None
        self._typing = SlipTyping(panel.reversal.slip, doors, around, self)
        panel.void_form.asked.connect(self._ask_void)
        panel.move_form.asked.connect(self._ask_move)
        panel.change_form.asked.connect(self._ask_change)

    def begin(self, receipt: str) -> bool:
        """Say what can be done with a payment now; whether the panel has something to say."""
        desk, staff = self._doors.desk, self._around.staff
        if (attempt := waiting_reversal(receipt, desk)) is not None:
            self._wait(attempt)
            return True
        try:
            offer = void_offer(receipt, desk, staff, self._doors.terminal)
            moves = move_offer(receipt, desk, staff)
            changes = change_offer(receipt, desk, staff)
        except CashierError as trouble:
            self.refused.emit(trouble.sentence)
            return False
        self._forget()
        self._offer, self._changes = offer, changes
        self._line_id = desk.new_id()
        self._panel.void_form.begin(void_shown(offer))
        self._panel.move_form.begin(move_shown(moves))
        self._panel.change_form.begin(change_shown(changes))
        self._panel.open_for(acts_open(offer, moves, changes))
        return True

    def leave(self) -> None:
        """Whoever signs from now on signs for nothing; what the terminal was asked for goes on."""
        self._offer = self._waiting = None
        self._forget()

    def on_card(self, settled: Settled) -> bool:
        """The terminal's answer; whether it was for the payment in the panel, and somebody looks at it."""
        attempt, waiting = settled.attempt, self._waiting
        if waiting is None or waiting.attempt.attempt_id != attempt.attempt_id or not self._panel.isVisible():
            return False
        if attempt.state in UNSETTLED:
            self._waiting = waiting.heard(attempt)
            self._panel.show_reversal(self._waiting, self._doors.desk.clock)
            return True
        self._waiting = None
        if settled.voided is None:
            self.not_done.emit(not_given_back(attempt, self._doors.desk.place.questions_phone))
        else:
            self._say_void(settled.voided.line)
        return True

    def _wait(self, attempt: Attempt) -> None:
        by_hand = self._doors.by_hand is not None
        self._waiting = CardState(attempt=attempt, to_pay=attempt.amount, rest=ZERO, tries=1, by_hand=by_hand)
        self._typing.show(attempt)
        self._panel.show_reversal(self._waiting, self._doors.desk.clock)

    def _say_void(self, line: Line) -> None:
        """The drawer opens where something is handed over besides what is on the card again."""
        said = line.facts
        card = total([Money(tender["cents"]) for tender in said["tenders"] if tender["kind"] == TenderKind.CARD])
        amount = Money(said["cents"])
        if amount > card:
            self._doors.open_drawer()
        is_void = self.tr("%s is void: ") % said["receipt"]
        has_back = self.tr("the card has %s back. ") % card if card > ZERO else ""
        gives = self.tr("give back %s. ") % (amount - card) if amount > card else ""
        slips = self.tr("One slip goes into the drawer, one to the member.")
        self.done.emit(is_void + has_back + (gives.capitalize() if has_back else gives) + slips)

    def _ask_void(self, asked: VoidAsked) -> None:
        if (offer := self._offer) is None:
            return
        wish = Void(
            line_id=self._line_id,
            receipt=offer.receipt,
            why=asked.why,
            receipt_back=asked.receipt_back,
            without_receipt=asked.without_receipt,
        )
        back = ", ".join(f"{words} {amount}" for words, amount in offer.gives_back)
        receipt = asked.without_receipt.strip() if not asked.receipt_back else self.tr("came back")
        signing = _Signing(
            act=void_act(offer.receipt),
            amount=offer.amount,
            reasons=VOID_REASONS,
            facts={self.tr("Gives back"): back, self.tr("The member's receipt"): receipt},
            done=lambda signed: self._void(wish, offer, signed),
        )
        self._signed(self._panel.void_form, asked, signing)

    def _ask_move(self, asked: MoveAsked) -> None:
        form = self._panel.move_form
        if (offer := self._offer) is None:
            return
        about = TO
        try:
            to = read_to(asked.to)
            about = AMOUNT
            amount = parse_amount(asked.amount, self.tr("what is moved"))
        except CashierError as trouble:
            form.say(trouble.sentence, about)
            return
        wish = Move(
            line_id=self._line_id, receipt=offer.receipt, source=asked.source, to=to, amount=amount, why=asked.why
        )
        act = move_act(offer.receipt, asked.source, to)
        signing = _Signing(act=act, amount=amount, reasons=MOVE_REASONS, done=lambda signed: self._move(wish, signed))
        self._signed(form, asked, signing)

    def _ask_change(self, asked: ChangeAsked) -> None:
        if (offer := self._offer) is None or self._changes is None:
            return
        was = next(each.tender for each in self._changes.tenders if each.place == asked.which)
        try:
            to = self._tender(asked, was.amount)
        except NotYet as not_yet:
            self._panel.change_form.say(not_yet.problem.sentence, not_yet.problem.field.value)
            return
        wish = ChangeTender(line_id=self._line_id, receipt=offer.receipt, tender=asked.which, to=to, why=asked.why)
        signing = _Signing(
            act=change_act(offer.receipt, was, to),
            amount=to.amount,
            reasons=CHANGE_REASONS,
            done=lambda signed: self._change(wish, was.words, signed),
        )
        self._signed(self._panel.change_form, asked, signing)

    def _tender(self, asked: ChangeAsked, amount: Money) -> Tender:
        """What it is, read as at the counter: of an account what may be kept stays, and no more. Raises NotYet."""
        texts = {
            Field.AMOUNT: amount.plain(),
            Field.NUMBER: asked.number,
            Field.ISSUER: asked.issuer,
            Field.ROUTING: asked.routing,
            Field.ACCOUNT: asked.account,
        }
        desk = self._doors.desk
        rules = desk.place.rules
        draft = Draft(kind=asked.kind, texts=texts, said_yes=True, table=rules.tenders).with_bank(rules.banks)
        return draft.accept(None, desk.sealer.seal_account)

    def _signed(self, form: CorrectForm, asked: _Asked, signing: _Signing) -> None:
        """With the word that came from another desk, or else with a lead's who signs here; or such a word is asked for.

        Something else may be looked at once it is signed: the word was given for that one payment.
        """
        offer, step_up, word = self._offer, self._doors.step_up, self._word

        def agree(approval: Approval) -> None:
            if self._offer is not offer:
                return
            try:
                signing.done(approval)
            except CashierError as trouble:
                form.say(*said_of(trouble))

        def refuse(fault: BaseException) -> None:
            if self._offer is offer:
                sentence, field = said_of(fault)
                form.say(sentence, field or SIGN)

        if asked.afar:
            self._ask_afar(form, asked, signing)
            return
        if word is not None and not (asked.lead or asked.passphrase) and self._is_told(asked, signing):
            agree(word)
            return
        form.set_busy(True)
        self._around.work.run(
            SIGNING,
            lambda: step_up.approve(
                asked.lead, asked.passphrase, act=signing.act, amount=signing.amount, right=Right.APPROVE_CORRECTIONS
            ),
            done=agree,
            failed=refuse,
        )

    def _ask_afar(self, form: CorrectForm, asked: _Asked, signing: _Signing) -> None:
        """Put the question to the center's leads: it waits on their Office page."""
        offer = self._offer
        try:
            question = self._question_of(asked, signing)
        except CashierError as trouble:
            form.say(*said_of(trouble))
            return
        if self._question is None or not self._is_told(asked, signing):
            self._word, self._question = None, question

        def agree(word: Approval) -> None:
            if self._offer is offer:
                self._word = word
                form.ready(self.tr("%s agreed. Press the blue button.") % word.approver_name)

        def refuse(said: str) -> None:
            if self._offer is offer:
                self._forget()
                form.say(said)

        form.tell(self.tr("Asked. A lead answers on their Office page; this goes on by itself."))
        self._queue.ask(self._question, given=agree, failed=refuse)

    def _question_of(self, asked: _Asked, signing: _Signing) -> Ask:
        """All that a lead elsewhere reads. Raises Refused."""
        why = check_why(asked.why, signing.reasons)
        return Ask(
            ask_id=self._doors.desk.new_id(),
            act=signing.act,
            amount=signing.amount,
            right=Right.APPROVE_CORRECTIONS,
            sentence=f"{why_words({'reason': why.reason, 'text': why.text}, signing.reasons)}.",
            facts=signing.facts,
        )

    def _is_told(self, asked: _Asked, signing: _Signing) -> bool:
        """Whether the lead who was asked has read just this: what was changed since is agreed to by nobody."""
        try:
            question = self._question_of(asked, signing)
        except CashierError:
            return False
        return self._question is not None and replace(question, ask_id=self._question.ask_id) == self._question

    def _forget(self) -> None:
        """What was agreed to is used up, or is none."""
        self._question = self._word = None
        self._queue.forget()

    def _void(self, wish: Void, offer: VoidOffer, approval: Approval) -> None:
        wish, desk, staff = replace(wish, approval=approval), self._doors.desk, self._around.staff
        if offer.card is not None:
            attempt = ask_reversal(wish, self._doors.terminal, desk, staff)
            self.leave()
            self._wait(attempt)
            self.asked.emit()
            return
        line = void_payment(wish, desk, staff).line
        self.leave()
        self._say_void(line)

    def _move(self, wish: Move, approval: Approval) -> None:
        move_payment(replace(wish, approval=approval), self._doors.desk, self._around.staff)
        self.leave()
        told = self.tr("%s pays %s now. The slip goes into the drawer.")
        self.done.emit(told % (str(wish.amount), wish.to.number))

    def _change(self, wish: ChangeTender, was: str, approval: Approval) -> None:
        change_tender(replace(wish, approval=approval), self._doors.desk, self._around.staff)
        self.leave()
        told = self.tr("%s is %s now. The slip goes into the drawer, the corrected receipt to the member.")
        self.done.emit(told % (was, wish.to.words))
