"""People's names by user, for lists that name the same few again and again."""

from sqlalchemy import Connection, text

_NAME = text("SELECT name FROM staff WHERE number = :user")


class Names:
    """People's names by user, each asked for once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str] = {"": ""}

    def of(self, user: str) -> str:
        """The name; the user itself where nobody has it."""
        if user not in self._known:
            self._known[user] = self._connection.scalar(_NAME, {"user": user}) or user
        return self._known[user]
