"""What a year's lines have to hold, line by line: numbers without a gap, Z reports tied to each other, the standing."""

from dataclasses import replace
from typing import Any

import pytest

from cashier.domain.chain import chained, first_link
from cashier.domain.line import Line
from cashier.domain.year_proof import DeskProof, FiledLine, Stretch
from tests.domain.drawer_lines import a_number, closed, shift_lines

DESK = "OAK3"


def proved(lines: list[Line], *, before: int = 0, link: str = first_link(DESK), **more: object) -> DeskProof:
    """A desk's lines as its ledger files them, proved to their end."""
    filed = []
    at = link
    for place, line in enumerate(lines, start=before + 1):
        at = chained(at, place, line.body())
        booked = tuple((n, transfer.amount.cents) for n, transfer in enumerate(line.transfers))
        filed.append(FiledLine(desk=DESK, sequence=place, chain=at, body=line.body(), state="posted", booked=booked))
    through = before + len(lines)
    end = {"through": through, "chain": at, "standing": through, "standing_chain": at}
    stretch = Stretch(desk=DESK, before=before, link=link, **(end | more))  # type: ignore[arg-type]
    found: list[str] = []
    proof = DeskProof(stretch, found.append)
    for one in filed:
        proof.look_at(one)
    proof.end()
    FOUND[:] = found
    return proof


FOUND: list[str] = []


def paid(number: int) -> Line:
    """A payment with that receipt's number."""
    line = shift_lines()[1]
    return replace(line, line_id=a_number(number), facts={**line.facts, "receipt": f"OAK3-{number:07d}"})


def test_a_day_holds_and_is_counted() -> None:
    proof = proved([*shift_lines(), closed()])

    assert FOUND == []
    assert (proof.lines, proof.payments, proof.zs) == (4, 2, 1)


@pytest.mark.parametrize(
    ("numbers", "payments", "gaps"),
    [((1, 2, 3), 3, 0), ((1, 3), 2, 1), ((2, 3), 2, 1), ((1, 1, 2), 2, 0), ((1, 2, 1, 3), 3, 0), ((1, 2, 1, 4), 3, 1)],
)
def test_receipts_follow_each_other_from_the_first(numbers: tuple[int, ...], payments: int, gaps: int) -> None:
    """A payment of several lines has one number, also when its last comes late."""
    proof = proved([paid(number) for number in numbers])

    assert (proof.payments, len(FOUND)) == (payments, gaps)
    assert all("leaves a gap before it" in words for words in FOUND)


def test_a_later_year_goes_on_where_it_likes_and_has_no_gap_after_that() -> None:
    proof = proved([paid(19284), paid(19285), paid(19287)], before=7, link="tied to the year before")

    assert (proof.payments, len(FOUND)) == (3, 1)
    assert "OAK3-0019287 leaves a gap" in FOUND[0]


def test_a_later_years_first_z_report_is_tied_to_one_that_is_not_here() -> None:
    lines = [*shift_lines(), closed()]
    later = replace(closed(), facts={**closed().facts, "z": 12, "previous": {"z": 11, "chain": "x"}})

    proved([later], before=7, link="tied to the year before")
    assert FOUND == [], "its shift was opened in the year before"
    proved([*lines, replace(closed(), line_id=a_number(90))])
    assert any("Z report 1 is not tied to Z report 1 before it" in words for words in FOUND)


def test_a_z_report_that_cannot_be_read_is_named_and_the_proof_goes_on() -> None:
    """Also where one of its shift's payments cannot be."""
    opened, hospital, cash_payment = shift_lines()
    blank = replace(closed(), facts={"z": 1})
    broken = replace(hospital, facts={**hospital.facts, "tenders": [{"kind": "shell"}]})

    proof = proved([opened, hospital, cash_payment, blank, paid(3)])
    assert FOUND == ["Line 4 of OAK3: A Z report cannot be read: KeyError."]
    assert proof.lines == 5
    proved([opened, broken, cash_payment, closed(), paid(3)])
    assert any(words.startswith("Line 4 of OAK3") for words in FOUND)


def test_a_first_line_begins_the_chain() -> None:
    proved([paid(1)], link="elsewhere")
    assert "OAK3: its first line is not tied to its beginning." in FOUND


def test_what_cannot_be_read_or_is_another_desks_is_said() -> None:
    proved([replace(paid(1), desk="OAK4")])
    assert "Line 1 of OAK3 is of desk OAK4." in FOUND
    proved([replace(paid(1), facts={})])
    assert any("cannot be read" in words for words in FOUND)

    stretch = Stretch(desk=DESK, before=0, link=first_link(DESK), through=1, chain="c", standing=1, standing_chain="c")
    for state, faults in (("posted", 1), ("unreadable", 0)):
        found: list[str] = []
        body = b"{}"
        filed = FiledLine(desk=DESK, sequence=1, chain=chained(first_link(DESK), 1, body), body=body, state=state)
        DeskProof(stretch, found.append).look_at(filed)
        assert len(found) == faults, found


@pytest.mark.parametrize(
    ("standing", "chain", "holds"), [(1, None, True), (1, "other", False), (2, "other", True), (0, None, False)]
)
def test_the_ledger_stands_where_these_lines_end_or_past_them(standing: int, chain: str | None, holds: bool) -> None:
    more: dict[str, Any] = {"standing": standing} | ({"standing_chain": chain} if chain else {})
    proved([paid(1)], **more)

    assert (FOUND == []) is holds


def test_a_record_of_no_shift_belongs_to_no_total() -> None:
    opened, *rest = shift_lines()
    proved([opened, replace(rest[0], line_id=a_number(91), shift_id=None), *rest, closed()])

    assert not any("does not say what its shift's payments come to" in words for words in FOUND)


def test_a_shift_that_was_opened_in_the_year_before_is_not_held_against_half_of_its_payments() -> None:
    proved([shift_lines()[2], closed()], before=7, link="tied to the year before")

    assert not any("does not say what" in words for words in FOUND)
