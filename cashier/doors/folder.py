"""The folder that ``--data`` names, for every command that takes one."""

import shutil
from pathlib import Path

from cashier.domain.errors import Refused

TRAINING_FOLDER = "training"


def data_folder(text: str) -> Path:
    """The folder as it was named. Raises Refused for an empty name, which a shell makes of a variable without value.

    Taken as it stands it would be the current folder, whatever that is.
    """
    if not text.strip():
        raise Refused("Name the data folder: what follows --data is empty.")
    return Path(text)


def forget_training(data: Path) -> None:
    """Take away what was practised on, also after a sudden end; its key was kept nowhere."""
    shutil.rmtree(data / TRAINING_FOLDER, ignore_errors=True)
