"""The one table of keys has no two meanings for one key in one place."""

from PySide6.QtGui import QKeySequence

from ui import keys


def test_no_key_stands_twice_in_one_place() -> None:
    """The drawer has a page of its own; counter and payment share theirs."""
    on_drawer = [key.sequence for key in keys.ALL if key.where in (keys.EVERYWHERE, keys.DRAWER)]
    elsewhere = [key.sequence for key in keys.ALL if key.where != keys.DRAWER]
    for sequences in (on_drawer, elsewhere):
        assert len(sequences) == len(set(sequences))


def test_the_table_holds_every_key_of_the_module() -> None:
    named = {value for value in vars(keys).values() if isinstance(value, keys.Key)}
    assert named == set(keys.ALL)


def test_qt_understands_every_key() -> None:
    for key in keys.ALL:
        assert QKeySequence(key.sequence).toString(), key.words


def test_caps_are_what_is_printed_on_a_keyboard() -> None:
    assert [key.cap for key in (keys.FIND, keys.PHOTO_ID, keys.ENTER, keys.BACK)] == ["F2", "Alt I", "Enter", "Esc"]
