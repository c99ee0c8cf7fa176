"""The ledger's HTTP face: its routes, joined, and every trouble said in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import ceil

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.exceptions import HTTPException

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.sign_in import TryLater
from cashier.domain.times import Clock
from cashier.ledger.callers import Revoked
from cashier.ledger.guarantors import Gatherer
from cashier.ledger.keeping import NobodyKnown
from cashier.ledger.limits import TooMany
from cashier.ledger.metrics import count_connections
from cashier.ledger.nights import Nights
from cashier.ledger.observing import Observed, trouble
from cashier.ledger.requests import NotReady, Service, TooLarge, TooSlow
from cashier.ledger.routes_billing import billing_routes
from cashier.ledger.routes_books import book_routes
from cashier.ledger.routes_cash import cash_routes
from cashier.ledger.routes_center import center_routes
from cashier.ledger.routes_channels import channel_routes
from cashier.ledger.routes_corrections import correction_routes
from cashier.ledger.routes_deeds import deed_routes
from cashier.ledger.routes_deposits import deposit_routes
from cashier.ledger.routes_desks import desk_routes
from cashier.ledger.routes_drawers import drawer_routes
from cashier.ledger.routes_enrollment import enrollment_routes
from cashier.ledger.routes_handed import handed_routes
from cashier.ledger.routes_members import member_routes
from cashier.ledger.routes_office import office_routes
from cashier.ledger.routes_operations import operation_routes
from cashier.ledger.routes_records import records_routes
from cashier.ledger.routes_safe import safe_routes
from cashier.ledger.routes_suspended import suspended_routes
from cashier.ledger.sessions import NotSignedIn
from cashier.ledger.tokens import NotKnown


def make_app(service: Service, when_ready: Callable[[], None]) -> FastAPI:
    """The application over a prepared database; ``when_ready`` is called once, before the first request."""

    @asynccontextmanager
    async def watching(_: FastAPI) -> AsyncIterator[None]:
        gatherer = Gatherer(service.engine, service.cash_seen)
        nights = Nights(service.engine, service.clock, service.new_id)
        running = asyncio.gather(service.watch.run(), gatherer.run(), nights.run())
        when_ready()
        yield
        service.watch.release()
        gatherer.release()
        nights.release()
        await running

    app = FastAPI(title="Counterfoil ledger", lifespan=watching, openapi_url=None)
    for routes in (
        desk_routes,
        channel_routes,
        billing_routes,
        member_routes,
        office_routes,
        enrollment_routes,
        operation_routes,
        suspended_routes,
        cash_routes,
        center_routes,
        correction_routes,
        deed_routes,
        records_routes,
        deposit_routes,
        book_routes,
        safe_routes,
        handed_routes,
        drawer_routes,
    ):
        app.include_router(routes(service))
    _say_troubles(app, service.clock)
    app.add_middleware(Observed, clock=service.clock)
    count_connections(service.engine)
    return app


def _say_troubles(app: FastAPI, clock: Clock) -> None:
    def handle(kind: type[Exception], say: Callable[[Exception], tuple[int, str]], **headers: str) -> None:
        async def answer(request: Request, raised: Exception) -> Response:
            field = raised.field if isinstance(raised, Refused) else ""
            return trouble(*say(raised), request.scope, clock, headers | _retry(raised), field=field)

        app.add_exception_handler(kind, answer)

    def unreadable(raised: Exception) -> tuple[int, str]:
        assert isinstance(raised, RequestValidationError)
        first = raised.errors()[0]
        return 400, f"The request's {first['loc'][-1]} cannot be used: {first['msg'].lower()}."

    def refused(raised: Exception) -> tuple[int, str]:
        assert isinstance(raised, HTTPException)
        return raised.status_code, f"The ledger does not offer this ({raised.detail.lower()})."

    for unknown in (NotKnown, NotSignedIn):
        handle(unknown, lambda raised: (401, str(raised)))
    for forbidden in (NotAllowed, Revoked):
        handle(forbidden, lambda raised: (403, str(raised)))
    for often in (TryLater, TooMany):
        handle(often, lambda raised: (429, str(raised)))
    handle(NobodyKnown, lambda raised: (404, str(raised)))
    handle(Refused, lambda raised: (400, str(raised)))
    handle(NotReady, lambda raised: (503, str(raised)))
    # What was not read of these must not be taken for the next request.
    handle(TooLarge, lambda _: (413, "The message is too large. Send fewer lines at once."), Connection="close")
    handle(TooSlow, lambda _: (408, "The message came too slowly. Send fewer lines at once."), Connection="close")
    handle(RequestValidationError, unreadable)
    handle(HTTPException, refused)
    # InternalError: a server that was the primary until a moment ago takes nothing any more.
    for busy in (OperationalError, InternalError, NoConnectionFree, TimeoutError):
        handle(busy, lambda _: (503, "The ledger's database does not answer now. Ask again."))


def _retry(raised: Exception) -> dict[str, str]:
    """When to ask again, where that is known."""
    return {"Retry-After": str(ceil(raised.retry_after_s))} if isinstance(raised, TooMany) else {}
