"""Who hands over the money: kept as said, refused in one sentence beside its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.payor import MEMBER_PAYS, Payor, check_payor, read_payor
from cashier.domain.scan import CARD_SENTENCE

TEXTS = st.text(max_size=20)
CARD = "4111 1111 1111 1111"


@given(name=TEXTS, phone=TEXTS, id_reference=TEXTS)
def test_facts_say_all_of_a_payor(name: str, phone: str, id_reference: str) -> None:
    payor = Payor(name=name, phone=phone, id_reference=id_reference)

    assert read_payor(payor.facts()) == payor


def test_a_body_without_a_payors_details_stays_as_it_was() -> None:
    assert MEMBER_PAYS.facts() == {"payor": ""}
    assert Payor(name="Tran, Bao").facts() == {"payor": "Tran, Bao"}


@pytest.mark.parametrize(
    ("payor", "sentence"),
    [
        (Payor(phone="510 555-0134"), "Enter the payor's name, too."),
        (Payor(id_reference="CA license D1234567"), "Enter the payor's name, too."),
        (
            Payor(name="Tran", phone="call me"),
            "Enter the payor's phone in digits, like 510-555-0134, or leave it empty.",
        ),
        (Payor(name="x" * 121), "The payor's name has more than 120 characters. Shorten it."),
        (Payor(name="Tran", phone="1" * 25), "The payor's phone has more than 24 characters. Shorten it."),
        (Payor(name="Tran", id_reference="x" * 61), "The ID reference has more than 60 characters. Shorten it."),
        (Payor(name=CARD), CARD_SENTENCE),
        (Payor(name="Tran", phone=CARD), CARD_SENTENCE),
        (Payor(name="Tran", id_reference=CARD), CARD_SENTENCE),
    ],
)
def test_a_payor_is_refused_with_the_fields_sentence(payor: Payor, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        check_payor(payor)

    assert refused.value.sentence == sentence


@pytest.mark.parametrize("phone", ["", "510-555-0134", "(510) 555-0134", "+1 510 555 0134", "510.555.0134"])
def test_a_phone_is_taken_as_it_is_said(phone: str) -> None:
    assert check_payor(Payor(name=" Tran,  Bao ", phone=phone)) == Payor(name="Tran, Bao", phone=phone)
