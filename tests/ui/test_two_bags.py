"""Two bags with one number, by keys and by scan: two people give each a name of its own."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.safe import BagSeen, BagStep, TwoBags
from tests.ui.desk_driver import ALT, DeskDriver
from tests.ui.sample_desk import NOW
from tests.ui.test_safe_part import desk, part, sample, sign

__all__ = ["desk", "sample"]


@pytest.mark.parametrize("is_scanned", [True, False])
def test_two_bags_with_one_number_are_named_by_two_people(desk: DeskDriver, qtbot: QtBot, is_scanned: bool) -> None:
    steps = tuple(BagStep(at=NOW, what=f"Bag B-1 filled at {name}", who="Rosa") for name in ("OAK3", "OAK4"))
    desk.sample.safe.bags["B-1"] = BagSeen(number="B-1", next_step="name", steps=steps)
    if is_scanned:
        part(desk).on_scan("B-1")
    else:
        desk.press(Qt.Key.Key_B, ALT)
        desk.type("B-1")
        desk.press(Qt.Key.Key_T, ALT)
    qtbot.waitUntil(part(desk).form.isVisible)
    assert desk.shows("Bag B-1 filled at OAK3 by Rosa. Bag B-1 filled at OAK4 by Rosa. Open both")
    sign(desk)

    qtbot.waitUntil(lambda: desk.shows("The bag of OAK3 is B-1-OAK3, the bag of OAK4 is B-1-OAK4 from now on."))
    (wish,) = desk.sample.safe.told
    assert isinstance(wish, TwoBags)
    assert (wish.number, desk.sample.safe.signed) == ("B-1", ["priya omar"])
