"""A change of tender: the total and what it pays stay, only the part of the drawer that holds it changes."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.cash_taken import cash_taken_in
from cashier.domain.correction import PaymentNow, Why
from cashier.domain.drawer import drawer_holds, items_in, tender_totals
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, read_line
from cashier.domain.money import Money
from cashier.domain.move import decide_move
from cashier.domain.payment import decide_payment
from cashier.domain.returned_check import returned_tender
from cashier.domain.shift import ShiftState
from cashier.domain.statements import StatementKind
from cashier.domain.tender_change import ChangeAt, changeable, decide_change, must_be_changeable
from cashier.domain.tender_terms import TenderTable, usual_terms
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.void import decide_void, given_back
from tests.domain.card_lines import card_paid
from tests.domain.correcting import a_change, a_move, a_paid, a_void, change_at, changed, move_at, void_at
from tests.domain.written import WRITTEN
from tests.fakes.builders import (
    HELEN,
    MEDICAL,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    money_order,
    pays,
)

SHIFT = a_shift().shift_id


def refused(at: ChangeAt, to: Tender, **said: object) -> tuple[str, str]:
    """The field and the sentence."""
    with pytest.raises(Refused) as trouble:
        decide_change(a_change(at, to, 0, **said), at)
    field = trouble.value.field if isinstance(trouble.value, FieldRefused) else ""
    return field, trouble.value.sentence


def holds(*lines: Line) -> tuple[int, int]:
    held = drawer_holds(SHIFT, [t for line in lines for t in line.transfers])
    return held.cash.get(MEDICAL, Money(0)).cents, held.checks.get(MEDICAL, Money(0)).cents


@given(by_check=st.integers(1, 41259), first_is_wrong=st.booleans())
def test_the_drawer_expects_the_other_tender_and_the_payment_stays(by_check: int, first_is_wrong: bool) -> None:
    paid = a_paid(check(by_check), cash(41260 - by_check))
    at, place = change_at(paid), 0 if first_is_wrong else 1
    to = cash(by_check) if first_is_wrong else check(41260 - by_check, "77")

    line = decide_change(a_change(at, to, place), at)

    assert holds(paid, line) == ((41260, 0) if first_is_wrong else (0, 41260))
    kind = "cash" if first_is_wrong else "check"
    assert [(t.kind, t.count, t.amount.cents) for t in tender_totals((paid, line))] == [(kind, 2, 41260)]
    assert cash_taken_in((paid, line)).net.cents == holds(paid, line)[0]
    assert sum(item.amount.cents for item in items_in(SHIFT, (paid, line))) == holds(paid, line)[1]
    assert read_line(line.body()) == line

    back = void_at(paid, corrections=(line,))
    gone = decide_void(a_void(back), back)
    assert holds(paid, line, gone) == (0, 0)
    assert items_in(SHIFT, (paid, line, gone)) == ()
    assert tender_totals((paid, line, gone)) == ()


def test_one_paper_is_called_another_and_no_money_moves() -> None:
    paid, line = a_paid(check(41260)), changed(money_order(41260), check(41260))

    assert line.transfers == ()
    assert [(i.kind, i.number, i.amount.cents) for i in items_in(SHIFT, (paid, line))] == [
        (TenderKind.MONEY_ORDER, "22-4471", 41260)
    ]
    assert [(t.kind, t.count) for t in tender_totals((paid, line))] == [("money_order", 1)]
    now = void_at(paid, corrections=(line,))
    assert given_back(now.payment) == (("Money order 22-4471", Money(41260)),)
    assert returned_tender(now.payment, "22-4471")[1].kind is TenderKind.MONEY_ORDER


def test_what_was_moved_can_be_changed_and_what_was_changed_moved_on() -> None:
    paid = a_paid()
    moving = move_at(paid)
    to_other = decide_move(a_move(moving, 1260), moving)
    at = change_at(paid, corrections=(to_other,))
    change = decide_change(a_change(at, check(41260)), at)
    again = move_at(paid, corrections=(to_other, change))
    moved_on = decide_move(a_move(again, 40000, line_id=uuid4()), again)

    assert moved_on.facts["corrects"] == str(change.line_id)
    assert (moved_on.facts["after"], moved_on.facts["changed"]) == ([str(to_other.line_id)], [str(change.line_id)])
    now = PaymentNow(lines=(paid,), corrections=(to_other, change, moved_on))
    assert {part.into.kind.value for _, part in now.standing} == {"drawer_checks"}
    assert sum(part.amount.cents for _, part in now.standing) == 41260


def test_a_change_may_be_changed_back() -> None:
    paid, first = a_paid(), changed(check(41260))
    at = change_at(paid, corrections=(first,))

    second = decide_change(a_change(at, cash(41260), 1, line_id=uuid4()), at)

    assert holds(paid, first, second) == (41260, 0)
    assert items_in(SHIFT, (paid, first, second)) == ()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"approval": None}, "A change of tender needs a lead's approval."),
        ({"why": Why(reason="")}, "Choose a reason from the list."),
        ({"why": Why(reason="other")}, "Say what the other reason is"),
    ],
)
def test_two_people_and_a_reason(said: dict[str, object], sentence: str) -> None:
    assert sentence in refused(change_at(a_paid()), check(41260), **said)[1]


def test_a_word_for_another_change_is_none_for_this_one() -> None:
    at = change_at(a_paid())
    other = a_change(at, check(41260, "1")).approval

    assert "given for something else" in refused(at, check(41260, "2"), approval=other)[1]


def test_what_it_can_be_called() -> None:
    at = change_at(a_paid())

    assert refused(at, replace(check(41260), number=""))[0] == "number"
    assert refused(at, replace(money_order(41260), issuer=""))[0] == "issuer"
    assert "cash already" in refused(at, cash(41260))[1]
    assert "stays as much" in refused(at, check(41000))[1]
    assert "by card" in refused(at, Tender(kind=TenderKind.CARD, amount=Money(41260)))[1]
    no_checks = TenderTable({TenderKind.CHECK: replace(usual_terms(TenderKind.CHECK), active=False)})
    assert "not taken here" in refused(replace(at, terms=no_checks), check(41260))[1]
    bills = frozenset({StatementKind.PREMIUM})
    for_premium = TenderTable({TenderKind.CHECK: replace(usual_terms(TenderKind.CHECK), bills=bills)})
    kinds = {"S-48210377": StatementKind.HOSPITAL}
    assert "not taken for a hospital bill" in refused(replace(at, terms=for_premium, bills=kinds), check(41260))[1]


def test_cash_that_gave_change_was_cash() -> None:
    with pytest.raises(Refused, match="change was given"):
        must_be_changeable(change_at(a_paid(cash(50000))))


def test_only_in_its_own_shift_by_who_holds_the_drawer_and_while_the_payment_stands() -> None:
    paid = a_paid()
    at = change_at(paid)
    assert "closed" in refused(replace(at, shift=replace(a_shift(), shift_id=uuid4())), check(41260))[1]
    assert "Rosa" in refused(replace(at, staff=HELEN), check(41260))[1]
    assert "counted" in refused(replace(at, shift=replace(a_shift(), state=ShiftState.COUNTING)), check(41260))[1]
    back = void_at(paid)
    gone = decide_void(a_void(back), back)
    assert "was voided before" in refused(change_at(paid, corrections=(gone,)), check(41260))[1]
    handed_on = replace(change_at(a_paid(check(41260))), items=())
    assert "does not lie in this drawer" in refused(handed_on, cash(41260))[1]


def test_the_last_cent_of_cash_may_become_a_check() -> None:
    at = change_at(a_paid())
    at = replace(at, held=drawer_holds(SHIFT, at.payment.lines[0].transfers))

    assert decide_change(a_change(at, check(41260)), at).facts["cents"] == 41260


def test_what_was_rounded_or_gave_change_or_was_a_card_is_voided_and_taken_again() -> None:
    given = change_at(a_paid(check(20000), cash(21260)))
    rounded, by_card = change_at(WRITTEN["payment-rounded"]()), change_at(card_paid())
    several = change_at(WRITTEN["payment-rounded"](), a_paid())
    for at, words in (
        (rounded, "change was given, or it was rounded. Void the payment and take it again."),
        (by_card, "was paid by card, which is no other tender: void it"),
        (change_at(a_paid(cash(42000))), "change was given"),
    ):
        with pytest.raises(Refused, match=words):
            must_be_changeable(at)
    assert [each.place for each in changeable(given)] == [0, 1]
    assert changeable(several) == ()


def test_cash_that_paid_two_books_becomes_no_check() -> None:
    premium = a_statement("S-2", 5000, kind=StatementKind.PREMIUM)
    wish = a_wish(pays("S-48210377", 41260), pays("S-2", 5000), tenders=(cash(46260),))
    at = change_at(decide_payment(wish, a_situation(a_statement(), premium)))

    with pytest.raises(FieldRefused, match="Check pays one of them"):
        decide_change(a_change(at, check(46260)), at)


def test_what_was_paid_by_card_and_by_cash_with_change_is_told_by_its_cash() -> None:
    at = change_at(card_paid(), a_paid(cash(42000)))

    with pytest.raises(Refused, match="change was given, or it was rounded"):
        must_be_changeable(at)
