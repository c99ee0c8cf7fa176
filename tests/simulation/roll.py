"""Which desks the ledger knows in a simulation: they come in with a code, in another one's place, and are revoked."""

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from sqlalchemy import Engine, text

from cashier.domain.errors import LedgerRefuses
from cashier.ledger.administration import Admin
from cashier.ledger.callers import Caller, Revoked
from cashier.ledger.enrollment import code_on_file, enroll, invite, revoke_desk
from cashier.wire import Enrolled, Enrollment
from tests.simulation.world import World

CENTER = "OAK"
_DESKS = text("SELECT desk, revoked_at IS NOT NULL AS is_revoked FROM desks WHERE desk <> 'LEDGER'")


class Roll:
    """``feeds``: what is done again after a ledger was put back that had lost it."""

    def __init__(
        self, engine: Callable[[], Engine], admin: Callable[[], Admin], feeds: list[Callable[[], None]], world: World
    ) -> None:
        self._engine = engine
        self._admin = admin
        self._feeds = feeds
        self._world = world
        self._desks: dict[str, bool] = {}  # Whether each is revoked.

    def read(self) -> None:
        """After all that may have changed it."""
        with self._engine().connect() as connection:
            self._desks = {row.desk: row.is_revoked for row in connection.execute(_DESKS)}

    def enroll(self, desk: str, replaces: str) -> Enrolled:
        """A desk comes in with a code, in another one's place."""

        def again() -> None:
            if desk not in self._desks:
                self._enroll(desk, replaces)

        said = self._enroll(desk, replaces)
        self._feeds.append(again)
        self._world.note("office", f"{desk} takes the place of {replaces}")
        return said

    def revoke(self, desk: str) -> None:
        """By the office's word a desk may only deliver from now on."""

        def act() -> None:
            if not self._desks.get(desk, True):
                with self._engine().begin() as connection:
                    revoke_desk(connection, desk, "it may be stolen", self._admin())
                self.read()

        act()
        self._feeds.append(act)
        self._world.note("office", f"{desk} is revoked")
        self._world.count("desks_revoked")

    def caller(self, desk: str) -> Caller:
        """Who asks. Raises LedgerRefuses for a desk that the ledger does not know."""
        if desk not in self._desks:
            raise LedgerRefuses(f"The ledger has no key of {desk}. Enroll the desk with a code from the cash office.")
        return Caller(holder=desk, is_revoked=self._desks[desk], center=CENTER)

    def must_be_current(self, desk: str) -> None:
        """Raises LedgerRefuses also for one that may only deliver."""
        try:
            self.caller(desk).must_be_current()
        except Revoked as refused:
            raise LedgerRefuses(refused.sentence) from refused

    def _enroll(self, desk: str, replaces: str) -> Enrolled:
        admin, key = self._admin(), b64encode(sha256(desk.encode()).digest()).decode()
        with self._engine().begin() as connection:
            code = invite(connection, desk, CENTER, admin, replaces=replaces).code
            asked = Enrollment(desk=desk, code=code, public_key=key, journal_lines=0, replaces=replaces)
            said = enroll(connection, asked, code_on_file(connection, desk, admin.clock()), admin)
        self.read()
        return said
