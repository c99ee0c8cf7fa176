"""What is refused at the close of a drawer stands at its field, and nothing else of the form moves."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_driver import DeskDriver
from tests.ui.entry_steps import counted
from tests.ui.sample_desk import SampleDesk


def _places(desk: DeskDriver) -> dict[str, tuple[QPoint, int]]:
    shown: list[QWidget] = [*desk.window.findChildren(QLineEdit), *desk.window.findChildren(QPushButton)]
    return {
        f"{each.accessibleName()} {number}": (each.mapTo(desk.window, QPoint(0, 0)), each.height())
        for number, each in enumerate(shown)
        if each.isVisible()
    }


def test_a_refusal_moves_nothing_and_goes_when_something_is_typed(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    counted(9)(desk)
    desk.settle()
    before = _places(desk)

    texts = {"Lead's name or badge": "helen", "Reason": "short", "Till bag number": "T-1"}
    asked: list[str] = []
    while len(asked) < len(texts):
        desk.press(Qt.Key.Key_F4)
        qtbot.waitUntil(lambda: bool(_refused(desk)))
        desk.settle()

        (field,) = _refused(desk)
        asked.append(field.accessibleName())
        sentence = field.accessibleDescription()
        assert desk.shows(sentence)
        assert _places(desk) == before
        field.setFocus()
        desk.type(texts[asked[-1]])
        desk.settle()
        assert not desk.shows(sentence)
        assert _places(desk) == before
        desk.field("Lead's passphrase").setText("helen 1")
    assert sorted(asked) == sorted(texts)
    desk.close()


def _refused(desk: DeskDriver) -> list[QLineEdit]:
    return [field for field in desk.window.findChildren(QLineEdit) if field.isVisible() and field.property("problem")]


def test_it_lies_inside_its_card_below_its_field(qtbot: QtBot) -> None:
    sample = SampleDesk()
    sample.open_drawer()
    desk = DeskDriver(qtbot, sample)
    desk.sign_in()
    counted(9)(desk)
    desk.press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: bool(_refused(desk)))
    desk.settle()

    (field,) = _refused(desk)
    said = field.accessibleDescription()
    (message,) = [
        w for w in desk.window.findChildren(QWidget) if w.isVisible() and w.property("kind") == "message"
        and w.accessibleName() == said
    ]  # fmt: skip
    below = field.mapTo(desk.window, QPoint(0, field.height())).y()
    assert below <= message.mapTo(desk.window, QPoint(0, 0)).y() <= below + 6
    card = message.parentWidget()
    assert card is not None
    assert card.property("kind") == "card"
    assert message.geometry().right() <= card.width()
    desk.close()
