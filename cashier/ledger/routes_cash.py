"""The route by which a desk asks what a payor brought in cash elsewhere."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.large_cash import CATCH_UP_MOST, cash_elsewhere, gather_cash
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.wire import CashAnswer, CashAsked


def cash_routes(service: Service) -> APIRouter:
    """What the watch over large cash asks."""
    router = APIRouter(prefix="/v1/desks/{desk}/cash")

    @router.post("")
    async def say_cash(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> CashAnswer:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            wish = read_as(asked.request.body, CashAsked)
            with service.engine.begin() as connection:
                gather_cash(
                    connection, seen=service.cash_seen, most=CATCH_UP_MOST
                )  # What came in this second counts, too.
                return cash_elsewhere(connection, wish.payor, desk, service.clock())

        return answer(await run_in_threadpool(work))

    return router
