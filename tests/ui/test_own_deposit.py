"""Who prepared a deposit does not review it, and reads so before anything is counted again."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.test_safe_part import DEPOSIT, desk, part, sample, show

__all__ = ["desk", "sample"]


def test_who_prepared_a_deposit_is_told_at_once_who_reviews_it(desk: DeskDriver, qtbot: QtBot) -> None:
    show(desk, qtbot, replace(DEPOSIT, is_yours=True))
    part(desk).table.setFocus()
    part(desk).table.choose(str(DEPOSIT.deposit))
    desk.press(ENTER)

    assert desk.shows("You prepared deposit 4711. A colleague counts it again and seals it.")
    assert not part(desk).form.isVisible()
    assert part(desk).table.rows[2].state == "a colleague reviews it"
