"""Cash that moves without a payment, by keyboard: dropped, exchanged with the safe, paid out where a site allows it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.line import Line, LineKind
from cashier.usecases.ports.desk import Desk
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk

TWENTIES = 2


class PayingDesk(SampleDesk):
    """A site that allows cash without a payment."""

    @property
    def desk(self) -> Desk:
        desk = super().desk
        return replace(desk, place=replace(desk.place, drawers=DrawerRules(pays_in_and_out=True)))


@pytest.fixture(params=[SampleDesk, PayingDesk])
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[DeskDriver]:
    sample: SampleDesk = request.param()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    driver.button_on_rail("Drawer").click()
    driver.settle()
    yield driver
    driver.close()


def kinds(page: DeskDriver) -> list[LineKind]:
    return [line.kind for line in page.sample.store.lines()]


def count(page: DeskDriver, at: int, number: str) -> None:
    for place in range(13):
        if place == at:
            page.type(number)
        page.press(ENTER)


def fill(page: DeskDriver, *texts: str) -> None:
    """Type into the field that has the focus, Enter to the next."""
    for text in texts:
        page.type(text)
        page.press(ENTER)


def sign(page: DeskDriver, user: str = "helen", secret: str = "helen 1") -> None:
    fill(page, user, secret)


def lines_of(page: DeskDriver, kind: LineKind) -> list[Line]:
    return [line for line in page.sample.store.lines() if line.kind is kind]


def test_a_drop_opens_the_drawer_first_and_takes_a_witness(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    assert page.sample.drawer_pulses == 1
    count(page, TWENTIES, "5")
    fill(page, "bag-1", "", "")
    assert page.shows("A drop needs a witness. Have a lead or somebody of the cash office sign.")
    fill(page, "oscar", "oscar 1")
    page.qtbot.waitUntil(lambda: page.shows("Oscar Reyes may not approve a drop."))
    assert lines_of(page, LineKind.CASH_DROPPED) == []
    page.field("Witness: name or badge").setFocus()
    page.field("Witness: name or badge").clear()
    fill(page, "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.shows("Dropped. One slip goes with the bag, one into the drawer."))

    (line,) = lines_of(page, LineKind.CASH_DROPPED)
    assert (line.facts["bags"][0]["number"], line.facts["witness"]) == ("BAG-1", "helen")


def test_the_key_of_a_form_that_is_open_leaves_what_was_counted(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 0, "9")
    page.press(Qt.Key.Key_D, ALT)
    assert page.field("$100").text() == "9"
    assert page.sample.drawer_pulses == 1


def test_a_drop_of_more_than_is_there_is_refused_in_place(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 0, "9")
    fill(page, "bag-1", "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.shows("There is not that much medical cash in this drawer."))

    assert page.field("$100").text() == "9"
    assert lines_of(page, LineKind.CASH_DROPPED) == []


def test_notes_are_exchanged_for_the_same_sum_only(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_L, ALT)
    assert page.sample.drawer_pulses == 1
    count(page, 0, "1")
    count(page, 2, "4")
    sign(page)
    assert page.shows("What goes to the safe ($100.00) and what comes back ($80.00) have to be the same sum.")
    assert LineKind.BILLS_EXCHANGED not in kinds(page)

    page.press(Qt.Key.Key_Escape)
    page.press(Qt.Key.Key_L, ALT)
    count(page, 0, "1")
    count(page, 2, "5")
    sign(page, "rosa", "rosa 1")
    page.qtbot.waitUntil(lambda: page.shows("may not approve an exchange with the safe"))
    assert LineKind.BILLS_EXCHANGED not in kinds(page)

    page.press(Qt.Key.Key_Escape)
    page.press(Qt.Key.Key_L, ALT)
    count(page, 0, "1")
    count(page, 2, "5")
    sign(page)
    page.qtbot.waitUntil(lambda: page.shows("Exchanged. The slip goes to the safe."))
    assert LineKind.BILLS_EXCHANGED in kinds(page)


def test_cash_is_paid_out_with_a_lead_and_a_reason_where_the_site_allows_it(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_P, ALT)
    if not isinstance(page.sample, PayingDesk):
        assert not page.shows("Cash without a payment")
        return
    for text in ("12.50", "taxi voucher", "helen", "helen 1"):
        page.type(text)
        page.press(ENTER)
    page.qtbot.waitUntil(lambda: LineKind.PAID_OUT in kinds(page))

    assert page.sample.drawer_pulses == 1
    (line,) = [line for line in page.sample.store.lines() if line.kind is LineKind.PAID_OUT]
    assert (line.facts["reason"], line.transfers[0].amount.cents) == ("taxi voucher", 1250)


def test_an_amount_that_is_none_is_said_in_place(page: DeskDriver) -> None:
    if not isinstance(page.sample, PayingDesk):
        return
    page.press(Qt.Key.Key_P, ALT)
    for text in ("0", "taxi", "helen", "helen 1"):
        page.type(text)
        page.press(ENTER)

    assert page.shows("Enter an amount above zero for the cash.")
    assert page.field("Why").text() == "taxi"


def test_what_is_wrong_with_a_bag_stands_beside_it(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 2, "1")
    for text in ("b", "helen", "helen 1"):
        page.type(text)
        page.press(ENTER)
    page.qtbot.waitUntil(lambda: page.shows("Enter the number of the bag as it is printed"))

    assert page.focus_name() == "Bag number"
    assert page.field("Bag number").text() == "b"
    assert LineKind.CASH_DROPPED not in kinds(page)
