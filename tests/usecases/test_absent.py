"""What a cashier is told of their drawer that others counted: until they have read it, and of each shift the last."""

from dataclasses import replace

import pytest

from cashier.domain.absent import ABSENT_ACT
from cashier.domain.accounts import BookLine
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import Refused
from cashier.domain.money import ZERO
from cashier.domain.people import Approval
from cashier.domain.shift_close import CLOSE_ACT, CloseShift
from cashier.usecases.absent import absent_news, stand_in, tell_absent
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.shift import current_shift
from tests.fakes.builders import HELEN, NOW, ROSA, Counter, a_desk, a_statement
from tests.fakes.center_office import CenterOffice

LUIS = replace(ROSA, user="luis", name="Luis Ortega")
FLOAT = {"20.00": 5}


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement())


def along(act: str = ABSENT_ACT) -> Approval:
    return Approval(approver=LUIS.user, approver_name=LUIS.name, act=act, amount=ZERO, given_at=NOW)


def count(counter: Counter, notes: dict[str, int]) -> None:
    count_drawer(CountDrawer(line_id=counter.desk.new_id(), count=notes, witness=along()), counter.desk, HELEN)


def close(counter: Counter) -> None:
    wish = CloseShift(
        line_id=counter.desk.new_id(), present=frozenset(), reason="went home ill", approval=along(CLOSE_ACT),
        bags={BookLine.MEDICAL: "B-1"},
    )  # fmt: skip
    close_shift(wish, counter.desk, HELEN)


def test_of_a_shift_the_last_is_told_until_it_was_read(counter: Counter) -> None:
    count(counter, {"20.00": 4})
    assert "It is not closed" in absent_news(counter.desk, ROSA)[0].words
    assert absent_news(counter.desk, LUIS) == absent_news(counter.desk, HELEN) == ()
    assert len(tell_absent(counter.desk, ROSA)) == 1
    assert absent_news(counter.desk, ROSA) == ()

    count(counter, FLOAT)
    close(counter)
    (closed,) = tell_absent(counter.desk, ROSA)
    assert "counted and closed by Helen Park with Luis Ortega" in closed
    assert tell_absent(counter.desk, ROSA) == ()


def test_the_owners_counts_are_nobody_elses(counter: Counter) -> None:
    for _ in range(2):
        count_drawer(CountDrawer(line_id=counter.desk.new_id(), count={"20.00": 4}), counter.desk, ROSA)
    with pytest.raises(Refused, match="Count the drawer first"):
        close(counter)


def test_nobody_stands_in_for_themselves_or_without_a_drawer(counter: Counter) -> None:
    office = CenterOffice(trouble="The ledger cannot be reached.")
    with pytest.raises(Refused, match="may not count"):
        stand_in(counter.desk, ROSA, office)
    with pytest.raises(Refused, match="may not count"):
        stand_in(counter.desk, LUIS, office)
    assert stand_in(counter.desk, HELEN, office) == current_shift(counter.desk)
    count(counter, FLOAT)
    close(counter)
    with pytest.raises(Refused, match="Open your drawer first"):
        stand_in(counter.desk, HELEN, office)
