"""The routes by which a desk asks what is known of drawers and bags at other desks."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.bags_twice import filled_elsewhere
from cashier.ledger.requests import Service, answer, asked_of
from cashier.ledger.two_drawers import open_elsewhere
from cashier.wire_drawers import BagElsewhere, OpenElsewhere


def drawer_routes(service: Service) -> APIRouter:
    """Where else somebody has a drawer open, and a bag was filled."""
    router = APIRouter(prefix="/v1/desks/{desk}/drawers")

    @router.get("")
    async def say_open(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> OpenElsewhere:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            with service.reading.connect() as connection:
                return open_elsewhere(connection, request.query_params.get("staff", ""), desk)

        return answer(await run_in_threadpool(work))

    @router.get("/bags")
    async def say_bag(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> BagElsewhere:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            number = request.query_params.get("number", "")
            with service.reading.connect() as connection:
                return BagElsewhere(desks=filled_elsewhere(connection, number, caller.center, desk))

        return answer(await run_in_threadpool(work))

    return router
