"""What the office said stays on the desk over a restart, and a damaged file is an empty one."""

import stat
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from cashier.domain.desk_messages import DeskMessage
from cashier.domain.errors import StoreTrouble
from cashier.store.message_file import MESSAGES_NAME, MessageFile
from tests.fakes.builders import NOW

ONE, TWO = (
    DeskMessage(message_id=UUID(int=n), words=f"m{n}", sent_by="Helen Park", until=NOW + timedelta(minutes=n))
    for n in (1, 2)
)


def test_messages_and_who_read_them_are_there_after_a_restart(tmp_path: Path) -> None:
    file = MessageFile(tmp_path)
    file.put((ONE, TWO))
    file.note_read(ONE.message_id, "rosa")

    again = MessageFile(tmp_path)

    assert again.messages() == (ONE, TWO)
    assert (again.read_by("rosa"), again.read_by("helen")) == (frozenset({ONE.message_id}), frozenset())
    assert stat.S_IMODE((tmp_path / MESSAGES_NAME).stat().st_mode) == 0o600


def test_what_holds_no_longer_is_forgotten_with_who_read_it(tmp_path: Path) -> None:
    file = MessageFile(tmp_path)
    file.put((ONE, TWO))
    file.note_read(ONE.message_id, "rosa")
    file.put((TWO,))
    file.put((ONE, TWO))

    assert MessageFile(tmp_path).read_by("rosa") == frozenset()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"messages": [{}], "read": {}}', '{"messages": [], "read": {"x": 1}}']
)
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / MESSAGES_NAME).write_text(text)
    file = MessageFile(tmp_path)
    assert file.messages() == ()

    file.put((ONE,))
    assert MessageFile(tmp_path).messages() == (ONE,)


def test_a_disk_that_takes_nothing_is_said(tmp_path: Path) -> None:
    file = MessageFile(tmp_path / "gone")

    with pytest.raises(StoreTrouble, match="cannot be kept on this desk"):
        file.put((ONE,))
