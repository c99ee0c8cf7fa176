"""The route of billing systems: who is billed, for what, and what became of it."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.billing import is_billing_system, take_events
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.tokens import NotKnown
from cashier.wire_billing import BillingAnswer, BillingEvents


def billing_routes(service: Service) -> APIRouter:
    """Events of billing systems, in batches."""
    router = APIRouter(prefix="/v1")

    @router.post("/billing/{system}/events")
    async def take(system: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> BillingAnswer:
            service.callers.caller(asked).must_be(system)
            said = read_as(asked.request.body, BillingEvents)
            with service.engine.begin() as connection:
                if not is_billing_system(connection, system):
                    raise NotKnown(f"{system} is no billing system. Enroll it with `ledger billing enroll`.")
                return take_events(connection, system, said.events, clock=service.clock, new_id=service.new_id)

        return answer(await run_in_threadpool(work))

    return router
