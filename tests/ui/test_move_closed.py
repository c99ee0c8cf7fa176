"""A payment of a closed drawer is found by its receipt and asked to be moved by keys; another person agrees."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cashier.domain.closed_move import ClosedPayment, ClosedSource
from cashier.domain.errors import LedgerRefuses
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.move import TO
from cashier.domain.office import Office, WaitingItem, WaitingList
from cashier.domain.office_tasks import Deed
from cashier.domain.people import Role, Staff
from cashier.domain.targets import Target, TargetKind
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.entry_steps import GOAL
from tests.ui.sample_desk import HELEN, NOW, SampleDesk
from tests.ui.test_office_page import sign_in

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
RECEIPT = "OAK3-0000009"
PAYMENT = ClosedPayment(
    receipt=RECEIPT,
    sources=(
        ClosedSource(target=Target(TargetKind.STATEMENT, "S-1"), words="Hospital visit", amount=Money(6000)),
        ClosedSource(target=Target(TargetKind.CREDIT, "200"), words="Credit on account", amount=Money(1500)),
    ),
    told=(("Taken", "Nov 20, 2026 at OAK3 by Rosa D."), ("Check 1043", "75.00")),
)
WAITS = WaitingItem(
    what=f"Move of {RECEIPT}", why="Priya Nair: from S-1 to S-2.", amount=Money(6000), task="move.7", kind="move"
)


def opened(qtbot: QtBot, user: str) -> DeskDriver:
    sample = SampleDesk(people=(PRIYA, OMAR, HELEN))
    sample.office.known = Office(as_of=NOW, drawers=(), for_you=WaitingList(items=(WAITS,), count=1))
    sample.office.closed = PAYMENT
    driver = DeskDriver(qtbot, sample)
    sign_in(driver, user)
    driver.button_on_rail("Office").click()
    qtbot.waitUntil(lambda: driver.shows("Move of OAK3-0000009"))
    return driver


@pytest.fixture
def office(qtbot: QtBot) -> Iterator[DeskDriver]:
    driver = opened(qtbot, "priya")
    yield driver
    driver.close()


def look_up(desk: DeskDriver, receipt: str = RECEIPT) -> None:
    desk.press(Qt.Key.Key_C, ALT)
    desk.type(receipt)
    desk.press(ENTER)


def _is_in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_it_is_found_by_its_receipt_and_asked_for_by_keys(office: DeskDriver, qtbot: QtBot) -> None:
    look_up(office, RECEIPT.lower())
    qtbot.waitUntil(lambda: office.shows(f"Move what {RECEIPT} pays"))
    qtbot.waitUntil(lambda: office.shows("Nov 20, 2026 at OAK3 by Rosa D."))
    assert office.focus_name() == "S-1 · 60.00", "two things it pays: none is chosen"
    office.press(ENTER)
    assert office.focus_name() == GOAL
    office.type("s-2")
    office.press(ENTER)
    assert office.focus_name() == "Amount to move"
    assert office.field("Amount to move").text() == "60.00"
    office.type("12.50")
    office.press(ENTER)
    assert office.focus_name() == "Wrong statement chosen"
    office.press(Qt.Key.Key_Down)
    office.press(ENTER)
    assert office.focus_name() == "More about it"
    qtbot.waitUntil(lambda: _is_in_sight(office.field("More about it")))
    office.type("twins")
    office.press(ENTER)

    qtbot.waitUntil(lambda: len(office.sample.office.done) == 1)
    (wish,) = office.sample.office.done
    assert (wish.deed, wish.receipt, wish.source, wish.to) == (Deed.MOVE_CLOSED, RECEIPT, "S-1", "S-2")
    assert (wish.amount, wish.reason, wish.words) == (Money(1250), "wrong_member", "twins")
    qtbot.waitUntil(lambda: office.shows("It is done with."))


def test_what_the_ledger_refuses_stands_beside_its_field_and_nothing_typed_is_lost(
    office: DeskDriver, qtbot: QtBot
) -> None:
    look_up(office)
    qtbot.waitUntil(lambda: office.shows(f"Move what {RECEIPT} pays"))
    for typed in ("", "S-2", "10"):
        office.type(typed)
        office.press(ENTER)
    office.sample.office.refuses = LedgerRefuses("The ledger knows no statement S-2. Check its number.", TO)
    office.press(ENTER)
    office.press(ENTER)

    qtbot.waitUntil(lambda: office.shows("The ledger knows no statement S-2."))
    assert office.focus_name() == GOAL
    assert (office.field(GOAL).text(), office.field("Amount to move").text()) == ("S-2", "10")
    office.press(ESC)
    assert office.field("Receipt").text() == RECEIPT, "one step back"
    office.press(ESC)
    assert not office.field("Receipt").isVisible()


def test_a_receipt_that_is_not_there_is_said_beside_it(office: DeskDriver, qtbot: QtBot) -> None:
    look_up(office, "OAK3-0000001")
    qtbot.waitUntil(lambda: office.shows("The ledger has no receipt OAK3-0000001."))
    assert (office.focus_name(), office.field("Receipt").text()) == ("Receipt", "OAK3-0000001")


def test_who_agrees_does_so_at_their_own_page_and_a_slip_is_printed(qtbot: QtBot) -> None:
    desk = opened(qtbot, "omar")
    desk.sample.office.facts = (("Receipt", RECEIPT), ("Asked by", "Priya Nair"))
    for _ in range(30):
        if desk.focus_name().startswith("Move of"):
            break
        desk.press(Qt.Key.Key_Tab)
    desk.press(ENTER)
    qtbot.waitUntil(lambda: desk.shows("Asked by"))
    assert desk.button("Decline").isVisible()
    desk.press(ENTER)

    qtbot.waitUntil(lambda: len(desk.sample.office.done) == 1)
    (wish,) = desk.sample.office.done
    assert (wish.deed, wish.about) == (Deed.APPROVE, "move.7")
    qtbot.waitUntil(lambda: any(line.kind is LineKind.MOVE_SLIP for line in desk.sample.store.lines()))
    desk.close()
