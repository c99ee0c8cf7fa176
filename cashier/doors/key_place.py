"""Finds a desk's data key: a key file that is there is taken without a look at the keyring, whose library is large."""

from pathlib import Path
from typing import TYPE_CHECKING

from cashier.security.keys import KEY_FILE, KEY_NAME_FILE, FileKey

if TYPE_CHECKING:
    from cashier.security.keyring_key import KeyringKey


def find_key(folder: Path) -> "FileKey | KeyringKey":
    """Where this folder's key is; for a new folder, where it will be."""
    if (folder / KEY_FILE).exists() and not (folder / KEY_NAME_FILE).exists():
        return FileKey(folder / KEY_FILE)
    from cashier.security.keyring_key import key_source_for

    return key_source_for(folder)
