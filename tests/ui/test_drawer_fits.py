"""On the smallest screen all that is known of a drawer stands whole beside a message, below a banner, and stays put."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import DeskDriver
from tests.ui.test_drawer_money import PayingDesk
from tests.ui.test_drawer_page import show_drawer
from ui.drawer.drawer_state import TOO_LONG
from ui.news import HandedNews
from ui.widgets.rows import Pair


def test_facts_message_and_banner_have_room_together(qtbot: QtBot) -> None:
    sample = PayingDesk()
    sample.open_drawer()
    driver = DeskDriver(qtbot, sample)
    driver.sign_in()
    show_drawer(driver)
    before = places(driver)

    home = driver.window._desk.drawer._home  # type: ignore[union-attr]
    home.say(False, "Dropped. One slip goes with the bag, one into the drawer.")
    driver.settle()
    assert places(driver) == before, "nothing moves for a message"
    driver.tell(HandedNews(coming=(), rejected=("Helen Park does not take it: one is torn.",)))
    home.say(True, TOO_LONG)
    driver.settle()

    assert driver.window.size().toTuple() == (1366, 768)
    shown: list[QWidget] = [w for w in home._facts.findChildren(QWidget) if w.isVisible()]
    words = [w for pair in shown if isinstance(pair, Pair) for w in (pair.words, pair.figure)]
    assert len(words) == 2 * len(before)
    assert [w.text() for w in words if w.height() < w.fontMetrics().height()] == []
    assert home._message.height() >= home._message.sizeHint().height()
    driver.close()


def places(driver: DeskDriver) -> list[int]:
    """Where each fact stands within the card."""
    facts = driver.window._desk.drawer._home._facts  # type: ignore[union-attr]
    return [pair.y() for pair in facts.findChildren(Pair) if pair.isVisible()]
