"""The routes by which desks of a center decide about cash that cashiers gave to each other."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.callers import Caller
from cashier.ledger.handed import OF_THE_GIVER, arriving, decide, left_behind
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.wire_handed import DecideHanded, HandedDecided, HandedList


def handed_routes(service: Service) -> APIRouter:
    """What comes to a person, and what becomes of one of them."""
    router = APIRouter(prefix="/v1/desks/{desk}/handed")

    @router.get("")
    async def say_arriving(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> HandedList:
            caller = _of_desk(service.callers.caller(asked), desk)
            caller.must_be_current()
            with service.reading.connect() as connection:
                told = left_behind if "left_behind" in request.query_params else arriving
                return told(connection, desk, caller.center, request.query_params.get("staff", ""))

        return answer(await run_in_threadpool(work))

    @router.put("/{transfer_id}")
    async def decide_one(desk: str, transfer_id: UUID, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> HandedDecided:
            caller = _of_desk(service.callers.caller(asked), desk)
            wish = read_as(asked.request.body, DecideHanded)
            if wish.wanted not in OF_THE_GIVER:
                caller.must_be_current()
            with service.engine.begin() as connection:
                return decide(connection, transfer_id, wish, desk=desk, center=caller.center, now=service.clock())

        return answer(await run_in_threadpool(work))

    return router


def _of_desk(caller: Caller, desk: str) -> Caller:
    caller.must_be(desk)
    return caller
