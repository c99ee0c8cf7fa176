"""A payment: decided purely, from what the cashier wants, what is open and whose drawer it is.

`decide_payment` may refuse. `book` may not: it places money that is already taken (an approved card) and always
finds it a home, so the two share one road and differ in who checks first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, Book, BookLine
from cashier.domain.allocation import Applied, Brought, Filled, Wanted, fill
from cashier.domain.cash_rounding import NOT_ROUNDED, Rounding, cash_account, round_cash
from cashier.domain.checks import KnownItems, check_items
from cashier.domain.counter_rules import NO_RULES, BillRule, CounterRules
from cashier.domain.errors import BalanceChanged, FieldRefused, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money, total
from cashier.domain.origin import Origin, check_origin
from cashier.domain.payment_facts import PaymentFacts
from cashier.domain.payor import MEMBER_PAYS, Payor, check_payor
from cashier.domain.people import Approval, Right, Staff, check_approval
from cashier.domain.scan import safe_text
from cashier.domain.shift import Shift
from cashier.domain.statements import Member, Statement, StatementKind
from cashier.domain.targets import WITHOUT_MEMBER, Part, Placed, Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind, in_table_order
from cashier.domain.times import instant_text
from cashier.domain.transfer import Transfer

CREDIT_ACT = "credit beyond what is open"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePayment:
    """What the cashier wants. ``payment_id`` was made when the member was opened; one id is one payment.

    ``member_number`` is empty where no account is open (`WITHOUT_MEMBER`). ``parts`` in the order in which they are to
    be paid. ``seen`` is each statement's balance version as it was on screen. ``identified`` says how the member, and
    each other member whose statement is paid, was known (R15, R16). ``origin``: None for the window.
    """

    payment_id: UUID
    member_number: str
    parts: tuple[Part, ...]
    tenders: tuple[Tender, ...]
    identified: Mapping[str, str]
    seen: Mapping[str, str] = field(default_factory=dict)
    payor: Payor = MEMBER_PAYS
    reason: str = ""
    approval: Approval | None = None
    origin: Origin | None = None

    @property
    def to_pay(self) -> Money:
        return total([part.amount for part in self.parts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a decision depends on besides the wish: what is open, whose drawer, what was booked before.

    ``earlier`` are this payment's lines so far; ``unsettled`` the target codes with a card result that is not known;
    ``member_statements`` all statements of the member, to say what stays open; ``rules`` the site's own; ``items`` what
    is known of the tenders.
    """

    member: Member
    statements: Mapping[str, Statement]
    member_statements: tuple[Statement, ...]
    balances_as_of: datetime
    shift: Shift
    staff: Staff
    receipt: str
    now: datetime
    earlier: "tuple[PaymentFacts, ...]" = ()
    unsettled: frozenset[str] = frozenset()
    rules: CounterRules = NO_RULES
    items: KnownItems = field(default_factory=KnownItems)


def decide_payment(wish: TakePayment, now: Situation) -> Line:
    """The line that takes this payment. Raises Refused with the cashier's sentence, and then nothing is taken."""
    wish = check_wish(wish, now)
    table = now.rules.tenders
    tenders = table.checked(in_table_order(wish.tenders))
    if not tenders:
        raise Refused("Choose how it is paid: cash, check, money order or card.")
    if any(tender.kind is TenderKind.CARD for tender in tenders):
        raise Refused("Card money is taken at the terminal. Ask the terminal first, then take the rest.")
    check_items(tenders, now.items, today=now.shift.business_date, requester=now.staff.user)
    placed = place_parts(wish.parts, now)
    to_fill = wanted(placed, now.earlier)
    filled = fill(to_fill, tuple(Brought(t.amount, t.rule.one_book) for t in tenders))
    filled, rounding = round_cash(tenders, to_fill, filled, now.rules.rounding_on(now.shift.business_date))
    table.check_filled(tenders, filled)
    table.check_bills(tenders, filled.applied, bill_kinds(placed, now))
    # From here on the payment must succeed.
    return _payment_line(wish, now, placed, tenders, filled, line_id=wish.payment_id, rounding=rounding)


