"""The routes by which desks of a center see each other's suspended transactions and take one up."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.callers import Caller
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.suspended import take_up, waiting_in
from cashier.wire import SuspendedList, TakenUp, TakeUp


def suspended_routes(service: Service) -> APIRouter:
    """The center's list, and one of it for who asks first."""
    router = APIRouter(prefix="/v1/desks/{desk}/suspended")

    @router.get("")
    async def say_waiting(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> SuspendedList:
            caller = _of_desk(service.callers.caller(asked), desk)
            with service.reading.connect() as connection:
                return waiting_in(connection, desk, caller.center, service.clock())

        return answer(await run_in_threadpool(work))

    @router.put("/{suspended_id}")
    async def give(desk: str, suspended_id: UUID, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> TakenUp:
            caller = _of_desk(service.callers.caller(asked), desk)
            wish = read_as(asked.request.body, TakeUp)
            with service.engine.begin() as connection:
                return take_up(
                    connection,
                    suspended_id,
                    desk=desk,
                    center=caller.center,
                    staff=wish.staff,
                    now=service.clock(),
                )

        return answer(await run_in_threadpool(work))

    return router


def _of_desk(caller: Caller, desk: str) -> Caller:
    caller.must_be(desk)
    caller.must_be_current()
    return caller
