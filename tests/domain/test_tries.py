"""A wish for more than a drawer holds is kept, and known in its own shift alone."""

from dataclasses import replace
from uuid import UUID

from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.tries import more_than_there, was_tried
from tests.domain.handed_lines import counted_otherwise
from tests.fakes.builders import a_shift


def test_a_wish_that_was_kept_is_known_in_its_own_shift_and_a_receivers_count_is_none() -> None:
    more = more_than_there(
        "There is not that much.", act="a drop", wish="w", amount=Money(4000), count={"20.00": 2}, witness=None
    )
    line = replace(counted_otherwise(), facts=more.facts, shift_id=a_shift().shift_id)

    assert was_tried(line, a_shift())
    assert not was_tried(line, replace(a_shift(), shift_id=UUID(int=9)))
    assert not was_tried(replace(line, kind=LineKind.TRANSFER_ACCEPTED), a_shift())
    assert not was_tried(replace(counted_otherwise(), shift_id=a_shift().shift_id), a_shift())
