"""The route of the exceptions list: what was taken back or moved, by whom, and who agreed."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from cashier.domain.people import Staff
from cashier.ledger.office_corrections import CorrectionRow, correction_rows
from cashier.ledger.requests import Service
from cashier.ledger.routes_office import Places, RowsOf, say_list


def correction_routes(service: Service) -> APIRouter:
    """For signed-in people of the office, like all under this prefix."""
    router = APIRouter(prefix="/v1/office")

    @router.get("/corrections")
    async def say_corrections(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[CorrectionRow]:
            return correction_rows(connection, center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("corrections", CorrectionRow, read))

    return router
