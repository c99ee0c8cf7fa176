"""Every question that a desk asks its ledger, answered with nonsense: one sentence, and no answer."""

import inspect
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from cashier.domain.errors import LedgerAway
from cashier.sync.client import LedgerClient
from cashier.wire import Message, Run
from cashier.wire_office import BagAccepted
from tests.sync.rig import rig_with_ledger
from tests.sync.test_client import NONSENSE, SENTENCES

SAID: dict[str, Any] = {
    "epoch": "", "after": "", "limit": 500, "wait_s": 0, "run": Run(lines=()), "path": "/bags", "shape": BagAccepted,
    "within_s": 60.0,
}  # fmt: skip
NO_QUESTIONS = frozenset({"interrupt", "close", "begin"})
# A ledger of ours says 404 of what it does not know: that is an answer, and in its own words.
ANSWERS = frozenset({"not found"})


def questions(client: LedgerClient) -> Iterator[tuple[str, Callable[[], object]]]:
    for name, ask in inspect.getmembers(client, inspect.ismethod):
        if name.startswith("_") or name in NO_QUESTIONS:
            continue
        wanted = inspect.signature(ask).parameters.values()
        yield name, partial(ask, **{each.name: said(each) for each in wanted})


def said(wanted: inspect.Parameter) -> Any:
    """Something to ask with; what a body says matters to no answer."""
    if wanted.name in SAID:
        return SAID[wanted.name]
    if inspect.isclass(wanted.annotation) and issubclass(wanted.annotation, Message):
        return wanted.annotation.model_construct()
    return "x"


def test_every_question_takes_nonsense_for_no_answer(subtests: pytest.Subtests) -> None:
    with rig_with_ledger() as desk:
        asked = [*questions(desk.client)]
        assert len(asked) >= 25
        for name, ask in asked:
            for what, answer in NONSENSE.items():
                if what in ANSWERS or (name, what) == ("find", "another message"):
                    continue
                with subtests.test(f"{name}: {what}"):
                    desk.ledger.next.clear()
                    desk.ledger.next.extend([answer] * 3)
                    with pytest.raises(LedgerAway) as away:
                        ask()
                    assert away.value.sentence in SENTENCES
