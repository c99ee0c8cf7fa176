"""The parts that every page is made of keep their promises to eye, ear, hand and keyboard."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import InWindow
from ui import icons, keys
from ui.fonts import Face
from ui.widgets.check_box import CheckBox
from ui.widgets.chip import Chip
from ui.widgets.code128 import widths
from ui.widgets.entry_field import EntryField
from ui.widgets.focus_halo import FocusHalo
from ui.widgets.inline_message import InlineMessage
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled_field import FieldWithLabel
from ui.widgets.money_field import CountField, MoneyField
from ui.widgets.paper import Paper, PaperBarcode, PaperText
from ui.widgets.words import FittingWords, Words


def column_of(*widgets: QWidget) -> QWidget:
    """The widgets below each other."""
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget)
    return page


class TestKeyButton:
    def test_its_key_presses_it_from_anywhere_in_the_window(self, qtbot: QtBot, in_window: InWindow) -> None:
        button, field = KeyButton("Cash", keys.CASH), QLineEdit()
        in_window(column_of(field, button))
        field.setFocus()
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(field, Qt.Key.Key_F5)

    def test_its_key_does_nothing_while_it_is_off(self, qtbot: QtBot, in_window: InWindow) -> None:
        button, field = KeyButton("Cash", keys.CASH), QLineEdit()
        in_window(column_of(field, button))
        button.disable("Choose a statement first.")
        field.setFocus()
        with qtbot.assertNotEmitted(button.clicked):
            QTest.keyClick(field, Qt.Key.Key_F5)

    def test_it_says_its_words_its_key_and_why_it_is_off(self, qtbot: QtBot, in_window: InWindow) -> None:
        button = KeyButton("Card", keys.CARD)
        qtbot.addWidget(button)
        assert (button.accessibleName(), button.accessibleDescription()) == ("Card", "F8")
        button.disable("The card terminal doesn't answer.")
        assert button.accessibleDescription() == "F8, The card terminal doesn't answer."
        assert "The card terminal doesn" in button.toolTip()
        button.enable()
        assert (button.accessibleDescription(), button.toolTip()) == ("F8", "")

    def test_enter_presses_the_button_that_has_the_focus(self, qtbot: QtBot, in_window: InWindow) -> None:
        button = KeyButton("Exact")
        in_window(column_of(button))
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, Qt.Key.Key_Return)

    def test_enter_and_esc_are_left_to_the_page(self, qtbot: QtBot, in_window: InWindow) -> None:
        take, back, field = KeyButton("Take", keys.ENTER, "primary"), KeyButton("Back", keys.BACK, "quiet"), QLineEdit()
        in_window(column_of(field, take, back))
        field.setFocus()
        with qtbot.assertNotEmitted(take.clicked), qtbot.assertNotEmitted(back.clicked):
            QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClick(field, Qt.Key.Key_Escape)

    def test_a_choice_is_said_too(self, qtbot: QtBot, in_window: InWindow) -> None:
        button = KeyButton("Cash", keys.CASH)
        qtbot.addWidget(button)
        button.set_chosen(True)
        assert button.accessibleDescription() == "F5, chosen"

    @pytest.mark.parametrize("look", ["primary", "secondary", "quiet"])
    def test_it_is_large_enough_for_a_finger(self, qtbot: QtBot, look: str) -> None:
        button = KeyButton("Go", None, look)  # type: ignore[arg-type]
        qtbot.addWidget(button)
        assert button.sizeHint().height() >= 40


class TestFields:
    @pytest.mark.parametrize("field", [MoneyField, CountField], ids=["money", "count"])
    @pytest.mark.parametrize("typed", ["50", "1,250.75", "-5", "$50", "0,012", "1e9", "fifty", "١٢", "9" * 40])
    def test_nothing_that_is_typed_is_left_out(
        self, qtbot: QtBot, field: type[MoneyField] | type[CountField], typed: str
    ) -> None:
        figure = field("Cash received")
        qtbot.addWidget(figure)
        figure.insert(typed)
        assert figure.text() == typed, "what is left of a number is another number"

    def test_a_problem_is_told_to_the_ear_too(self, in_window: InWindow) -> None:
        labelled = FieldWithLabel("Check number", EntryField())
        in_window(column_of(labelled))
        labelled.show_problem("Enter the check number.")
        assert labelled.field.accessibleDescription() == "Enter the check number."
        assert labelled.message.isVisible()
        labelled.clear_problem()
        assert labelled.field.accessibleDescription() == ""

    def test_the_label_names_the_field(self, qtbot: QtBot, in_window: InWindow) -> None:
        labelled = FieldWithLabel("Check number", EntryField())
        qtbot.addWidget(labelled)
        assert labelled.field.accessibleName() == "Check number"
        assert labelled.label.buddy() is labelled.field

    def test_a_field_does_not_move_what_is_below_when_its_room_is_held(self, qtbot: QtBot) -> None:
        labelled = FieldWithLabel("Passphrase", EntryField(), holds_room=True)
        qtbot.addWidget(labelled)
        before = labelled.sizeHint().height()
        labelled.show_problem("That doesn't match.")
        assert labelled.sizeHint().height() == before


class TestText:
    def test_a_name_with_markup_stays_a_name(self, qtbot: QtBot) -> None:
        words = Words("Mc<b>Donald")
        qtbot.addWidget(words)
        assert words.textFormat() is Qt.TextFormat.PlainText

    def test_a_chip_changes_in_place(self, qtbot: QtBot) -> None:
        chip = Chip("due in 6 days", "warn")
        qtbot.addWidget(chip)
        chip.show_state("paid today", "ok")
        assert (chip.text(), chip.property("tone")) == ("paid today", "ok")

    def test_a_message_hides_when_it_has_nothing_to_say(self, in_window: InWindow) -> None:
        message = InlineMessage()
        in_window(column_of(message))
        assert message.isHidden()
        message.say("warn", "The card may have been charged", "Don't take this amount again.")
        assert message.sentence == message.accessibleName()
        assert message.isVisible()
        message.clear()
        assert message.isHidden()


class TestPaper:
    def test_it_tells_its_words_and_grows_with_them(self, in_window: InWindow) -> None:
        paper = Paper("Receipt")
        in_window(column_of(paper))
        paper.show_blocks([PaperText(text="TOTAL PAID   $472.60", bold=True), PaperBarcode(text="OAK3-0019284")])
        assert paper.accessibleDescription() == "TOTAL PAID   $472.60\nOAK3-0019284"
        short = paper.length
        paper.show_blocks([PaperText(text="line")] * 60)
        assert paper.length > short
        assert not paper.grab().isNull()

    @pytest.mark.parametrize("text", ["OAK3-0019284", "A", "123456", "12345", "~ !"])
    def test_a_barcode_is_whole(self, text: str) -> None:
        """Every symbol has 11 modules, the stop 13, and bars and spaces take turns from bar to bar."""
        made = widths(text)
        assert len(made) % 2 == 1
        assert (sum(made) - 13) % 11 == 0
        assert made[-7:] == (2, 3, 3, 1, 1, 1, 2)

    def test_a_barcode_is_the_one_of_the_standard(self) -> None:
        """Start B, P, J, J, 1, 2, 3, C: a known example, whose check value is 55."""
        made = "".join(str(width) for width in widths("PJJ123C"))
        start, check, stop = "211214", "311321", "2331112"
        assert made == f"{start}313121112133112133123221223211221132131321{check}{stop}"

    @pytest.mark.parametrize("text", ["", "é", "a\n"])
    def test_a_barcode_of_other_characters_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="printable ASCII"):
            widths(text)


class TestCheckBox:
    def test_the_whole_target_takes_the_press(self, in_window: InWindow) -> None:
        box = CheckBox("Pay S-48210377", shows_words=False)
        in_window(column_of(box))
        assert min(box.sizeHint().width(), box.sizeHint().height()) >= 40
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
        assert box.isChecked()
        assert box.accessibleName() == "Pay S-48210377"


def halo_of(window: QWidget) -> FocusHalo:
    (halo,) = window.findChildren(FocusHalo)
    return halo


class TestFocusHalo:
    def test_it_follows_the_focus_and_never_takes_it(self, qtbot: QtBot, in_window: InWindow) -> None:
        one, other = QLineEdit(), KeyButton("Exact")
        halo = halo_of(in_window(column_of(one, other)))
        for widget in (one, other):
            widget.setFocus()
            qtbot.waitUntil(widget.hasFocus)
            assert halo.isVisible()
            around = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
            assert halo.geometry() == around.adjusted(-3, -3, 3, 3)
            assert not halo.hasFocus()

    def test_it_goes_when_nothing_has_the_focus(self, qtbot: QtBot, in_window: InWindow) -> None:
        field = QLineEdit()
        halo = halo_of(in_window(column_of(field)))
        field.setFocus()
        qtbot.waitUntil(halo.isVisible)
        field.clearFocus()
        assert halo.isHidden()

    def test_a_focused_field_may_vanish(self, qtbot: QtBot, in_window: InWindow) -> None:
        one, other = QLineEdit(), QLineEdit()
        halo = halo_of(in_window(column_of(one, other)))
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        with qtbot.waitSignal(one.destroyed):
            one.deleteLater()
        other.setFocus()
        qtbot.waitUntil(other.hasFocus)
        assert halo.isVisible()


def test_every_icon_is_drawn() -> None:
    from_palette = Words().palette().windowText().color()
    assert all(icons.renderer(name, from_palette.name(), 1.8).isValid() for name in icons.NAMES)


def test_a_figure_too_wide_for_its_place_gets_smaller_and_keeps_every_digit(in_window: InWindow) -> None:
    figure = FittingWords("$9,999,959.00", Face.CHANGE)
    figure.setFixedSize(140, 60)
    in_window(figure)
    picture = figure.grab().toImage()
    ground = picture.pixelColor(0, 0)
    inked = {x for x in range(140) for y in range(60) if picture.pixelColor(x, y) != ground}

    assert 0 < min(inked) < 20, "as large as it fits, and whole"
    assert max(inked) >= 120
