"""What is wrong stands beside the field that it is about: the person's name, or the passphrase; and nothing moves."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from cashier.domain.drawer_count import CountDrawer
from cashier.domain.shift_close import CloseShift
from cashier.usecases.close_shift import close_shift, count_drawer
from tests.domain.handed_lines import given
from tests.fakes.builders import ROSA
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import SampleDesk
from tests.ui.test_drawer_page import count, fill, page
from tests.ui.test_handing import comes, for_rosa, open_list

__all__ = ["page"]


def places(desk: DeskDriver) -> dict[str, tuple[QPoint, int]]:
    """Where all that can be used stands, and how high it is."""
    used = [*desk.window.findChildren(QLineEdit), *desk.window.findChildren(QAbstractButton)]
    return {
        f"{one.accessibleName()}.{number}": (one.mapTo(desk.window, QPoint(0, 0)), one.height())
        for number, one in enumerate(used)
        if one.isVisible()
    }


@pytest.mark.parametrize(
    ("user", "words", "beside", "sentence"),
    [
        ("rosa", "rosa 1", "Witness: name or badge", "Rosa Delgado may not approve a drop."),
        ("oscar", "oscar 1", "Witness: name or badge", "Oscar Reyes may not approve"),
        ("helen", "wrong", "Witness's passphrase", ""),
    ],
)
def test_a_witness_who_may_not_sign_is_refused_beside_their_name_and_nothing_moves(
    page: DeskDriver, user: str, words: str, beside: str, sentence: str
) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 1)
    fill(page, "OAK-771-0401")
    page.type(user)
    page.press(ENTER)
    page.type(words)
    before = places(page)
    page.press(ENTER)
    page.qtbot.waitUntil(lambda: page.focus_name() == beside and bool(page.focus().accessibleDescription()))

    assert page.focus().accessibleDescription().startswith(sentence)
    assert places(page) == before
    other = ({"Witness: name or badge", "Witness's passphrase"} - {beside}).pop()
    assert page.field(other).accessibleDescription() == ""


def test_a_bag_that_was_used_is_refused_beside_its_number_and_nothing_moves(page: DeskDriver) -> None:
    page.press(Qt.Key.Key_D, ALT)
    count(page, 1)
    before = places(page)
    fill(page, "x", "helen", "helen 1")
    page.qtbot.waitUntil(lambda: page.focus_name() == "Bag number")

    assert places(page) == before


def test_an_empty_name_frames_the_name_alone(qtbot: QtBot) -> None:
    desk = DeskDriver(qtbot, SampleDesk())
    name, passphrase = desk.field("Name or badge"), desk.field("Passphrase")
    name.setFocus()
    before = places(desk)
    desk.press(ENTER)

    assert name.accessibleDescription() == "Enter your name or scan your badge."
    assert passphrase.accessibleDescription() == ""
    assert places(desk) == before
    desk.close()


@pytest.fixture
def morning(qtbot: QtBot) -> Iterator[DeskDriver]:
    """The last close left $100.00."""
    sample = SampleDesk()
    sample.open_drawer()
    count_drawer(CountDrawer(line_id=sample.desk.new_id(), count={"20.00": 10}), sample.desk, ROSA)
    close = CloseShift(
        line_id=sample.desk.new_id(), present=frozenset(), left={"20.00": 10}, till_bag="T-1", received_by="helen"
    )
    close_shift(close, sample.desk, ROSA)
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    yield desk
    desk.close()


def test_a_float_that_differs_asks_for_the_second_person_where_the_focus_is(morning: DeskDriver) -> None:
    morning.type("1")
    before = places(morning)
    morning.button("Open the drawer").click()

    assert morning.focus_name() == "Second person"
    now = places(morning)
    assert all(now[name] == where for name, where in before.items() if name in now)
    fill(morning, "rosa", "rosa 1")
    morning.qtbot.waitUntil(lambda: bool(morning.field("Second person").accessibleDescription()))
    assert morning.focus_name() == "Second person"
    assert morning.field("Their passphrase").accessibleDescription() == ""


def test_what_comes_has_the_focus_and_keeps_it_when_it_is_heard_of_again(page: DeskDriver) -> None:
    comes(page, for_rosa(given()))
    page.qtbot.waitUntil(lambda: page.focus_name() == "Count and accept")
    open_list(page)
    page.settle()

    assert page.focus_name() == "Count and accept"
