"""A target has one code, and the code says the target."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.money import Money
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.targets import Placed, Target, TargetKind, read_placed, read_target
from tests.fakes.builders import MEDICAL, MEMBER, pays


@given(st.text())
def test_a_code_is_a_target_that_says_it_or_is_refused(code: str) -> None:
    try:
        assert read_target(code).code == code
    except Refused:
        assert not code or ":" in code


@pytest.mark.parametrize(
    ("code", "account"),
    [
        ("S-1", "receivable:S-1"),
        ("credit:200", "credit:200"),
        ("holding", "holding:OAK"),
        ("prepay:E-20441", "prepayment:E-20441"),
        ("misc:COPIES", "misc:OAK.COPIES"),
    ],
)
def test_a_target_has_its_account(code: str, account: str) -> None:
    assert read_target(code).account("OAK").code == account


@pytest.mark.parametrize("code", ["", "credit:", "holding:7", "S:1"])
def test_what_cannot_be_paid_is_refused_with_the_way_out(code: str) -> None:
    with pytest.raises(Refused, match=r"nothing that can be paid\. Choose a statement or the account"):
        read_target(code)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("misc:7", "a receipt code"),
        ("misc:toys", "a receipt code"),
        ("prepay:", "the estimate's reference"),
        ("prepay:a b", "the estimate's reference"),
        ("prepay:" + "x" * 31, "the estimate's reference"),
    ],
)
def test_a_name_that_cannot_be_printed_on_anything_is_refused(code: str, what: str) -> None:
    with pytest.raises(Refused, match=f"Enter {what} as it is printed"):
        read_target(code)


def test_a_bank_cards_number_as_a_target_is_not_repeated() -> None:
    with pytest.raises(Refused) as refused:
        read_target("card:4111111111111111")

    assert refused.value.sentence == CARD_SENTENCE


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (TargetKind.STATEMENT, ""),
        (TargetKind.STATEMENT, "credit:7"),
        (TargetKind.STATEMENT, "holding"),
        (TargetKind.CREDIT, ""),
        (TargetKind.HOLDING, "7"),
        (TargetKind.MISC, "7"),
        (TargetKind.PREPAY, ""),
    ],
)
def test_a_target_that_its_code_would_not_say_cannot_be_made(kind: TargetKind, number: str) -> None:
    with pytest.raises(ValueError, match="names no"):
        Target(kind, number)


@given(st.integers(1, 10**9), st.text(), st.integers(-(10**9), 10**9))
def test_a_placed_target_reads_back_from_its_facts(cents: int, note: str, before: int) -> None:
    part = replace(pays("S-1", cents, note), source=note)
    placed = Placed(part=part, book=MEDICAL, member_number=MEMBER, words="Hospital", open_before=Money(before))

    assert read_placed(placed.facts()) == placed


@pytest.mark.parametrize("said", [{}, {"target": 7}, {"target": "credit:", "cents": 1}])
def test_what_is_no_placed_target_is_unreadable(said: dict[str, object]) -> None:
    with pytest.raises(UnreadableBody):
        read_placed(said)


def test_a_word_without_a_colon_is_a_statements_number() -> None:
    assert read_target("prepay").kind is read_target("credit").kind is TargetKind.STATEMENT
    with pytest.raises(Refused, match="That is nothing that can be paid"):
        read_target("")
    with pytest.raises(Refused, match="x:1 is nothing that can be paid"):
        read_target("x:1")
