"""A scan that is cut off, doubled, mixed with another or noise: one sentence, or what it may be, and no more."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cashier.domain.errors import Refused
from cashier.domain.scan import looks_like_card, routing_number_holds
from cashier.domain.scan_layouts import StatementScan, scan_line
from cashier.domain.scanned import CardScan, CheckScan, NumberScan, Reading, ReceiptScan
from tests.domain.test_scan import CARDS
from tests.domain.test_scanned import CHECK, HEALTH, PLACE, SWIPE, read
from tests.ui.sample_desk import STATEMENTS

LINES = [scan_line(bill, PLACE.scan_layouts) for bill in STATEMENTS]
KINDS = {
    "statement line": LINES[0],
    "statement barcode": "S-48211904",
    "member card's track": HEALTH,
    "member card's code": "GCH1:11048827:7f3a",
    "receipt": "OAK3-0000001",
    "check": CHECK,
    "check in its own symbols": "⑈001043⑈ ⑆121000248⑆ 0012345678⑈",
    "bank card": SWIPE,
    "license": "@\nANSI 6360140102DL",
}
codes = st.sampled_from([*KINDS.values(), *LINES, *CARDS])
noise = st.text(max_size=20) | st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "replace"))


def outcome(text: str) -> tuple[Reading, ...] | str:
    """The readings, each once; or the refusal's one sentence."""
    try:
        readings = read(text)
    except Refused as refused:
        sentence = refused.sentence
        assert sentence.endswith(".")
        assert sentence == sentence.strip()
        assert "\n" not in sentence
        assert not any(card in sentence for card in CARDS)
        return sentence
    assert readings
    assert len(set(readings)) == len(readings)
    return readings


def must_be_proven(text: str) -> None:
    """What says a sum, a member or an account says so by its own marks; the rest is text to look for."""
    readings = outcome(text)
    if isinstance(readings, str):
        return
    for reading in readings:
        match reading:
            case StatementScan(number=number) | ReceiptScan(number=number):
                assert number
            case CardScan(member=member):
                assert member.isascii()
                assert member.isdigit()
            case CheckScan(line=line):
                assert line.readings[0].account
            case NumberScan(text=looked_for):
                assert not looks_like_card(looked_for)


@given(codes, st.data())
def test_a_scan_that_is_cut_off_is_refused_or_is_what_is_left(code: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(code)))
    must_be_proven(code[start : data.draw(st.integers(start, len(code)))])


@given(codes, codes, st.sampled_from(["", " ", "\r", "\n", "\t", "\x1d"]))
def test_two_scans_in_one_are_refused_or_told_for_what_they_may_be(first: str, second: str, between: str) -> None:
    must_be_proven(first + between + second)


@given(codes, noise, st.data())
def test_noise_within_a_scan_breaks_nothing(code: str, piece: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code)))
    must_be_proven(code[:place] + piece + code[place:])


@given(st.binary(max_size=1200))
def test_no_bytes_of_a_scanner_break_the_reading(raw: bytes) -> None:
    for text in (raw.decode("utf-8", "replace"), raw.decode("latin-1")):
        must_be_proven(text)


@pytest.mark.parametrize("between", ["", " ", "\n"])
@pytest.mark.parametrize("kind", ["statement line", "statement barcode", "receipt", "check"])
def test_a_code_that_is_read_twice_in_one_is_not_the_code(kind: str, between: str) -> None:
    code = KINDS[kind]
    readings = outcome(code + between + code)

    assert isinstance(readings, str) or all(isinstance(reading, NumberScan) for reading in readings)


@given(st.sampled_from(LINES), st.integers(0, 41), st.integers(1, 9))
def test_a_statements_line_with_a_digit_misread_names_no_statement(line: str, place: int, by: int) -> None:
    misread = line[:place] + str((int(line[place]) + by) % 10) + line[place + 1 :]
    readings = outcome(misread)

    assert isinstance(readings, str) or not any(isinstance(reading, StatementScan) for reading in readings)


@given(st.integers(0, 8), st.integers(1, 9))
def test_a_checks_routing_number_with_a_digit_misread_is_said(place: int, by: int) -> None:
    routing = CHECK[1:10]
    misread = routing[:place] + str((int(routing[place]) + by) % 10) + routing[place + 1 :]
    assume(not routing_number_holds(misread))

    (reading,) = read(CHECK.replace(routing, misread))

    assert isinstance(reading, CheckScan)
    assert reading.line.trouble
