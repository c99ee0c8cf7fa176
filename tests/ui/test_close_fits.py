"""On the smallest screen every field of a close is as high as a finger, whatever else has to be said there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.fakes.builders import cash, check
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE, PREMIUM
from tests.ui.test_close_terminal import WithTerminal
from tests.ui.test_drawer_page import show_drawer, take

HIGH_PX = 40


def test_a_difference_in_all_of_it_fits_the_smallest_screen(qtbot: QtBot) -> None:
    """Two books, a float of large notes alone, a lead who signs, and a terminal with another total."""
    sample = WithTerminal()
    sample.card_terminal.charged = 1, 4000
    sample.open_drawer()
    take(sample, OFFICE, 6000, cash(6000))
    take(sample, PREMIUM, 29817, check(29817, "3318"))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    driver.press(Qt.Key.Key_C, ALT)
    for _ in range(2):
        driver.type("3")
        for _ in range(13):
            driver.press(ENTER)
    qtbot.waitUntil(lambda: driver.shows("1 sale, $40.00: 1 more, $40.00 more than this desk."))
    driver.type("3318")
    driver.press(ENTER)
    driver.settle()

    assert driver.window.size().toTuple() == (1366, 768)
    fields = [field for field in driver.window.findChildren(QLineEdit) if field.isVisible()]
    seen = {field.accessibleName(): field.visibleRegion().boundingRect().height() for field in fields}
    assert {name: height for name, height in seen.items() if height < HIGH_PX} == {}
    driver.close()
