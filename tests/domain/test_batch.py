"""A batch of mail is opened in one's own drawer, and what is none is not read as one."""

from dataclasses import replace

import pytest

from cashier.domain.batch import closed_batch, decide_open_batch, read_batch
from cashier.domain.errors import Refused, UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.shift import Shift
from tests.domain.correcting import a_paid
from tests.domain.test_origin import BATCH
from tests.fakes.builders import HELEN, NOW, ROSA, a_shift


def opened(shift: Shift | None) -> Line:
    return decide_open_batch(BATCH, staff=ROSA, second=HELEN, shift=shift, open_now=None, now=NOW)


def test_its_money_goes_into_ones_own_drawer() -> None:
    assert read_batch(opened(a_shift())).second == "helen"
    for shift in (None, a_shift(HELEN)):
        with pytest.raises(Refused, match="Open your own drawer first"):
            opened(shift)


def test_a_line_that_is_no_batch_is_not_read_as_one() -> None:
    line = opened(a_shift())
    for other in (
        replace(line, kind=LineKind.BATCH_CLOSED),
        replace(line, facts={**line.facts, "count": "2"}),
        replace(line, facts={**line.facts, "count": True}),
        replace(line, facts={}),
    ):
        with pytest.raises(UnreadableBody, match="A batch cannot be read"):
            read_batch(other)
    with pytest.raises(UnreadableBody, match="A closed batch cannot be read"):
        closed_batch(a_paid())
