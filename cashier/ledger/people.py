"""Staff as the ledger knows them; desks get those of their center, and those of all centers, with the directory."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.errors import CashierError, Refused
from cashier.domain.passphrase_rules import check_passphrase
from cashier.domain.people import Role
from cashier.domain.scan import safe_text
from cashier.ledger.administration import Act, Admin, fingerprint, write_down
from cashier.security.passphrases import hash_passphrase
from cashier.wire import StaffRow

_ALL = text('SELECT number AS "user", name, role, passphrase_hash, badge, active, centers FROM staff ORDER BY number')
_CENTERS = text("SELECT center FROM centers")
_KEEP = text(
    """
    INSERT INTO staff AS known (number, name, role, passphrase_hash, badge, active, centers, told, revoked_at)
    SELECT number, name, role, passphrase_hash, badge, active, centers,
           CASE WHEN centers = '{}' THEN '{*}' ELSE centers END, CASE WHEN NOT active THEN CAST(:now AS timestamptz) END
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given (
        number text, name text, role text, passphrase_hash text, badge text, active boolean, centers text[])
    ON CONFLICT (number) DO UPDATE SET
        name = excluded.name,
        role = excluded.role,
        passphrase_hash = excluded.passphrase_hash,
        badge = excluded.badge,
        active = excluded.active,
        centers = excluded.centers,
        told = ARRAY(SELECT DISTINCT unnest(known.told || excluded.told) ORDER BY 1),
        revoked_at = excluded.revoked_at,
        changed_in = pg_current_xact_id()
    WHERE (known.name, known.role, known.passphrase_hash, known.badge, known.active, known.centers)
          IS DISTINCT FROM (excluded.name, excluded.role, excluded.passphrase_hash, excluded.badge, excluded.active,
                            excluded.centers)
    RETURNING number
    """
)
_REVOKE = text(
    """
    UPDATE staff SET active = false, revoked_at = :now, changed_in = pg_current_xact_id()
    WHERE number = :user AND active RETURNING number
    """
)


class StaffTrouble(CashierError):
    """A person who cannot be added, changed or revoked as given."""


def new_staff(
    *, user: str, name: str, role: str, passphrase: str, badge: str = "", centers: Sequence[str] = ()
) -> StaffRow:
    """A person with the hash of the passphrase; no ``centers`` stands for all of them. Raises StaffTrouble."""
    if not user.isascii() or not user.replace("-", "").replace(".", "").isalnum():
        raise StaffTrouble("Write the user with letters, digits, points and hyphens alone.")
    if not name.strip():
        raise StaffTrouble("Give the person's name with --name.")
    if role not in frozenset(Role):
        raise StaffTrouble(f"There is no role {role}. Choose one of {', '.join(Role)}.")
    try:
        check_passphrase(passphrase, user=user, name=name)
    except Refused as weak:
        raise StaffTrouble(weak.sentence) from weak
    return StaffRow(
        user=user.lower(),
        name=safe_text(name, "The name"),
        role=Role(role),
        passphrase_hash=hash_passphrase(passphrase),
        badge=badge,
        centers=tuple(sorted(set(centers))),
    )


def keep_staff(connection: Connection, people: Sequence[StaffRow], admin: Admin) -> None:
    """Add people, or bring them up to date; those who are known as they are stay untouched. Raises StaffTrouble."""
    known = set(connection.scalars(_CENTERS))
    for person in people:
        if known and (missing := set(person.centers) - known):
            raise StaffTrouble(
                f"The organization has no center {min(missing)}. Choose among {', '.join(sorted(known))}."
            )
    rows = [row.model_dump(mode="json") | {"number": row.user} for row in people]
    changed = set(connection.scalars(_KEEP, {"rows": json.dumps(rows), "now": admin.clock()}))
    if changed:
        write_down(connection, Act.STAFF_KEPT, {"staff": [_told(p) for p in people if p.user in changed]}, admin)


def revoke_staff(connection: Connection, user: str, reason: str, admin: Admin) -> None:
    """End a person's right to sign in. What they took until a desk hears of it still posts. Raises StaffTrouble."""
    why = safe_text(reason, "The reason").strip()
    if not why:
        raise StaffTrouble("Give the reason with --reason; it is kept.")
    if connection.scalar(_REVOKE, {"user": user.lower(), "now": admin.clock()}) is None:
        raise StaffTrouble(f"Nobody who may sign in is called {user}. See staff list.")
    write_down(connection, Act.STAFF_REVOKED, {"user": user.lower(), "reason": why}, admin)


def all_staff(connection: Connection) -> Sequence[StaffRow]:
    """Everybody, in order of user."""
    return [StaffRow(**row) for row in connection.execute(_ALL).mappings()]


def _told(person: StaffRow) -> dict[str, Any]:
    said = person.model_dump(mode="json")
    return said | {"passphrase": fingerprint(said.pop("passphrase_hash"))}
