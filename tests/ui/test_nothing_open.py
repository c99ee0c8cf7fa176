"""An account with nothing open offers what can be done on it, and nothing that can't."""

from PySide6.QtCore import Qt

from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from ui.widgets.inline_message import InlineMessage

Key = Qt.Key
OFFERS = "Nothing is open here: Alt P pays on account, Alt D takes a deposit."
CHOOSE = "First choose what is paid: Space ticks a statement, Alt A all that is due."


def open_kevin(desk: DeskDriver) -> None:
    """He has no statement."""
    desk.press(Key.Key_F2)
    desk.type("tran kevin 1/20/90")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Nothing is open on this account."))


def said_in_red(desk: DeskDriver) -> list[str]:
    """What stands in a box on the window."""
    return [box.sentence for box in desk.window.findChildren(InlineMessage) if box.isVisible()]


def test_where_nothing_is_open_the_payment_says_what_can_be_done(desk: DeskDriver) -> None:
    open_kevin(desk)

    assert desk.shows(OFFERS)
    for words in ("Oldest first", "All that is due", "Cash"):
        assert not desk.button(words).isEnabled()
    desk.press(Key.Key_F8)
    assert desk.texts().count(OFFERS) == 1, "said once"
    assert not desk.shows("Space ticks a statement")
    desk.press(Key.Key_A, ALT)
    assert desk.shows(OFFERS)

    desk.press(Key.Key_D, ALT)

    assert desk.field("Estimate's reference").isVisible()


def test_a_deposit_there_is_tendered_as_any_other(desk: DeskDriver) -> None:
    open_kevin(desk)
    desk.press(Key.Key_D, ALT)
    desk.type("E-20441")
    desk.press(ENTER)
    desk.type("50")
    desk.press(ENTER)
    assert not desk.shows(OFFERS)

    desk.press(Key.Key_F5)

    assert desk.field("Cash received").isVisible()


def test_the_next_account_offers_all_of_it_again(desk: DeskDriver) -> None:
    open_kevin(desk)
    desk.open_mai()

    assert not desk.shows(OFFERS)
    assert desk.button("All that is due").isEnabled()
    assert desk.button("Cash").isEnabled()


def test_what_was_missing_is_said_no_longer_once_it_is_being_chosen(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Key.Key_F5)
    assert said_in_red(desk) == [CHOOSE]

    desk.press(Key.Key_P, ALT)

    assert said_in_red(desk) == []
