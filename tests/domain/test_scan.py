"""What is typed into the finder means what a cashier means by it, and a bank card's number is kept nowhere."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn as public_luhn

from cashier.domain.errors import Refused
from cashier.domain.scan import (
    CARD_SENTENCE,
    Query,
    fold,
    looks_like_card,
    luhn,
    read_birth_date,
    read_query,
    routing_number_holds,
    safe_text,
    without_cards,
)
from tests.fakes.builders import TODAY

CARDS = [
    "4111111111111111",
    "4222222222222",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "30569309025904",
    "38520000023237",
    "6011111111111117",
    "3530111333300000",
    "6759649826438453",
]


@given(st.from_regex("[0-9]{2,20}", fullmatch=True))
def test_luhn_is_the_public_checksum(digits: str) -> None:
    assert luhn(digits) == public_luhn.is_valid(digits)


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("form", ["{}", "pay {} now", "check 1043 {}", "{}\n", "no.{}", "1043 {} 12/28"])
def test_a_card_number_is_seen_wherever_it_is_typed(card: str, form: str) -> None:
    assert looks_like_card(form.format(card))


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111 - 1111 - 1111 - 1111",
        "4111  1111  1111  1111",
        "4111\t1111\n1111\x0b1111",
        "4111–1111—1111-1111",
        "3782 822463 10005",
        "4111\u200b1111\u00ad1111\ufeff1111",
        "４１１１１１１１１１１１１１１１",
        "٤١١١١١١١١١١١١١١١",
        "41111111111111112812",
        "%B4111111111111111^TRAN/MAI^2812101?",
        ";4111111111111111=28121010000000000000?",
        ";9999999999999=2812?",
    ],
)
def test_no_grouping_no_script_and_no_swipe_hides_a_card_number(text: str) -> None:
    assert looks_like_card(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11048827",
        "200417733",
        "S-48210377",
        "Tran 1961",
        "3-14-1961 11048827",
        "(510) 555-0100, (510) 555-0199",
        "4111111111111112",
        "1234567890123456",
        # A public statement scan line: a biller's digits, not a bank's.
        "003456789011102960000000000100000000010008",
        "121000248 0012345678 1043",
    ],
)
def test_what_a_cashier_types_every_day_is_no_card_number(text: str) -> None:
    assert not looks_like_card(text)


@given(st.text(max_size=5), st.sampled_from(CARDS), st.text(max_size=5))
def test_a_card_number_among_letters_is_refused_and_never_repeated(before: str, card: str, after: str) -> None:
    text = f"{before}x{card}x{after}"

    for read in (lambda: safe_text(text, "The note"), lambda: read_query(text, TODAY)):
        with pytest.raises(Refused) as refused:
            read()
        assert refused.value.sentence == CARD_SENTENCE


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Says 4111 1111 1111 1111 was charged twice", "Says  was charged twice"),
        ("2026 4111-1111-1111-1111, 510-555-0134", "2026 , 510-555-0134"),
        ("card 4111111111111111", "card "),
        ("4111111111111111 and 378282246310005", " and "),
        ("read %B4111111111111111^TRAN/MAI^2812101? here", "read  here"),
        (";4111111111111111=2812101?", ""),
        ("\u0664\u0661\u0661\u0661111111111111 then", " then"),
        ("41\u200b11111111111111 then", " then"),
        ("bill S-48210377 of 11/12", "bill S-48210377 of 11/12"),
    ],
)
def test_only_the_cards_digits_go(text: str, kept: str) -> None:
    assert without_cards(text) == kept


@given(st.text(max_size=40), st.sampled_from(["4111111111111111", "378282246310005", "4111 1111 1111 1111"]), st.text())
def test_no_card_is_left_and_nothing_else_is_taken_where_letters_stand_around(
    before: str, card: str, after: str
) -> None:
    kept = without_cards(f"{before}x{card}x{after}")

    assert not looks_like_card(kept)
    if not looks_like_card(before) and not looks_like_card(after) and "%" not in before and ";" not in before:
        assert kept == f"{before}xx{after}"


@given(st.text(alphabet="0123456789 -x", max_size=60))
def test_a_text_without_a_card_stays_and_one_with_a_card_has_none_then(text: str) -> None:
    assert without_cards(text) == text or looks_like_card(text)
    assert not looks_like_card(without_cards(text))


@given(st.text(max_size=130))
@example("a\u202eb")
@example("\ud800")
@example("\x1b@\x1dV")
@example(" \u3000 ")
def test_text_that_is_kept_has_no_control_characters_and_stays_as_it_is(text: str) -> None:
    try:
        kept = safe_text(text, "The note")
    except Refused:
        return
    assert kept == safe_text(kept, "The note") == kept.strip()
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in kept)
    assert len(kept) <= 120
    kept.encode()


def test_text_that_is_too_long_is_refused_by_its_name() -> None:
    with pytest.raises(Refused) as refused:
        safe_text("x" * 121, "The payor's name")

    assert refused.value.sentence == "The payor's name has more than 120 characters. Shorten it."
    assert safe_text(" x " * 60, "The note") == " ".join("x" * 60)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Mc<b>Donald", "mcbdonald"),
        ("Núñez-Đỗ", "nunez do"),
        ("Nguyễn, Thị  Hương", "nguyen thi huong"),
        ("TRAN", "tran"),
        ("Straße", "strasse"),
        ("de la Cruz, Jr.", "de la cruz jr"),
        ("Ma\x00ry\tAnn", "maryann"),
        ("Ｔｒａｎ", "tran"),
        ("", ""),
    ],
)
def test_names_fold_without_accents_case_and_marks(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    once = fold(name)

    assert fold(once) == once
    assert once == " ".join(once.split())


@pytest.mark.parametrize("name", ["김민수", "Հովհաննիսյան", "陳大文", "Ñandú"])
def test_a_name_in_any_script_is_found_by_its_beginning(name: str) -> None:
    assert fold(name)
    assert fold(name).startswith(fold(name[:2]))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  ,, ", Query()),
        ("tran", Query(words=("tran",))),
        ("Tran, Mai 1961", Query(words=("tran", "mai"), birth_year=1961)),
        ("1961 mai tran", Query(words=("mai", "tran"), birth_year=1961)),
        ("tran 3/14/61", Query(words=("tran",), birth_date=date(1961, 3, 14))),
        ("03-14-1961", Query(birth_date=date(1961, 3, 14))),
        ("1961-03-14", Query(birth_date=date(1961, 3, 14))),
        ("3.14.61", Query(birth_date=date(1961, 3, 14))),
        ("11048827", Query(number="11048827")),
        ("1104 8827", Query(number="11048827")),
        ("11048827 tran", Query(words=("tran",), number="11048827")),
        ("s-48210377", Query(number="S-48210377")),
        ("O'Brien", Query(words=("obrien",))),
        ("Mc<b>Donald", Query(words=("mcbdonald",))),
        ("tran\x1b mai\r", Query(words=("tran", "mai"))),
        ("12345", Query(words=("12345",))),
        ("1850", Query(words=("1850",))),
        ("2/30/1961", Query(words=("2", "30", "1961"))),
        ("１１０４８８２７", Query(words=("11048827",))),
    ],
)
def test_the_finder_reads_names_numbers_and_days_in_any_order(text: str, query: Query) -> None:
    assert read_query(text, TODAY) == query


@pytest.mark.parametrize("text", ["4539578763621", "453957876362148", "4539 5787 6362 148", "tran 453957876362148"])
def test_what_may_go_on_to_be_a_card_is_no_number_to_look_for(text: str) -> None:
    query = read_query(text, TODAY)

    assert (query.number, query.birth_date, query.birth_year) == ("", None, None)
    assert query.words in ((), ("tran",))


@given(st.text(max_size=300))
def test_no_text_breaks_the_finder(text: str) -> None:
    try:
        query = read_query(text, TODAY)
    except Refused:
        return
    assert query.is_empty == (query == Query())
    assert all(word == fold(word) for word in query.words)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/14/1961", date(1961, 3, 14)),
        (" 03/14/61 ", date(1961, 3, 14)),
        ("11/21/26", date(2026, 11, 21)),
        ("11/22/26", date(1926, 11, 22)),
        ("11/21/27", date(1927, 11, 21)),
        ("2/29/00", date(2000, 2, 29)),
        ("2/29/27", None),
        ("11/22/2026", None),
        ("12/31/1879", None),
        ("14/3/1961", None),
        ("3/14/961", None),
        ("3/14", None),
        ("March 14 1961", None),
        ("３/14/1961", None),
        ("", None),
    ],
)
def test_a_birth_date_is_read_as_californians_write_it(text: str, day: date | None) -> None:
    assert read_birth_date(text, TODAY) == day


def test_a_routing_number_is_of_a_pair_that_banks_have_and_proves_itself() -> None:
    assigned = {*range(13), *range(21, 33), *range(61, 73), 80}
    for first in range(100):
        before = f"{first:02}123456"
        rest = sum(int(d) * weight for d, weight in zip(before, (3, 7, 1) * 3, strict=False))
        digits = f"{before}{-rest % 10}"
        assert routing_number_holds(digits) is (first in assigned), digits
        assert not routing_number_holds(digits[:-1] + str((int(digits[-1]) + 1) % 10))
    for other in ("", "12100024", "1210002480", "1210?0248", "000000000"):
        assert not routing_number_holds(other)


def test_digits_that_no_bank_issues_are_no_card_and_a_code_typed_on_behind_hides_none() -> None:
    nobodys = next(text for text in (f"9{number:012}" for number in range(10)) if luhn(text))
    assert not looks_like_card(nobodys)
    assert looks_like_card("378282246310005123")
    assert looks_like_card("4111111111111111123")
    assert looks_like_card("4000 0000 0000 0000 006"), "the longest there are, in their groups"


def test_a_text_as_long_as_it_may_be_is_kept() -> None:
    assert safe_text("x" * 60, "The note", most=60) == "x" * 60


def test_a_card_that_is_begun_is_passed_over_and_the_rest_is_asked_for() -> None:
    assert read_query("4111111111112 Tran 110488", TODAY) == Query(words=("tran",), number="110488")
    for one in (Query(birth_year=1961), Query(birth_date=TODAY), Query(number="110488"), Query(words=("tran",))):
        assert not one.is_empty
    assert Query().is_empty


def test_nobody_was_born_before_1880_or_after_today() -> None:
    assert read_birth_date("1/1/1880", TODAY) == date(1880, 1, 1)
    assert read_birth_date("12/31/1879", TODAY) is None
    assert read_birth_date(TODAY.isoformat(), TODAY) == TODAY
