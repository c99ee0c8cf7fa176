"""What somebody of the office does at a desk about what waits."""

from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from cashier.ledger.asks import ask, ask_told
from cashier.ledger.center_deeds import do_deed, tell_task
from cashier.ledger.center_office import known_caller, office_caller
from cashier.ledger.desk_messages import messages_told
from cashier.ledger.refunds import ask_refund
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.trends import over_short_trend
from cashier.wire import Message
from cashier.wire_deeds import (
    AskFor,
    AskLook,
    AskTold,
    Deed,
    DeedDone,
    MessagesAsked,
    MessagesTold,
    TaskAsked,
    TaskTold,
    TrendAsked,
    TrendTold,
)
from cashier.wire_refunds import AskRefund, RefundAsked

Asked = TypeVar("Asked", bound=Message)


def deed_routes(service: Service) -> APIRouter:
    """Under the desk that asks; the ledger looks up who is signed in there."""
    router = APIRouter(prefix="/v1/desks/{desk}/office")

    @router.post("/deeds")
    async def do(desk: str, request: Request) -> Response:
        def act(connection: Connection, wish: Deed, center: str) -> DeedDone:
            return do_deed(connection, wish, center, clock=service.clock, new_id=service.new_id)

        return await answered(service, desk, request, Deed, act)

    @router.post("/task")
    async def tell(desk: str, request: Request) -> Response:
        def look(connection: Connection, asked: TaskAsked, center: str) -> TaskTold:
            return tell_task(connection, asked.staff, asked.about, center, service.clock())

        return await answered(service, desk, request, TaskAsked, look, writes=False)

    @router.post("/asks")
    async def put_question(desk: str, request: Request) -> Response:
        def act(connection: Connection, wish: AskFor, center: str) -> AskTold:
            caller = known_caller(connection, wish.staff, center)
            return ask(connection, wish, caller, desk, center, clock=service.clock, new_id=service.new_id)

        return await answered(service, desk, request, AskFor, act)

    @router.post("/refunds")
    async def put_refund(desk: str, request: Request) -> Response:
        def act(connection: Connection, wish: AskRefund, center: str) -> RefundAsked:
            caller = known_caller(connection, wish.staff, center)
            return ask_refund(
                connection, wish, caller, desk=desk, center=center, clock=service.clock, new_id=service.new_id
            )

        return await answered(service, desk, request, AskRefund, act)

    @router.post("/asks/look")
    async def look_at_question(desk: str, request: Request) -> Response:
        def look(connection: Connection, asked: AskLook, _: str) -> AskTold:
            return ask_told(connection, asked.ask, desk, service.clock())

        return await answered(service, desk, request, AskLook, look, writes=False)

    @router.post("/messages")
    async def tell_messages(desk: str, request: Request) -> Response:
        def look(connection: Connection, _: MessagesAsked, center: str) -> MessagesTold:
            return messages_told(connection, desk, center, service.clock())

        return await answered(service, desk, request, MessagesAsked, look, writes=False)

    @router.post("/trend")
    async def tell_trend(desk: str, request: Request) -> Response:
        def look(connection: Connection, asked: TrendAsked, center: str) -> TrendTold:
            caller = office_caller(connection, asked.staff, center)
            return over_short_trend(connection, caller, center, asked.today, asked.days)

        return await answered(service, desk, request, TrendAsked, look, writes=False)

    return router


async def answered(
    service: Service,
    desk: str,
    request: Request,
    shape: type[Asked],
    act: Callable[[Connection, Asked, str], Message],
    *,
    writes: bool = True,
) -> Response:
    """What a desk asked in its own name; one transaction where it ``writes``. ``act`` gets its center, too."""
    asked = await asked_of(service, request)

    def work() -> Message:
        caller = service.callers.caller(asked)
        caller.must_be(desk)
        caller.must_be_current()
        wish = read_as(asked.request.body, shape)
        with service.engine.begin() if writes else service.reading.connect() as connection:
            return act(connection, wish, caller.center)

    return answer(await run_in_threadpool(work))
