"""What the office said to this desk, in a small file beside the databases: no payment waits for it.

It holds no member's name (the office writes to desks, and a bank card's number is refused), and may be deleted: the
ledger says it again.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from cashier.domain.desk_messages import DeskMessage
from cashier.domain.errors import StoreTrouble
from cashier.domain.times import instant_text, read_instant

MESSAGES_NAME = "messages.json"


class MessageFile:
    """`ports.messages.MessageShelf`, from any thread. A file that cannot be read is taken for an empty one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / MESSAGES_NAME
        self._one_at_a_time = Lock()
        self._messages: tuple[DeskMessage, ...] = ()
        self._read: dict[UUID, set[str]] = {}
        self._load()

    def messages(self) -> tuple[DeskMessage, ...]:
        return self._messages

    def put(self, messages: Sequence[DeskMessage]) -> None:
        with self._one_at_a_time:
            if tuple(messages) == self._messages:
                return
            self._messages = tuple(messages)
            known = {one.message_id for one in messages}
            self._read = {message: users for message, users in self._read.items() if message in known}
            self._save()

    def read_by(self, user: str) -> frozenset[UUID]:
        return frozenset(message for message, users in self._read.items() if user in users)

    def note_read(self, message_id: UUID, user: str) -> None:
        with self._one_at_a_time:
            self._read = self._read | {message_id: self._read.get(message_id, set()) | {user}}
            self._save()

    def _load(self) -> None:
        try:
            said = json.loads(self._path.read_text("utf-8"))
            self._messages = tuple(_message(row) for row in said["messages"])
            self._read = {UUID(message): set(map(str, users)) for message, users in said["read"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._messages, self._read = (), {}

    def _save(self) -> None:
        said = {
            "messages": [
                {
                    "id": str(one.message_id),
                    "words": one.words,
                    "sent_by": one.sent_by,
                    "until": instant_text(one.until),
                }
                for one in self._messages
            ],
            "read": {str(message): sorted(users) for message, users in self._read.items()},
        }
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps(said), "utf-8")
            new.chmod(0o600)
            os.replace(new, self._path)
        except OSError as trouble:
            raise StoreTrouble(f"What the office said cannot be kept on this desk ({trouble.strerror}).") from trouble


def _message(row: Any) -> DeskMessage:
    return DeskMessage(
        message_id=UUID(row["id"]),
        words=str(row["words"]),
        sent_by=str(row["sent_by"]),
        until=read_instant(row["until"]),
    )
