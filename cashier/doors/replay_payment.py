"""The act *take* of a day script: what the window does between choosing statements and Enter, in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cashier.domain.card import UNSETTLED, Attempt, AttemptState, CardOutcome
from cashier.domain.cash_rounding import settle_cash
from cashier.domain.cash_taken import CashTaken
from cashier.domain.checks import read_item_date
from cashier.domain.errors import Refused
from cashier.domain.large_cash import Asked
from cashier.domain.micr import TWO_NUMBERS, read_check_line
from cashier.domain.money import ZERO, Money, parse_amount, total
from cashier.domain.payment import CREDIT_ACT, TakePayment
from cashier.domain.payment_facts import read_payment
from cashier.domain.payor import Payor
from cashier.domain.people import Approval, Right, Staff
from cashier.domain.suspended import Suspended
from cashier.domain.targets import WITHOUT_MEMBER, Part, TargetKind, read_target
from cashier.domain.tenders import KEYED, READER, Tender, TenderKind, check_account_number
from cashier.domain.typed_card import NOT_TYPED
from cashier.domain.unlocking import Pin
from cashier.doors.replay_desk import ReplayDesk
from cashier.doors.replay_script import Take
from cashier.doors.replay_shape import Approver, SlipSaid, TenderSaid
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.find_member import Account, open_member
from cashier.usecases.look_at_tender import look_at
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import business_date
from cashier.usecases.sign_in import InPerson
from cashier.usecases.take_payment import Taken, finish_payment, take_payment
from cashier.usecases.type_card import type_card

BY_STATEMENT, BY_PHOTO = "statement and name", "name and photo ID"
CARD_UNKNOWN = "The card's result is not known yet. Don't take it again, on the card or in cash."

Answer = dict[str, Any]


@dataclass(slots=True)
class Counter:
    """Who is signed in, whose account is open, and what was taken so far, by the script's own names."""

    staff: Staff | None = None
    locked: Staff | None = None
    pin: Pin | None = None
    member: str = ""
    identified: dict[str, str] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    suspended: dict[str, Suspended] = field(default_factory=dict)
    given: dict[str, UUID] = field(default_factory=dict)
    cash_reports: dict[str, Asked] = field(default_factory=dict)

    def signed_in(self) -> Staff:
        """Raises Refused if nobody is."""
        if self.staff is None:
            raise Refused("Sign in first.")
        if self.locked is not None:
            raise Refused(f"{self.locked.name} locked this desk. Unlock it first.")
        return self.staff

    def open_account(self, member: str, identified: str, desk: Desk) -> Account:
        """Open a member's account in place of the one before. Raises Refused."""
        account = open_member(member, identified, desk, self.signed_in())
        self.member, self.identified = member, dict(account.identified)
        return account

    def close_account(self) -> None:
        """The member has left."""
        self.member, self.identified = "", {}


def dollars(amount: Money) -> str:
    """As amounts stand in a script: ``1234.50``."""
    return amount.plain().replace(",", "")


def take(act: Take, counter: Counter, at: ReplayDesk) -> Answer:
    """Take a payment with all its tenders, cards first. Raises Refused, and then nothing was taken."""
    staff = counter.signed_in()
    parts = parts_of(act.pay, act.note, act.source)
    paid_for = whom_it_pays(act.member or counter.member, parts, at)
    others = tuple(tender_of(said, at, paid_for) for said in act.tenders if said.card is None)
    cards = [(parse_amount(said.amount, "the card"), said.slip) for said in act.tenders if said.card is not None]
    short = _short(total([part.amount for part in parts]) - total([amount for amount, _ in cards]), others, at.desk)
    if cards and short > ZERO:
        raise Refused(f"{short} is still to be tendered.")
    needs_member = bool(act.member) or any(part.target.kind not in WITHOUT_MEMBER for part in parts)
    if needs_member:
        open_accounts(act.member, parts, counter, at)
    wish = TakePayment(
        payment_id=at.desk.new_id(),
        member_number=counter.member if needs_member else "",
        parts=parts,
        tenders=others,
        identified=counter.identified if needs_member else {},
        payor=Payor(name=act.payor, phone=act.payor_phone, id_reference=act.payor_id, language=act.language),
        reason=act.reason,
        approval=_approval(act.approver, parts, at.desk),
    )
    refusal = ""
    try:
        for amount, slip in cards:
            _charge(wish, amount, slip, at, staff)
        taken = take_payment(wish, at.desk, staff) if others or not cards else finish_payment(wish.payment_id, at.desk)
    except Refused as refused:
        # A card that was charged before stays charged: its money is booked and its receipt is due.
        taken, refusal = finish_payment(wish.payment_id, at.desk), refused.sentence
        if taken is None:
            raise
    assert taken is not None, "a card that was approved is booked"
    return _answer(act, wish, taken, counter, refusal)


