"""Finds a desk's keys: what needs no look at the keyring goes without one, since its library is large."""

from pathlib import Path
from typing import TYPE_CHECKING

from cashier.security.keys import DESK_KEY_FILE, KEY_FILE, NAME_SUFFIX, NEXT_SUFFIX, FileKey

if TYPE_CHECKING:
    from cashier.security.keyring_key import KeyringKey


def find_key(folder: Path) -> "FileKey | KeyringKey":
    """Where this folder's data key is; for a new folder, where it will be."""
    return _find(folder, KEY_FILE)


def is_rekeying(folder: Path) -> bool:
    """Whether another data key was begun with, and not every file may have it yet."""
    return any((folder / f"{name}{NEXT_SUFFIX}").exists() for name in (KEY_FILE, f"{KEY_FILE}{NAME_SUFFIX}"))


def find_desk_key(folder: Path) -> "FileKey | KeyringKey":
    """Where the key is that signs this desk's requests; before it is enrolled, where it will be."""
    return _find(folder, DESK_KEY_FILE)


def read_desk_key(folder: Path) -> bytes | None:
    """The key that signs this desk's requests, None before it is enrolled. Raises StoreTrouble."""
    is_made = (folder / DESK_KEY_FILE).exists() or _name_of(folder, DESK_KEY_FILE).exists()
    return find_desk_key(folder).read() if is_made else None


def _find(folder: Path, file: str) -> "FileKey | KeyringKey":
    if (folder / file).exists() and not _name_of(folder, file).exists():
        return FileKey(folder / file)
    from cashier.security.keyring_key import key_source_for

    return key_source_for(folder, file)


def _name_of(folder: Path, file: str) -> Path:
    return folder / f"{file}{NAME_SUFFIX}"
