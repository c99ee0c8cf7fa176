"""The routes of those who run the service: is it alive, may it be sent desks, what are its figures."""

from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from cashier.ledger.database import SCHEMA_REVISION, revision_of
from cashier.ledger.metrics import exposition
from cashier.ledger.requests import NotReady, Service, asked_of

METRICS_HOLDER = "metrics"


def operation_routes(service: Service) -> APIRouter:
    """Health, readiness and metrics."""
    router = APIRouter()

    @router.get("/health")
    async def is_alive() -> Response:
        return PlainTextResponse("alive\n")

    @router.get("/ready")
    async def is_ready() -> Response:
        if service.leaving.is_set():
            raise NotReady("The ledger is being stopped. Ask another copy of it.")

        def work() -> str | None:
            with service.engine.connect() as connection:
                return revision_of(connection)

        revision = await run_in_threadpool(work)
        # A newer one is fine: migrations only add while older copies still answer.
        if revision is None or revision < SCHEMA_REVISION:
            raise NotReady("The ledger's tables are older than this program. Run `ledger init`.")
        return PlainTextResponse("ready\n")

    @router.get("/metrics")
    async def say_metrics(request: Request) -> Response:
        is_near = request.client is not None and ip_address(request.client.host).is_loopback
        asked = None if is_near else await asked_of(service, request)

        def work() -> bytes:
            if asked is not None:
                service.callers.caller(asked).must_be(METRICS_HOLDER)
            return exposition(service.engine)

        return Response(await run_in_threadpool(work), media_type=CONTENT_TYPE_LATEST)

    return router
