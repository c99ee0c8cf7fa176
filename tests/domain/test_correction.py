"""What of a payment stands, whatever was corrected before, and what cannot be read says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from cashier.domain.accounts import AccountKind
from cashier.domain.correction import (
    PaymentNow,
    Why,
    check_why,
    corrects_of,
    must_lie_here,
    paper_key,
    tenders_now,
    why_words,
)
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.line import Line
from cashier.domain.money import ZERO, Money
from cashier.domain.move import MOVE_REASONS
from cashier.domain.payment_facts import read_payment
from cashier.domain.tender_change import decide_change
from cashier.domain.tenders import TenderKind
from tests.domain.correcting import a_change, a_paid, change_at, changed, moved, voided
from tests.domain.written import WRITTEN
from tests.fakes.builders import ROSA, a_shift, cash, check, money_order


def changed_twice() -> tuple[Line, Line, Line]:
    """A check and cash of which first one and then the other is called otherwise."""
    paid = a_paid(check(20000), cash(21260))
    at = change_at(paid)
    first = decide_change(a_change(at, cash(20000), 0), at)
    at = change_at(paid, corrections=(first,))
    return paid, first, decide_change(a_change(at, money_order(21260), 1, line_id=uuid4()), at)


def test_each_tender_that_was_called_otherwise_has_its_own_parts() -> None:
    paid, *changes = changed_twice()
    now = PaymentNow(lines=(paid,), corrections=tuple(changes))

    assert [(part.tender, part.into.kind, part.amount) for _, part in now.standing] == [
        (2, AccountKind.DRAWER_CASH, Money(20000)),
        (3, AccountKind.DRAWER_CHECKS, Money(21260)),
    ]
    assert [now.tenders[place].kind for place in (2, 3)] == [TenderKind.CASH, TenderKind.MONEY_ORDER]
    assert now.cash == Money(20000)
    assert paper_key(now, 3) == f"{changes[1].line_id}.0"
    assert paper_key(now, 0) == f"{paid.line_id}.0"
    with pytest.raises(IndexError):
        paper_key(now, 4)


def test_what_was_handed_over_has_its_right_name_in_the_order_in_which_it_was_keyed() -> None:
    paid, first, second = changed_twice()
    keyed = read_payment(paid).tenders
    back = replace(first, facts={**first.facts, "tender": 2, "now": keyed[0].facts()})

    now = tenders_now(keyed, (first, second))
    assert [(tender.kind, tender.amount) for tender in now] == [
        (TenderKind.CASH, Money(20000)),
        (TenderKind.MONEY_ORDER, Money(21260)),
    ]
    assert tenders_now(keyed, (first, second, back))[0].kind is TenderKind.CHECK
    assert tenders_now(keyed, (moved(),)) == keyed


def test_what_was_moved_away_stands_no_more_and_what_was_rounded_is_no_tenders() -> None:
    now = PaymentNow(lines=(a_paid(),), corrections=(moved(),))
    assert [place for place, _ in now.standing] == [1]
    assert now.parts[0].amount == ZERO

    rounded = PaymentNow(lines=(WRITTEN["payment-rounded"](),))
    assert [(part.tender, part.into.kind, part.amount) for part in rounded.parts] == [
        (0, AccountKind.DRAWER_CASH, Money(1000)),
        (None, AccountKind.CASH_ROUNDING, Money(2)),
    ]


@pytest.mark.parametrize(
    "read",
    [
        lambda line: PaymentNow(lines=(a_paid(),), corrections=(line,)).parts,
        lambda line: tenders_now(read_payment(a_paid()).tenders, (line,)),
        corrects_of,
    ],
)
def test_a_change_without_its_facts_cannot_be_read(read: Callable[[Line], Any]) -> None:
    line = changed(check(41260))

    read(line)
    with pytest.raises(UnreadableBody):
        read(replace(line, facts={}))


def test_a_move_without_its_facts_cannot_be_read() -> None:
    now = PaymentNow(lines=(a_paid(),), corrections=(replace(moved(), facts={}),))
    with pytest.raises(UnreadableBody, match="A move cannot be read"):
        assert now.moved_to
    with pytest.raises(UnreadableBody, match="A correction cannot be read"):
        assert PaymentNow(lines=(a_paid(),), corrections=(replace(voided(), facts={}),)).parts


def test_a_correction_names_the_line_before_it() -> None:
    assert corrects_of(moved()) == a_paid().line_id


def test_a_reason_of_ones_own_is_written_and_is_what_a_person_reads() -> None:
    assert check_why(Why(reason="other", text=" nobody's "), MOVE_REASONS) == Why(reason="other", text="nobody's")
    assert why_words({"reason": "other", "text": "nobody's"}, MOVE_REASONS) == "nobody's"
    assert why_words({"reason": "wrong_member", "text": "two of one name"}, MOVE_REASONS) == (
        "Wrong member: two of one name"
    )
    assert why_words({"reason": "wrong_member"}, MOVE_REASONS) == "Wrong member"


def test_a_payment_of_which_a_part_was_taken_in_an_earlier_shift_is_not_corrected_here() -> None:
    paid = a_paid()
    both = PaymentNow(lines=(replace(paid, shift_id=uuid4()), paid))

    with pytest.raises(Refused, match="was taken in a drawer that is closed, and so on"):
        must_lie_here(both, a_shift(), ROSA, closed=", and so on.")
    assert must_lie_here(PaymentNow(lines=(paid,)), a_shift(), ROSA, closed="") == a_shift()