def check_wish(wish: TakePayment, now: Situation) -> TakePayment:
    """The wish with its texts as they may be kept. Raises Refused for all that is not about its tenders."""
    now.staff.needs(Right.TAKE_PAYMENTS, "take payments")
    if now.shift.staff != now.staff.user:
        raise Refused(f"This drawer is {now.shift.staff_name}'s. Open your own drawer first.")
    now.shift.must_be_active()
    if not wish.parts:
        raise Refused("Choose what is paid.")
    if len({part.target for part in wish.parts}) != len(wish.parts):
        raise Refused("One statement is chosen twice. Choose it once, with the whole amount.")
    wish = replace(
        wish,
        parts=tuple(
            replace(part, note=safe_text(part.note, "The note"), source=safe_text(part.source, "The source"))
            for part in wish.parts
        ),
        identified={number: safe_text(how, "How the member was identified") for number, how in wish.identified.items()},
        payor=check_payor(wish.payor),
        reason=safe_text(wish.reason, "The reason"),
        origin=check_origin(wish.origin, now.now) if wish.origin else None,
    )
    if not wish.member_number and any(part.target.kind not in WITHOUT_MEMBER for part in wish.parts):
        raise Refused("Find the member first: statements, deposits and credit belong to somebody.")
    if wish.member_number and not wish.identified.get(wish.member_number):
        raise Refused("Note how the member was identified first.")
    for part in wish.parts:
        _check_part(part, wish, now)
    check_alone(_paid_statements(wish, now))
    _check_credit(wish, now)
    return wish


def _check_credit(wish: TakePayment, now: Situation) -> None:
    beyond = total([part.amount for part in wish.parts if part.target.kind is TargetKind.CREDIT])
    if beyond == ZERO:
        return
    for statement in _paid_statements(wish, now):
        if not _rule(statement, now).takes_credit:
            raise Refused(f"No credit is taken together with {statement.number}. Take it as a payment of its own.")
    if not wish.reason:
        raise Refused("Say why more than is open is taken: enter a reason.")
    check_approval(wish.approval, requester=now.staff.user, act=CREDIT_ACT, amount=beyond, words="Credit on account")


def check_alone(paid: Sequence[Statement]) -> None:
    """What is confidential stands on no paper with anybody else's bill (Civil Code 56.107). Raises Refused."""
    for statement in paid:
        if statement.confidential and any(other.member_number != statement.member_number for other in paid):
            raise Refused(
                f"{statement.number} goes on a receipt of its own. Take the others' statements by themselves."
            )


def _paid_statements(wish: TakePayment, now: Situation) -> list[Statement]:
    return [now.statements[part.target.number] for part in wish.parts if part.target.kind is TargetKind.STATEMENT]


def _rule(statement: Statement, now: Situation) -> BillRule:
    return now.rules.bill(statement.kind, now.shift.business_date)


def _check_part(part: Part, wish: TakePayment, now: Situation) -> None:
    code = part.target.code
    if part.amount <= ZERO:
        raise FieldRefused(f"Enter an amount above zero for {code}.", "amount")
    if (
        code in now.unsettled and part.target.kind not in WITHOUT_MEMBER
    ):  # Those are no balance that would be paid twice.
        raise FieldRefused(
            f"A card result for {code} is not known yet. Don't take it again, on the card or in cash.", "statement"
        )
    match part.target.kind:
        case TargetKind.STATEMENT:
            _check_statement(part, wish, now)
        case TargetKind.CREDIT:
            if part.target.number != now.member.guarantor_number:
                raise Refused(f"{code} is not this member's account. Open the member whose account it is.")
        case TargetKind.PREPAY:
            if now.member.region != now.shift.region:
                raise Refused(
                    "This member's region takes its own deposits. Give the member that region's phone number."
                )
        case TargetKind.MISC:
            now.rules.code(part.target.number, now.shift.business_date).check_amount(part.amount)
        case TargetKind.HOLDING:
            if not part.note:
                raise FieldRefused("Write down what is known of this money: who brought it, and what for.", "note")


