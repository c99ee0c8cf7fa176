"""Notes of an account are said whole, as far as there is room; what is gravest is always among them."""

import pytest
from pytestqt.qtbot import QtBot

from ui.counter.account_state import Note
from ui.counter.member_notes import MemberNotes
from ui.widgets.chip import Chip

NOTES = (
    Note(words="Prefers Vietnamese", tone="soft"),
    Note(words="Financial assistance under review", tone="warn"),
    Note(words="Autopay: premium only", tone="plain"),
    Note(words="Bankruptcy", tone="bad"),
)


def said(row: MemberNotes) -> list[str]:
    return [chip.text() for chip in row.findChildren(Chip) if not chip.isHidden()]


@pytest.fixture
def row(qtbot: QtBot) -> MemberNotes:
    row = MemberNotes(6)
    qtbot.addWidget(row)
    row.resize(2000, 30)
    row.show()
    row.show_notes(NOTES)
    return row


def test_all_stand_there_where_they_have_room(row: MemberNotes) -> None:
    assert said(row) == [note.words for note in NOTES]


def test_what_has_no_room_is_counted_and_nothing_is_shortened(row: MemberNotes) -> None:
    for width in range(800, 300, -20):
        row.resize(width, 30)
        chips = [chip for chip in row.findChildren(Chip) if not chip.isHidden()]
        words = said(row)
        hidden = len(NOTES) - len([each for each in words if each in [note.words for note in NOTES]])
        assert "Bankruptcy" in words
        assert (f"+{hidden}: Alt H" in words) == (hidden > 0)
        assert len(chips) <= 2 or sum(chip.sizeHint().width() for chip in chips) <= width


def test_the_gravest_alone_is_left_in_a_narrow_place(row: MemberNotes) -> None:
    row.resize(60, 30)
    assert said(row) == ["Bankruptcy", "+3: Alt H"]


def test_without_notes_there_is_no_row(row: MemberNotes) -> None:
    row.show_notes(())
    assert row.isHidden()
