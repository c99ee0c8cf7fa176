"""The ledger's HTTP face: its routes, joined, and every trouble said in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import ceil

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.sign_in import TryLater
from cashier.domain.times import Clock
from cashier.ledger.callers import Revoked
from cashier.ledger.limits import TooMany
from cashier.ledger.requests import Service, TooLarge, TooSlow
from cashier.ledger.routes_channels import channel_routes
from cashier.ledger.routes_desks import desk_routes
from cashier.ledger.routes_enrollment import enrollment_routes
from cashier.ledger.routes_members import member_routes
from cashier.ledger.routes_office import office_routes
from cashier.ledger.sessions import NotSignedIn
from cashier.ledger.tokens import NotKnown
from cashier.wire import Trouble


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
    for routes in (desk_routes, channel_routes, member_routes, office_routes, enrollment_routes):
        app.include_router(routes(service))
    _say_troubles(app, service.clock)
    return app


def _say_troubles(app: FastAPI, clock: Clock) -> None:
    def said(status: int, sentence: str, **headers: str) -> Response:
        trouble = Trouble(sentence=sentence, at=clock())
        return Response(trouble.model_dump_json(), status, headers, media_type="application/json")

    def handle(kind: type[Exception], say: Callable[[Exception], Response]) -> None:
        async def answer(_: Request, trouble: Exception) -> Response:
            return say(trouble)

        app.add_exception_handler(kind, answer)

    def unreadable(trouble: Exception) -> Response:
        assert isinstance(trouble, RequestValidationError)
        first = trouble.errors()[0]
        return said(400, f"The request's {first['loc'][-1]} cannot be used: {first['msg'].lower()}.")

    def too_many(trouble: Exception) -> Response:
        assert isinstance(trouble, TooMany)
        return said(429, trouble.sentence, **{"Retry-After": str(ceil(trouble.retry_after_s))})

    def refused(trouble: Exception) -> Response:
        assert isinstance(trouble, HTTPException)
        return said(trouble.status_code, f"The ledger does not offer this ({trouble.detail.lower()}).")

    for unknown in (NotKnown, NotSignedIn):
        handle(unknown, lambda trouble: said(401, str(trouble)))
    handle(NotAllowed, lambda trouble: said(403, str(trouble)))
    handle(TryLater, lambda trouble: said(429, str(trouble)))
    handle(Refused, lambda trouble: said(400, str(trouble)))
    handle(Revoked, lambda trouble: said(403, str(trouble)))
    handle(TooMany, too_many)
    # What was not read of these must not be taken for the next request.
    handle(TooLarge, lambda _: said(413, "The message is too large. Send fewer lines at once.", Connection="close"))
    handle(TooSlow, lambda _: said(408, "The message came too slowly. Send fewer lines at once.", Connection="close"))
    handle(RequestValidationError, unreadable)
    handle(HTTPException, refused)
    for busy in (OperationalError, NoConnectionFree, TimeoutError):
        handle(busy, lambda _: said(503, "The ledger's database does not answer now. Ask again."))
