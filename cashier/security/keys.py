"""The data key of a desk's store: where it is kept, and how the organization can get at it without the desk.

The key is 32 random bytes. It is kept in the operating system's keyring where there is one, else in a file that only
its owner can read. Wrapped to the organization's recovery key it also lies beside both copies of the journal, so that
a dead desk's payments can be brought home.
"""

import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError

from cashier.domain.errors import StoreTrouble
from cashier.security.box import close_box, open_box

KEY_BYTES = 32
KEY_FILE = "data-key"
KEY_NAME_FILE = "data-key-name"
RECOVERY_FILE = "recovery-key.json"

_SERVICE = "counterfoil"

WRAPPED_FOR_RECOVERY = b"counterfoil data key, wrapped for recovery"


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key file with mode 0600."""

    path: Path

    def read(self) -> bytes | None:
        """None if there is no such file. Raises StoreTrouble for one that holds no key or that others can read."""
        try:
            mode = self.path.stat().st_mode & 0o777
            key = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as trouble:
            raise StoreTrouble(f"The key file {self.path} cannot be read. Check its owner and mode.") from trouble
        if mode & 0o077:
            raise StoreTrouble(f"Others can read the key file {self.path}. Set its mode to 0600 and start again.")
        return _checked(key, str(self.path))

    def make(self) -> bytes:
        """A new key, on the disk before it is returned. Raises StoreTrouble if there is one already."""
        key = secrets.token_bytes(KEY_BYTES)
        write_private(self.path, key)
        return key


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
        return None if text is None else _checked(b64decode(text), "the keyring's entry")

    def make(self) -> bytes:
        """A new key under a new name. Raises StoreTrouble."""
        key, name = secrets.token_bytes(KEY_BYTES), secrets.token_hex(8)
        try:
            keyring.set_password(_SERVICE, name, b64encode(key).decode())
        except KeyringError as trouble:
            raise StoreTrouble("The keyring did not take the new key. Unlock it and try again.") from trouble
        write_private(self.name_path, name.encode())
        return key


def key_source_for(folder: Path) -> FileKey | KeyringKey:
    """Where this folder's key is; for a new folder, where it will be: the keyring if this machine has a real one."""
    named = folder / KEY_NAME_FILE
    if named.exists():
        return KeyringKey(named)
    if (folder / KEY_FILE).exists() or isinstance(keyring.get_keyring(), NoKeyring):
        return FileKey(folder / KEY_FILE)
    return KeyringKey(named)


def wrap_key(key: bytes, public: str) -> str:
    """The key as only the organization can read it, as JSON text. Raises StoreTrouble for a text that is no key."""
    try:
        return close_box(key, public, WRAPPED_FOR_RECOVERY)
    except ValueError as trouble:
        raise StoreTrouble("keys.recovery_public is no recovery key. Copy it from the organization again.") from trouble


def unwrap_key(wrapped: str, private: str) -> bytes:
    """The inverse of `wrap_key`. Raises StoreTrouble if it was wrapped for another pair, or is damaged."""
    try:
        return open_box(wrapped, private, WRAPPED_FOR_RECOVERY)
    except ValueError as trouble:
        raise StoreTrouble("This recovery key does not open this desk's data. Use the organization's own.") from trouble


def write_private(path: Path, content: bytes) -> None:
    """A new file with mode 0600, durable when this returns. Raises StoreTrouble if it exists or cannot be written."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except OSError as trouble:
        raise StoreTrouble(
            f"{path} cannot be made ({trouble.strerror}). Check the folder and start again."
        ) from trouble
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _checked(key: bytes, where: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise StoreTrouble(f"What {where} holds is no data key. Put the right one back; no new one is made.")
    return key
