"""A Z report says what its shift's lines say: what went back, what was called otherwise, what came and went."""

from dataclasses import replace
from typing import Any

import pytest

from cashier.domain.errors import UnreadableBody
from cashier.domain.handing import read_handed
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.over_short import over_short_words
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.z_report import read_z, z_facts, z_number
from tests.domain.correcting import changed, voided
from tests.domain.drawer_lines import DRAWER_LINES, a_number, closed, dropped, numbered, shift_lines
from tests.domain.handed_lines import accepted, given, handed_over, recalled
from tests.fakes.builders import a_shift, check


def facts_of(*lines: Line, previous: Line | None = None, received_through: int = 0) -> dict[str, Any]:
    before = numbered((previous,))[0] if previous else None
    shift_lines = ShiftLines.whole(numbered(lines))
    return z_facts(a_shift(), shift_lines, previous=before, received_through=received_through)


def test_what_went_back_and_what_was_called_otherwise_is_told_with_who_signed() -> None:
    said = facts_of(*shift_lines(), voided(), changed(check(41260)))

    assert said["voids"] == [["OAK3-0000001", 41260, "Helen Park"]]
    assert said["changes"] == [["OAK3-0000001", "Cash", "Check 1043", 41260, "Helen Park"]]
    assert "voids" not in facts_of(*shift_lines())


def test_cash_between_cashiers_is_told_unless_it_came_back_to_the_same_shift() -> None:
    mine, drawer = given(), handed_over()
    back = recalled(mine, a_number(36))

    assert facts_of(mine)["given"] == [["Helen Park", 4000]]
    assert "given" not in facts_of(mine, back)
    assert "received" not in facts_of(mine, back)
    assert facts_of(back)["received"] == [["Rosa Delgado", 4000]], "of an earlier shift"
    assert facts_of(accepted(read_handed(drawer)))["received"] == [["Rosa Delgado", 26000 + 41260]]


def test_a_drop_is_told_by_its_bag_and_what_left_as_cash() -> None:
    line = dropped()
    ((bag, cents),) = facts_of(line)["drops"]

    assert (bag, cents) == (line.facts["bags"][0]["number"], sum(t.amount.cents for t in line.transfers))


def test_what_the_ledger_has_not_is_told_as_not_sent() -> None:
    lines = shift_lines()
    assert facts_of(*lines)["not_sent"]["lines"] == len(lines)
    said = facts_of(*lines, received_through=2)["not_sent"]
    assert said == {"past": 2, "lines": 1, "payments": 1, "receipts": ["OAK3-0000002"]}


def test_a_drawer_that_opened_without_a_sale_is_counted() -> None:
    assert facts_of(*shift_lines())["no_sales"] == 0
    assert facts_of(*shift_lines(), DRAWER_LINES["no_sale"]())["no_sales"] == 1


def test_the_first_of_a_desk_follows_none() -> None:
    first = read_z(closed())
    assert (first.number, first.previous, first.previous_chain) == (1, 0, "")


def test_it_is_the_next_of_its_desk() -> None:
    assert facts_of()["z"] == 1
    assert facts_of(previous=closed())["z"] == 2
    for other in (shift_lines()[0], replace(closed(), facts={"z": "1"}), replace(closed(), kind=LineKind.MOVED)):
        with pytest.raises(UnreadableBody, match="no Z report"):
            z_number(other)


def test_a_difference_is_said_by_its_direction() -> None:
    words = [over_short_words(Money(cents)) for cents in (0, 300, -300)]

    assert words == ["matches", "$3.00 over", "$3.00 short"]
    assert read_z(closed()).over_short == "$20.00 short"
