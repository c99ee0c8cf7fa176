"""Staff as the ledger knows them; desks get them with the directory."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.domain.errors import CashierError
from cashier.domain.people import Role
from cashier.domain.scan import safe_text
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow

PASSPHRASE_LEAST = 15  # Characters.

_ALL = text('SELECT number AS "user", name, role, passphrase_hash, badge, active FROM staff ORDER BY number')


class StaffTrouble(CashierError):
    """A person who cannot be added as given."""


def new_staff(*, user: str, name: str, role: str, passphrase: str, badge: str = "") -> StaffRow:
    """A person with the hash of the passphrase. Raises StaffTrouble."""
    if not user.isascii() or not user.replace("-", "").replace(".", "").isalnum():
        raise StaffTrouble("Write the user with letters, digits, points and hyphens alone.")
    if not name.strip():
        raise StaffTrouble("Give the person's name with --name.")
    if role not in frozenset(Role):
        raise StaffTrouble(f"There is no role {role}. Choose one of {', '.join(Role)}.")
    if len(passphrase) < PASSPHRASE_LEAST:
        raise StaffTrouble(f"A passphrase has at least {PASSPHRASE_LEAST} characters. Choose a longer one.")
    return StaffRow(
        user=user.lower(),
        name=safe_text(name, "The name"),
        role=Role(role),
        passphrase_hash=hash_passphrase(passphrase),
        badge=badge,
    )


def all_staff(connection: Connection) -> Sequence[StaffRow]:
    """Everybody, in order of user."""
    return [StaffRow(**row) for row in connection.execute(_ALL).mappings()]
