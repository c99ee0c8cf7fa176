"""The ledger's HTTP face: its routes, joined, and every trouble said in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from cashier.domain.errors import Refused
from cashier.domain.times import Clock
from cashier.ledger.metrics import count_connections
from cashier.ledger.observing import Observed, trouble
from cashier.ledger.requests import BODY_BYTES_MOST, NotReady, Service, TooLarge
from cashier.ledger.routes_channels import channel_routes
from cashier.ledger.routes_desks import desk_routes
from cashier.ledger.routes_members import member_routes
from cashier.ledger.routes_operations import operation_routes
from cashier.ledger.tokens import NotKnown


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
    for routes in (desk_routes, channel_routes, member_routes, operation_routes):
        app.include_router(routes(service))
    _say_troubles(app, service.clock)
    app.add_middleware(Observed, clock=service.clock)
    count_connections(service.engine)
    return app


def _say_troubles(app: FastAPI, clock: Clock) -> None:
    def handle(kind: type[Exception], say: Callable[[Exception], tuple[int, str]]) -> None:
        async def answer(request: Request, raised: Exception) -> Response:
            return trouble(*say(raised), request.scope, clock)

        app.add_exception_handler(kind, answer)

    def unreadable(raised: Exception) -> tuple[int, str]:
        assert isinstance(raised, RequestValidationError)
        first = raised.errors()[0]
        return 400, f"The request's {first['loc'][-1]} cannot be used: {first['msg'].lower()}."

    def refused(raised: Exception) -> tuple[int, str]:
        assert isinstance(raised, HTTPException)
        return raised.status_code, f"The ledger does not offer this ({raised.detail.lower()})."

    handle(NotKnown, lambda raised: (401, str(raised)))
    handle(Refused, lambda raised: (400, str(raised)))
    handle(TooLarge, lambda _: (413, f"A message has at most {BODY_BYTES_MOST:,} bytes. Send fewer lines at once."))
    handle(NotReady, lambda raised: (503, str(raised)))
    handle(RequestValidationError, unreadable)
    handle(HTTPException, refused)
    # InternalError: a server that was the primary until a moment ago takes nothing any more.
    for busy in (OperationalError, InternalError, NoConnectionFree, TimeoutError):
        handle(busy, lambda _: (503, "The ledger's database does not answer now. Ask again."))
