"""A lead signs in where a drawer is open: for its count and close alone, with a colleague; its cashier is told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from cashier.domain.office import DrawerState, Office, OfficeDrawer
from tests.fakes.builders import HELEN, NOW, cash
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE, SampleDesk
from tests.ui.test_drawer_page import count, fill, lines_of, take

F4, F12 = Qt.Key.Key_F4, Qt.Key.Key_F12
ALONG, SECRET = "Counts along: name or badge", "Their passphrase"


@pytest.fixture
def gone(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa opened her drawer with $200.00, took $60.00, and is gone: nobody is signed in."""
    sample = SampleDesk()
    sample.open_drawer()
    take(sample, OFFICE, 6000, cash(6000))
    driver = DeskDriver(qtbot, sample)
    yield driver
    driver.close()


def as_helen(desk: DeskDriver) -> None:
    desk.try_sign_in("helen")
    desk.qtbot.waitUntil(lambda: desk.shows("Count a drawer without its cashier"))


def sign(desk: DeskDriver, user: str) -> None:
    desk.field(ALONG).setFocus()
    desk.field(ALONG).clear()
    fill(desk, user, f"{user} 1")


def begin(desk: DeskDriver) -> None:
    as_helen(desk)
    sign(desk, "oscar")
    desk.qtbot.waitUntil(lambda: desk.shows("1 · Count the cash"))


def test_there_is_no_page_on_which_anything_is_paid(gone: DeskDriver) -> None:
    as_helen(gone)
    words = {b.accessibleName() for b in gone.window.findChildren(QAbstractButton) if b.isVisible()}
    assert words == {"Sign out", "Open the drawer and count"}
    gone.press(Qt.Key.Key_F2)
    gone.scan("11048827")
    assert not gone.shows("Tran")


def test_nobody_opens_it_alone_and_not_with_its_owner(gone: DeskDriver) -> None:
    as_helen(gone)
    sign(gone, "helen")
    gone.qtbot.waitUntil(lambda: gone.shows("Nobody approves for themselves."))
    sign(gone, "rosa")
    gone.qtbot.waitUntil(lambda: gone.shows("has this desk's open drawer"))
    assert gone.sample.drawer_pulses == 0
    assert not lines_of(gone, LineKind.NO_SALE)


def test_two_count_blind_and_close_and_the_owner_is_told(gone: DeskDriver) -> None:
    begin(gone)
    assert gone.sample.drawer_pulses == 1
    count(gone, 12)
    assert gone.shows("Your count doesn't match. Count again.")
    assert not any("260.00" in text or "20.00 short" in text for text in gone.texts())
    count(gone, 12)
    assert gone.shows("Counted twice. Cash is $20.00 short.")
    assert not any("260.00" in text for text in gone.texts())

    fill(gone, "went home ill", "T-118", "oscar", "OAK-771-0412", "oscar", "oscar 1")
    gone.press(F4)
    gone.qtbot.waitUntil(lambda: gone.shows("The drawer is closed. Z report 1 is being printed; both of you sign it."))
    (z,) = lines_of(gone, LineKind.SHIFT_CLOSED)
    assert (z.staff, z.facts["staff_name"], z.facts["reason"]) == ("helen", "Rosa Delgado", "went home ill")
    assert (z.facts["absent"]["by"], z.facts["absent"]["witness"]) == ("helen", "oscar")
    gone.press(ENTER)
    gone.qtbot.waitUntil(lambda: gone.focus_name() == "Name or badge")

    gone.sign_in()
    gone.qtbot.waitUntil(lambda: gone.shows("Your drawer was counted and closed by Helen Park with Oscar Reyes"))
    gone.press(Qt.Key.Key_F3)
    gone.qtbot.waitUntil(lambda: not gone.shows("Your drawer was counted"))
    assert [line.staff for line in lines_of(gone, LineKind.MESSAGE_READ)] == ["rosa"]


def test_a_locked_desk_is_its_cashiers_again_when_the_lead_leaves(gone: DeskDriver) -> None:
    gone.sign_in()
    gone.open_mai()
    gone.press(F12)
    as_helen(gone)
    gone.button("Sign out").click()
    gone.try_sign_in("rosa")
    gone.qtbot.waitUntil(lambda: gone.shows("Tran, Mai Linh"))
    assert [line.staff for line in lines_of(gone, LineKind.SIGNED_OUT)] == ["helen"]


def test_a_lead_whose_own_drawer_is_open_elsewhere_counts_for_nobody(gone: DeskDriver) -> None:
    own = OfficeDrawer(
        desk="OAK4",
        cashier=HELEN.user,
        cashier_name=HELEN.name,
        opened_at=NOW,
        state=DrawerState.ACTIVE,
        payments=0,
    )
    gone.sample.office.known = Office(as_of=NOW, drawers=(own,))
    gone.try_sign_in("helen")
    gone.qtbot.waitUntil(lambda: gone.shows("Your own drawer is open at OAK4. Close it first"))
    assert not gone.shows("Count a drawer without its cashier")
