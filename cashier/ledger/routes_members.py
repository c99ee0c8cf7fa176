"""The routes that find people on the ledger itself, show what they paid, and give a desk a family to hold."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.callers import Asked
from cashier.ledger.directory import read_family
from cashier.ledger.funds import funds_of, use_fund
from cashier.ledger.guarantors import guarantor_account
from cashier.ledger.keeping import hold_family
from cashier.ledger.past import member_payments
from cashier.ledger.receipts import receipt_of
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.search import search_members
from cashier.ledger.statement_details import statement_details
from cashier.wire import NUMBER, Page, PastAnswer, ReceiptAnswer, SearchAnswer, StatementDetailsRow
from cashier.wire_funds import FundsAnswer, FundUsed, UseFund


def member_routes(service: Service) -> APIRouter:
    """Search over all members, accounts, and families for a desk of another center."""
    router = APIRouter(prefix="/v1")

    @router.get("/members")
    async def find_members(request: Request, text: Annotated[str, Query(max_length=100)]) -> Response:
        asked = await asked_of(service, request)

        def work() -> SearchAnswer:
            caller = service.callers.caller(asked)
            caller.must_be_current()
            service.limits.searched(caller.holder)
            with service.reading.connect() as connection:
                return SearchAnswer(found=search_members(connection, text, service.clock().date()))

        return answer(await run_in_threadpool(work))

    @router.get("/guarantors/{number}")
    async def show_account(
        request: Request, number: Annotated[str, Path(pattern=f"^{NUMBER}$", max_length=40)]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> str:
            caller = service.callers.caller(asked)
            caller.must_be_current()
            with service.reading.connect() as connection:
                return guarantor_account(connection, number, caller.holder)

        return Response(await run_in_threadpool(work), media_type="application/json")

    _add_people(router, service)
    _add_funds(router, service)
    return router


def _add_people(router: APIRouter, service: Service) -> None:
    """What a desk asks about one member."""

    @router.put("/desks/{desk}/people/{member:path}")
    async def hold(
        desk: str, request: Request, member: Annotated[str, Path(pattern=f"^{NUMBER}$", max_length=40)]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> Page:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            service.limits.searched(caller.holder)
            with service.engine.begin() as connection:
                hold_family(connection, desk, member)
            return read_family(service.reading, desk, member)

        return answer(await run_in_threadpool(work))

    @router.get("/desks/{desk}/people/{member:path}/payments")
    async def show_payments(
        desk: str, request: Request, member: Annotated[str, Path(pattern=f"^{NUMBER}$", max_length=40)]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> PastAnswer:
            _must_be_current(service, asked, desk)
            with service.reading.connect() as connection:
                return PastAnswer(payments=member_payments(connection, member))

        return answer(await run_in_threadpool(work))

    @router.get("/desks/{desk}/details")
    async def say_details(
        desk: str, request: Request, statement: Annotated[str, Query(pattern=f"^{NUMBER}$", max_length=40)]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> StatementDetailsRow:
            _must_be_current(service, asked, desk)
            with service.reading.connect() as connection:
                return statement_details(connection, statement)

        return answer(await run_in_threadpool(work))

    @router.get("/desks/{desk}/receipts/{receipt}")
    async def show_receipt(
        desk: str, request: Request, receipt: Annotated[str, Path(pattern=r"^[A-Z0-9]{2,8}-[0-9]{7,12}$")]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> ReceiptAnswer:
            _must_be_current(service, asked, desk)
            with service.reading.connect() as connection:
                return receipt_of(connection, receipt)

        return answer(await run_in_threadpool(work))


def _add_funds(router: APIRouter, service: Service) -> None:
    """What a member's guarantor has, and its use for a bill."""

    @router.get("/desks/{desk}/people/{member:path}/funds")
    async def show_funds(
        desk: str, request: Request, member: Annotated[str, Path(pattern=f"^{NUMBER}$", max_length=40)]
    ) -> Response:
        asked = await asked_of(service, request)

        def work() -> FundsAnswer:
            _must_be_current(service, asked, desk)
            with service.reading.connect() as connection:
                return FundsAnswer(funds=funds_of(connection, member))

        return answer(await run_in_threadpool(work))

    @router.post("/desks/{desk}/funds")
    async def take_from_fund(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> FundUsed:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            wish = read_as(asked.request.body, UseFund)
            with service.engine.begin() as connection:
                return use_fund(
                    connection, wish, desk=desk, center=caller.center, clock=service.clock, new_id=service.new_id
                )

        return answer(await run_in_threadpool(work))


def _must_be_current(service: Service, asked: Asked, desk: str) -> None:
    """A desk that asks about people, as often as it may."""
    caller = service.callers.caller(asked)
    caller.must_be(desk)
    caller.must_be_current()
    service.limits.searched(caller.holder)
