"""A payment that is decided always adds up: applied is tendered less change, and every cent has a transfer."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import event, given
from hypothesis import strategies as st

from cashier.domain.accounts import AccountKind, Book, BookLine
from cashier.domain.cash_taken import cash_taken
from cashier.domain.counter_rules import CounterRules, MiscCode
from cashier.domain.errors import Refused
from cashier.domain.line import Line, read_line
from cashier.domain.money import ZERO, Money, total
from cashier.domain.payment import Situation, TakePayment, book, decide_payment, still_to_pay
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.payor import Payor
from cashier.domain.statements import Statement, StatementKind
from cashier.domain.targets import TargetKind
from cashier.domain.tenders import Tender, TenderKind
from tests.fakes.builders import (
    GUARANTOR,
    MEDICAL,
    PAYMENT_ID,
    PREMIUM,
    SHIFT_ID,
    TODAY,
    a_member,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

KINDS = st.sampled_from([StatementKind.HOSPITAL, StatementKind.PHARMACY, StatementKind.PREMIUM])
LINE_ID = UUID(int=3)
SOLD = (
    MiscCode(code="COPIES", since=TODAY, words={"en": "Copies"}),
    MiscCode(code="LATE", since=TODAY, words={"en": "Late fee"}, line=BookLine.PREMIUM),
)
BESIDES = ("prepay:E-1", "prepay:E-2", "misc:COPIES", "misc:LATE", "holding")


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    opens = draw(st.lists(st.tuples(KINDS, st.integers(1, 90_000)), min_size=1, max_size=4))
    bills = (a_statement(f"S-{n}", cents, kind=kind) for n, (kind, cents) in enumerate(opens))
    return replace(a_situation(*bills), rules=CounterRules(misc=SOLD))


@st.composite
def wishes(draw: st.DrawFn, now: Situation) -> TakePayment:
    """Parts of what is open, and of what is no statement; checks and money orders of any amount, and often cash for the
    rest and more.
    """
    numbers = draw(st.lists(st.sampled_from(sorted(now.statements)), min_size=1, unique=True))
    others = draw(st.lists(st.sampled_from(BESIDES), max_size=3, unique=True))
    chosen = [pays(n, draw(st.integers(1, now.statements[n].open.cents))) for n in numbers]
    parts = tuple(draw(st.permutations([*chosen, *(pays(code, draw(st.integers(1, 9000))) for code in others)])))
    wanted = sum(part.amount.cents for part in parts)
    amounts = st.one_of(st.sampled_from([part.amount.cents for part in parts]), st.integers(1, wanted))
    items = draw(st.lists(st.builds(check, amounts) | st.builds(money_order, amounts), max_size=2))
    rest = wanted - sum(item.amount.cents for item in items)
    tenders = [*items, cash(rest + draw(st.integers(0, 5000)))] if rest > 0 and draw(st.booleans()) else items
    return a_wish(*parts, tenders=tuple(draw(st.permutations(tenders))))


@given(situations().flatmap(lambda now: st.tuples(st.just(now), wishes(now))))
def test_what_is_taken_adds_up_to_the_cent(case: tuple[Situation, TakePayment]) -> None:
    now, wish = case
    try:
        line = decide_payment(wish, now)
    except Refused:
        event("refused")
        return

    event("taken")
    assert decide_payment(wish, now) == line
    facts = read_payment(read_line(line.body()))
    tendered = total([tender.amount for tender in wish.tenders])
    assert total([transfer.amount for transfer in line.transfers]) == facts.paid == tendered - facts.change
    assert facts.paid == wish.to_pay
    came_in = total([t.amount for t in line.transfers if t.debit.kind is AccountKind.DRAWER_CASH])
    assert cash_taken([facts]).net == came_in == (facts.net_cash or ZERO)
    on_bills = total([part.amount for part in wish.parts if part.target.kind is TargetKind.STATEMENT])
    assert facts.open_after == total([s.open for s in now.member_statements]) - on_bills
    for index, part in enumerate(wish.parts):
        assert total([a.amount for a in facts.applied if a.target == index]) == part.amount
    _check_transfers(line, facts)


def _check_transfers(line: Line, facts: PaymentFacts) -> None:
    """One transfer a part, from the statement to where the tender lies, each tender in one book but cash."""
    assert len(line.transfers) == len(facts.applied)
    books: dict[int, set[Book | None]] = {}
    for part, transfer in zip(facts.applied, line.transfers, strict=True):
        tender = facts.tenders[part.tender]
        assert transfer.credit == facts.targets[part.target].part.target.account("OAK")
        assert transfer.debit.kind is tender.rule.into
        assert transfer.debit.owner == str(SHIFT_ID)
        assert transfer.debit.book == facts.targets[part.target].book
        books.setdefault(part.tender, set()).add(transfer.debit.book)
    assert all(len(books[index]) == 1 for index, tender in enumerate(facts.tenders) if tender.rule.one_book)
    assert set(books) == set(range(len(facts.tenders)))
    if facts.change > ZERO:
        assert facts.tenders[-1].kind is TenderKind.CASH
        assert facts.change < facts.tenders[-1].amount


def test_check_and_cash_with_change_are_split_by_target() -> None:
    now = a_situation(a_statement("S-1", 41260), a_statement("S-2", 9000))
    line = decide_payment(a_wish(pays("S-1", 41260), pays("S-2", 6000), tenders=(cash(24000), check(27260))), now)
    facts = read_payment(line)

    assert [(a.tender, a.target, a.amount.cents) for a in facts.applied] == [(0, 0, 27260), (1, 0, 14000), (1, 1, 6000)]
    assert (facts.change, facts.paid, facts.open_after) == (Money(4000), Money(47260), Money(3000))
    assert (line.line_id, line.business_date, line.shift_id) == (PAYMENT_ID, TODAY, SHIFT_ID)


def test_cash_is_divided_by_book_in_the_line() -> None:
    now = a_situation(a_statement("S-1", 1000), a_statement("S-2", 2000, kind=StatementKind.PREMIUM))
    line = decide_payment(a_wish(pays("S-1", 1000), pays("S-2", 2000)), now)

    assert [(t.debit.book, t.amount.cents) for t in line.transfers] == [(MEDICAL, 1000), (PREMIUM, 2000)]


def test_only_texts_that_may_be_kept_are_kept() -> None:
    wish = replace(
        a_wish(pays("S-48210377", 100, "note\x1b@"), tenders=(replace(check(100), issuer="Wells\nFargo"),)),
        payor=Payor(name=" Mc<b>Donald\x00 ", phone=" 510 555-0134", id_reference="CA license\u200b D1234567"),
        reason="O'Brien\u202e asked",
        identified={"11048827": "photo\tID"},
    )
    facts = read_payment(decide_payment(wish, a_situation()))

    assert (facts.payor, facts.reason, facts.identified) == (
        Payor(name="Mc<b>Donald", phone="510 555-0134", id_reference="CA license D1234567"),
        "O'Brien asked",
        {"11048827": "photo ID"},
    )
    assert (facts.targets[0].part.note, facts.tenders[0].issuer) == ("note @", "Wells Fargo")


def test_what_is_due_next_is_neither_under_review_nor_a_draw_that_is_past() -> None:
    reviewed = replace(a_statement("S-0", due=TODAY - timedelta(days=90)), under_review=True)
    not_drawn = replace(a_statement("S-1", due=TODAY + timedelta(days=2)), autopay_on=TODAY - timedelta(days=1))
    drawn = replace(a_statement("S-2", due=TODAY + timedelta(days=9)), autopay_on=TODAY + timedelta(days=1))
    paid = a_statement("S-3", 500, due=TODAY - timedelta(days=400))

    def next_due(*statements: Statement) -> tuple[str, bool]:
        facts = read_payment(decide_payment(a_wish(pays("S-3", 500)), a_situation(paid, *statements)))
        return (facts.next_due.isoformat() if facts.next_due else "", facts.next_due_autopay)

    assert next_due(reviewed, not_drawn) == ("2026-11-23", False)
    assert next_due(reviewed, not_drawn, drawn) == ("2026-11-22", True)
    assert next_due(reviewed) == ("", False)


# --- card money, which is booked and never refused ---


def _card(cents: int) -> Tender:
    return Tender(kind=TenderKind.CARD, amount=Money(cents), issuer="Visa", last_four="4421", attempt_id=UUID(int=5))


@given(situations().flatmap(lambda now: st.tuples(st.just(now), wishes(now))), st.integers(1, 200_000))
def test_an_approved_card_is_booked_in_full_in_one_book_whatever_was_wanted(
    case: tuple[Situation, TakePayment], cents: int
) -> None:
    now, wish = case
    line = book(wish, now, _card(cents), line_id=LINE_ID)
    facts = read_payment(read_line(line.body()))

    assert total([t.amount for t in line.transfers]) == facts.paid == Money(cents)
    assert facts.change == ZERO
    assert len({t.debit.code for t in line.transfers}) == 1
    assert all(t.debit.kind is AccountKind.CARD_CLEARING for t in line.transfers)
    beyond = total([t.amount for t in line.transfers if t.credit.kind is AccountKind.CREDIT])
    placed = facts.paid - beyond
    assert still_to_pay(wish, (facts,)) == wish.to_pay - placed


def test_more_than_was_asked_becomes_the_guarantors_credit_in_the_cards_book() -> None:
    now = a_situation(a_statement("S-1", 3000), a_statement("S-2", 4000, kind=StatementKind.PREMIUM))
    line = book(a_wish(pays("S-1", 3000), pays("S-2", 4000)), now, _card(4500), line_id=LINE_ID)

    assert [(t.debit.code, t.credit.code, t.amount.cents) for t in line.transfers] == [
        ("card_clearing:OAK3:ncal.medical", "receivable:S-1", 3000),
        ("card_clearing:OAK3:ncal.medical", f"credit:{GUARANTOR}", 1500),
    ]


def test_a_card_asked_for_premium_pays_premium() -> None:
    now = a_situation(a_statement("S-1", 3000), a_statement("S-2", 4000, kind=StatementKind.PREMIUM))
    line = book(a_wish(pays("S-1", 3000), pays("S-2", 4000)), now, _card(4000), line_id=LINE_ID)

    assert [(t.debit.code, t.credit.code) for t in line.transfers] == [
        ("card_clearing:OAK3:ncal.premium", "receivable:S-2")
    ]


def test_card_money_of_a_member_without_guarantor_is_held_for_identification() -> None:
    now = replace(a_situation(), member=a_member(guarantor=""), statements={}, member_statements=())
    line = book(a_wish(pays("S-48210377", 100)), now, _card(150), line_id=LINE_ID)

    assert [t.credit.code for t in line.transfers] == ["receivable:S-48210377", "holding:OAK"]


def test_card_money_for_what_is_sold_no_more_is_booked_all_the_same() -> None:
    line = book(a_wish(pays("misc:COPIES", 500)), a_situation(), _card(500), line_id=LINE_ID)

    assert [(t.credit.code, t.amount.cents) for t in line.transfers] == [("misc:OAK.COPIES", 500)]
    assert read_payment(line).targets[0].words == "COPIES"


@given(st.integers(1, 41259))
def test_cash_after_a_partial_card_pays_the_rest_under_the_same_receipt(cents: int) -> None:
    wish = replace(a_wish(), tenders=(cash(41260 - cents),))
    first = read_payment(book(wish, a_situation(), _card(cents), line_id=LINE_ID))
    after = a_statement(cents=41260 - cents)
    second = decide_payment(wish, replace(a_situation(after), earlier=(first,)))

    assert read_payment(second).paid == Money(41260 - cents)
    assert read_payment(second).receipt == first.receipt
    assert still_to_pay(wish, (first, read_payment(second))) == ZERO


def test_what_the_card_paid_whole_is_open_no_more_and_the_rest_is_taken() -> None:
    parts = (pays("S-48210377", 41260), pays("S-2", 1000))
    wish = replace(a_wish(*parts), tenders=(cash(1000),))
    other = a_statement("S-2", 1000)
    first = read_payment(book(wish, a_situation(a_statement(), other), _card(41260), line_id=LINE_ID))
    second = decide_payment(wish, replace(a_situation(a_statement(cents=0), other), earlier=(first,)))

    assert read_payment(second).paid == Money(1000)


def test_a_statements_plan_is_written_down_and_a_confidential_ones_is_not() -> None:
    statement = replace(a_statement(), plan_words="plan: 6 x $68.77 a month from Dec 15")
    paid = [decide_payment(a_wish(), a_situation(replace(statement, confidential=secret))) for secret in (False, True)]

    assert [read_payment(line).targets[0].plan for line in paid] == [statement.plan_words, ""]