def _check_statement(part: Part, wish: TakePayment, now: Situation) -> None:
    code = part.target.code
    statement = now.statements.get(code)
    if statement is None:
        raise FieldRefused(
            f"Statement {safe_text(code, 'The statement')} is not known at this desk. Find it again by its number.",
            "statement",
        )
    if statement.region != now.shift.region:
        raise FieldRefused(
            f"{code} belongs to another region and is not paid here. Give the member that region's phone number.",
            "statement",
        )
    if statement.confidential and statement.member_number != now.member.number:  # In no family's receipt (R16).
        raise FieldRefused(f"{code} is paid on its own member's account only. Open that member.", "statement")
    if not wish.identified.get(statement.member_number):
        raise Refused(f"{code} is another member's. Note whose statement or authority was seen first.")
    if not now.earlier and code in wish.seen and wish.seen[code] != statement.version:
        raise BalanceChanged(f"The balance of {code} changed: {statement.open} is open now. Look again, then take it.")
    rest = part.amount - booked(now.earlier).get(code, ZERO)
    if rest > statement.open and statement.open <= ZERO:
        raise FieldRefused(
            f"Nothing is open on {code}. Leave it out and say what is known, or pay on account.", "statement"
        )
    if rest > statement.open:
        raise FieldRefused(f"Only {statement.open} is open on {code}.", "amount")
    _rule(statement, now).check_amount(code, rest, statement.open, on_plan=bool(statement.plan_words))


def place_parts(parts: tuple[Part, ...], now: Situation) -> tuple[Placed, ...]:
    """Each part with its book, words and what was open, as the line keeps it."""
    placed = []
    for part in parts:
        statement = now.statements.get(part.target.number) if part.target.kind is TargetKind.STATEMENT else None
        line, words = _words(part.target, now)
        placed.append(
            Placed(
                part=part,
                book=statement.book if statement else Book(now.shift.region, line),
                member_number=statement.member_number if statement else now.member.number,
                words=statement.title if statement else words,
                open_before=statement.open if statement else ZERO,
                plan=statement.plan_words if statement and not statement.confidential else "",
            )
        )
    return tuple(placed)


def _words(target: Target, now: Situation) -> tuple[BookLine, str]:
    """Whose bag a target's money goes into, and its words; what is sold is said in the payor's language."""
    match target.kind:
        case TargetKind.CREDIT:
            return BookLine.MEDICAL, "Credit on account"
        case TargetKind.PREPAY:
            return BookLine.MEDICAL, f"Deposit for estimate {target.number}"
        case TargetKind.HOLDING:
            return BookLine.MEDICAL, "Held for identification"
        case TargetKind.MISC:
            try:
                sold = now.rules.code(target.number, now.shift.business_date)
            except Refused:  # Card money that was asked for before the code was taken off the list.
                return BookLine.MEDICAL, target.number
            return sold.line, sold.words_in(now.member.language)
        case TargetKind.STATEMENT:
            return BookLine.MEDICAL, "Statement"


def wanted(placed: tuple[Placed, ...], earlier: tuple[PaymentFacts, ...]) -> tuple[Wanted, ...]:
    """What is still to be paid on each target after this payment's earlier lines."""
    paid = booked(earlier)
    return tuple(Wanted(each.book, _unpaid(each.part, paid)) for each in placed)


def booked(earlier: tuple[PaymentFacts, ...]) -> dict[str, Money]:
    """What these lines of a payment have paid, by target code."""
    paid: dict[str, Money] = {}
    for facts in earlier:
        for code, amount in _by_target(facts.targets, facts.paid_on).items():
            paid[code] = paid.get(code, ZERO) + amount
    return paid


def still_to_pay(wish: TakePayment, earlier: tuple[PaymentFacts, ...]) -> Money:
    """What of the wish no line has paid yet; money beyond what was asked for pays none of it."""
    paid = booked(earlier)
    return total([_unpaid(part, paid) for part in wish.parts])


def _by_target(targets: tuple[Placed, ...], paid_on: tuple[tuple[int, Money], ...]) -> dict[str, Money]:
    amounts: dict[str, Money] = {}
    for target, amount in paid_on:
        code = targets[target].part.target.code
        amounts[code] = amounts.get(code, ZERO) + amount
    return amounts


def _unpaid(part: Part, paid: Mapping[str, Money]) -> Money:
    return max(ZERO, part.amount - paid.get(part.target.code, ZERO))


def bill_kinds(placed: tuple[Placed, ...], now: Situation) -> dict[int, StatementKind]:
    """What kind of bill each target is, by its index; none for what is no bill."""
    known = {place: now.statements.get(each.part.target.number) for place, each in enumerate(placed)}
    return {place: statement.kind for place, statement in known.items() if statement is not None}


