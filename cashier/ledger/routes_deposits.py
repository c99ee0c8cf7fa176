"""The routes of deposits: what is in the safe, what goes to the bank, and the two people who count it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from cashier.domain.people import Staff
from cashier.ledger.deposit_lists import deposit_list, deposit_rows, safe_rows
from cashier.ledger.deposits import prepare_deposit, review_deposit
from cashier.ledger.office_deposits import DepositItemRow, DepositRow, SafeBagRow
from cashier.ledger.requests import Service, body_of, read_as
from cashier.ledger.routes_office import Places, RowsOf, Whole, do_act, say_list
from cashier.wire_safe import DepositDone, PrepareDeposit, ReviewDeposit


def deposit_routes(service: Service) -> APIRouter:
    """For signed-in people of the office, like all under this prefix."""
    router = APIRouter(prefix="/v1/office")

    @router.get("/safe")
    async def say_safe(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[SafeBagRow]:
            return safe_rows(connection, asked.center)

        return await say_list(service, request, asked, RowsOf("safe", SafeBagRow, read))

    @router.get("/deposits")
    async def say_deposits(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[DepositRow]:
            return deposit_rows(connection, asked.center)

        return await say_list(service, request, asked, RowsOf("deposits", DepositRow, read))

    @router.get("/deposits/{deposit}/list")
    async def say_items(deposit: UUID, request: Request, asked: Whole) -> Response:
        def read(connection: Connection, _: Staff) -> list[DepositItemRow]:
            return deposit_list(connection, deposit)

        return await say_list(service, request, asked, RowsOf(f"deposit-{deposit}", DepositItemRow, read))

    @router.post("/deposits")
    async def prepare(request: Request) -> Response:
        wish = read_as(await body_of(service, request), PrepareDeposit)

        def act(connection: Connection, caller: Staff) -> DepositDone:
            return prepare_deposit(connection, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/deposits/{deposit}/review")
    async def review(deposit: UUID, request: Request) -> Response:
        wish = read_as(await body_of(service, request), ReviewDeposit)

        def act(connection: Connection, caller: Staff) -> DepositDone:
            return review_deposit(connection, deposit, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    return router
