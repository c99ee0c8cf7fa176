"""Whatever is typed into the small forms is read as what it says, or refused in one sentence beside its field."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.accounts import Book, BookLine
from cashier.domain.counter_rules import MiscCode
from cashier.domain.errors import FieldRefused
from cashier.domain.money import Money
from cashier.domain.payor import MEMBER_PAYS, Payor
from cashier.domain.scan import CARD_SENTENCE
from tests.ui.sample_desk import NOW, PLACE
from ui.counter.extras_state import (
    AMOUNT,
    CLUES,
    CODE,
    ID_REFERENCE,
    NAME,
    PHONE,
    REASON,
    REFERENCE,
    SOURCE,
    Extra,
    Texts,
    read_credit,
    read_deposit,
    read_holding,
    read_misc,
    read_payor,
)

TODAY = NOW.date()
CARD = "4111 1111 1111 1111"
TYPED = st.text(max_size=140) | st.sampled_from(
    ["50", "0.01", "1e3", "-5", "4.00", "park", CARD, "E-20441", "510-555-0134"]
)
FORMS = {
    "credit": ((AMOUNT, REASON), read_credit),
    "deposit": ((REFERENCE, AMOUNT), lambda texts: read_deposit(texts, PLACE)),
    "holding": ((AMOUNT, CLUES, SOURCE), lambda texts: read_holding(texts, PLACE)),
    "misc": ((CODE, AMOUNT), lambda texts: read_misc(texts, PLACE, TODAY)),
    "payor": ((NAME, PHONE, ID_REFERENCE), read_payor),
}


@pytest.mark.parametrize("form", FORMS)
@given(st.data())
def test_any_text_is_read_or_refused_beside_its_field(form: str, data: st.DataObject) -> None:
    fields, read = FORMS[form]
    texts: Texts = {field: data.draw(TYPED, label=field) for field in fields}
    said, at = _read(read, texts)

    assert at is None or (at in fields and str(said).endswith("."))
    assert "4111" not in str(said).replace(" ", "")
    assert not isinstance(said, Extra) or said.part.amount > Money(0)


def _read(read: Callable[[Texts], object], texts: Texts) -> tuple[object, str | None]:
    """What was read; or the sentence, and the field that it stands beside."""
    try:
        return read(texts), None
    except FieldRefused as refused:
        return refused.sentence, refused.field


@pytest.mark.parametrize("form", FORMS)
def test_a_bank_cards_number_is_refused_at_the_field_that_it_is_in(form: str) -> None:
    fields, read = FORMS[form]
    for field in set(fields) - {AMOUNT}:
        fine = {AMOUNT: "5", REASON: "x", REFERENCE: "E-1", CODE: "COPIES", CLUES: "x", SOURCE: "", NAME: "Tran"}
        texts = {key: fine.get(key, "") for key in fields} | {field: CARD}
        with pytest.raises(FieldRefused) as refused:
            read(texts)
        assert (refused.value.field, refused.value.sentence) == (field, CARD_SENTENCE)


@pytest.mark.parametrize(
    ("typed", "amount", "code", "cents"),
    [("park", "", "misc:PARKING", 400), ("PARKING", "12", "misc:PARKING", 1200), ("c", "7.25", "misc:COPIES", 725)],
)
def test_a_code_is_known_by_its_beginning_and_costs_its_price(typed: str, amount: str, code: str, cents: int) -> None:
    extra = read_misc({CODE: typed, AMOUNT: amount}, PLACE, TODAY)

    assert (extra.code, extra.part.amount, extra.book) == (code, Money(cents), Book("ncal", BookLine.MEDICAL))


def test_what_is_sold_is_known_by_how_its_name_begins() -> None:
    id_card = MiscCode(
        code="IDCARD", since=TODAY, words={"en": "Replacement ID card", "es": "Tarjeta nueva"}, price=Money(500)
    )
    place = replace(PLACE, rules=replace(PLACE.rules, misc=(*PLACE.rules.misc, id_card)))

    for typed in ("rep", "tarjeta", "idc"):
        assert read_misc({CODE: typed, AMOUNT: ""}, place, TODAY).code == "misc:IDCARD"
    with pytest.raises(FieldRefused, match="COPIES, PARKING, IDCARD"):
        read_misc({CODE: "card", AMOUNT: ""}, place, TODAY)


def test_nobody_named_is_the_member() -> None:
    assert read_payor({NAME: " ", PHONE: "", ID_REFERENCE: ""}) == MEMBER_PAYS
    with pytest.raises(FieldRefused, match="Enter the payor's name, too") as refused:
        read_payor({NAME: "", PHONE: "510-555-0134", ID_REFERENCE: ""})
    assert refused.value.field == NAME
    assert read_payor({NAME: "Tran", PHONE: "", ID_REFERENCE: "x"}) == Payor(name="Tran", id_reference="x")
