"""Stores a picture in the receipt printer's own memory, so that each receipt names it and none carries it."""

import re
from pathlib import Path

from cashier.config import DESK_FILE, DeskSettings, read_settings
from cashier.domain.errors import DeviceTrouble, Refused
from cashier.doors.printers import receipt_printer
from receipts.commands import FENCE, INIT_BYTES, LF, stored_logo
from receipts.logo import logo_bytes

_KEY = re.compile("[!-~]{2}")


def store_picture(picture: Path, data: Path, *, key: str) -> str:
    """Store it under ``key``, else under the settings' own letters, and print it; returns what is to be said.

    Raises ConfigTrouble, Refused for what is no picture, DeviceTrouble where the printer took nothing.
    """
    settings = read_settings(data / DESK_FILE, DeskSettings).printer
    if settings is None:
        raise Refused("This desk has no receipt printer. Write [printer] into desk.toml first.")
    letters = key or settings.logo
    if not _KEY.fullmatch(letters):
        raise Refused("Say under which two letters: --key A1, or logo under [printer] in desk.toml.")
    try:
        stored = logo_bytes(picture, letters, dots=settings.dots)
    except (OSError, ValueError) as trouble:
        raise Refused(f"{picture.name} is no picture that can be read. Save it as PNG, in black on white.") from trouble
    printer = receipt_printer(settings)
    shown = INIT_BYTES + stored + stored_logo(letters) + 6 * LF + FENCE
    try:
        is_through = printer.print(shown)
    except DeviceTrouble as trouble:
        raise DeviceTrouble(f"The receipt printer {trouble.sentence}. Nothing was stored.") from trouble
    finally:
        printer.hang_up()
    if not is_through:
        raise DeviceTrouble("The receipt printer did not say that it has stored it. See whether it prints it.")
    rest = "" if letters == settings.logo else f' Write logo = "{letters}" under [printer] in desk.toml.'
    return f"Stored as {letters}, and printed once.{rest}"
