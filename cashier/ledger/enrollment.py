"""A desk comes in with a one-time code and a key of its own, and goes out by the office's word.

The code is short, since a person reads it out: it holds for a day, for one desk and one key, and for few tries.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from cashier.domain.chain import first_link
from cashier.domain.errors import Refused
from cashier.domain.scan import safe_text
from cashier.domain.training import TRAINING_DESK
from cashier.ledger.administration import Act, Admin, write_down
from cashier.ledger.database import OWN_DESK, epoch
from cashier.ledger.tokens import EnrollTrouble, NotKnown
from cashier.security.passphrases import hash_passphrase
from cashier.wire import Enrolled, Enrollment

CODE_HOLDS = timedelta(hours=24)
TRIES_MOST = 5
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another. Eight of them are 40 bits.
_MEANT = str.maketrans("OIL", "011", "- ")

_CENTERS = text("SELECT center FROM centers ORDER BY center")
_DESK = text("SELECT received_through, revoked_at FROM desks WHERE desk = :desk")
_ALL = text(
    """
    SELECT desk, center, received_through, public_key IS NOT NULL AS has_key, replaces, revoked_at FROM desks
    WHERE desk <> :own ORDER BY desk
    """
)
_INVITE = text(
    """
    INSERT INTO invitations (desk, center, replaces, code_hash, expires_at)
    VALUES (:desk, :center, :replaces, :code_hash, :expires_at)
    ON CONFLICT (desk) DO UPDATE SET center = excluded.center, replaces = excluded.replaces,
        code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0, used_by = NULL
    """
)
_TRY = text(
    """
    UPDATE invitations SET tries = tries + 1
    WHERE desk = :desk AND tries < :most AND expires_at > :now RETURNING code_hash
    """
)
_INVITATION = text(
    "SELECT center, replaces, used_by FROM invitations WHERE desk = :desk AND code_hash = :hash FOR UPDATE"
)
_USE = text("UPDATE invitations SET used_by = :key, tries = 0 WHERE desk = :desk")
_ENROLL = text(
    """
    INSERT INTO desks (desk, center, chain, public_key, replaces) VALUES (:desk, :center, :chain, :key, :replaces)
    ON CONFLICT (desk) DO UPDATE SET center = excluded.center, public_key = excluded.public_key
    """
)
_INHERIT = text(
    """
    INSERT INTO kept (keeper, guarantor_number, served_at)
    SELECT 'desk:' || :desk, guarantor_number, served_at FROM kept WHERE keeper = 'desk:' || :replaces
    ON CONFLICT DO NOTHING
    """
)
_FORGET_TOKEN = text("DELETE FROM tokens WHERE holder = :desk")
_REVOKE = text("UPDATE desks SET revoked_at = :now WHERE desk = :desk AND revoked_at IS NULL RETURNING desk")

NO_CODE = (
    "This code does not hold for this desk: it is mistyped, was used, or is too old. "
    "Type it again, or ask the cash office for a new one."
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The code, which is kept nowhere else, and until when it holds."""

    code: str
    expires_at: datetime


def invite(connection: Connection, desk: str, center: str, admin: Admin, *, replaces: str | None = None) -> Invitation:
    """A code with which one desk can enroll; an earlier one of it ends. Raises EnrollTrouble.

    ``replaces``: the desk whose place it takes, because that one lost its journal or its machine.
    """
    if desk == OWN_DESK:
        raise EnrollTrouble(f"{OWN_DESK} is the ledger's own journal. Choose another code for the desk.")
    if desk == TRAINING_DESK:
        raise EnrollTrouble(f"Training's papers are of {TRAINING_DESK}. Choose another code for the desk.")
    centers = list(connection.scalars(_CENTERS))
    if centers and center not in centers:
        raise EnrollTrouble(f"The organization has no center {center}. Choose one of {', '.join(centers)}.")
    known = connection.execute(_DESK, {"desk": desk}).one_or_none()
    if known is not None and known.revoked_at is not None:
        raise EnrollTrouble(f"{desk} was revoked. Invite a desk with a new code, with --replaces {desk}.")
    if replaces is not None:
        if known is not None:
            raise EnrollTrouble(f"{desk} is enrolled already. A desk that replaces {replaces} needs a new code.")
        if replaces == OWN_DESK or connection.execute(_DESK, {"desk": replaces}).one_or_none() is None:
            raise EnrollTrouble(f"The ledger knows no desk {replaces}. Correct --replaces.")
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    expires_at = admin.clock() + CODE_HOLDS
    facts = {"desk": desk, "center": center, "replaces": replaces}
    connection.execute(_INVITE, facts | {"code_hash": hash_passphrase(letters), "expires_at": expires_at})
    write_down(connection, Act.DESK_INVITED, facts, admin)
    return Invitation(f"{letters[:4]}-{letters[4:]}", expires_at)


