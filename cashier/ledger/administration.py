"""What administrators do, as lines of the ledger's own journal: who may send, who may sign in, which centers there are.

The tables say what holds now, the lines who made it so and when; `check` proves that both say the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text

from cashier.domain.ids import NewId
from cashier.domain.line import Facts, LineKind
from cashier.domain.times import Clock
from cashier.ledger.own_journal import Entry, append

_KEEP_CENTER = text(
    """
    INSERT INTO centers AS known (center, name, region, home_centers) VALUES (:center, :name, :region, :home_centers)
    ON CONFLICT (center) DO UPDATE SET name = excluded.name, region = excluded.region,
        home_centers = excluded.home_centers
    WHERE (known.name, known.region, known.home_centers)
          IS DISTINCT FROM (excluded.name, excluded.region, excluded.home_centers)
    RETURNING center
    """
)


class Act(StrEnum):
    """What was done. ADOPTED: what the tables said before acts were written down."""

    ADOPTED = "adopted"
    CENTER_KEPT = "center_kept"
    CHANNEL_ENROLLED = "channel_enrolled"
    DESK_INVITED = "desk_invited"
    DESK_ENROLLED = "desk_enrolled"
    DESK_REVOKED = "desk_revoked"
    STAFF_KEPT = "staff_kept"
    STAFF_REVOKED = "staff_revoked"
    RESTORED = "restored"
    RESTORE_COMPLETED = "restore_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admin:
    """Who acts: a person, a desk or a program by name; with the clock and the ids of what they do.

    ``second``: the other administrator, where both have proved who they are.
    """

    by: str
    second: str = ""
    clock: Clock
    new_id: NewId


def write_down(connection: Connection, act: Act, facts: Facts, admin: Admin) -> None:
    """One act as a line, in the caller's transaction. No secret stands in ``facts``: only `fingerprint` of one."""
    entry = Entry(kind=LineKind.ADMINISTERED, staff=admin.by, facts={"act": act.value} | dict(facts), transfers=())
    append(connection, [entry], clock=admin.clock, new_id=admin.new_id)


def fingerprint(kept: str) -> str:
    """What a line says of a hash on file, so that `check` finds one that was exchanged."""
    return hashlib.sha256(kept.encode()).hexdigest()


def keep_center(
    connection: Connection, center: str, name: str, region: str, admin: Admin, *, home_centers: Sequence[str] = ()
) -> None:
    """Make a medical center known, or correct what is known of it; the same again changes nothing.

    ``home_centers``: what members' files call it. Where that changes, its desks begin their directory anew.
    """
    facts = {"center": center, "name": name, "region": region, "home_centers": sorted(set(home_centers))}
    if connection.scalar(_KEEP_CENTER, facts) is not None:
        write_down(connection, Act.CENTER_KEPT, facts, admin)
