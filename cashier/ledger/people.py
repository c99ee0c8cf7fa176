"""Staff as the ledger knows them; desks get those of their center, and those of all centers, with the directory."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.errors import CashierError, Refused
from cashier.domain.passphrase_rules import check_passphrase
from cashier.domain.people import Role, is_granted_by_two
from cashier.domain.scan import safe_text
from cashier.domain.second_factor import parts_of, verifier_of
from cashier.ledger.administration import Act, Admin, fingerprint, write_down
from cashier.ledger.posting import raise_alarm
from cashier.security.passphrases import hash_passphrase, matches
from cashier.wire import StaffRow

ADMINISTRATOR = Role.ADMINISTRATOR.value
_HOW_TWO = "Name both with --by; their passphrases are the next two lines, after that of who is added."

_ALL = text('SELECT number AS "user", name, role, passphrase_hash, badge, active, centers FROM staff ORDER BY number')
_ADMINISTRATORS = text("SELECT number, passphrase_hash, active FROM staff WHERE role = :role")
_WERE = text("SELECT number, role, passphrase_hash, active, centers FROM staff WHERE number = ANY(:users)")
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
    before, were = _administrators(connection), _as_they_were(connection, people)
    changed = set(connection.scalars(_KEEP, {"rows": json.dumps(rows), "now": admin.clock()}))
    given = [p for p in people if p.user in changed and _takes_two(p, before) and _is_more(p, were.get(p.user))]
    if given and not admin.second and len(before) > 1:
        if len(_active(before)) > 1 or any(p.role != ADMINISTRATOR for p in given):
            raise StaffTrouble(f"Two administrators change who is {given[0].role}. {_HOW_TWO}")
        sentence = f"{admin.by} alone made {given[0].user} an administrator, since fewer than two were left."
        raise_alarm(connection, "administrator_alone", f"{sentence} Ask who agreed to it.")
    if changed:
        facts: dict[str, Any] = {"staff": [_told(p) for p in people if p.user in changed]}
        write_down(connection, Act.STAFF_KEPT, facts | ({"second": admin.second} if admin.second else {}), admin)


def needs_two(connection: Connection, person: StaffRow) -> bool:
    """Whether two administrators give this person's role, as soon as there are two (R8)."""
    known, were = _administrators(connection), _as_they_were(connection, [person])
    return len(_active(known)) > 1 and _takes_two(person, known) and _is_more(person, were.get(person.user))


def with_known_hash(connection: Connection, person: StaffRow, passphrase: str) -> StaffRow:
    """The same, with what is on file where it is of this passphrase: then nothing of it is changed, nor of what goes
    with it, the authenticator.
    """
    on_file = _as_they_were(connection, [person]).get(person.user)
    if on_file is None or not matches(parts_of(on_file.passphrase_hash)[0], passphrase):
        return person
    return person.model_copy(update={"passphrase_hash": on_file.passphrase_hash})


def with_authenticator(connection: Connection, user: str, passphrase: str, sealed: str) -> StaffRow:
    """A known person with another authenticator, whose secret desks open and nobody here; and another ``passphrase``,
    where it is not empty. Raises StaffTrouble.
    """
    person = next((one for one in all_staff(connection) if one.user == user and one.active), None)
    if person is None:
        raise StaffTrouble(f"Nobody who may sign in is called {user}. See staff list.")
    if person.role == ADMINISTRATOR:
        raise StaffTrouble(
            "An administrator signs at the ledger, which can't read codes: a long passphrase stands alone."
        )
    passphrase_hash, _ = parts_of(person.passphrase_hash)
    if passphrase:
        try:
            check_passphrase(passphrase, user=user, name=person.name, has_second_factor=True)
        except Refused as weak:
            raise StaffTrouble(weak.sentence) from weak
        passphrase_hash = hash_passphrase(passphrase)
    return person.model_copy(update={"passphrase_hash": verifier_of(passphrase_hash, sealed)})


def by_two(connection: Connection, admin: Admin, second: str, passphrases: tuple[str, str]) -> Admin:
    """The same, signed by two administrators, each with a passphrase. Slow by design. Raises StaffTrouble."""
    two, known = (admin.by.lower(), second.strip().lower()), _active(_administrators(connection))
    are_they = [user in known and matches(known[user], words) for user, words in zip(two, passphrases, strict=True)]
    if two[0] == two[1] or not all(are_they):
        raise StaffTrouble(f"These are not two administrators with their passphrases. {_HOW_TWO}")
    return replace(admin, by=two[0], second=two[1])


def _takes_two(person: StaffRow, administrators: Mapping[str, Any]) -> bool:
    """One who gets such a role, and an administrator who gets another one: else one could send the other away."""
    return (person.active and is_granted_by_two(person.role)) or person.user in administrators


def _is_more(person: StaffRow, was: Any) -> bool:
    """Whether somebody may come in, or do more, than before: a name or a badge alone gives no right."""
    given = (person.role, person.passphrase_hash, person.active, list(person.centers))
    return was is None or given != (was.role, was.passphrase_hash, was.active, list(was.centers))


def _as_they_were(connection: Connection, people: Sequence[StaffRow]) -> dict[str, Any]:
    users = [person.user for person in people]
    return {row.number: row for row in connection.execute(_WERE, {"users": users})}


def _administrators(connection: Connection) -> dict[str, Any]:
    """All that ever were, but for those who got another role."""
    return {row.number: row for row in connection.execute(_ADMINISTRATORS, {"role": ADMINISTRATOR})}


def _active(administrators: Mapping[str, Any]) -> dict[str, str]:
    """Those who may sign in, with the hashes of their passphrases."""
    return {user: parts_of(row.passphrase_hash)[0] for user, row in administrators.items() if row.active}


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
