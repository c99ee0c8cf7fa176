"""The acts of a day script that correct what was taken, with the use cases of the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cashier.domain.card import UNSETTLED, Attempt
from cashier.domain.card_hold import HoldCard, hold_act
from cashier.domain.card_report import Found, SettleCard, settle_act
from cashier.domain.correction import OTHER_REASON, Why
from cashier.domain.errors import Refused
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money, parse_amount
from cashier.domain.move import MOVE_REASONS, Move, move_act
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.reversal_words import REVERSAL_UNKNOWN, not_given_back
from cashier.domain.scan import fold, safe_text
from cashier.domain.targets import TargetKind, read_target
from cashier.domain.tender_change import CHANGE_REASONS, ChangeTender, change_act
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import VOID_REASONS, Void, void_act
from cashier.doors import replay_script_correct as acts
from cashier.doors.replay_asks import put_question, question, word_from_afar
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_payment import Counter, dollars, run_card
from cashier.doors.replay_shape import Approver, SlipSaid
from cashier.usecases.change_tender import change_offer, change_tender
from cashier.usecases.correct_payment import move_offer, move_payment, void_offer, void_payment
from cashier.usecases.reverse_card import ask_reversal
from cashier.usecases.settle_card import hold_by_two, settle_by_two, unknown_cards
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import finish_payment

Answer = dict[str, Any]
_RIGHT = Right.APPROVE_CORRECTIONS


def void(act: acts.VoidPayment, counter: Counter, at: ReplayDesk) -> Answer:
    """Give a payment back. Raises Refused."""
    staff = counter.signed_in()
    receipt = receipt_of(act.payment, act.receipt, counter)
    terminal = at.settings.terminal_name
    offer = void_offer(receipt, at.desk, staff, terminal)
    if offer.refused:
        raise Refused(offer.refused)
    signs = _Signs(void_act(receipt), offer.amount)
    if act.ask:
        return _asked(act, signs, at, staff)
    wish = Void(
        line_id=at.desk.new_id(),
        receipt=receipt,
        why=why_said(act.reason, VOID_REASONS),
        receipt_back="" if act.no_receipt else receipt,
        without_receipt=act.no_receipt,
        approval=_signed(act, signs, at, staff),
    )
    if offer.card is None:
        line = void_payment(wish, at.desk, staff).line
    else:
        line = _reversed(ask_reversal(wish, terminal, at.desk, staff), act.slip, at, staff)
    at.print_due()
    return {
        "ok": True,
        "receipt": receipt,
        "given_back": dollars(offer.amount),
        **({"card": dollars(offer.card.amount)} if offer.card else {}),
        "cash": dollars(Money(line.facts["cash_cents"])),
    }


def _reversed(asked: Attempt, slip: SlipSaid | None, at: ReplayDesk, staff: Staff) -> Line:
    """The void that waited for its card. Raises Refused where the card did not get its money back, or nobody knows."""
    run_card(asked, slip, at, staff)
    with at.desk.open_reading() as work:
        attempt = work.attempts.get(asked.attempt_id)
        assert attempt is not None, "it was asked a moment ago"
        voided = work.journal.line(attempt.gives_back.void.line_id) if attempt.gives_back else None
    if attempt.state in UNSETTLED:
        raise Refused(REVERSAL_UNKNOWN)
    if voided is None:
        raise Refused(not_given_back(attempt, at.desk.place.questions_phone))
    return voided.line


def settle(act: acts.CardSettled, counter: Counter, at: ReplayDesk) -> Answer:
    """Settle a card from the terminal's report. Raises Refused."""
    staff, attempt = counter.signed_in(), _unknown(at)
    found = Found.LISTED if act.listed else Found.NOT_LISTED
    wish = SettleCard(
        line_id=at.desk.new_id(),
        attempt_id=attempt.attempt_id,
        found=found,
        reference=act.reference,
        charged=parse_amount(act.charged, "what was charged") if act.charged else ZERO,
        code=act.code,
        approval=signed(act.approver, at, settle_act(attempt, found), attempt.amount),
        is_by_hand=at.by_hand is not None and at.by_hand.name == attempt.terminal,
    )
    settled = settle_by_two(wish, at.desk, staff)
    if settled.taken is not None and settled.rest > ZERO:
        finish_payment(attempt.wish.payment_id, at.desk)
    at.print_due()
    return {"ok": True, "card": dollars(attempt.amount), "state": settled.attempt.state.value}


def hold(act: acts.CardHeld, counter: Counter, at: ReplayDesk) -> Answer:
    """Put a card on hold that not even the report settles. Raises Refused."""
    staff, attempt = counter.signed_in(), _unknown(at)
    approval = signed(act.approver, at, hold_act(attempt), attempt.amount)
    wish = HoldCard(line_id=at.desk.new_id(), attempt_id=attempt.attempt_id, why=act.why, approval=approval)
    held = hold_by_two(wish, at.desk, staff)
    return {"ok": True, "card": dollars(held.amount), "state": held.words}


