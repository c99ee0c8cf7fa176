"""The journal says with which settings a desk was opened, and none of their secrets."""

from pathlib import Path

from cashier.config import DESK_FILE, ORGANIZATION_FILE, DeskSettings, read_settings
from cashier.doors.settings_said import settings_said
from tests.exchange.test_every_setting import EVERY_FIELD_OF_A_DESK


def test_a_terminals_key_is_no_setting_to_be_said(tmp_path: Path) -> None:
    (tmp_path / DESK_FILE).write_text(EVERY_FIELD_OF_A_DESK.replace('"p"', '"words of a key"'), "utf-8")
    (tmp_path / ORGANIZATION_FILE).write_bytes(b"")

    said = settings_said(tmp_path, read_settings(tmp_path / DESK_FILE, DeskSettings))

    assert said["terminal.poi"] == "V400m-324688179"
    assert not [name for name, value in said.items() if "words of a key" in value or "passphrase" in name]
