"""The route of billing systems: who is billed, for what, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from cashier.ledger.arrangements import told_after
from cashier.ledger.billing import is_billing_system, take_events
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.statement_details import load_addresses, load_lines
from cashier.ledger.tokens import NotKnown
from cashier.wire_billing import BillingAnswer, BillingDetails, BillingEvents, NotTaken, Told


def billing_routes(service: Service) -> APIRouter:
    """Events of billing systems, and what copies of statements show, in batches."""
    router = APIRouter(prefix="/v1")

    @router.post("/billing/{system}/events")
    async def take(system: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> BillingAnswer:
            service.callers.caller(asked).must_be(system)
            said = read_as(asked.request.body, BillingEvents)
            with service.engine.begin() as connection:
                _must_be_billing(connection, system)
                return take_events(connection, system, said.events, clock=service.clock, new_id=service.new_id)

        return answer(await run_in_threadpool(work))

    @router.post("/billing/{system}/details")
    async def take_details(system: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> BillingAnswer:
            service.callers.caller(asked).must_be(system)
            said = read_as(asked.request.body, BillingDetails)
            with service.engine.begin() as connection:
                _must_be_billing(connection, system)
                merged = [load_lines(connection, said.lines), load_addresses(connection, said.addresses)]
            refused = [
                NotTaken(reference=one.number, sentence=one.sentence) for batch in merged for one in batch.refused
            ]
            return BillingAnswer(taken=sum(batch.new for batch in merged), known=0, not_taken=tuple(refused))

        return answer(await run_in_threadpool(work))

    @router.get("/billing/{system}/told")
    async def tell(system: str, request: Request, after: Annotated[int, Query(ge=0, lt=2**63)] = 0) -> Response:
        asked = await asked_of(service, request)

        def work() -> Told:
            service.callers.caller(asked).must_be(system)
            with service.reading.connect() as connection:
                _must_be_billing(connection, system)
                return told_after(connection, after)

        return answer(await run_in_threadpool(work))

    return router


def _must_be_billing(connection: Connection, system: str) -> None:
    if not is_billing_system(connection, system):
        raise NotKnown(f"{system} is no billing system. Enroll it with `ledger billing enroll`.")
