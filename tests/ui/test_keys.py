"""The one table of keys has no two meanings for one key in one place."""

from PySide6.QtGui import QKeySequence

from ui import keys


def test_no_key_stands_twice_in_one_place() -> None:
    """The drawer and the day have pages of their own; counter and payment share theirs."""
    for places in ({keys.COUNTER, keys.PAYMENT}, {keys.DRAWER}, {keys.DAY}):
        sequences = [key.sequence for key in keys.ALL if key.where in {keys.EVERYWHERE, *places}]
        assert len(sequences) == len(set(sequences))


def test_the_table_holds_every_key_of_the_module() -> None:
    named = {value for value in vars(keys).values() if isinstance(value, keys.Key)}
    assert named == set(keys.ALL)


def test_qt_understands_every_key() -> None:
    for key in keys.ALL:
        assert QKeySequence(key.sequence).toString(), key.words


def test_caps_are_what_is_printed_on_a_keyboard() -> None:
    assert [key.cap for key in (keys.FIND, keys.PHOTO_ID, keys.ENTER, keys.BACK)] == ["F2", "Alt I", "Enter", "Esc"]
