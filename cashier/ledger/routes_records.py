"""The center's lines, asked for at a desk by who reads them."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from cashier.ledger.center_office import known_caller
from cashier.ledger.records import records_table, records_told
from cashier.ledger.requests import Service
from cashier.ledger.routes_deeds import answered
from cashier.wire_records import RecordsAsked, RecordsExport, RecordsTable, RecordsTold


def records_routes(service: Service) -> APIRouter:
    """Under the desk that asks; the ledger looks up who is signed in there."""
    router = APIRouter(prefix="/v1/desks/{desk}/office/records")

    @router.post("")
    async def tell(desk: str, request: Request) -> Response:
        def look(connection: Connection, asked: RecordsAsked, center: str) -> RecordsTold:
            return records_told(connection, asked, known_caller(connection, asked.staff, center), center)

        return await answered(service, desk, request, RecordsAsked, look, writes=False)

    @router.post("/export")
    async def take_out(desk: str, request: Request) -> Response:
        def act(connection: Connection, asked: RecordsExport, center: str) -> RecordsTable:
            caller = known_caller(connection, asked.staff, center)
            return records_table(connection, asked, caller, center, clock=service.clock, new_id=service.new_id)

        return await answered(service, desk, request, RecordsExport, act)

    return router
