"""The folder that ``--data`` names, for every command that takes one."""

from pathlib import Path

from cashier.domain.errors import Refused


def data_folder(text: str) -> Path:
    """The folder as it was named. Raises Refused for an empty name, which a shell makes of a variable without value.

    Taken as it stands it would be the current folder, whatever that is.
    """
    if not text.strip():
        raise Refused("Name the data folder: what follows --data is empty.")
    return Path(text)
