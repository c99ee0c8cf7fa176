"""What a closed drawer was over by is what one was short of: whole checks, one book, and never more than differs."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Book
from cashier.domain.errors import FieldRefused, Refused, UnreadableBody
from cashier.domain.explained import (
    AMOUNT,
    CASH,
    OVER,
    OVER_Z,
    SHORT,
    SHORT_Z,
    ClosedDrawer,
    ExplainRecord,
    Side,
    Unlike,
    explain,
    explain_act,
    read_closed,
    read_explain_record,
    read_side,
)
from cashier.domain.line import LineKind
from cashier.domain.money import ZERO, Money
from tests.domain.drawer_lines import closed
from tests.fakes.builders import MEDICAL, PREMIUM, ROSA

CENTS = st.integers(1, 10**7)


def drawer(difference: int, *, missing: bool = False, found: tuple[dict[str, Any], ...] = (), **explained: int) -> Any:
    line = closed()
    key = line.facts["items"][0]
    said = {"difference_cents": difference, "missing": [key] if missing else [], "found": list(found)}
    line = replace(line, facts={**line.facts, **said})
    known = {key if what == "check" else what: Money(cents) for what, cents in explained.items()}
    return read_closed(line, "ncal", ROSA.user, known)


def a_found(cents: int, number: str = "77") -> dict[str, Any]:
    return {"kind": "check", "number": number, "line": "medical", "cents": cents}


def a_line(cents: int, key: str = CASH, book: Book = MEDICAL) -> Unlike:
    return Unlike(key=key, number="", words=key, book=book, amount=Money(cents))


def test_a_check_that_was_cash_is_found_at_the_count_and_explained() -> None:
    at = drawer(41260, missing=True)
    over, short = at.find("Cash", is_over=True), at.find("1043", is_over=False)

    assert (over.amount, short.amount) == (Money(41260), Money(-41260))
    assert explain(over, short, None).amount == Money(41260)


def test_what_was_explained_is_there_no_more() -> None:
    at = drawer(41260, missing=True, cash=-41260, check=41260)

    for what, is_over in ((CASH, True), ("1043", False)):
        with pytest.raises(FieldRefused, match="Nothing of it is"):
            at.find(what, is_over=is_over)


def test_a_few_dollars_may_differ_besides() -> None:
    at = drawer(41100, missing=True)
    done = explain(at.find(CASH, is_over=True), at.find("1043", is_over=False), None)

    assert done.over.amount - done.amount == Money(-160), "so much is short then"
    far = drawer(20000, missing=True)
    with pytest.raises(FieldRefused, match="cash differed by") as refused:
        explain(far.find(CASH, is_over=True), far.find("1043", is_over=False), None)
    assert refused.value.field == OVER


def test_a_check_in_another_drawer_is_the_same_amount() -> None:
    over = drawer(0, found=(a_found(41260),)).find("77", is_over=True)
    short = drawer(0, missing=True).find("1043", is_over=False)

    assert explain(over, short, Money(41260)).amount == Money(41260)
    with pytest.raises(FieldRefused, match="one is not the other"):
        explain(replace(over, amount=Money(41200)), short, None)
    with pytest.raises(FieldRefused, match="explained whole") as refused:
        explain(over, short, Money(100))
    assert refused.value.field == AMOUNT


def test_a_check_without_a_number_is_known_by_its_amount() -> None:
    at = drawer(-6000, found=(a_found(6000, ""),))

    assert at.find("60.00", is_over=True).key == "found.0"


def test_medical_and_premium_money_never_explain_each_other() -> None:
    with pytest.raises(FieldRefused, match="never mix"):
        explain(a_line(100), a_line(-100, "missing", PREMIUM), None)


def test_whose_drawer_it_was_is_known_and_what_cannot_be_read_is_said() -> None:
    assert drawer(0).people == {ROSA.user}
    line = closed()
    with pytest.raises(UnreadableBody):
        read_closed(replace(line, facts={**line.facts, "found": [{"kind": "shell"}]}), "ncal", "rosa", {})


@pytest.mark.parametrize(
    ("z", "what", "field"),
    [
        ("", "cash", OVER_Z),
        ("OAK3-0000012", "cash", OVER_Z),
        ("OAK3-Z1", "", OVER),
        ("OAK3-Z1", "4111111111111111", OVER),
    ],
)
def test_a_side_that_cannot_be_is_refused_beside_its_field(z: str, what: str, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        read_side(z, what, is_over=True)
    assert refused.value.field == field


def test_a_z_report_is_known_as_it_is_typed() -> None:
    side = read_side(" oak3-z12 ", "CASH", is_over=False)

    assert side == Side(z="OAK3-Z00012", what="CASH") == Side.read(side.code)
    with pytest.raises(FieldRefused) as refused:
        read_side("twelve", "cash", is_over=False)
    assert refused.value.field == SHORT_Z


@given(over=CENTS, short=CENTS, asked=st.none() | CENTS)
def test_of_cash_no_more_is_explained_than_both_differ_by(over: int, short: int, asked: int | None) -> None:
    most, wanted = min(over, short), Money(asked) if asked is not None else None
    if asked is not None and asked > most:
        with pytest.raises(FieldRefused):
            explain(a_line(over), a_line(-short), wanted)
        return
    done = explain(a_line(over), a_line(-short), wanted)

    assert ZERO < done.amount <= Money(most)
    assert done.over.amount - done.amount >= ZERO >= done.short.amount + done.amount


@given(cash=CENTS, size=CENTS, is_over=st.booleans())
def test_a_check_brings_cash_nearer_to_nothing_or_is_refused(cash: int, size: int, is_over: bool) -> None:
    sign = 1 if is_over else -1
    lines = [a_line(sign * cash), a_line(-sign * size, "paper")]
    over, short = lines if is_over else reversed(lines)
    if size >= 2 * cash:
        with pytest.raises(FieldRefused) as refused:
            explain(over, short, None)
        assert refused.value.field == (OVER if is_over else SHORT)
    else:
        assert explain(over, short, None).amount == Money(size)


def test_what_is_left_to_be_explained_is_said() -> None:
    at = ClosedDrawer(z="OAK3-Z00001", people=frozenset(), unlike=(a_line(2000), a_line(-100, "paper")))

    with pytest.raises(FieldRefused, match=r"was not over by 12\. It was over by cash \$20\.00\. Enter one"):
        at.find("12", is_over=True)


@pytest.mark.parametrize("code", ["OAK3-Z00012", "OAK3-Z00012 ", "", " cash"])
def test_a_code_without_both_halves_is_none(code: str) -> None:
    if code == " cash":
        assert Side.read(code).what == "cash"
        return
    with pytest.raises(Refused, match="Say of which Z report"):
        Side.read(code)


def test_what_is_not_there_is_told_with_what_is_beside_its_own_field() -> None:
    at = drawer(6000, missing=True)
    with pytest.raises(FieldRefused, match=r"was not over by 77\. It was over by cash \$60\.00\. Enter one") as refused:
        at.find("77", is_over=True)
    assert refused.value.field == OVER
    with pytest.raises(FieldRefused, match=r"was not short by cash\. It was short by check 1043 \$412\.60") as refused:
        at.find("cash", is_over=False)
    assert refused.value.field == SHORT
    with pytest.raises(FieldRefused, match="Nothing of it is over any more"):
        drawer(0).find("cash", is_over=True)
    with pytest.raises(FieldRefused, match="Nothing of it is short any more"):
        drawer(0).find("cash", is_over=False)


def test_by_its_amount_only_paper_without_a_number_is_found_also_what_is_short() -> None:
    at = drawer(6000, found=(a_found(2500), a_found(2500, "")))
    for typed in ("60.00", "25.01"):
        with pytest.raises(FieldRefused):
            at.find(typed, is_over=True)
    assert at.find("25.00", is_over=True).key == "found.1"
    with pytest.raises(FieldRefused):
        drawer(6000, found=(a_found(2500),)).find("25.00", is_over=True)
    short = ClosedDrawer(z="OAK3-Z00012", people=frozenset(), unlike=(a_line(-700, "paper"),))
    assert short.find("7.00", is_over=False).key == "paper"


def test_both_sides_are_signed_for() -> None:
    assert explain_act("OAK3-Z1 cash", "OAK3-Z2 1043") == "OAK3-Z1 cash explains OAK3-Z2 1043"


def test_cash_that_would_differ_as_much_the_other_way_is_not_explained() -> None:
    with pytest.raises(FieldRefused, match="that does not explain it"):
        explain(a_line(100), a_line(-200, "paper"), None)
    with pytest.raises(FieldRefused, match="that does not explain it"):
        explain(a_line(200, "paper"), a_line(-100), None)
    assert explain(a_line(101), a_line(-200, "paper"), None).amount == Money(200)


def test_two_papers_of_one_size_explain_each_other() -> None:
    assert explain(a_line(200, "found.0"), a_line(-200, "paper"), None).amount == Money(200)
    with pytest.raises(FieldRefused, match=r"The found\.0 is \$2\.00, and is explained whole"):
        explain(a_line(200, "found.0"), a_line(-200, "paper"), Money(100))


def test_a_slip_is_read_back_and_no_other_line_is_one() -> None:
    said = ExplainRecord(act_id=UUID(int=7), told=(("Over", "cash"),), staff_name="Priya", second_name="Omar")
    line = replace(closed(), kind=LineKind.EXPLAIN_SLIP, facts=said.facts())

    assert read_explain_record(line) == said
    for other in (closed(), replace(line, kind=LineKind.MOVE_SLIP), replace(line, facts={})):
        with pytest.raises(UnreadableBody):
            read_explain_record(other)