def book(wish: TakePayment, now: Situation, card: Tender, *, line_id: UUID) -> Line:
    """The line for card money that the terminal has taken. Never refuses: what fits no target becomes credit.

    Like a check it pays one book (R12), and so does what becomes credit.
    """
    placed = place_parts(wish.parts, now)
    brought = (Brought(card.amount, one_book=card.rule.one_book),)
    filled = fill(wanted(placed, now.earlier), brought)
    if filled.over[0] > ZERO:
        guarantor = now.member.guarantor_number
        home = Target(TargetKind.CREDIT, guarantor) if guarantor else Target(TargetKind.HOLDING)
        rest = Part(target=home, amount=filled.over[0], note="card, more than asked")
        (more,) = place_parts((rest,), now)
        if filled.applied:
            more = replace(more, book=placed[filled.applied[0].target].book)
        filled = Filled((*filled.applied, Applied(0, len(placed), rest.amount)), (ZERO,), (*filled.short, ZERO))
        placed += (more,)
    return _payment_line(wish, now, placed, (card,), filled, line_id=line_id)


def _payment_line(
    wish: TakePayment,
    now: Situation,
    placed: tuple[Placed, ...],
    tenders: tuple[Tender, ...],
    filled: Filled,
    *,
    line_id: UUID,
    rounding: Rounding = NOT_ROUNDED,
) -> Line:
    paid_on = (*((part.target, part.amount) for part in filled.applied), *rounding.given)
    paid_now = _by_target(placed, paid_on)
    rest = [(s, s.open - paid_now.get(s.number, ZERO)) for s in now.member_statements]
    due = sorted(_next_due(s, now.shift.business_date) for s, left in rest if left > ZERO and not s.under_review)
    change = total(filled.over)
    cash = total([tender.amount for tender in tenders if tender.kind is TenderKind.CASH])
    facts = PaymentFacts(
        payment_id=wish.payment_id,
        receipt=now.receipt,
        member_number=now.member.number,
        member_name=now.member.name if now.member.number else "",
        guarantor_number=now.member.guarantor_number,
        language=now.member.language,
        served_by=now.staff.short_name,
        identified=wish.identified,
        payor=wish.payor,
        reason=wish.reason,
        targets=placed,
        tenders=tenders,
        applied=filled.applied,
        change=change,
        open_after=total([left for _, left in rest]),
        balances_as_of=instant_text(now.balances_as_of),
        next_due=due[0][0] if due else None,
        next_due_autopay=bool(due) and due[0][1],
        origin=wish.origin,
        approver=wish.approval.approver if wish.approval else "",
        approver_name=wish.approval.approver_name if wish.approval else "",
        word=wish.approval.word if wish.approval else "",
        rounding=rounding,
        net_cash=cash - change if cash > ZERO else None,
    )
    return Line(
        line_id=line_id,
        kind=LineKind.PAYMENT,
        desk=now.shift.desk,
        center=now.shift.center,
        staff=now.staff.user,
        taken_at=now.now,
        business_date=now.shift.business_date,
        shift_id=now.shift.shift_id,
        facts=facts.facts(),
        transfers=_transfers(facts, now.shift),
    )


def _next_due(statement: Statement, today: date) -> tuple[date, bool]:
    """When it is due or drawn, and whether autopay draws it."""
    draw = statement.next_draw(today)
    return (statement.due_date, False) if draw is None else (draw, True)


def _transfers(facts: PaymentFacts, shift: Shift) -> tuple[Transfer, ...]:
    """One transfer a part: from the target's account to where its tender now lies; then what was rounded."""
    transfers = []
    for part in facts.applied:
        placed, rule = facts.targets[part.target], facts.tenders[part.tender].rule
        if rule.into is AccountKind.CARD_CLEARING:
            into = Account(rule.into, shift.desk, placed.book)
        else:
            into = shift.drawer(rule.into, placed.book)
        transfers.append(Transfer(into, placed.part.target.account(shift.center), part.amount))
    rounded = cash_account(shift.center)
    for target, amount in facts.rounding.given:
        transfers.append(Transfer(rounded, facts.targets[target].part.target.account(shift.center), amount))
    if facts.rounding.kept > ZERO:  # Cash pays last, so its last part says in whose drawer it lies.
        transfers.append(Transfer(transfers[-1].debit, rounded, facts.rounding.kept))
    return tuple(transfers)
