"""The routes of the three books: what differs, who looks after it, and what it was."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy import Connection

from cashier.domain.people import Staff
from cashier.ledger.comparing import Asked, close_difference, days_before, differences, take_difference
from cashier.ledger.office import CloseNote, Done, TakeTask
from cashier.ledger.office_books import BookRow, book_row
from cashier.ledger.requests import Service, body_of, read_as
from cashier.ledger.routes_office import Places, RowsOf, do_act, say_list

Task = Annotated[str, Path(max_length=100, pattern=r"^books\.[^\x00]*$")]


def book_routes(service: Service) -> APIRouter:
    """For signed-in people of the office, like all under this prefix."""
    router = APIRouter(prefix="/v1/office/books")

    @router.get("")
    async def say_differences(
        request: Request, asked: Places, first: date | None = None, last: date | None = None
    ) -> Response:
        def read(connection: Connection, caller: Staff) -> list[BookRow]:
            now = service.clock()
            usual = days_before(now)
            days = Asked(first=first or usual.first, last=last or usual.last, center=asked.center, region=asked.region)
            return [book_row(row, caller) for row in differences(connection, days, now)]

        return await say_list(service, request, asked, RowsOf("books", BookRow, read))

    @router.post("/{task}/take")
    async def take(task: Task, request: Request) -> Response:
        wish = read_as(await body_of(service, request), TakeTask)

        def act(connection: Connection, caller: Staff) -> Done:
            return take_difference(connection, task, wish.line_id, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/{task}/close")
    async def close(task: Task, request: Request) -> Response:
        wish = read_as(await body_of(service, request), CloseNote)

        def act(connection: Connection, caller: Staff) -> Done:
            return close_difference(connection, task, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    return router
