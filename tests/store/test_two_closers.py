"""Two windows on one desk at once, over a real journal: a shift is closed once, opened once, a bag used once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from cashier.domain.drawer_acts import DROP_ACT, Drop
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import CashierError
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import Approval
from cashier.domain.shift import OpenShift
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.drawer_acts import drop
from cashier.usecases.ports.desk import Desk
from cashier.usecases.shift import current_shift, open_shift
from tests.fakes.builders import HELEN, NOW, ROSA, a_desk
from tests.store.desk_store import new_store

COUNT = {"20.00": 5}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Rosa's desk over a real journal, with nothing in it."""
    store = new_store(tmp_path / "desk")
    made = a_desk(is_open=False).desk
    return replace(made, open_work=store.open_work, open_reading=store.open_reading, new_id=uuid4)


def at_once(act: Callable[[int], object]) -> list[str]:
    """Both do it at the same moment; what each was refused with, in order: nothing for who did it."""
    both = Barrier(2)

    def one(place: int) -> str:
        both.wait()
        try:
            act(place)
        except CashierError as trouble:
            return trouble.sentence
        return ""

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(one, range(2)))


def kinds(desk: Desk, kind: LineKind) -> int:
    with desk.open_reading() as work:
        return sum(numbered.line.kind is kind for numbered in work.journal.after(0, 1000))


def opening() -> OpenShift:
    return OpenShift(shift_id=uuid4(), count=COUNT)


def test_a_drawer_is_opened_by_one_of_two(desk: Desk) -> None:
    said = at_once(lambda _: open_shift(opening(), desk, ROSA))

    assert said == ["", "Rosa Delgado's drawer is still open at this desk. It has to be closed first."]
    assert kinds(desk, LineKind.SHIFT_OPENED) == 1


def test_a_shift_is_closed_by_one_of_two_windows(desk: Desk) -> None:
    open_shift(opening(), desk, ROSA)
    count_drawer(CountDrawer(line_id=uuid4(), count=COUNT), desk, ROSA)

    def close(place: int) -> None:
        wish = CloseShift(line_id=uuid4(), present=frozenset(), left=COUNT, till_bag=f"T-1{place}", received_by="helen")
        close_shift(wish, desk, ROSA)

    assert at_once(close) == ["", "No drawer is open at this desk: it was closed already."]
    assert kinds(desk, LineKind.SHIFT_CLOSED) == 1
    assert current_shift(desk) is None


def test_one_bags_number_is_used_by_one_of_two_drops(desk: Desk) -> None:
    open_shift(opening(), desk, ROSA)
    witness = Approval(approver=HELEN.user, approver_name=HELEN.name, act=DROP_ACT, amount=Money(2000), given_at=NOW)

    said = at_once(lambda _: drop(Drop(line_id=uuid4(), count={"20.00": 1}, bag="B-1", witness=witness), desk, ROSA))

    assert said == ["", "Bag B-1 was used before. Take a new bag, and enter its number."]
    assert kinds(desk, LineKind.CASH_DROPPED) == 1