def _short(rest: Money, tenders: tuple[Tender, ...], desk: Desk) -> Money:
    """What is still to be tendered of a rest, its cash rounded as the center rounds."""
    cash = total([tender.amount for tender in tenders if tender.kind is TenderKind.CASH])
    others = total([tender.amount for tender in tenders]) - cash
    return settle_cash(max(ZERO, rest - others), cash, desk.place.rules.rounding_on(business_date(desk))).short


def _answer(act: Take, wish: TakePayment, taken: Taken, counter: Counter, refusal: str) -> Answer:
    counter.receipts.append(taken.receipt)
    if act.name:
        counter.named[act.name] = taken.receipt
    rest = wish.to_pay - taken.paid
    rounded = total([read_payment(numbered.line).rounding.net for numbered in taken.lines])
    return {
        "ok": not refusal,
        **({"refused": refusal} if refusal else {}),
        **({"as": act.name} if act.name else {}),
        "receipt": taken.receipt,
        "change": dollars(taken.change),
        **({"cash": _cash(taken.cash)} if taken.cash.tendered else {}),
        **({"rounding": dollars(rounded)} if rounded else {}),
        "due": dollars(taken.open_after),
        **({"rest": dollars(rest)} if rest > ZERO else {}),
    }


def _cash(cash: CashTaken) -> Answer:
    """Three figures: handed over, given back, kept."""
    return {"tendered": dollars(cash.tendered), "change": dollars(cash.change), "net": dollars(cash.net)}


def parts_of(pay: Mapping[str, str], note: str, source: str = "") -> tuple[Part, ...]:
    """What is to be paid, in the script's order. Raises Refused."""
    parts = []
    for code, amount in pay.items():
        target = read_target(code)
        said = {} if target.kind is TargetKind.STATEMENT else {"note": note, "source": source}
        parts.append(Part(target=target, amount=parse_amount(amount, code), **said))
    return tuple(parts)


def _as_read(said: TenderSaid) -> TenderSaid:
    """The check with the numbers of its line. Raises Refused where a cashier would have to look at it."""
    line = read_check_line(said.micr)
    if line.trouble or len(line.readings) > 1:
        raise Refused(line.trouble or TWO_NUMBERS)
    (numbers,) = line.readings
    return said.model_copy(
        update={"number": numbers.serial or said.number, "routing": line.routing, "account": numbers.account}
    )


def whom_it_pays(member: str, parts: tuple[Part, ...], at: ReplayDesk) -> tuple[str, ...]:
    """The numbers of the payer and of those whose statements are paid, as far as they are known here."""
    named = (at.desk.directory.member_of_statement(p.target.number) for p in parts if p.target.number)
    return tuple(dict.fromkeys(filter(None, (member, *named))))


