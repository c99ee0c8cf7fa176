"""A line that brings another one along is read whole, or not at all."""

from dataclasses import replace

import pytest

from cashier.domain.carried import Carried, carried_line, read_carried
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import LineKind
from tests.domain.correcting import a_paid
from tests.fakes.builders import NOW


def test_what_is_carried_reads_back_and_anything_else_does_not() -> None:
    carried = Carried(desk="OAK2", sequence=7, chain="link", body=a_paid().body().decode())
    line = carried_line(carried, desk="OAK3", center="OAK", staff="helen", now=NOW)
    assert read_carried(line) == carried

    for said in ({"sequence": "7"}, {"sequence": True}, {"desk": 7}, {"chain": None}, {"body": ["x"]}):
        with pytest.raises(UnreadableBody, match="carries no other one"):
            read_carried(replace(line, facts={**line.facts, **said}))
    for other in (replace(line, kind=LineKind.MOVED), replace(line, facts={})):
        with pytest.raises(UnreadableBody, match="carries no other one"):
            read_carried(other)
