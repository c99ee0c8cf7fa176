"""A desk's keys in the operating system's keyring. Loads a library that a desk with a key file never needs."""

import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError

from cashier.domain.errors import StoreTrouble
from cashier.security.keys import (
    KEY_BYTES,
    KEY_FILE,
    NAME_SUFFIX,
    NEXT_SUFFIX,
    FileKey,
    checked,
    take_place,
    write_private,
)

_SERVICE = "counterfoil"


@dataclass(frozen=True, slots=True)
class KeyringKey:
    """A key in the operating system's keyring; ``name_path`` is the file that says under which name."""

    name_path: Path

    def read(self) -> bytes | None:
        """None if no name was given yet, or the keyring has none of it. Raises StoreTrouble if it does not answer."""
        try:
            name = self.name_path.read_text("ascii").strip()
            text = keyring.get_password(_SERVICE, name)
        except FileNotFoundError:
            return None
        except KeyringError as trouble:
            raise StoreTrouble("The keyring is locked or does not answer. Unlock it and start again.") from trouble
        return None if text is None else checked(b64decode(text), "the keyring's entry")

    def make(self) -> bytes:
        """A new key under a new name. Raises StoreTrouble."""
        key, name = secrets.token_bytes(KEY_BYTES), secrets.token_hex(8)
        try:
            keyring.set_password(_SERVICE, name, b64encode(key).decode())
        except KeyringError as trouble:
            raise StoreTrouble("The keyring did not take the new key. Unlock it and try again.") from trouble
        write_private(self.name_path, name.encode())
        return key

    def successor(self) -> "KeyringKey":
        """Where the name lies of the key that is to take this one's place."""
        return KeyringKey(self.name_path.with_name(f"{self.name_path.name}{NEXT_SUFFIX}"))

    def succeed(self) -> None:
        """The successor's key is this one from now on; the keyring forgets the old one. Raises StoreTrouble."""
        name = self.name_path.read_text("ascii").strip()
        take_place(self.successor().name_path, self.name_path)
        with suppress(KeyringError):  # What is left there opens nothing any more.
            keyring.delete_password(_SERVICE, name)


def key_source_for(folder: Path, file: str = KEY_FILE) -> FileKey | KeyringKey:
    """Where this folder's key is; for a new folder, where it will be: the keyring if this machine has a real one."""
    named = folder / f"{file}{NAME_SUFFIX}"
    if named.exists():
        return KeyringKey(named)
    if (folder / file).exists() or isinstance(keyring.get_keyring(), NoKeyring):
        return FileKey(folder / file)
    return KeyringKey(named)
