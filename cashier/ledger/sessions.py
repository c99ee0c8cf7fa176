"""People of the office sign in over HTTP: a passphrase gives a token for an hour, kept as a hash.

A token is 256 random bits, so a fast hash keeps it as well as a slow one. Each wrong passphrase makes the next try
wait, as at a desk; a try is counted before it is looked at, so that many at once gain nothing.
"""

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection, Engine, text

from cashier.domain.errors import CashierError, Refused
from cashier.domain.ids import NewId
from cashier.domain.line import Facts, LineKind
from cashier.domain.people import Right, Role, Staff
from cashier.domain.second_factor import parts_of
from cashier.domain.sign_in import TryLater, wait_left_s
from cashier.domain.times import Clock
from cashier.ledger.office import Session, SignIn
from cashier.ledger.own_journal import Entry, append
from cashier.ledger.tokens import TURN_TIMEOUT_S
from cashier.security.passphrases import matches

SESSION_LASTS = timedelta(hours=1)
SIGN_IN_AGAIN = "This session has ended, or never was. Sign in again."

_NOBODY = "?"  # All names that nobody has share one count.
# A hash that nothing matches, so that an unknown name takes as long as a wrong passphrase.
_NO_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Y291bnRlcmZvaWwtbm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

_STAFF = text('SELECT number AS "user", name, role, passphrase_hash FROM staff WHERE number = :user AND active')
# A row is there before it is looked at, so that of many first tries at once each waits for the one before it.
_BEGIN_TRIES = text(
    "INSERT INTO office_tries (staff, failures, last_at) VALUES (:user, 0, :now) ON CONFLICT DO NOTHING"
)
_TRIES = text("SELECT failures, last_at FROM office_tries WHERE staff = :user FOR UPDATE")
_TRY = text("UPDATE office_tries SET failures = failures + 1, last_at = :now WHERE staff = :user")
_FORGET_TRIES = text("DELETE FROM office_tries WHERE staff = :user")
_BEGIN = text("INSERT INTO office_sessions (token_hash, staff, expires_at) VALUES (:token_hash, :user, :expires_at)")
_FORGET_EXPIRED = text("DELETE FROM office_sessions WHERE expires_at <= :now")
_END = text("DELETE FROM office_sessions WHERE token_hash = :token_hash")
_WHOSE = text(
    """
    SELECT staff.number AS "user", staff.name, staff.role
    FROM office_sessions JOIN staff ON staff.number = office_sessions.staff
    WHERE token_hash = :token_hash AND expires_at > :now AND staff.active
    """
)


class NotSignedIn(CashierError):
    """No session, or one that has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Who of the office is signed in."""

    engine: Engine
    clock: Clock
    new_id: NewId
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def sign_in(self, said: SignIn) -> Session:
        """Begin a session. Slow by design. Raises TryLater, Refused, or TimeoutError while too many are tried."""
        now = self.clock()
        user = said.user.strip().lower()
        with self.engine.begin() as connection:
            known = connection.execute(_STAFF, {"user": user}).first()
            counted_as = {"user": user if known else _NOBODY, "now": now}
            connection.execute(_BEGIN_TRIES, counted_as)
            earlier = connection.execute(_TRIES, counted_as).one()
            if left := wait_left_s(earlier.failures, earlier.last_at, now):
                raise TryLater(left, is_checked=False)
            connection.execute(_TRY, counted_as)
        kept_hash, sealed = parts_of(known.passphrase_hash if known else _NO_HASH)
        if not self._matches(kept_hash, said.passphrase) or known is None:
            failed = {"in_a_row": earlier.failures + 1, "with": "passphrase"}
            with self.engine.begin() as connection:  # A name that nobody has is not kept: it may be a passphrase.
                self._record(connection, LineKind.SIGN_IN_FAILED, known.user if known else _NOBODY, failed)
            raise TryLater(wait_left_s(earlier.failures + 1, now, now))
        if sealed:  # One factor of two would be less than one passphrase of 15 characters.
            raise Refused("Who has an authenticator signs in at a desk: the ledger can't read its codes.")
        person = Staff(user=known.user, name=known.name, role=Role(known.role))
        person.needs(Right.SEE_OFFICE, "work in the office")
        token = secrets.token_urlsafe(32)
        expires_at = now + SESSION_LASTS
        with self.engine.begin() as connection:
            connection.execute(_FORGET_TRIES, {"user": user})
            connection.execute(_FORGET_EXPIRED, {"now": now})
            session = {"token_hash": _hash(token), "user": user, "expires_at": expires_at}
            connection.execute(_BEGIN, session)
            self._record(connection, LineKind.SIGNED_IN, person.user, {})
        return Session(token=token, user=person.user, name=person.name, role=person.role, expires_at=expires_at)

    def caller(self, token: str) -> Staff:
        """Who shows this token. Raises NotSignedIn."""
        with self.engine.connect() as connection:
            whose = connection.execute(_WHOSE, {"token_hash": _hash(token), "now": self.clock()}).first()
        if whose is None:
            raise NotSignedIn(SIGN_IN_AGAIN)
        return Staff(user=whose.user, name=whose.name, role=Role(whose.role))

    def sign_out(self, token: str) -> None:
        """End a session; one that has ended already stays so."""
        try:
            person = self.caller(token)
        except NotSignedIn:
            return
        with self.engine.begin() as connection:
            connection.execute(_END, {"token_hash": _hash(token)})
            self._record(connection, LineKind.SIGNED_OUT, person.user, {})

    def _record(self, connection: Connection, kind: LineKind, user: str, facts: Facts) -> None:
        entry = Entry(kind=kind, staff=user, facts=facts, transfers=())
        append(connection, [entry], clock=self.clock, new_id=self.new_id)

    def _matches(self, passphrase_hash: str, passphrase: str) -> bool:
        # As with tokens: a flood of tries may take neither every core nor all memory.
        if not self._one_at_a_time.acquire(timeout=TURN_TIMEOUT_S):
            raise TimeoutError("Too many passphrases are being tried.")
        try:
            return matches(passphrase_hash, passphrase)
        finally:
            self._one_at_a_time.release()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
