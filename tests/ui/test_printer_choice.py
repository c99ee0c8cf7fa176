"""What the banner says of the receipt printer, and how the Desk page chooses another one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier.usecases.ports.devices import PrinterStatus
from tests.receipts.print_room import READY
from ui.desk.page import DeskPage
from ui.desk.printer_state import printer_notice
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.key_button import KeyButton


def choices(page: DeskPage) -> list[ChoiceRow]:
    """Of where receipts come out."""
    return [row for row in page.findChildren(ChoiceRow) if row.accessibleName() == "Receipts come out of"]


def test_another_printer_is_chosen_by_key_and_back(qtbot: QtBot) -> None:
    page = DeskPage()
    qtbot.addWidget(page)
    page.show_printers(("This desk's printer", "printer at Window 2"))
    chosen: list[int] = []
    page.printer_chosen.connect(chosen.append)
    own, other = choices(page)[0].findChildren(KeyButton)

    QTest.keyClick(other, Qt.Key.Key_Space)
    QTest.keyClick(own, Qt.Key.Key_Return)

    assert chosen == [1, 0]


def test_a_desk_with_one_printer_has_no_choice(qtbot: QtBot) -> None:
    page = DeskPage()
    qtbot.addWidget(page)
    page.show_printers(("This desk's printer",))

    assert not choices(page)


def test_the_printer_is_tried_by_key_where_there_is_one(qtbot: QtBot) -> None:
    page = DeskPage()
    qtbot.addWidget(page)
    (button,) = [one for one in page.findChildren(KeyButton) if one.words == "Test the printer"]
    assert button.isHidden()

    page.show_printers(("This desk's printer",))
    with qtbot.waitSignal(page.trial_asked, timeout=1000):
        QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        ("out of paper", "Put in a new roll"),
        ("cover open", "Close it"),
        ("does not answer", "its cable is in"),
        ("too hot", "when it is cooler"),
        ("on fire", "See to it"),
    ],
)
def test_each_trouble_is_said_with_its_way_out(words: str, way_out: str) -> None:
    trouble = PrinterStatus(ready=False, words=words)

    assert way_out in printer_notice(trouble)
    assert "Desk page" not in printer_notice(trouble)
    assert "or choose printer at Window 2 on the Desk page" in printer_notice(trouble, other="printer at Window 2")
    assert "or choose this desk's printer" in printer_notice(trouble, at="printer at Window 2", other="x")


def test_paper_that_nears_its_end_is_said_and_a_printer_that_is_well_says_nothing() -> None:
    low = PrinterStatus(ready=True, words="paper low", near_end=True)

    assert printer_notice(READY) == ""
    assert printer_notice(low) == "The receipt printer is nearly out of paper. Have the next roll ready."