def tender_of(said: TenderSaid, at: ReplayDesk, paid_for: tuple[str, ...] = ()) -> Tender:
    """What is handed over to pay for these members. Raises Refused."""
    if said.micr:
        said = _as_read(said)
    if said.account:
        check_account_number(said.account)
    tender = Tender(
        kind=TenderKind(said.kind),
        amount=parse_amount(said.amount, said.kind.replace("_", " ")),
        number=said.number,
        issuer=said.issuer or at.desk.place.rules.banks.get(said.routing, ""),
        routing=said.routing,
        account=at.desk.sealer.seal_account(said.routing, said.account) if said.account else None,
        dated=read_item_date(said.dated) if said.dated else None,
        written=parse_amount(said.written, "the amount in words") if said.written else None,
        in_full=said.in_full,
        micr=READER if said.micr else KEYED if said.routing else "",
    )
    (tender,) = at.desk.place.rules.tenders.checked((tender,))
    if said.approver is None or (wanted := look_at(tender, (), at.desk, paid_for)) is None:
        return tender
    lead = said.approver
    agreed = InPerson(at.desk).approve(
        lead.user, lead.passphrase, act=wanted.act, amount=tender.amount, right=Right.AGREE_TO_CHECKS
    )
    return replace(tender, agreed=agreed)


def open_accounts(member: str, parts: tuple[Part, ...], counter: Counter, at: ReplayDesk) -> None:
    """Make sure that the payer's account is open and that each other member's statement was shown (R15, R16).

    Who is not held here is fetched. Raises CashierError.
    """
    for number in (member, *(part.target.number for part in parts if part.target.kind is TargetKind.STATEMENT)):
        at.fetch(number)
    desk = at.desk
    owners = [
        owner
        for part in parts
        if part.target.kind is TargetKind.STATEMENT
        and (owner := desk.directory.member_of_statement(part.target.number))
    ]
    stays = counter.member and not member and (not owners or counter.member in owners)
    payer = counter.member if stays else member or next(iter(owners), "")
    if not payer:
        raise Refused("Find the member first, or say in member who pays.")
    if payer != counter.member:
        counter.open_account(payer, BY_STATEMENT if payer in owners else BY_PHOTO, desk)
    for owner in owners:
        counter.identified.setdefault(owner, BY_STATEMENT)


def _approval(approver: Approver | None, parts: tuple[Part, ...], desk: Desk) -> Approval | None:
    """The second person's word for what is taken beyond what is open."""
    beyond = total([part.amount for part in parts if part.target.kind is TargetKind.CREDIT])
    if approver is None or beyond == ZERO:
        return None
    return InPerson(desk).approve(approver.user, approver.passphrase, act=CREDIT_ACT, amount=beyond)


def _charge(wish: TakePayment, amount: Money, slip: SlipSaid | None, at: ReplayDesk, staff: Staff) -> None:
    """One card, asked for and settled. Raises Refused if it brought no money, or if nobody knows."""
    attempt = ask_card(replace(wish, tenders=()), amount, at.terminal_name, at.desk, staff)
    run_card(attempt, slip, at, staff)
    with at.desk.open_reading() as work:
        settled = work.attempts.get(attempt.attempt_id)
    if settled is None or settled.state in UNSETTLED:
        raise Refused(CARD_UNKNOWN)
    if settled.state is not AttemptState.APPROVED:
        raise Refused(f"The card was not charged: {settled.words or settled.state}.")


def run_card(attempt: Attempt, slip: SlipSaid | None, at: ReplayDesk, staff: Staff) -> None:
    """Let the terminal answer; of one that speaks to nobody, what is typed is its answer.

    Raises Refused for what is typed wrong: then nobody knows what became of the card, as when the window ends there.
    """
    if at.by_hand is not None:
        try:
            if slip is None:
                raise Refused("This desk's card terminal stands alone: write what its slip says.")
            type_card(attempt.attempt_id, slip.typed(attempt.amount), at.by_hand, at.desk, staff)
        except Refused:
            unknown = CardOutcome(state=AttemptState.UNKNOWN, words=NOT_TYPED)
            settle_card(attempt.attempt_id, unknown, at.desk)
            raise
    elif slip is not None:
        raise Refused("This desk's card terminal says itself what became of a card. Leave slip out.")
    at.ask_about_cards()
