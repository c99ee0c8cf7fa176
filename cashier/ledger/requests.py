"""What every route of the ledger needs: what the requests share, who asks, and bodies read and written."""

from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request, Response
from pydantic import ValidationError
from sqlalchemy import Engine

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.tokens import NotKnown, Tokens
from cashier.ledger.watch import Watch
from cashier.wire import Message

BODY_BYTES_MOST = 16 * 1024 * 1024

MessageType = TypeVar("MessageType", bound=Message)


class TooLarge(Exception):
    """A request's body is beyond `BODY_BYTES_MOST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the requests share. ``reading``: the same connections, each query a transaction of its own."""

    engine: Engine
    reading: Engine
    watch: Watch
    tokens: Tokens
    clock: Clock
    new_id: NewId


async def body_of(request: Request) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_BYTES_MOST:
            raise TooLarge
        pieces.append(piece)
    return b"".join(pieces)


def token_of(request: Request) -> str:
    """The token that a request shows; empty where it shows none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def must_be(holder: str, wanted: str) -> None:
    """Raises NotKnown where one speaks for another."""
    if holder != wanted:
        raise NotKnown(f"This token is not {wanted}'s. Use the one that was given to it.")


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
