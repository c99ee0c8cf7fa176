"""Whatever stands in a body's facts, its run is received, and neither gathering nor checking stops at it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from cashier.domain.line import LineKind
from cashier.ledger.check import check
from tests.ledger.conftest import count_rows, gather_all, send
from tests.ledger.paper_desk import PaperDesk

ABSURD: tuple[Any, ...] = ([], {}, [[]], {"kind": []}, 10**30, -1, True, None, "x" * 5000)


def _with_each(said: Any, absurd: Any) -> Iterator[Any]:
    """The same with something absurd in each of its places, one at a time."""
    for place in said if isinstance(said, dict) else range(len(said)) if isinstance(said, list) else ():
        whole = deepcopy(said)
        whole[place] = absurd
        yield whole
        for within in _with_each(said[place], absurd):
            whole = deepcopy(said)
            whole[place] = within
            yield whole


@pytest.mark.parametrize("kind", [LineKind.PAYMENT, LineKind.TENDER_CHANGED, LineKind.VOIDED, LineKind.CARD_ASKED])
def test_a_run_of_absurd_lines_is_received_gathered_and_checked(engine: Engine, kind: LineKind) -> None:
    desk = PaperDesk("OAK3")
    paid = desk.pay("S-10000001", 1)
    facts = json.loads(paid.body())["facts"]
    lines = [said for absurd in ABSURD for said in _with_each(facts, absurd)]
    assert len(lines) > 300
    for said in lines:
        desk.write(desk.line(kind, facts=said, transfers=paid.transfers, line_id=uuid4()))

    standing = send(engine, desk, last=len(desk.sent))
    gather_all(engine)

    assert (standing.state, standing.received_through) == ("ok", len(lines) + 1)
    assert check(engine).lines == len(lines) + 3  # With those of the ledger, it comes to its end.
    unlike = count_rows(engine, "unproven WHERE why = 'what it moves is not its tenders less change'")
    assert (unlike > 0) is (kind is LineKind.PAYMENT)
