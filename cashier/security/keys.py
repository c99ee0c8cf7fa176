"""A desk's two keys: where they are kept, and how the organization can get at its data without the desk.

The data key opens its store, the desk key signs its requests; each is 32 random bytes. They are kept in the operating
system's keyring where there is one, else in files that only their owner can read. The data key, wrapped to the
organization's recovery key, also lies beside both copies of the journal, so that a dead desk's payments can be brought
home.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cashier.domain.errors import StoreTrouble
from cashier.security.box import close_box, open_box

KEY_BYTES = 32
KEY_FILE = "data-key"
DESK_KEY_FILE = "desk-key"
NEXT_SUFFIX = "-next"  # Of what is to take its place.
NAME_SUFFIX = "-name"  # Of the file that says under which name the keyring has a key.
RECOVERY_FILE = "recovery-key.json"

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
        return checked(key, str(self.path))

    def make(self) -> bytes:
        """A new key, on the disk before it is returned. Raises StoreTrouble if there is one already."""
        key = secrets.token_bytes(KEY_BYTES)
        write_private(self.path, key)
        return key

    def successor(self) -> "FileKey":
        """Where the key lies that is to take this one's place."""
        return FileKey(self.path.with_name(f"{self.path.name}{NEXT_SUFFIX}"))

    def succeed(self) -> None:
        """The successor's key is this one from now on, at once or not at all. Raises StoreTrouble."""
        take_place(self.successor().path, self.path)


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


def take_place(new: Path, old: Path) -> None:
    """One file takes another one's place, durably. Raises StoreTrouble."""
    try:
        os.replace(new, old)
        handle = os.open(old.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as trouble:
        raise StoreTrouble(
            f"{old} cannot be replaced ({trouble.strerror}). Check the folder and try again."
        ) from trouble


def checked(key: bytes, where: str) -> bytes:
    """The key, if it is one. Raises StoreTrouble."""
    if len(key) != KEY_BYTES:
        raise StoreTrouble(f"What {where} holds is no key of this desk. Put the right one back; no new one is made.")
    return key
