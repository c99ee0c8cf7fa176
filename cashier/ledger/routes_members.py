"""The route that finds members on the ledger itself."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.requests import Service, answer, asked_of
from cashier.ledger.search import search_members
from cashier.wire import SearchAnswer


def member_routes(service: Service) -> APIRouter:
    """Search over all members."""
    router = APIRouter(prefix="/v1")

    @router.get("/members")
    async def find_members(request: Request, text: Annotated[str, Query(max_length=100)]) -> Response:
        asked = await asked_of(service, request)

        def work() -> SearchAnswer:
            caller = service.callers.caller(asked)
            caller.must_be_current()
            service.limits.searched(caller.holder)
            with service.engine.connect() as connection:
                return SearchAnswer(found=search_members(connection, text, service.clock().date()))

        return answer(await run_in_threadpool(work))

    return router
