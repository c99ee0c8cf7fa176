"""What the card for other things asks for stands whole on the smallest screen, with a banner above it, too."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from cashier.domain.link_words import LinkState
from tests.ui.desk_driver import ALT, ENTER, ESC, NONE, DeskDriver
from tests.ui.sample_desk import NOW
from ui.news import LinkNews

TITLE_BAR_PX = 28  # The window's own is not Qt's to lay out.


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Offline, which the banner says, with Mai Linh Tran's account open."""
    desk.window.resize(1366, 768 - TITLE_BAR_PX)
    desk.tell(LinkNews(state=LinkState(online=False, since=NOW, trouble="The ledger cannot be reached.")))
    desk.open_mai()
    return desk


@pytest.mark.parametrize(
    ("key", "modifier", "field"),
    [
        (Qt.Key.Key_F10, Qt.KeyboardModifier.NoModifier, "New due date"),
        (Qt.Key.Key_L, ALT, "Installments"),
        (Qt.Key.Key_Q, ALT, "What the office should look at"),
    ],
)
def test_a_refused_field_its_sentence_and_the_button_are_whole(
    desk: DeskDriver, key: Qt.Key, modifier: Qt.KeyboardModifier, field: str
) -> None:
    desk.press(Qt.Key.Key_F10)
    desk.press(key, modifier)
    desk.field(field).setFocus()
    desk.press(ENTER)
    desk.settle()

    for widget in (desk.field(field), desk.button("Back to the account")):
        assert widget.visibleRegion().boundingRect() == widget.rect()


def test_that_it_comes_in_english_is_said_and_all_is_whole(desk: DeskDriver) -> None:
    desk.press(ESC)
    mai = desk.sample.store.directory.members["11048827"]
    desk.sample.store.directory.members["11048827"] = replace(mai, language="fa")
    desk.open_mai()
    for key, modifier in ((Qt.Key.Key_F9, NONE), (Qt.Key.Key_L, ALT), (Qt.Key.Key_F, ALT)):
        desk.press(key, modifier)
        desk.settle()
        assert desk.shows("It comes in English: no paper is written in Farsi. Offer an interpreter.")
        back = desk.button("Back to the account")
        assert back.visibleRegion().boundingRect() == back.rect()
    desk.press(Qt.Key.Key_Q, ALT)
    assert not desk.shows("It comes in English")
