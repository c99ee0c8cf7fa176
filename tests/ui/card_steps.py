"""How a window comes so far that a card is asked for."""

from PySide6.QtCore import Qt

from tests.ui.desk_driver import ENTER, DeskDriver, Waits
from tests.ui.sample_desk import OFFICE, SampleDesk


def asked_for_a_card(qtbot: Waits, sample: SampleDesk) -> DeskDriver:
    """Rosa's drawer is open, Mai's office visit was scanned, and the terminal is asked for all of it."""
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    driver.scan(OFFICE)
    driver.press(ENTER)
    driver.press(Qt.Key.Key_F8)
    driver.press(ENTER)
    return driver
