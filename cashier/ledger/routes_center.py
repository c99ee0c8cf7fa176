"""The route by which a desk asks how its whole center stands, for somebody of the office."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.center_office import center_office
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.wire_office import OfficeAnswer, OfficeAsked


def center_routes(service: Service) -> APIRouter:
    """What the Office page asks."""
    router = APIRouter(prefix="/v1/desks/{desk}/office")

    @router.post("")
    async def say_center(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> OfficeAnswer:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            wish = read_as(asked.request.body, OfficeAsked)
            with service.reading.connect() as connection:
                return center_office(connection, wish, caller.center, service.clock())

        return answer(await run_in_threadpool(work))

    return router
