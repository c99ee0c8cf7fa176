"""The ledger's HTTP face: its routes, joined, and every trouble said in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from cashier.domain.errors import Refused
from cashier.domain.times import Clock
from cashier.ledger.guarantors import Gatherer, NobodyKnown
from cashier.ledger.requests import BODY_BYTES_MOST, Service, TooLarge
from cashier.ledger.routes_billing import billing_routes
from cashier.ledger.routes_channels import channel_routes
from cashier.ledger.routes_desks import desk_routes
from cashier.ledger.routes_members import member_routes
from cashier.ledger.tokens import NotKnown
from cashier.wire import Trouble


def make_app(service: Service, when_ready: Callable[[], None]) -> FastAPI:
    """The application over a prepared database; ``when_ready`` is called once, before the first request."""

    @asynccontextmanager
    async def watching(_: FastAPI) -> AsyncIterator[None]:
        gatherer = Gatherer(service.engine)
        running = asyncio.gather(service.watch.run(), gatherer.run())
        when_ready()
        yield
        service.watch.release()
        gatherer.release()
        await running

    app = FastAPI(title="Counterfoil ledger", lifespan=watching, openapi_url=None)
    for routes in (desk_routes, channel_routes, billing_routes, member_routes):
        app.include_router(routes(service))
    _say_troubles(app, service.clock)
    return app


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
    handle(NobodyKnown, lambda trouble: said(404, str(trouble)))
    handle(Refused, lambda trouble: said(400, str(trouble)))
    handle(TooLarge, lambda _: said(413, f"A message has at most {BODY_BYTES_MOST:,} bytes. Send fewer lines at once."))
    handle(RequestValidationError, unreadable)
    handle(HTTPException, refused)
    for busy in (OperationalError, NoConnectionFree, TimeoutError):
        handle(busy, lambda _: said(503, "The ledger's database does not answer now. Ask again."))
