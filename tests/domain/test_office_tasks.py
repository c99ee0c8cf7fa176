"""What is typed about a task is read field by field, and what is wrong with it is said beside its field."""

from datetime import date
from uuid import UUID

import pytest

from cashier.domain.errors import FieldRefused
from cashier.domain.money import Money
from cashier.domain.office_tasks import AMOUNT, GUARANTOR, NUMBER, RECEIPT, WORDS, Deed, Wish, read_wish, take_up
from tests.fakes.builders import NOW

LINE = UUID(int=7)
TODAY = date(2026, 11, 21)
RELEASED = {"number": "S-1", "guarantor": "", "amount": "", "words": "his envelope"}


def read(deed: Deed, **typed: str) -> Wish:
    return read_wish(deed, LINE, "OAK3.1.0.0", typed, most=Money(900), today=TODAY)


def test_all_that_waits_goes_where_it_is_said() -> None:
    wish = read(Deed.RELEASE, **RELEASED)

    assert (wish.statement, wish.guarantor, wish.amount, wish.words) == ("S-1", "", Money(900), "his envelope")
    assert (wish.line_id, wish.about, wish.deed) == (LINE, "OAK3.1.0.0", Deed.RELEASE)
    assert read(Deed.RELEASE, **RELEASED | {"amount": "4.50"}).amount == Money(450)


def test_what_desks_are_told_is_read_as_a_message() -> None:
    wish = read(Deed.SAY, message=" Closing at five. ", minutes="30", desks="oak4")

    assert (wish.line_id, wish.deed, wish.about) == (LINE, Deed.SAY, "")
    assert (wish.words, wish.minutes, wish.desks) == ("Closing at five.", 30, ("OAK4",))


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"number": ""}, "number", "Enter the statement that it pays"),
        ({"guarantor": "200417733"}, "guarantor", "not both"),
        ({"amount": "9.01"}, "amount", r"\$9.00 waits there"),
        ({"amount": "-1"}, "amount", "above zero"),
        ({"amount": "nine"}, "amount", "dollars and cents"),
        ({"words": " "}, "words", "Say why it belongs there"),
        ({"words": "card 4111 1111 1111 1111"}, "words", "bank card"),
        ({"words": "x" * 501}, "words", "500 characters"),
        ({"number": "4111111111111111"}, "number", "bank card"),
    ],
)
def test_a_release_that_cannot_be_is_said_at_its_field(typed: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence) as refused:
        read(Deed.RELEASE, **RELEASED | typed)

    assert refused.value.field == field


def test_a_returned_check_is_named_by_receipt_number_and_reason() -> None:
    whole = {"receipt": "oak3-0000001", "check": "1043", "words": "insufficient funds"}
    wish = read(Deed.RETURN_CHECK, **whole)

    assert (wish.receipt, wish.check, wish.words, wish.fee) == ("OAK3-0000001", "1043", "insufficient funds", None)
    assert read(Deed.RETURN_CHECK, **whole, fee="0").fee == Money(0)
    assert read(Deed.RETURN_CHECK, **whole, fee="12.50").fee == Money(1250)
    for field, typed in (("receipt", " "), ("check", ""), ("words", " "), ("fee", "-5"), ("fee", "ten")):
        with pytest.raises(FieldRefused) as refused:
            read(Deed.RETURN_CHECK, **whole | {field: typed})
        assert refused.value.field == field


def test_an_account_is_lifted_as_of_yesterday_with_a_reason() -> None:
    assert read(Deed.LIFT_ACCOUNT, words="paid").until == date(2026, 11, 20)
    with pytest.raises(FieldRefused, match="Say why the account"):
        read(Deed.LIFT_ACCOUNT, words="")


def test_a_note_is_closed_with_what_was_done_and_an_alarm_needs_no_note() -> None:
    with pytest.raises(FieldRefused, match="Say what was done"):
        read(Deed.CLOSE_NOTE, words="")
    assert read(Deed.ACKNOWLEDGE, words="").words == ""
    assert take_up(LINE, "note.3") == Wish(line_id=LINE, deed=Deed.TAKE, about="note.3")


@pytest.mark.parametrize(("deed", "about"), [(Deed.APPROVE, "ask.7"), (Deed.DECLINE, "move.7")])
def test_only_a_move_that_is_agreed_to_has_a_day(deed: Deed, about: str) -> None:
    assert read_wish(deed, UUID(int=7), about, {}, most=None, today=TODAY).day is None
    assert read_wish(Deed.APPROVE, UUID(int=7), "move.7", {}, most=None, today=TODAY).day == TODAY


def test_a_payout_names_its_check_or_slip() -> None:
    def paid(number: str) -> str:
        return read_wish(Deed.PAY_REFUND, UUID(int=7), "r", {RECEIPT: number}, most=None, today=TODAY).receipt

    assert paid(" 20417 ") == "20417"
    for number in ("", "4111 1111 1111 1111"):
        with pytest.raises(FieldRefused) as refused:
            paid(number)
        assert refused.value.field == RECEIPT


def test_a_release_is_of_all_that_waits_or_less_to_one_place() -> None:
    def released(most: int | None, **typed: str) -> Money | None:
        told = {WORDS: "hers"} | typed
        waits = Money(most) if most is not None else None
        return read_wish(Deed.RELEASE, UUID(int=7), "held.7", told, most=waits, today=TODAY).amount

    assert released(500, number="S-1") == released(500, guarantor="2004") == Money(500)
    assert released(500, number="S-1", amount="5.00") == Money(500)
    assert released(None, number="S-1", amount="5.00") == Money(500)
    for typed, field in (
        ({"number": "S-1", "amount": "5.01"}, AMOUNT),
        ({"number": "S-1", "guarantor": "2004"}, GUARANTOR),
        ({}, NUMBER),
    ):
        with pytest.raises(FieldRefused) as refused:
            released(500, **typed)
        assert refused.value.field == field


def test_a_batch_and_a_message_are_read_as_wishes() -> None:
    sales = {"desk": "oak3", "terminal": "T9", "batch": "a17", "sales": "07a882, 4421, 60.00"}
    wish = read_wish(Deed.TAKE_BATCH, UUID(int=7), "", sales, most=None, today=TODAY, now=NOW)

    assert wish.batch is not None
    assert (wish.batch.number, len(wish.batch.rows)) == ("A17", 1)
