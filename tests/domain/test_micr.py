"""A check's magnetic line is taken apart as it is printed, and nothing that banks do differently is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.micr import CheckLine, Numbers, is_check_line, read_check_line

ROUTING = "121000248"
READ = CheckLine(routing=ROUTING, readings=(Numbers(serial="1043", account="0012345678"),))
BUSINESS = CheckLine(routing=ROUTING, readings=(Numbers(serial="001043", account="0012345678"),))


@pytest.mark.parametrize(
    "text",
    [
        "⑆121000248⑆ 0012345678⑈ 1043",
        "T121000248T0012345678O1043",
        "t121000248t 0012345678o 1043 ",
        "T121000248T 00123 45678O 1043".ljust(90),
        "T121000248T00-12345-678U1043",
        "T121000248T 00D12345D678O 1043A0000041260A",
        "T121000248T 0012345678U 1043$0000041260$",
    ],
)
def test_a_personal_check_has_its_number_behind_the_account(text: str) -> None:
    assert is_check_line(text)
    assert read_check_line(text) == READ
    assert read_check_line(text).trouble == ""


@pytest.mark.parametrize("text", ["⑈001043⑈ ⑆121000248⑆ 0012345678⑈", "O001043OT121000248T0012345678O"])
def test_a_business_check_has_it_at_the_left(text: str) -> None:
    assert read_check_line(text) == BUSINESS


def test_which_of_two_numbers_is_the_checks_is_never_guessed() -> None:
    read = read_check_line("T121000248T 1043 0012345678O")

    assert read.readings == (
        Numbers(serial="1043", account="0012345678"),
        Numbers(serial="0012345678", account="1043"),
        Numbers(serial="", account="10430012345678"),
    )


def test_of_three_numbers_the_first_or_the_last_is_the_checks() -> None:
    assert read_check_line("T121000248T 1043 00123 45678O").readings == (
        Numbers(serial="1043", account="0012345678"),
        Numbers(serial="45678", account="104300123"),
        Numbers(serial="", account="10430012345678"),
    )


def test_a_line_without_a_check_number_has_none() -> None:
    assert read_check_line("T121000248T0012345678O").readings == (Numbers(serial="", account="0012345678"),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("T1210?0248T0012345678O1043", "The reader could not read all of the routing number."),
        ("T121000248T00123?5678O1043", "The reader could not read all of the account number."),
        ("T121000248T0012345678O10?3", "The reader could not read all of the check number."),
        (
            "T?21000248T00123?5678O10?3",
            "The reader could not read all of the routing number, the account number and the check number.",
        ),
    ],
)
def test_what_could_not_be_read_is_named_and_the_rest_is_there(text: str, sentence: str) -> None:
    read = read_check_line(text)

    assert read.trouble == f"{sentence} Type it as it stands on the check."
    assert read.readings[0].serial or read.readings[0].account


@pytest.mark.parametrize("routing", ["121000249", "000000000", "991000248"])
def test_a_routing_number_that_does_not_check_is_said(routing: str) -> None:
    read = read_check_line(f"T{routing}T0012345678O1043")

    assert read.routing == routing
    assert read.trouble == "The routing number does not check. Read its nine digits from the check again."


@pytest.mark.parametrize(
    "text",
    [
        "T121000248",
        "T121000248T",
        "T12100024T0012345678O1043",
        "T1210002489T0012345678O1043",
        "?121000248T0012345678O1043",
        "1043T121000248T0012345678O",
        "T121000248TOOO",
        "T121000248T0012345678O1043T121000248T",
    ],
)
def test_a_line_that_makes_no_sense_is_refused_in_one_sentence(text: str) -> None:
    assert is_check_line(text)
    with pytest.raises(Refused) as refused:
        read_check_line(text)
    assert refused.value.sentence == (
        "That is no check's line that can be read. Put the check through the reader again, or type it."
    )


@pytest.mark.parametrize(
    "text", ["", "11048827", "S-48210377", "OAK3-0000001", "Tran 1961", "T1", "t 48210377 o'brien", "0" * 91 + "T"]
)
def test_what_others_scan_is_no_check(text: str) -> None:
    assert not is_check_line(text)


@given(st.text(max_size=100) | st.from_regex(r"[0-9?TAOD ]{0,100}", fullmatch=True))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        read = read_check_line(text)
    except Refused:
        return
    assert is_check_line(text)
    assert len(read.routing) == 9
    assert all(numbers.account for numbers in read.readings)


@given(
    st.from_regex(r"[0-9]{4,12}", fullmatch=True),
    st.from_regex(r"[0-9]{1,6}", fullmatch=True),
    st.sampled_from(["TAOD", "taod", "T$U-", "⑆⑇⑈⑉"]),
)
def test_every_spelling_of_the_symbols_reads_the_same(account: str, serial: str, symbols: str) -> None:
    transit, on_us = symbols[0], symbols[2]
    read = read_check_line(f"{transit}{ROUTING}{transit}{account}{on_us}{serial}")

    assert read.readings == (Numbers(serial=serial, account=account),)
