"""What every route of the ledger needs: what the requests share, who asks, and bodies read and written."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

from fastapi import Request, Response
from pydantic import ValidationError
from sqlalchemy import Engine

from cashier.domain.errors import CashierError, Refused
from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.administration import Admin
from cashier.ledger.callers import Asked, Callers, bearer
from cashier.ledger.cash_seen import CashSeen
from cashier.ledger.limits import Limits
from cashier.ledger.patience import Patience
from cashier.ledger.sessions import Sessions
from cashier.ledger.tokens import NotKnown
from cashier.ledger.turns import Turns
from cashier.ledger.watch import Watch
from cashier.security.signing import Signable
from cashier.wire import Message

BODY_BYTES_MOST = 16 * 1024 * 1024

MessageType = TypeVar("MessageType", bound=Message)


class TooLarge(Exception):
    """A request's body is beyond what may be sent there."""


class TooSlow(Exception):
    """A request's body came too slowly."""


class NotReady(CashierError):
    """This copy of the service is not to be sent anybody now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the requests share.

    ``reading``: the same connections, each query a transaction of its own. ``is_spread``: the tables lie on several
    machines, where no run is posted in one statement. ``leaving``: set once the service is to be sent nobody any more.
    """

    engine: Engine
    reading: Engine
    watch: Watch
    callers: Callers
    limits: Limits
    sessions: Sessions
    clock: Clock
    new_id: NewId
    patience: Patience
    is_spread: bool = False
    turns: Turns = field(default_factory=Turns)
    cash_seen: CashSeen = field(default_factory=CashSeen)
    leaving: Event = field(default_factory=Event)

    def admin(self, by: str) -> Admin:
        """Who acts through this service, a desk say, with its clock and ids."""
        return Admin(by=by, clock=self.clock, new_id=self.new_id)


async def asked_of(service: Service, request: Request, *, bytes_most: int = BODY_BYTES_MOST) -> Asked:
    """The request with its body, before anybody knows who asks.

    Raises NotKnown where nothing says who does, TooLarge as soon as it is known to be, TooSlow.
    """
    said = request.headers
    if not ("authorization" in said or "signature-input" in said):
        raise NotKnown("The request does not say who asks. Enroll this desk or channel first.")
    query: bytes = request.scope["query_string"]
    path: bytes = request.scope["raw_path"]
    return Asked(
        request=Signable(
            method=request.method,
            path=path.decode("latin-1"),
            query=query.decode("latin-1"),
            body=await body_of(service, request, bytes_most=bytes_most),
        ),
        authorization=said.get("authorization", ""),
        signature_input=said.get("signature-input", ""),
        signature=said.get("signature", ""),
        digest=said.get("content-digest", ""),
        address=request.client.host if request.client else "",
    )


async def body_of(service: Service, request: Request, *, bytes_most: int = BODY_BYTES_MOST) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be, TooSlow."""
    patience = service.patience
    if int(request.headers.get("content-length", "0")) > bytes_most:
        raise TooLarge
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(patience.whole_s), aclosing(request.stream()) as stream:
            while True:
                async with asyncio.timeout(patience.piece_s):
                    piece = await anext(stream, None)
                if piece is None:
                    return b"".join(pieces)
                size += len(piece)
                if size > bytes_most:
                    raise TooLarge
                pieces.append(piece)
    except TimeoutError as trouble:
        raise TooSlow from trouble


def token_of(request: Request) -> str:
    """The token that a request shows; empty where it shows none."""
    return bearer(request.headers.get("authorization", ""))


def read_as(raw: bytes, shape: type[MessageType]) -> MessageType:
    """A body as the message that it should be. Raises Refused, naming the field."""
    try:
        return shape.model_validate_json(raw)
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise Refused(f"The message cannot be read: {place}: {first['msg'].lower()}.") from trouble


def answer(message: Message) -> Response:
    """A message as JSON."""
    return Response(message.model_dump_json(), media_type="application/json")
