"""A desk's key in memory: signs httpx requests as the desk's own client does."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from os import urandom

import httpx
from sqlalchemy import Connection

from cashier.domain.times import Clock
from cashier.ledger import enrollment
from cashier.ledger.administration import Admin
from cashier.security.signing import RequestSigner
from cashier.wire import Enrollment


@dataclass(slots=True)
class Signed(httpx.Auth):
    """For ``httpx``'s ``auth``."""

    signer: RequestSigner
    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.update(self.signer(request.method, request.url.raw_path, request.content))
        yield request


def now() -> datetime:
    return datetime.now(UTC)


def a_signer(desk: str, *, clock: Clock = now) -> RequestSigner:
    """A new key of this desk."""
    return RequestSigner(urandom(32), desk=desk, clock=clock)


def enrolled(connection: Connection, desk: str, center: str, admin: Admin, *, clock: Clock = now) -> Signed:
    """Invite a desk and take it in with a new key, past the code, whose hashing takes its time."""
    signer = a_signer(desk, clock=clock)
    invitation = enrollment.invite(connection, desk, center, admin)
    code_hash = enrollment.code_on_file(connection, desk, admin.clock())
    asked = Enrollment(desk=desk, code=invitation.code, public_key=signer.public, journal_lines=2**40)
    enrollment.enroll(connection, asked, code_hash, admin)
    return Signed(signer)