def code_as_kept(typed: str) -> str:
    """A code as it was made, however a person wrote it."""
    return typed.upper().translate(_MEANT)


def code_on_file(connection: Connection, desk: str, now: datetime) -> str:
    """The hash that a code has to match; asking is one of few tries. Commit it also if the code is wrong.

    Raises NotKnown.
    """
    on_file = connection.scalar(_TRY, {"desk": desk, "most": TRIES_MOST, "now": now})
    if on_file is None:
        raise NotKnown(NO_CODE)
    return str(on_file)


def enroll(connection: Connection, asked: Enrollment, code_hash: str, admin: Admin) -> Enrolled:
    """Enroll a desk whose code was right. The same desk with the same key may ask again. Raises NotKnown or Refused."""
    invitation = connection.execute(_INVITATION, {"desk": asked.desk, "hash": code_hash}).one_or_none()
    if invitation is None or invitation.used_by not in (None, asked.public_key):
        raise NotKnown(NO_CODE)
    known = connection.execute(_DESK, {"desk": asked.desk}).one_or_none()
    if known is not None and known.revoked_at is not None:
        raise NotKnown(NO_CODE)
    if asked.replaces != invitation.replaces:
        way = f"with --from and the data folder of {invitation.replaces}" if invitation.replaces else "without --from"
        raise Refused(f"This code is not for a desk in that place. Enroll {asked.desk} {way}.")
    if invitation.used_by is None:
        if known is not None:
            _must_hold_its_lines(asked, known.received_through)
        _take_in(connection, asked, invitation, admin)
    connection.execute(_USE, {"desk": asked.desk, "key": asked.public_key})
    replaced = connection.execute(_DESK, {"desk": invitation.replaces}).one_or_none()
    return Enrolled(
        desk=asked.desk,
        center=invitation.center,
        epoch=epoch(connection),
        replaces=invitation.replaces,
        replaced_through=replaced.received_through if replaced else 0,
    )


def all_desks(connection: Connection) -> list[dict[str, Any]]:
    """Every desk with its center, how far its journal is here, whether it has a key, and since when it is revoked."""
    return [dict(row) for row in connection.execute(_ALL, {"own": OWN_DESK}).mappings()]


def revoke_desk(connection: Connection, desk: str, reason: str, admin: Admin) -> None:
    """From now on a desk may only deliver what it took. Raises EnrollTrouble, or Refused for the reason."""
    why = safe_text(reason, "The reason").strip()
    if not why:
        raise EnrollTrouble("Give the reason with --reason; it is kept.")
    if desk == OWN_DESK or connection.execute(_DESK, {"desk": desk}).one_or_none() is None:
        raise EnrollTrouble(f"The ledger knows no desk {desk}. See desks list.")
    if not _revoke(connection, desk, why, admin):
        raise EnrollTrouble(f"{desk} was revoked before. Nothing was changed.")


def _must_hold_its_lines(asked: Enrollment, received_through: int) -> None:
    if received_through > asked.journal_lines:
        raise Refused(
            f"The ledger has {received_through:,} lines of {asked.desk}, and this journal {asked.journal_lines:,}: "
            f"it was lost or copied. Ask the office to invite a new desk that replaces {asked.desk}."
        )


def _take_in(
    connection: Connection, asked: Enrollment, invitation: Row[tuple[str, str | None, str | None]], admin: Admin
) -> None:
    facts = {
        "desk": asked.desk,
        "center": invitation.center,
        "key": asked.public_key,
        "replaces": invitation.replaces,
    }
    connection.execute(_ENROLL, facts | {"chain": first_link(asked.desk)})
    connection.execute(_FORGET_TOKEN, {"desk": asked.desk})
    write_down(connection, Act.DESK_ENROLLED, facts, admin)
    if invitation.replaces is not None:
        connection.execute(_INHERIT, facts)  # Whom the other one served of other centers, for as long as it would have.
        _revoke(connection, invitation.replaces, f"replaced by {asked.desk}", admin)


def _revoke(connection: Connection, desk: str, why: str, admin: Admin) -> bool:
    """Whether it was still current."""
    was_current = connection.scalar(_REVOKE, {"desk": desk, "now": admin.clock()}) is not None
    if was_current:
        write_down(connection, Act.DESK_REVOKED, {"desk": desk, "reason": why}, admin)
    return was_current
