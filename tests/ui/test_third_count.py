"""After two counts that differ a lead counts along: a third is kept, and only then they see what should be there."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.line import LineKind
from tests.fakes.builders import cash
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import OFFICE, SampleDesk
from tests.ui.test_drawer_page import count, lines_of, show_drawer, take

EXPECTED = "$260.00"


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DeskDriver]:
    """Rosa counted $240.00 twice, where $260.00 should be."""
    sample = SampleDesk()
    sample.open_drawer()
    take(sample, OFFICE, 6000, cash(6000))
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    driver.press(Qt.Key.Key_C, ALT)
    count(driver, 12)
    count(driver, 12)
    assert driver.shows("Counted twice. Cash is $20.00 short.")
    yield driver
    driver.close()


def with_lead(page: DeskDriver, user: str = "helen") -> None:
    for name, text in (("Lead's name or badge", user), ("Lead's passphrase", f"{user} 1")):
        page.field(name).clear()
        page.field(name).setFocus()
        page.type(text)
    page.button("Count again with the lead").click()


def counts(page: DeskDriver) -> list[tuple[int, str]]:
    return [(line.facts["attempt"], line.facts.get("witness", "")) for line in lines_of(page, LineKind.DRAWER_COUNTED)]


def test_the_lead_sees_what_should_be_there_and_the_third_count_is_kept(page: DeskDriver) -> None:
    assert not any("260.00" in text for text in page.texts())
    with_lead(page)
    page.qtbot.waitUntil(lambda: page.shows("Count it together with Helen Park."))
    assert page.focus_name() == "$100"
    assert not any("260.00" in text for text in page.texts())
    count(page, 12)

    assert page.shows(f"{EXPECTED} should be there, $240.00 was counted with Helen Park.")
    assert counts(page) == [(1, ""), (2, ""), (3, "helen")]


def test_with_the_lead_it_may_be_found(page: DeskDriver) -> None:
    with_lead(page)
    page.qtbot.waitUntil(lambda: page.shows("Count it together with Helen Park."))
    count(page, 13)

    assert page.shows("The count matches.")
    assert page.shows(f"{EXPECTED} should be there, $260.00 was counted with Helen Park.")


def test_nobody_counts_along_with_themselves_and_a_leads_word_is_for_one_count(page: DeskDriver) -> None:
    with_lead(page, "rosa")
    page.qtbot.waitUntil(lambda: page.shows("may not approve another count"))
    assert counts(page) == [(1, ""), (2, "")]

    with_lead(page)
    page.qtbot.waitUntil(lambda: page.shows("Count it together with Helen Park."))
    page.press(ESC)
    page.press(Qt.Key.Key_C, ALT)
    assert page.shows("Counted twice. Cash is $20.00 short.")
    page.press(ENTER)
    assert counts(page) == [(1, ""), (2, "")]
