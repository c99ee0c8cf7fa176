"""What the Mail page's fields expect is said in them, and an agency's list is chosen as well as typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from ui.counter.small_form import SmallForm

F12 = Qt.Key.Key_F12


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """The Mail page in front."""
    desk.press(Qt.Key.Key_G, ALT)
    return desk


def _dialog(desk: DeskDriver) -> QFileDialog:
    desk.button("Choose the list's file").setFocus()
    desk.press(ENTER)
    (dialog,) = desk.window.findChildren(QFileDialog)
    return dialog


def _typed_list(desk: DeskDriver, path: Path) -> str:
    """What stands beside the file's field for this file."""
    desk.field("Agency").setFocus()
    for text in ("County of Alameda", str(path), "65", "9001"):
        desk.type(text)
        desk.press(ENTER)
    file = desk.field("The list's file")
    desk.qtbot.waitUntil(lambda: path.name in file.accessibleDescription())
    return file.accessibleDescription()


def test_every_field_says_what_it_expects_for_eye_and_ear(desk: DeskDriver) -> None:
    page = desk.window._desk._mail  # type: ignore[union-attr]
    for form in page._forms:
        assert isinstance(form, SmallForm)
        for labelled in form.fields.values():
            hint = labelled.field.placeholderText()
            assert hint
            assert labelled.field.accessibleDescription() == hint
            labelled.show_problem("Enter it.")
            assert labelled.field.accessibleDescription() == "Enter it."
            labelled.clear_problem()
            assert labelled.field.accessibleDescription() == hint


def test_the_lists_file_is_chosen_in_a_dialog(desk: DeskDriver, tmp_path: Path) -> None:
    path = tmp_path / "county.csv"
    path.write_text("statement,member,amount\n", "utf-8")
    dialog = _dialog(desk)
    dialog.selectFile(str(path))
    dialog.accept()

    desk.qtbot.waitUntil(lambda: desk.field("The list's file").text() == str(path))
    assert desk.focus_name() == "Amount of the agency's check"


def test_the_lock_hides_the_files_too(desk: DeskDriver) -> None:
    dialog = _dialog(desk)
    assert dialog.isVisible()
    desk.window._desk._shell.show_page("counter")  # type: ignore[union-attr]

    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"statement,member,amount\nS-1,,5\nS-2,,five\n", "county.csv: Enter the amount for line 3 of the list"),
        (b"statement,member,amount\nS-1,,5\nS-2,\xff,5\n", "county.csv, line 3: this cannot be read as a list."),
        (b'statement,member,amount\nS-1,,5\n"S-2"x,,5\n', "county.csv: Line 3 is not CSV."),
        (b"statement,amount\nS-1,5\n", "county.csv: The list's first line has no column member."),
        (None, "There is no file county.csv that can be read."),
    ],
)
def test_a_refused_list_is_named_with_its_line(
    desk: DeskDriver, tmp_path: Path, data: bytes | None, sentence: str
) -> None:
    path = tmp_path / "county.csv"
    if data is not None:
        path.write_bytes(data)

    assert _typed_list(desk, path).startswith(sentence)