def _unknown(at: ReplayDesk) -> Attempt:
    """The oldest card that is not known. Raises Refused where there is none."""
    unknown = unknown_cards(at.desk)
    if not unknown:
        raise Refused("No card is unknown at this desk.")
    return unknown[0]


def move(act: acts.MovePayment, counter: Counter, at: ReplayDesk) -> Answer:
    """Let a payment's money pay another thing. Raises Refused."""
    staff = counter.signed_in()
    receipt, to = receipt_of(act.payment, act.receipt, counter), read_target(act.to)
    if to.kind is TargetKind.STATEMENT:
        at.fetch(to.number)
    offer = move_offer(receipt, at.desk, staff)
    if offer.refused:
        raise Refused(offer.refused)
    sources = [each for each in offer.sources if act.source in ("", each.target.code)]
    if len(sources) != 1:
        raise Refused(f"Say in source what is to be moved: {', '.join(s.target.code for s in offer.sources)}.")
    source = sources[0]
    amount = parse_amount(act.amount, "what is moved") if act.amount else source.amount
    signs = _Signs(move_act(receipt, source.target.code, to), amount)
    if act.ask:
        return _asked(act, signs, at, staff)
    wish = Move(
        line_id=at.desk.new_id(),
        receipt=receipt,
        source=source.target.code,
        to=to,
        amount=amount,
        why=why_said(act.reason, MOVE_REASONS),
        approval=_signed(act, signs, at, staff),
    )
    move_payment(wish, at.desk, staff)
    at.print_due()
    return {"ok": True, "receipt": receipt, "moved": dollars(amount), "from": wish.source, "to": to.code}


def change(act: acts.ChangeTenderType, counter: Counter, at: ReplayDesk) -> Answer:
    """Call a tender by its right name. Raises Refused."""
    staff = counter.signed_in()
    receipt = receipt_of(act.payment, act.receipt, counter)
    offer = change_offer(receipt, at.desk, staff)
    if offer.refused:
        raise Refused(offer.refused)
    found = [each for each in offer.tenders if act.tender.lower() in ("", each.tender.words.lower())]
    if len(found) != 1:
        raise Refused(f"Say in tender what was keyed wrong: {', '.join(e.tender.words for e in offer.tenders)}.")
    was = found[0].tender
    to = Tender(kind=TenderKind(act.to), amount=was.amount, number=act.number, issuer=act.issuer)
    signs = _Signs(change_act(receipt, was, to), to.amount)
    if act.ask:
        return _asked(act, signs, at, staff)
    wish = ChangeTender(
        line_id=at.desk.new_id(),
        receipt=receipt,
        tender=found[0].place,
        to=to,
        why=why_said(act.reason, CHANGE_REASONS),
        approval=_signed(act, signs, at, staff),
    )
    change_tender(wish, at.desk, staff)
    at.print_due()
    return {"ok": True, "receipt": receipt, "was": was.words, "is": to.words, "amount": dollars(to.amount)}


def receipt_of(payment: str, receipt: str, counter: Counter) -> str:
    """The receipt that an act names, by the script's own name or by its number. Raises Refused."""
    if payment and payment not in counter.named:
        raise Refused(f"No payment {safe_text(payment, 'The name')} was taken in this script.")
    return counter.named[payment] if payment else receipt


def why_said(text: str, reasons: Mapping[str, str]) -> Why:
    """A reason of the list by its words, or another one."""
    by_words = {fold(words): code for code, words in reasons.items()}
    code = by_words.get(fold(text), OTHER_REASON)
    return Why(reason=code, text=text if code == OTHER_REASON else "")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What a second person signs for."""

    act: str
    amount: Money


_Signable = acts.VoidPayment | acts.MovePayment | acts.ChangeTenderType


def _asked(act: _Signable, signs: _Signs, at: ReplayDesk, staff: Staff) -> Answer:
    """The question is out."""
    return put_question(question(at.desk.new_id(), signs.act, signs.amount, act.reason, _RIGHT), at, staff)


def _signed(act: _Signable, signs: _Signs, at: ReplayDesk, staff: Staff) -> Approval | None:
    """The second person's word for one correction, given here or from afar."""
    if act.word:
        return word_from_afar(act.word, signs.act, signs.amount, act.reason, at, staff, _RIGHT)
    return signed(act.approver, at, signs.act, signs.amount)


def signed(person: Approver | None, at: ReplayDesk, act: str, amount: Money) -> Approval | None:
    """The second person's word, given here."""
    if person is None:
        return None
    return InPerson(at.desk).approve(person.user, person.passphrase, act=act, amount=amount, right=_RIGHT)
