"""What is typed from a slip: each field is refused by its name, and no number of a card is taken."""

from dataclasses import replace

import pytest

from cashier.domain.card import AttemptState
from cashier.domain.errors import FieldRefused
from cashier.domain.money import ZERO, Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.typed_card import (
    CODE,
    CODE_AGAIN,
    LAST_FOUR,
    LAST_FOUR_AGAIN,
    SlipSays,
    TypedCard,
    by_hand_in,
    by_hand_words,
    check_typed,
)
from tests.domain.card_lines import SLIP, a_reversal, a_sale, card_by_hand, card_paid, card_voided

TYPED = replace(SLIP, code="07a882", code_again="07A882")
PAN = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": ZERO}, "approved"),
        ({"amount": Money(41261)}, "approved"),
        ({"code": ""}, "code"),
        ({"code": "07-88"}, "code"),
        ({"code": PAN}, "code"),
        ({"code_again": "07A883"}, "code_again"),
        ({"code_again": PAN}, "code_again"),
        ({"last_four": "442"}, "last_four"),
        ({"last_four": "442a"}, "last_four"),
        ({"last_four": PAN}, "last_four"),
        ({"last_four_again": "4412"}, "last_four_again"),
        ({"last_four_again": PAN}, "last_four_again"),
        ({"has_slip": False}, "slip"),
    ],
)
def test_what_is_typed_wrong_is_refused_beside_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_typed(replace(TYPED, **wrong), a_sale())  # type: ignore[arg-type]

    assert refused.value.field == field
    assert PAN not in refused.value.sentence


def test_an_approval_is_the_slips_and_names_its_terminal() -> None:
    said = check_typed(replace(TYPED, amount=Money(2000)), a_sale())

    assert (said.state, said.authorized, said.is_partial) == (AttemptState.APPROVED, Money(2000), True)
    assert (said.approval_code, said.last_four, said.by_hand) == ("07A882", "4421", "T1")
    assert said.poi is not None, "it can be voided"


def test_what_was_not_charged_needs_nothing_else() -> None:
    assert check_typed(TypedCard(says=SlipSays.NOT_CHARGED), a_sale()).state is AttemptState.DECLINED


def test_only_the_card_that_was_charged_gets_its_money_back() -> None:
    assert check_typed(TYPED, a_reversal(), "4421").state is AttemptState.REVERSED
    with pytest.raises(FieldRefused, match="ends in 9999") as refused:
        check_typed(TYPED, a_reversal(), "9999")
    assert refused.value.field == "last_four"


def test_a_typed_card_is_known_in_its_line_and_in_the_drawer() -> None:
    (tender,) = read_payment(card_by_hand()).tenders

    assert tender.by_hand == "T1"
    assert by_hand_in([card_by_hand()]) == 1
    assert by_hand_in([card_paid()]) == 0
    assert by_hand_words(0) == ""
    assert by_hand_words(2).startswith("2 cards were typed by hand: a lead signs")


def test_one_that_was_voided_counts_no_more() -> None:
    line = card_by_hand()
    gone = replace(card_voided(), facts={**card_voided().facts, "payment": line.facts["payment"]})

    assert by_hand_in([line, gone]) == 0


def test_what_was_approved_of_a_sale_is_a_part_and_what_goes_back_is_whole() -> None:
    part = check_typed(replace(SLIP, amount=Money(100)), a_sale())

    assert (part.is_partial, part.authorized) == (True, Money(100))
    assert not check_typed(SLIP, a_sale()).is_partial
    back = check_typed(replace(SLIP, amount=Money(0)), a_reversal())
    assert (back.authorized, back.is_partial) == (Money(41260), False)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"code": "4111111111111111"}, CODE, CARD_SENTENCE),
        ({"last_four_again": "4111111111111111"}, LAST_FOUR_AGAIN, CARD_SENTENCE),
        ({"code": "07 88"}, CODE, "Enter the approval code as the slip says it"),
        ({"last_four": "44"}, LAST_FOUR, "Enter the last four digits of the card"),
        ({"code_again": "071883"}, CODE_AGAIN, "The two codes are not the same"),
        ({"last_four_again": "4422"}, LAST_FOUR_AGAIN, "The two endings are not the same"),
    ],
)
def test_each_field_is_refused_in_its_own_words(said: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_typed(replace(SLIP, **said), a_sale())  # type: ignore[arg-type]
    assert (refused.value.field, words in refused.value.sentence) == (field, True)


def test_only_cards_that_were_typed_are_counted() -> None:
    line = card_by_hand()
    (tender,) = line.facts["tenders"]
    other = replace(line, facts={**line.facts, "tenders": [{**tender, "kind": "check"}]})

    assert (by_hand_in([line]), by_hand_in([other]), by_hand_in([card_paid()])) == (1, 0, 0)
