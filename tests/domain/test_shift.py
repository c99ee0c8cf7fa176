"""A shift begins with a counted float, once per desk."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO
from cashier.domain.people import Approval, Role, Staff
from cashier.domain.shift import (
    ALSO,
    ALSO_ACT,
    DENOMINATIONS,
    MOST_OF_ONE,
    OPEN_ACT,
    OpenShift,
    Shift,
    counted,
    decide_open_shift,
    shift_of,
)
from tests.fakes.builders import MEDICAL, NOW, OAK3, ROSA, SHIFT_ID, TODAY, a_shift

COUNTS = st.dictionaries(st.sampled_from([d.code for d in DENOMINATIONS]), st.integers(0, MOST_OF_ONE))


@given(COUNTS)
def test_a_count_adds_up_to_the_cent(count: dict[str, int]) -> None:
    worth = {denomination.code: denomination.cents for denomination in DENOMINATIONS}

    assert counted(count).cents == sum(worth[code] * number for code, number in count.items())


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        ({"3.00": 1}, "There is no 3.00 note or coin. Count by the denominations on the form."),
        ({"20.00": -1}, "Enter how many $20 there are, as a whole number up to 9,999."),
        ({"20.00": 10_000}, "Enter how many $20 there are, as a whole number up to 9,999."),
        ({"0.25": 1.5}, "Enter how many 25¢ there are, as a whole number up to 9,999."),
        ({"1.00 coin": True}, "Enter how many $1 coin there are, as a whole number up to 9,999."),
    ],
)
def test_an_impossible_count_is_refused_by_its_denomination(count: dict[str, int], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        counted(count)

    assert refused.value.sentence == sentence


@given(COUNTS)
def test_opening_moves_the_float_from_the_safe_to_the_drawer_and_nothing_else(count: dict[str, int]) -> None:
    line = _decide(OpenShift(shift_id=SHIFT_ID, count=count, business_date=TODAY))
    shift = shift_of(line)

    assert shift.float_amount == counted(count)
    assert line.shift_id == shift.shift_id == line.line_id
    moved = [(t.debit.code, t.credit.code, t.amount) for t in line.transfers]
    drawer = f"drawer_cash:{SHIFT_ID}:ncal.medical"
    assert moved == ([(drawer, "safe:OAK:ncal.medical", counted(count))] if counted(count) > ZERO else [])


def test_the_business_date_is_the_wishs_and_not_the_clocks() -> None:
    wish = OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY.replace(year=2019))

    assert _decide(wish).business_date == TODAY.replace(year=2019)


def test_a_second_drawer_at_the_desk_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        _decide(OpenShift(shift_id=UUID(int=9), count={}, business_date=TODAY), open_now=a_shift())

    assert refused.value.sentence == "Rosa Delgado's drawer is still open at this desk. It has to be closed first."


def test_a_second_drawer_at_another_desk_takes_a_lead_and_says_who_agreed() -> None:
    wish = OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY, also_at=("OAK2",))
    lead = Approval(approver="helen", approver_name="Helen Park", act=ALSO_ACT, amount=ZERO, given_at=NOW)
    for approval in (None, replace(lead, approver=ROSA.user), replace(lead, act=OPEN_ACT)):
        with pytest.raises(Refused):
            _decide(replace(wish, also_approval=approval))

    facts = _decide(replace(wish, also_approval=lead)).facts
    assert (facts["also_at"], facts["also_by"], facts["also_by_name"]) == (["OAK2"], "helen", "Helen Park")
    assert "also_at" not in _decide(replace(wish, also_at=())).facts


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.CASH_OFFICE, Role.SUPERVISOR])
def test_only_who_may_hold_a_drawer_opens_one(role: Role) -> None:
    with pytest.raises(Refused, match=r"Rosa Delgado may not open a drawer. Ask a colleague who may."):
        _decide(OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY), staff=replace(ROSA, role=role))


def test_a_shift_line_that_lacks_something_is_unreadable() -> None:
    line = _decide(OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY))

    for broken in (
        replace(line, facts={}),
        replace(line, facts={**line.facts, "float_cents": "10"}),
        replace(line, shift_id=None),
        replace(line, business_date=None),
        replace(line, kind=LineKind.PAYMENT),
    ):
        with pytest.raises(UnreadableBody):
            shift_of(broken)


def _decide(wish: OpenShift, *, staff: Staff = ROSA, open_now: Shift | None = None) -> Line:
    return decide_open_shift(
        wish,
        staff=staff,
        desk=OAK3.desk,
        center=OAK3.center,
        region=OAK3.region,
        float_book=MEDICAL,
        open_now=open_now,
        now=NOW,
    )


def test_a_drawer_beside_another_takes_a_leads_word_and_says_whose_that_was() -> None:
    wish = OpenShift(shift_id=SHIFT_ID, count={"20.00": 5}, business_date=TODAY, also_at=("OAK4", "OAK5"))
    at = {
        "staff": ROSA, "desk": "OAK3", "center": "OAK", "region": "ncal", "float_book": MEDICAL, "open_now": None,
        "now": NOW,
    }  # fmt: skip
    with pytest.raises(FieldRefused, match="Rosa Delgado's drawer at OAK4 and OAK5 is still open") as refused:
        decide_open_shift(wish, **at)  # type: ignore[arg-type]
    assert refused.value.field == ALSO
    word = Approval(approver="helen", approver_name="Helen Park", act=ALSO_ACT, amount=ZERO, given_at=NOW)
    with pytest.raises(Refused, match="Nobody approves for themselves"):
        decide_open_shift(replace(wish, also_approval=replace(word, approver="rosa")), **at)  # type: ignore[arg-type]

    facts = decide_open_shift(replace(wish, also_approval=word), **at).facts  # type: ignore[arg-type]
    assert (facts["also_at"], facts["also_by"], facts["also_by_name"]) == (["OAK4", "OAK5"], "helen", "Helen Park")
    alone = decide_open_shift(replace(wish, also_at=(), also_approval=word), **at).facts  # type: ignore[arg-type]
    assert "also_at" not in alone
