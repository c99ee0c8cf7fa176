"""A move: the tender stays where it lies, only what it pays changes, within its book, when two people agree."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.correction import PaymentNow, Why
from cashier.domain.drawer import tender_totals
from cashier.domain.errors import FieldRefused, Refused
from cashier.domain.line import Line, read_line
from cashier.domain.money import Money
from cashier.domain.move import MoveAt, decide_move, must_be_movable, sources
from cashier.domain.payment import decide_payment
from cashier.domain.people import Role, Staff
from cashier.domain.shift import ShiftState
from cashier.domain.statements import StatementKind
from cashier.domain.targets import read_target
from cashier.domain.void import decide_void
from tests.domain.correcting import OTHER, a_move, a_paid, a_void, move_at, moved, void_at
from tests.fakes.builders import (
    GUARANTOR,
    HELEN,
    NOW,
    a_shift,
    a_situation,
    a_statement,
    a_wish,
    cash,
    check,
    pays,
)


def refused(at: MoveAt, cents: int = 41260, **said: object) -> tuple[str, str]:
    """The field and the sentence."""
    with pytest.raises(Refused) as trouble:
        decide_move(a_move(at, cents, **said), at)
    field = trouble.value.field if isinstance(trouble.value, FieldRefused) else ""
    return field, trouble.value.sentence


def net(*lines: Line) -> dict[str, int]:
    balances: dict[str, int] = {}
    for transfer in (t for line in lines for t in line.transfers):
        balances[transfer.debit.code] = balances.get(transfer.debit.code, 0) + transfer.amount.cents
        balances[transfer.credit.code] = balances.get(transfer.credit.code, 0) - transfer.amount.cents
    return {account: cents for account, cents in balances.items() if cents}


@given(by_check=st.integers(0, 41259), first=st.integers(1, 41260))
def test_the_money_pays_the_other_thing_and_nothing_leaves_the_drawer(by_check: int, first: int) -> None:
    papers = (check(by_check),) if by_check else ()
    paid = a_paid(*papers, cash(41260 - by_check))
    at = move_at(paid)

    line = decide_move(a_move(at, first), at)

    assert net(line) == {"receivable:S-48210377": first, f"receivable:{OTHER.number}": -first}
    assert tender_totals((paid, line)) == tender_totals((paid,))
    assert read_line(line.body()) == line
    left = {s.target.code: s.amount.cents for s in sources(PaymentNow(lines=(paid,), corrections=(line,)), "OAK")}
    assert left == {code: c for code, c in (("S-48210377", 41260 - first), (OTHER.number, first)) if c}

    back = void_at(paid, corrections=(line,))
    assert net(paid, line, decide_void(a_void(back), back)) == {}


def test_a_move_may_be_moved_on_and_names_the_move_before_it() -> None:
    paid = a_paid()
    first = moved(20000)
    at = move_at(paid, corrections=(first,))

    on = decide_move(a_move(at, 5000, source=OTHER.number, to=read_target(f"credit:{GUARANTOR}")), at)

    assert on.facts["corrects"] == str(first.line_id)
    assert on.facts["after"] == [str(first.line_id)]
    assert net(on) == {f"receivable:{OTHER.number}": 5000, f"credit:{GUARANTOR}": -5000}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"source": "S-9"}, "from", "Receipt OAK3-0000001 does not pay that. Choose what it pays now."),
        ({"cents": 41261}, "amount", "$412.60 of this payment is on S-48210377. Move that, or less."),
        ({"cents": 0}, "amount", "$412.60 of this payment is on S-48210377. Move that, or less."),
        ({"to": read_target("S-48210377")}, "to", "It pays that already."),
        ({"to": read_target("S-77")}, "to", "This statement is not known at this desk."),
        ({"to": read_target("credit:1")}, "to", "This account is not known at this desk."),
        ({"to": read_target("misc:COPIES")}, "to", "Money is moved to a statement, or on account."),
        ({"approval": None}, "", "A move needs a lead's approval."),
        ({"why": Why(reason="paid_twice")}, "", "Choose a reason from the list."),
    ],
)
def test_what_cannot_be_moved_is_said_beside_its_field(said: dict[str, object], field: str, sentence: str) -> None:
    found = refused(move_at(a_paid()), **said)  # type: ignore[arg-type]

    assert (found[0], found[1][: len(sentence)]) == (field, sentence)


def test_no_more_than_is_open_and_never_into_another_book() -> None:
    at = move_at(a_paid())
    less = replace(at, statements={OTHER.number: replace(OTHER, open=Money(100))})
    premium = a_statement(OTHER.number, 50000, kind=StatementKind.PREMIUM)
    elsewhere = replace(OTHER, region="scal")

    assert refused(less) == ("amount", f"Only $1.00 is open on {OTHER.number}. Move that, or less.")
    for other in (premium, elsewhere):
        assert refused(replace(at, statements={OTHER.number: other}))[0] == "to"
    south = replace(at, guarantors={GUARANTOR: "scal"})
    assert refused(south, to=read_target(f"credit:{GUARANTOR}"))[1].startswith("That account belongs to another region")


def test_premium_money_goes_to_no_account() -> None:
    bill = a_statement("P-1", 1000, kind=StatementKind.PREMIUM)
    at = move_at(decide_payment(a_wish(pays("P-1", 1000), tenders=(cash(1000),)), a_situation(bill)))

    field, sentence = refused(at, 1000, source="P-1", to=read_target(f"credit:{GUARANTOR}"))

    assert (field, sentence[:36]) == ("to", "Premium money pays premiums, and no ")


def test_an_approval_is_for_this_way_alone() -> None:
    at = move_at(a_paid())
    other = a_move(at, to=read_target(f"credit:{GUARANTOR}")).approval

    assert refused(at, approval=other)[1] == "The approval was given for something else. Ask the lead again."


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"shift": None}, "The cash office moves its money by this number"),
        ({"shift": replace(a_shift(), shift_id=uuid4())}, "The cash office moves its money by this number"),
        ({"shift": replace(a_shift(), state=ShiftState.SUSPENDED)}, "suspended"),
        ({"staff": HELEN}, "Rosa Delgado's"),
        ({"staff": Staff(user="a", name="Ana", role=Role.AUDITOR)}, "may not correct payments"),
    ],
)
def test_who_may_not_move_it_here_hears_who_may(change: dict[str, object], part: str) -> None:
    with pytest.raises(Refused, match=part):
        must_be_movable(replace(move_at(a_paid()), **change))  # type: ignore[arg-type]


def test_what_went_back_is_not_moved() -> None:
    back = void_at(a_paid())
    at = move_at(a_paid(), corrections=(decide_void(a_void(back), back),))

    assert "was voided before" in refused(at)[1]
    assert at.now == NOW


def test_what_was_sold_or_pays_an_estimate_is_not_moved() -> None:
    at = move_at(decide_payment(a_wish(pays("prepay:E-1", 500)), a_situation()))

    with pytest.raises(Refused, match="pays a bill or an account, so nothing of it can be moved"):
        must_be_movable(at)
