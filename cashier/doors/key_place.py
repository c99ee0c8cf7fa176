"""Finds a desk's keys: a key file that is there is taken without a look at the keyring, whose library is large."""

from pathlib import Path
from typing import TYPE_CHECKING

from cashier.security.keys import DESK_KEY_FILE, KEY_FILE, NAME_SUFFIX, FileKey

if TYPE_CHECKING:
    from cashier.security.keyring_key import KeyringKey


def find_key(folder: Path) -> "FileKey | KeyringKey":
    """Where this folder's data key is; for a new folder, where it will be."""
    return _find(folder, KEY_FILE)


def find_desk_key(folder: Path) -> "FileKey | KeyringKey":
    """Where the key is that signs this desk's requests; before it is enrolled, where it will be."""
    return _find(folder, DESK_KEY_FILE)


def _find(folder: Path, file: str) -> "FileKey | KeyringKey":
    if (folder / file).exists() and not (folder / f"{file}{NAME_SUFFIX}").exists():
        return FileKey(folder / file)
    from cashier.security.keyring_key import key_source_for

    return key_source_for(folder, file)
