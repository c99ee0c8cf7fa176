"""Proves that centers, desks, channels and staff are what the ledger's own journal says that somebody made them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.line import Facts, Line, LineKind
from cashier.ledger.administration import Act, fingerprint
from cashier.ledger.database import OWN_DESK

Found = Callable[[str], None]
Known = dict[str, Mapping[str, Any]]  # What is known of each center, desk, channel or person, by name.

_FEEDS: dict[str, str] = {
    LineKind.STATEMENTS_BILLED: "bills",
    LineKind.CHANNEL_PAYMENT: "payments",
    LineKind.ADMINISTERED: "changes of staff, desks, channels and centers",
}

_CENTERS = text("SELECT center, name, region, home_centers FROM centers")
_DESKS = text("SELECT desk, center, public_key AS key, replaces, revoked_at FROM desks WHERE desk <> :own")
_TOKENS = text("SELECT holder, token_hash FROM tokens")
_STAFF = text('SELECT number AS "user", name, role, badge, active, centers, passphrase_hash FROM staff')


@dataclass(slots=True)
class Told:
    """What the lines of administrators come to, read in their order."""

    centers: Known = field(default_factory=dict)
    desks: Known = field(default_factory=dict)
    tokens: Known = field(default_factory=dict)
    staff: Known = field(default_factory=dict)
    restored: Facts | None = None  # From where on things are missing, until somebody says that they are there again.

    def learn(self, line: Line) -> None:
        """Take one line into account. Raises KeyError, TypeError or ValueError where its facts are none."""
        facts, act = line.facts, Act(line.facts["act"])
        if act is Act.ADOPTED:
            self._adopt(facts)
        elif act is Act.CENTER_KEPT:
            self._center(facts)
        elif act is Act.CHANNEL_ENROLLED:
            self.tokens[facts["channel"]] = {"token": facts["token"]}
        elif act is Act.DESK_ENROLLED:
            self.tokens.pop(facts["desk"], None)
            self._desk(facts)
        elif act is Act.DESK_REVOKED:
            self.desks[facts["desk"]] = {**self.desks[facts["desk"]], "revoked": True}
        elif act is Act.STAFF_KEPT:
            for person in facts["staff"]:
                self._person(person)
        elif act is Act.STAFF_REVOKED:
            self.staff[facts["user"]] = {**self.staff[facts["user"]], "active": False}
        elif act is Act.RESTORED:
            self.restored = self.restored or facts
        elif act is Act.RESTORE_COMPLETED:
            self.restored = None

    def _adopt(self, facts: Facts) -> None:
        for center in facts["centers"]:
            self._center(center)
        for desk in facts["desks"]:
            self._desk(desk)
        for channel in facts["channels"]:
            self.tokens[channel["channel"]] = {"token": channel["token"]}
        for person in facts["staff"]:
            self._person(person)

    def _center(self, said: Facts) -> None:
        self.centers[said["center"]] = {
            "name": said["name"],
            "region": said["region"],
            "home_centers": said.get("home_centers", []),
        }

    def _desk(self, said: Facts) -> None:
        before = self.desks.get(said["desk"], {})
        self.desks[said["desk"]] = {
            "center": said["center"],
            "key": said.get("key"),
            "replaces": said.get("replaces") or before.get("replaces"),
            "revoked": False,
        }

    def _person(self, said: Facts) -> None:
        names = ("name", "role", "badge", "active", "passphrase")
        self.staff[said["user"]] = {name: said[name] for name in names} | {"centers": said.get("centers", [])}


def check_restored(told: Told, found: Found) -> None:
    """Say what a restored ledger cannot get again by itself, as far as it ever heard of it."""
    if told.restored is None:
        return
    of: dict[str, list[str]] = {}
    for kind, source in told.restored["sources"]:
        of.setdefault(kind, []).append(source)
    missing = [f"{_FEEDS.get(kind, f'acts ({kind})')} of {', '.join(sources)}" for kind, sources in of.items()]
    found(
        f"This ledger was put back to line {told.restored['own_lines']} of its own journal, of "
        f"{told.restored['last_at'] or 'its first day'}. What came later is missing until it is brought again, "
        f"and somebody says so with `ledger restored --complete`: {'; '.join(missing) or 'whatever it was'}."
    )


def check_acts(connection: Connection, told: Told, found: Found) -> None:
    """Say what the tables hold otherwise than the lines: somebody changed them without being named."""
    for what, now, said in (
        ("Center", _centers(connection), told.centers),
        ("Desk", _desks(connection), told.desks),
        ("The token of", _tokens(connection), told.tokens),
        ("Staff member", _staff(connection), told.staff),
    ):
        for name in sorted(now.keys() | said.keys()):
            if name not in said:
                found(f"{what} {name} is there, and no line says who made it so.")
            elif name not in now:
                found(f"{what} {name} is gone, and no line says who took it away.")
            elif now[name] != said[name]:
                differing = sorted(key for key in said[name] if now[name][key] != said[name][key])
                found(f"{what} {name} is not what the last line about it says: {', '.join(differing)}.")


def _centers(connection: Connection) -> Known:
    names = ("name", "region", "home_centers")
    return {row["center"]: {name: row[name] for name in names} for row in connection.execute(_CENTERS).mappings()}


def _desks(connection: Connection) -> Known:
    return {
        row.desk: {
            "center": row.center,
            "key": row.key,
            "replaces": row.replaces,
            "revoked": row.revoked_at is not None,
        }
        for row in connection.execute(_DESKS, {"own": OWN_DESK})
    }


def _tokens(connection: Connection) -> Known:
    return {row.holder: {"token": fingerprint(row.token_hash)} for row in connection.execute(_TOKENS)}


def _staff(connection: Connection) -> Known:
    names = ("name", "role", "badge", "active", "centers")
    return {
        row["user"]: {name: row[name] for name in names} | {"passphrase": fingerprint(row["passphrase_hash"])}
        for row in connection.execute(_STAFF).mappings()
    }
