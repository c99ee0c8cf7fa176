"""A drawer with much cash in it is told of to whoever comes back to it, before anything else is taken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.money import Money
from cashier.usecases.ports.desk import Desk
from tests.ui.desk_driver import DeskDriver
from tests.ui.sample_desk import SampleDesk
from ui.drawer.drawer_state import TOO_MUCH


class SmallDrawer(SampleDesk):
    """Its drawer is to hold $100 at most, and is opened with $200."""

    @property
    def desk(self) -> Desk:
        desk = super().desk
        return replace(desk, place=replace(desk.place, drawers=DrawerRules(cash_most=Money(100_00))))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[DeskDriver]:
    sample = SmallDrawer()
    SampleDesk.open_drawer(sample)
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    yield driver
    driver.close()


def test_who_comes_back_to_a_full_drawer_is_told_at_once(desk: DeskDriver, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.shows(TOO_MUCH))
