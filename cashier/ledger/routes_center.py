"""What a desk asks for somebody of the office: how its whole center stands, and to take bags into the safe."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.center_office import center_office, office_caller
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.safe import accept_bag
from cashier.wire_office import AcceptBag, BagAccepted, OfficeAnswer, OfficeAsked


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

    @router.post("/bags")
    async def take_bag(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> BagAccepted:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            wish = read_as(asked.request.body, AcceptBag)
            with service.engine.begin() as connection:
                person = office_caller(connection, wish.staff, caller.center)
                return accept_bag(
                    connection,
                    wish.number,
                    wish.line_id,
                    person,
                    caller.center,
                    clock=service.clock,
                    new_id=service.new_id,
                )

        return answer(await run_in_threadpool(work))

    return router
