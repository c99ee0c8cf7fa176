"""The lane that hears of cash between cashiers: once for each change, not after each commit, nothing while away."""

from dataclasses import replace

import pytest

from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import Refused
from cashier.domain.handing import Handed, coming_notice
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_sheet, close_shift, count_drawer
from cashier.usecases.hand_over import left_behind, recall, reject
from cashier.usecases.handed_lane import LOOK_AGAIN_S, HandedLane
from cashier.usecases.ports.desk import Desk
from tests.fakes.builders import HELEN, ROSA
from tests.fakes.memory_transfers import AsDesk
from tests.ui.desk_driver import Seconds
from tests.usecases.test_hand_over import ALL, Two, two

__all__ = ("two",)  # The fixture.


class Heard(list[tuple[tuple[Handed, ...], bool]]):
    rejected: tuple[str, ...] = ()

    def __call__(self, coming: tuple[Handed, ...], has_arrived: bool, rejected: tuple[str, ...]) -> None:
        self.append((coming, has_arrived))
        self.rejected = rejected


def lane_at(desk: Desk, ledger: AsDesk) -> tuple[HandedLane, Heard, Seconds]:
    heard, seconds = Heard(), Seconds()
    return HandedLane(desk, ledger, heard=heard, seconds=seconds), heard, seconds


def test_what_comes_is_told_once_and_that_it_came_no_more(two: Two) -> None:
    lane, heard, seconds = lane_at(two.helen.desk, two.ledger.at("OAK4"))
    assert lane.step() == LOOK_AGAIN_S
    assert heard == []
    handed = two.give()
    assert lane.step() == LOOK_AGAIN_S, "a wake-up asks the ledger no sooner"
    assert heard == []
    for _ in range(2):
        seconds.now += LOOK_AGAIN_S
        lane.step()
    assert heard == [((handed,), False)]

    two.accept(handed)
    seconds.now += LOOK_AGAIN_S
    lane.step()
    assert heard[1:] == [((), False)]


def test_the_giver_hears_that_it_arrived(two: Two) -> None:
    lane, heard, seconds = lane_at(two.rosa.desk, two.ledger.at("OAK3"))
    handed = two.give()
    lane.step()
    two.accept(handed)
    seconds.now += LOOK_AGAIN_S
    lane.step()

    assert heard == [((), True)]


def test_the_giver_hears_who_does_not_take_it_and_why(two: Two) -> None:
    lane, heard, seconds = lane_at(two.rosa.desk, two.ledger.at("OAK3"))
    handed = two.give()
    lane.step()
    reject(two.helen.desk.new_id(), handed, "one is torn", two.helen.desk, two.ledger.at("OAK4"), HELEN)
    for _ in range(2):
        seconds.now += LOOK_AGAIN_S
        lane.step()

    assert heard == [((), False)], "once"
    assert coming_notice((), heard.rejected) == (
        "Cash that you gave comes back. Helen does not take it: one is torn. Take it back on the Drawer page: "
        "Alt H there."
    )
    recall(two.rosa.desk.new_id(), handed, two.rosa.desk, two.ledger.at("OAK3"), ROSA)
    seconds.now += LOOK_AGAIN_S
    lane.step()
    assert heard.rejected == ()


def test_while_the_ledger_is_away_nothing_comes(two: Two) -> None:
    lane, heard, seconds = lane_at(two.helen.desk, two.ledger.at("OAK4"))
    two.give()
    lane.step()
    two.ledger.trouble = "The ledger cannot be reached."
    seconds.now += LOOK_AGAIN_S
    lane.step()

    assert [coming_notice(coming) for coming, _ in heard] == [
        "Cash from Rosa Delgado is on its way to you. Count and accept it on the Drawer page: Alt H there.",
        "",
    ]


def test_it_is_settled_before_the_receivers_drawer_closes(two: Two) -> None:
    handed, desk = two.give(), two.helen.desk
    count_drawer(CountDrawer(line_id=desk.new_id(), count=ALL), desk, HELEN)
    wish = CloseShift(line_id=desk.new_id(), present=frozenset(), left=ALL, till_bag="T-1", received_by="rosa")
    (sentence,) = close_sheet(desk, HELEN, (handed,)).blocked_by
    assert sentence.startswith("Cash from Rosa Delgado, given at ")
    assert "Count and accept it on the Drawer page, Alt H, or reject it there." in sentence
    with pytest.raises(Refused, match="is on its way to you"):
        close_shift(wish, desk, HELEN, (handed,))

    rules = replace(desk.place.drawers, transfers_block_close=False)
    small = replace(desk, place=replace(desk.place, drawers=rules))
    assert close_sheet(small, HELEN, (handed,)).blocked_by == ()
    close_shift(wish, desk, HELEN)


def test_what_a_replaced_desk_gave_is_taken_back_once_by_who_gave_it(two: Two) -> None:
    """Helen's desk stands for the one that takes the place of Rosa's; there she signs in with the cash in her hand."""
    handed = two.give()
    successor = replace(two.ledger.at("OAK4"), replaces="OAK3")
    assert left_behind(two.helen.desk, successor, HELEN) == ()
    assert left_behind(two.helen.desk, successor, ROSA) == (handed,)
    with pytest.raises(Refused, match="and only they"):
        recall(two.helen.desk.new_id(), handed, two.helen.desk, successor, HELEN)
    assert two.cash() == (6000, 10000, 4000)

    mine = replace(handed, line=replace(handed.line, staff=HELEN.user))
    recall(two.helen.desk.new_id(), mine, two.helen.desk, successor, HELEN)
    assert two.cash() == (6000, 14000, 0)
    assert left_behind(two.helen.desk, successor, ROSA) == ()
    with pytest.raises(Refused, match="not on its way any more"):
        recall(two.helen.desk.new_id(), mine, two.helen.desk, successor, HELEN)
