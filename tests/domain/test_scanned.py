"""A scan is what it says it is, several things where it may be several, and never anything that must not be kept."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.config import DEMO_ORGANIZATION, Organization, read_settings
from cashier.domain.errors import Refused
from cashier.domain.member_cards import CardShape
from cashier.domain.micr import read_check_line
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.scan_layouts import Means, ScanField, ScanLayout, StatementScan, scan_line
from cashier.domain.scanned import (
    LICENSE_SENTENCE,
    LONG_SENTENCE,
    STRIPE_SENTENCE,
    CardScan,
    CheckScan,
    NumberScan,
    Reading,
    ReceiptScan,
    bare_code,
    is_one_code,
    is_track,
    looked_for,
    read_scan,
    reading_words,
    why_not_kept,
)
from cashier.domain.statements import Statement
from tests.domain.test_scan import CARDS
from tests.ui.sample_desk import OFFICE, STATEMENTS

ORGANIZATION = read_settings(DEMO_ORGANIZATION, Organization)
PLACE = ORGANIZATION.place("OAK3", "OAK", "Window 3", date(2026, 11, 21))
CHECK = "T121000248T0012345678O1043"
LONG_CARD = "4000000000000000006"  # Nineteen digits that pass Luhn.
SWIPE = "%B4111111111111111^TRAN/MAI^2812101?;4111111111111111=28121010000000000000?"
HEALTH = "+80840123456789=11048827?"


def read(text: str) -> tuple[Reading, ...]:
    return read_scan(text, PLACE.scan_layouts, PLACE.member_cards)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("11048827", NumberScan("11048827")),
        (OFFICE, StatementScan(number=OFFICE, layout="Statement number", region="")),
        ("s-48211904", StatementScan(number=OFFICE, layout="Statement number", region="")),
        ("OAK3-0000001", ReceiptScan("OAK3-0000001")),
        (CHECK, CheckScan(read_check_line(CHECK))),
        (HEALTH, CardScan("11048827", "Member card")),
        ("+80840123456789=11048827=2812?", CardScan("11048827", "Member card")),
        ("%80840123456789^11048827^TRAN/MAI?", CardScan("11048827", "Member card")),
        ("%NOTHING OF A BANK?" + HEALTH, CardScan("11048827", "Member card")),
        ("GCH1:11048827:7f3a", CardScan("11048827", "Digital member card")),
    ],
)
@pytest.mark.parametrize("before", ["", "]C1", "]A0", "]Q3", "]M0"])
def test_a_scan_is_what_it_says_with_or_without_its_code_id(text: str, reading: Reading, before: str) -> None:
    assert read(f"{before}{text}") == (reading,)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statements_line_says_its_number_and_what_was_open(statement: Statement) -> None:
    (reading,) = read(scan_line(statement, PLACE.scan_layouts))

    assert isinstance(reading, StatementScan)
    assert (reading.number, reading.open, reading.due) == (statement.number, statement.open, statement.due_date)


def test_what_may_be_two_things_is_both() -> None:
    assert read("OA-0000001") == (
        StatementScan(number="OA-0000001", layout="Statement number", region=""),
        ReceiptScan("OA-0000001"),
    )


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("form", ["{}", "]C1{}", "%B{}^TRAN/MAI^2812101?", ";{}=2812101?", "%B{}^A?;{}=28?" + HEALTH])
def test_a_bank_card_is_refused_however_it_comes(card: str, form: str) -> None:
    with pytest.raises(Refused) as refused:
        read(form.replace("{}", card))

    assert refused.value.sentence == CARD_SENTENCE
    assert why_not_kept(form.replace("{}", card)) == CARD_SENTENCE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@", LICENSE_SENTENCE),
        ("@\n\x1e\rANSI 636014040002DL00410477ZC05180089DLDAQA1234562", LICENSE_SENTENCE),
        ("ANSI 636014040002DL00410477ZC05180089DLDAQA1234562", LICENSE_SENTENCE),
        ("]L0@ANSI 636014040002DL", LICENSE_SENTENCE),
        ("%CASACRAMENTO^TRAN$MAI^1 A ST?", STRIPE_SENTENCE),
        ("%", STRIPE_SENTENCE),
        ("%B4111", CARD_SENTENCE),  # The swipe broke off; it is a bank's all the same.
        ("%B0000000000000000^TRAN/MAI?", CARD_SENTENCE),
        ("+4111111111111111?", CARD_SENTENCE),
        ("%b0000000000000000^TRAN/MAI?", CARD_SENTENCE),
        ("9" * 1001, LONG_SENTENCE),
    ],
)
def test_what_must_not_be_kept_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)

    assert refused.value.sentence == sentence


def test_a_line_of_a_statement_that_holds_a_cards_digits_is_a_statements() -> None:
    bill = next(known for known in STATEMENTS if known.number == OFFICE)
    line = scan_line(bill, PLACE.scan_layouts)

    assert len(read(line)) == 1
    with pytest.raises(Refused, match="check digit"):
        read(line[:-1] + str((int(line[-1]) + 1) % 10))


def test_a_badge_that_is_scanned_to_sign_in_may_be_kept() -> None:
    assert [why_not_kept(text) for text in ("rosa", "B-10042", "%10042?", "OAK3-0000001", CHECK)] == [""] * 5


@pytest.mark.parametrize("text", [SWIPE, CHECK, "T121000248T 0012345678O 1043", OFFICE, "]Q3two words", "@"])
def test_one_code_is_told_from_words(text: str) -> None:
    assert is_one_code(text)
    assert not is_one_code("tran mai")
    assert not is_one_code("tran 3/14/61")
    assert not is_one_code("3/14/61")
    assert not is_one_code("412.60")


@given(st.text(max_size=1100))
def test_no_scan_breaks_what_reads_it(text: str) -> None:
    try:
        readings = read(text)
    except Refused:
        return
    assert readings
    assert len(set(readings)) == len(readings)


@given(st.text(max_size=12), st.sampled_from(CARDS), st.text(max_size=12))
def test_no_bank_card_comes_through_as_a_number_to_look_for(before: str, card: str, after: str) -> None:
    try:
        readings = read(f"{before} {card} {after}")
    except Refused:
        return
    assert not any(isinstance(reading, NumberScan) for reading in readings)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("GCH1:{card}", "{card} is no part of a card; write {member} or {any}"),
        ("GCH1:{any}", "the shape has to have {member} once"),
        ("GCH1:{member}{member}", "the shape has to have {member} once"),
        ("{member}", "the shape has to begin with three characters of its own or more"),
        ("G:{member}", "the shape has to begin with three characters of its own or more"),
    ],
)
def test_a_shape_that_would_not_say_whose_the_card_is_is_refused(shape: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"shape|card") as refused:
        CardShape(name="Card", shape=shape)

    assert str(refused.value) == words


@given(st.text(max_size=30), st.from_regex(r"[0-9]{6,12}", fullmatch=True), st.text(max_size=10))
def test_a_shape_finds_its_number_whatever_its_letters_are(own: str, number: str, rest: str) -> None:
    letters = own.replace("{", "(").replace("}", ")")
    shape = CardShape(name="Card", shape=f"ABC{letters}:{{member}}:{{any}}")

    assert shape.member(f"ABC{letters}:{number}:{rest.replace(chr(10), '')}") == number
    assert shape.member(f"ABD{letters}:{number}:") == ""


def test_each_reading_has_its_words_and_what_the_finder_looks_for() -> None:
    statement = StatementScan(number=OFFICE, layout="Statement", region="ncal")
    readings: tuple[tuple[Reading, str, str], ...] = (
        (statement, f"Statement: {OFFICE}", OFFICE),
        (CardScan("11048827", "Member card"), "Member card: 11048827", "11048827"),
        (ReceiptScan("OAK3-0000001"), "Receipt: OAK3-0000001", ""),
        (CheckScan(read_check_line(CHECK)), "Check number 1043, account ending in 5678", ""),
        (
            CheckScan(read_check_line("T121000248T0012345678O")),
            "No check number on the line, account ending in 5678",
            "",
        ),
        (NumberScan("11048827"), "11048827", "11048827"),
    )
    for reading, words, number in readings:
        assert (reading_words(reading), looked_for(reading)) == (words, number)


def test_one_sign_of_a_codes_kind_is_taken_off_and_a_thousand_characters_are_read() -> None:
    assert bare_code("]C1A]Q3B\r\n") == "A]Q3B"
    assert read("A" * 1000) == (NumberScan("A" * 1000),)
    assert [is_track(text) for text in ("%B4111", ";4111", "+80840", "B%4", "")] == [True, True, True, False, False]


def test_a_short_line_of_a_statement_is_read_and_none_that_is_as_long_as_a_cards_number_hides_one() -> None:
    fields = (
        ScanField(means=Means.STATEMENT, digits=15, text="S-"),
        ScanField(means=Means.CHECK, digits=1),
    )
    short = ScanLayout(name="Short", region="ncal", fields=(replace(fields[0], digits=7), fields[1]))
    line = "4821037" + short.check.digit("4821037")
    assert read_scan(line, (short,)) == (StatementScan(number="S-4821037", layout="Short", region="ncal"),)

    rest = replace(fields[0], means=Means.ANY, text="", digits=11)
    for length in (16, 19):
        number = replace(fields[0], digits=length - 12)
        as_long = ScanLayout(name="As long", region="ncal", fields=(number, rest, fields[1]))
        card = next(card for card in (*CARDS, LONG_CARD) if len(card) == length and as_long.fits(card))
        with pytest.raises(Refused) as refused:
            read_scan(card, (as_long,))
        assert refused.value.sentence == CARD_SENTENCE
        plain = "9" * (length - 1)
        line = plain + as_long.check.digit(plain)
        assert [type(reading) for reading in read_scan(line, (as_long,))] == [StatementScan]


@pytest.mark.parametrize(
    ("shape", "is_health"),
    [("+80840{any}={member}?", True), ("%80840{member}?", True), ("X80840{member}", False), ("%12345{member}", False)],
)
def test_a_health_cards_track_says_so_in_its_first_digits(shape: str, is_health: bool) -> None:
    assert CardShape(name="Card", shape=shape).is_health_track is is_health


def test_three_characters_of_its_own_are_enough_for_a_shape() -> None:
    assert CardShape(name="Card", shape="GCH{member}").member("GCH11048827") == "11048827"
