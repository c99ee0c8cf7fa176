"""Which of two plans a premium goes to is asked at the window, and nothing is chosen meanwhile."""

from dataclasses import replace

from PySide6.QtCore import Qt

from cashier.domain.money import ZERO
from cashier.usecases.ports.directory import Known
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import PREMIUM, STATEMENTS

ASKED = "Premium is due for Senior Advantage and Dental. Ask which one is paid, and tick its statement."


def test_an_amount_is_not_spread_over_two_plans_by_itself(desk: DeskDriver) -> None:
    premium = replace(STATEMENTS[3], autopay_on=None)
    dental = replace(premium, number="P-77419205", title="Dental, November")
    for bill in (premium, dental):
        desk.sample.store.directory.known[bill.number] = Known(statement=bill, mark=0, held=ZERO)
    for other in STATEMENTS[:3]:
        del desk.sample.store.directory.known[other.number]

    desk.open_mai()
    desk.press(Qt.Key.Key_O, ALT)
    desk.type("100")
    assert desk.shows(ASKED)
    desk.press(ENTER)

    assert desk.shows(ASKED)
    assert desk.shows("0 statements")
    assert desk.field("Amount to spread, oldest first").text() == "100"

    desk.field(f"Pay now {PREMIUM}").setFocus()
    desk.type("100")
    assert desk.shows("1 statement")
