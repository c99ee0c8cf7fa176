"""Scan lines are read by layouts that are data, and a digit that was misread is found out."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.scan_layouts import (
    CheckRule,
    Means,
    ScanField,
    ScanLayout,
    StatementScan,
    read_statement_scan,
    scan_line,
)
from tests.ui.sample_desk import STATEMENTS

# A biller's published example: account 11, date 6, rate code 4, gross and net of 10, check digit; weights 2 and 1.
PUBLIC = "003456789011102960000000000100000000010008"
FIELDS = (
    ScanField(means=Means.STATEMENT, digits=11, text="S-"),
    ScanField(means=Means.DUE, digits=6),
    ScanField(means=Means.ANY, digits=4),
    ScanField(means=Means.BILLED, digits=10),
    ScanField(means=Means.OPEN, digits=10),
    ScanField(means=Means.CHECK, digits=1),
)
LAYOUT = ScanLayout(name="Statement", region="ncal", fields=FIELDS)
BILL = STATEMENTS[0]

layouts = st.builds(
    ScanLayout,
    name=st.just("Any"),
    region=st.just("ncal"),
    fields=st.permutations(FIELDS[:-1]).map(lambda some: (*some, FIELDS[-1])),
    check=st.builds(
        CheckRule,
        weights=st.lists(st.integers(1, 9), min_size=1, max_size=4).map(tuple),
        from_left=st.booleans(),
        digit_sums=st.booleans(),
    ),
)


def test_the_public_example_is_read_and_its_check_digit_is_8() -> None:
    assert read_statement_scan(PUBLIC, (LAYOUT,)) == (
        StatementScan(number="S-345678901", layout="Statement", region="ncal", open=Money(1000), due=date(2096, 11, 2)),
    )


def test_a_check_digit_that_is_wrong_is_said_in_a_sentence() -> None:
    with pytest.raises(Refused) as refused:
        read_statement_scan(PUBLIC[:-1] + "7", (LAYOUT,))

    assert refused.value.sentence == (
        "The check digit of this scan line (Statement) does not fit its other digits. "
        "Scan it again, or type the statement number."
    )


@pytest.mark.parametrize("place", range(42))
@pytest.mark.parametrize("by", [1, 4, 9])
def test_one_digit_misread_anywhere_is_never_taken_for_a_statement(place: int, by: int) -> None:
    wrong = PUBLIC[:place] + str((int(PUBLIC[place]) + by) % 10) + PUBLIC[place + 1 :]

    with suppress(Refused):
        assert read_statement_scan(wrong, (LAYOUT,)) == (), "only where its date is none any more"


@pytest.mark.parametrize("text", ["", "S-48210377", PUBLIC[:-1], PUBLIC + "0", "٣" * 42, "0" * 42, " " * 42])
def test_what_is_no_line_of_a_layout_is_left_to_others(text: str) -> None:
    assert read_statement_scan(text, (LAYOUT,)) == ()


@given(
    layouts,
    st.from_regex(r"S-[1-9][0-9]{0,10}", fullmatch=True),
    st.integers(0, 9_999_999_999),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)
def test_what_a_layout_prints_it_reads(layout: ScanLayout, number: str, cents: int, due: date) -> None:
    bill = replace(BILL, number=number, billed=Money(cents), open=Money(cents), due_date=due)
    line = scan_line(bill, (layout,))

    (read,) = read_statement_scan(line, (layout,))
    assert (read.number, read.open, read.due) == (number, Money(cents), due)
    assert len(line) == 42


def test_what_does_not_fit_a_layout_is_printed_without_a_line() -> None:
    layouts = (LAYOUT,)

    assert scan_line(replace(BILL, number="P-48210377"), layouts) == ""
    assert scan_line(replace(BILL, number="S-048210377"), layouts) == ""
    assert scan_line(replace(BILL, number="S-123456789012"), layouts) == ""
    assert scan_line(replace(BILL, region="scal"), layouts) == ""
    assert scan_line(replace(BILL, billed=Money(10**10)), layouts) == ""
    assert len(scan_line(replace(BILL, open=Money(-500)), layouts)) == 42


def test_a_line_that_two_layouts_fit_may_be_either() -> None:
    other = replace(LAYOUT, name="Premium", fields=(replace(FIELDS[0], text="P-"), *FIELDS[1:]))

    read = read_statement_scan(PUBLIC, (LAYOUT, other))

    assert [scan.number for scan in read] == ["S-345678901", "P-345678901"]


def test_a_layout_that_fits_without_its_check_digit_never_hides_one_that_is_proven() -> None:
    other = replace(LAYOUT, check=CheckRule(weights=(1, 3)))
    assert other.check.digit(PUBLIC[:-1]) != "8"

    assert len(read_statement_scan(PUBLIC, (other, LAYOUT))) == 1


def test_digit_sums_and_direction_are_the_rows_to_say() -> None:
    assert CheckRule(weights=(2, 1)).digit("7992739871") == "4"
    assert CheckRule(weights=(2, 1), from_left=False).digit("7992739871") == "3"  # Luhn's, of ISO/IEC 7812-1.
    assert CheckRule(weights=(3, 1), digit_sums=False).digit("03600029145") == "2"  # A grocer's, UPC-A.


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (FIELDS[1:], "exactly one field has to mean the statement"),
        (FIELDS[:-1], "the last field, and no other, has to be the check digit, one digit long"),
        ((*FIELDS[:-1], replace(FIELDS[-1], digits=2)), "the last field, and no other, has to be the check digit"),
        ((replace(FIELDS[0], text="s"), *FIELDS[1:]), "the letters before the number as text, like S-"),
        ((replace(FIELDS[0], digits=13), *FIELDS[1:]), "a statement number has 12 digits at most"),
        ((replace(FIELDS[1], digits=8), FIELDS[0], FIELDS[-1]), "a date has six digits, MMDDYY"),
        ((ScanField(means=Means.FIXED, digits=3, text="12"), FIELDS[0], FIELDS[-1]), "a fixed field has to have"),
        ((ScanField(means=Means.ANY, digits=0), FIELDS[0], FIELDS[-1]), "the fields have to have 1 digit or more"),
        ((ScanField(means=Means.ANY, digits=99), FIELDS[0], FIELDS[-1]), "and 100 in all at most"),
        ((replace(FIELDS[4], digits=16), FIELDS[0], FIELDS[-1]), "an amount has 15 digits at most"),
    ],
)
def test_a_layout_that_could_not_be_read_or_proven_is_refused(fields: tuple[ScanField, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ScanLayout(name="Any", region="ncal", fields=fields)
    for weights in ((), (0,), (10,)):
        with pytest.raises(ValueError, match="weights have to be numbers from 1 to 9"):
            ScanLayout(name="Any", region="ncal", fields=FIELDS, check=CheckRule(weights=weights))


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{42}", fullmatch=True))
def test_no_scan_breaks_the_layouts(text: str) -> None:
    with suppress(Refused):
        assert all(scan.number.startswith("S-") for scan in read_statement_scan(text, (LAYOUT,)))


def test_the_check_digit_is_one_and_stands_last() -> None:
    *others, check = FIELDS
    one_digit = ScanField(means=Means.ANY, digits=1)
    for fields in (
        (*others, check, check),
        (check, *others, one_digit),
        tuple(others),
        (*others, replace(check, digits=2)),
    ):
        with pytest.raises(ValueError, match="has to be the check digit, one digit long"):
            ScanLayout(name="Any", region="ncal", fields=fields)


def test_a_check_digit_counts_as_many_digits_as_there_are_in_turn() -> None:
    """Of 9 and 1 by hand: 18 is 1 and 8, and 1; from the right 9, and 2. Without the sums of digits 18 is 18."""
    assert CheckRule().digit("91") == "0"
    assert CheckRule(from_left=False).digit("91") == "9"
    assert CheckRule(weights=(3,), digit_sums=False).digit("97") == "2"


def test_a_layout_may_have_a_fixed_field_and_each_field_at_its_longest() -> None:
    fields = (
        ScanField(means=Means.FIXED, digits=2, text="07"),
        ScanField(means=Means.STATEMENT, digits=12, text="S-"),
        ScanField(means=Means.OPEN, digits=15),
        ScanField(means=Means.ANY, digits=70),
        ScanField(means=Means.CHECK, digits=1),
    )
    longest = ScanLayout(name="Any", region="ncal", fields=fields)
    assert longest.length == 100
    assert longest.compose(BILL).startswith("07")
    with pytest.raises(ValueError, match="100 in all at most"):
        ScanLayout(name="Any", region="ncal", fields=(*fields[:-1], ScanField(means=Means.ANY, digits=1), fields[-1]))
    with pytest.raises(ValueError, match="weights have to be numbers from 1 to 9"):
        ScanLayout(name="Any", region="ncal", fields=fields, check=CheckRule(weights=(2, 10)))


def test_only_plain_digits_are_a_line_and_it_may_say_no_day() -> None:
    short = ScanLayout(name="Any", region="ncal", fields=(replace(FIELDS[0], digits=7), *FIELDS[-1:]))
    assert [short.fits(text) for text in ("48210371", "4821037１", "ABCDEFGH")] == [True, False, False]
    line = LAYOUT.compose(BILL)
    assert LAYOUT.fits(line[:11] + "000000" + line[17:])
    assert LAYOUT.compose(replace(BILL, number="no number")) == ""
