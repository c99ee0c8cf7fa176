"""The office takes in the batch of a card terminal that stands alone, by the keyboard."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier.domain.office_tasks import Deed
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.test_office_tasks import done, office

__all__ = ["office"]


def test_a_terminals_batch_is_taken_in_and_a_refusal_stands_beside_its_field(office: DeskDriver, qtbot: QtBot) -> None:
    office.window.resize(1366, 768)
    office.press(Qt.Key.Key_A, ALT)
    for typed in ("OAK3", "T9", "17", "", "07A882,4421,60.00; 07B113,990,5"):
        office.type(typed)
        office.press(ENTER)
    qtbot.waitUntil(
        lambda: office.shows("Sale 2: The last four have to be the last four digits of the card, and no more of it.")
    )
    assert office.focus_name() == "Sales"
    assert not office.sample.office.done
    office.field("Sales").setFocus()
    office.field("Sales").selectAll()
    office.field("Sales").insert("07A882,4421,60.00\n07B113,9902,5\n")
    office.press(ENTER)

    qtbot.waitUntil(lambda: len(done(office)) == 1)
    (wish,) = done(office)
    assert wish.batch is not None
    assert (wish.deed, wish.batch.desk, wish.batch.terminal, wish.batch.number) == (Deed.TAKE_BATCH, "OAK3", "T9", "17")
    assert [row.name for row in wish.batch.rows] == ["07A882 ••4421", "07B113 ••9902"]
