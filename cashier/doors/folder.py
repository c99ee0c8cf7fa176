"""The folder that ``--data`` names, for every command that takes one."""

import shutil
from pathlib import Path

import platformdirs

from cashier.domain.errors import Refused

TRAINING_FOLDER = "training"


def data_folder(text: str) -> Path:
    """The folder as it was named. Raises Refused for an empty name, which a shell makes of a variable without value.

    Taken as it stands it would be the current folder, whatever that is.
    """
    if not text.strip():
        raise Refused("Name the data folder: what follows --data is empty.")
    return Path(text)


def own_folder(name: str) -> Path:
    """This user's data folder of a ``desk`` or of the ``demo``."""
    return platformdirs.user_data_path("counterfoil") / name


def desk_folder(named: Path | None) -> Path:
    """The desk's folder that was named, else this user's own. Raises Refused where only the demo was ever here."""
    own, demo = own_folder("desk"), own_folder("demo")
    if named is None and not own.exists() and demo.exists():
        raise Refused(f"There is no desk in {own}. Name its folder with --data; what is in {demo} opens by make demo.")
    return (named or own).resolve()


def forget_training(data: Path) -> None:
    """Take away what was practised on, also after a sudden end; its key was kept nowhere."""
    shutil.rmtree(data / TRAINING_FOLDER, ignore_errors=True)
