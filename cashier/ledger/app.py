"""The ledger's HTTP face: reads what is asked, finds out who asks, and says every trouble in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from cashier.domain.errors import Refused
from cashier.domain.ids import NewId
from cashier.domain.times import Clock
from cashier.ledger.channels import take_channel_payments
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.reading import CENTS_MOST
from cashier.ledger.receive import receive, standing
from cashier.ledger.search import search_members
from cashier.ledger.tokens import NotKnown, Tokens
from cashier.ledger.watch import Watch
from cashier.wire import (
    PAGE_ROWS_MAX,
    ChannelAnswer,
    ChannelPayments,
    Message,
    Page,
    Run,
    SearchAnswer,
    Standing,
    Trouble,
)

BODY_BYTES_MOST = 16 * 1024 * 1024
WAIT_S_MOST = 60.0

MessageType = TypeVar("MessageType", bound=Message)


class TooLarge(Exception):
    """A request's body is beyond `BODY_BYTES_MOST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the requests share."""

    engine: Engine
    watch: Watch
    tokens: Tokens
    clock: Clock
    new_id: NewId


def make_app(service: Service, when_ready: Callable[[], None]) -> FastAPI:
    """The application over a prepared database; ``when_ready`` is called once, before the first request."""

    @asynccontextmanager
    async def watching(_: FastAPI) -> AsyncIterator[None]:
        looking = asyncio.create_task(service.watch.run())
        when_ready()
        yield
        service.watch.release()
        await looking

    app = FastAPI(title="Counterfoil ledger", lifespan=watching, openapi_url=None)
    app.include_router(_desk_routes(service))
    app.include_router(_office_routes(service))
    _say_troubles(app, service.clock)
    return app


def _desk_routes(service: Service) -> APIRouter:
    router = APIRouter(prefix="/v1/desks/{desk}")

    @router.post("/lines")
    async def take_lines(desk: str, request: Request) -> Response:
        raw = await _body(request)
        token = _token(request)

        def work() -> Standing:
            _must_be(service.tokens.holder(token), desk)
            return receive(service.engine, desk, _read(raw, Run), raw)

        return _answer(await run_in_threadpool(work))

    @router.get("/standing")
    async def say_standing(desk: str, request: Request) -> Response:
        token = _token(request)

        def work() -> Standing:
            _must_be(service.tokens.holder(token), desk)
            with service.engine.connect() as connection:
                return standing(connection, desk)

        return _answer(await run_in_threadpool(work))

    @router.get("/directory")
    async def say_directory(
        desk: str,
        request: Request,
        epoch: str = "",
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=PAGE_ROWS_MAX)] = PAGE_ROWS_MAX,
        wait_s: Annotated[float, Query(ge=0, le=WAIT_S_MOST)] = 0.0,
    ) -> Response:
        token = _token(request)

        def check() -> None:
            _must_be(service.tokens.holder(token), desk)

        def read() -> Page:
            return read_page(service.engine, desk, known_epoch=epoch, after=cursor, limit=limit)

        await run_in_threadpool(check)
        cursor = Cursor.read(after)
        page = await run_in_threadpool(read)
        if wait_s and page.epoch == epoch and page.after == after:
            await service.watch.wait(cursor.changed_in, wait_s)
            page = await run_in_threadpool(read)
        return _answer(page)

    return router


def _office_routes(service: Service) -> APIRouter:
    router = APIRouter(prefix="/v1")

    @router.post("/channels/{channel}/payments")
    async def take_payments(channel: str, request: Request) -> Response:
        raw = await _body(request)
        token = _token(request)

        def work() -> ChannelAnswer:
            _must_be(service.tokens.holder(token), channel)
            said = _read(raw, ChannelPayments)
            _must_be_keepable(said)
            with service.engine.begin() as connection:
                return take_channel_payments(
                    connection, channel, said.payments, clock=service.clock, new_id=service.new_id
                )

        return _answer(await run_in_threadpool(work))

    @router.get("/members")
    async def find_members(request: Request, text: Annotated[str, Query(max_length=100)]) -> Response:
        token = _token(request)

        def work() -> SearchAnswer:
            service.tokens.holder(token)
            with service.engine.connect() as connection:
                return SearchAnswer(found=search_members(connection, text, service.clock().date()))

        return _answer(await run_in_threadpool(work))

    return router


def _say_troubles(app: FastAPI, clock: Clock) -> None:
    def said(status: int, sentence: str) -> Response:
        trouble = Trouble(sentence=sentence, at=clock())
        return Response(trouble.model_dump_json(), status_code=status, media_type="application/json")

    def handle(kind: type[Exception], say: Callable[[Exception], Response]) -> None:
        async def answer(_: Request, trouble: Exception) -> Response:
            return say(trouble)

        app.add_exception_handler(kind, answer)

    def unreadable(trouble: Exception) -> Response:
        assert isinstance(trouble, RequestValidationError)
        first = trouble.errors()[0]
        return said(400, f"The request's {first['loc'][-1]} cannot be used: {first['msg'].lower()}.")

    def refused(trouble: Exception) -> Response:
        assert isinstance(trouble, HTTPException)
        return said(trouble.status_code, f"The ledger does not offer this ({trouble.detail.lower()}).")

    handle(NotKnown, lambda trouble: said(401, str(trouble)))
    handle(Refused, lambda trouble: said(400, str(trouble)))
    handle(TooLarge, lambda _: said(413, f"A message has at most {BODY_BYTES_MOST:,} bytes. Send fewer lines at once."))
    handle(RequestValidationError, unreadable)
    handle(HTTPException, refused)
    for busy in (OperationalError, NoConnectionFree, TimeoutError):
        handle(busy, lambda _: said(503, "The ledger's database does not answer now. Ask again."))


async def _body(request: Request) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > BODY_BYTES_MOST:
            raise TooLarge
        pieces.append(piece)
    return b"".join(pieces)


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _must_be(holder: str, wanted: str) -> None:
    """Raises NotKnown where one speaks for another."""
    if holder != wanted:
        raise NotKnown(f"This token is not {wanted}'s. Use the one that was given to it.")


def _must_be_keepable(said: ChannelPayments) -> None:
    """Raises Refused for what no column can hold."""
    for payment in said.payments:
        if "\0" in payment.reference + payment.statement_number:
            raise Refused("A reference or statement number holds a character that cannot be kept.")
        if payment.cents > CENTS_MOST:
            raise Refused(f"The cents of {payment.reference} are beyond all reason. Check them and send it again.")


def _read(raw: bytes, shape: type[MessageType]) -> MessageType:
    try:
        return shape.model_validate_json(raw)
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise Refused(f"The message cannot be read: {place}: {first['msg'].lower()}.") from trouble


def _answer(message: Message) -> Response:
    return Response(message.model_dump_json(), media_type="application/json")
