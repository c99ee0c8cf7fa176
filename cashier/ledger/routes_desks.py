"""The routes that desks use: lines in, standing and directory out."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cashier.ledger.callers import Asked
from cashier.ledger.directory import Cursor, read_page
from cashier.ledger.keeping import ledger_epoch
from cashier.ledger.receive import NoRun, read_run, receive, receive_as_said, standing
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.restoring import notice_read_further
from cashier.wire import PAGE_ROWS_MAX, Run, Standing

WAIT_S_MOST = 60.0


def desk_routes(service: Service) -> APIRouter:
    """What a desk asks: take my lines, say my standing, show me what changed."""
    router = APIRouter(prefix="/v1/desks/{desk}")

    # The web framework's own way of calling a function takes longer than posting a payment.
    async def take_lines(request: Request) -> Response:
        asked = await asked_of(service, request)
        desk = request.path_params["desk"]
        with service.turns.taken(desk) as its_turn:
            return answer(await run_in_threadpool(_received, service, asked, desk, its_turn))

    router.add_route(f"{router.prefix}/lines", take_lines, methods=["POST"])

    @router.get("/standing")
    async def say_standing(desk: str, request: Request) -> Response:
        asked = await asked_of(service, request)

        def work() -> Standing:
            service.callers.caller(asked).must_be(desk)
            with service.reading.connect() as connection:
                return standing(connection, desk)

        return answer(await run_in_threadpool(work))

    @router.get("/directory")
    async def say_directory(
        desk: str,
        request: Request,
        epoch: str = "",
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=PAGE_ROWS_MAX)] = PAGE_ROWS_MAX,
        wait_s: Annotated[float, Query(ge=0, le=WAIT_S_MOST)] = 0.0,
    ) -> Response:
        asked = await asked_of(service, request)

        def center() -> str:
            caller = service.callers.caller(asked)
            caller.must_be(desk)
            caller.must_be_current()
            notice_read_further(service.engine, ledgers, cursor.changed_in, service.admin(by=desk))
            return caller.center

        cursor, ledgers, until = Cursor.read(after), ledger_epoch(epoch), monotonic() + wait_s
        read = partial(read_page, service.reading, desk, known_epoch=epoch, after=cursor, limit=limit)
        seen, here = cursor.changed_in, await run_in_threadpool(center)
        while True:
            # Who waits has read all there was: it reads when it is its turn to be told, and else once at the end.
            left_s = until - monotonic()
            is_told = await service.watch.wait(desk, center=here, epoch=ledgers, seen=seen, wait_s=left_s)
            # Noted before the page is read: what came in between is told again rather than never.
            seen = service.watch.news.newest_for(desk, here)
            async with service.watch.turn_to_read():
                page = await run_in_threadpool(read)
            if not is_told or page.epoch != epoch or page.after != after:
                break
        return answer(page)

    return router


def _received(service: Service, asked: Asked, desk: str, its_turn: Callable[[], None]) -> Standing:
    caller = service.callers.presumed(asked) or service.callers.caller(asked)
    caller.must_be(desk)
    raw = asked.request.body
    try:
        lines = read_run(desk, read_as(raw, Run))
    except NoRun:  # No desk's own program sends such a thing.
        told = f"A run of {desk} was none: its lines were out of order, or held what no journal does."
        caller.notice("run_disordered", told)
        raise
    if not service.is_spread and (done := receive_as_said(service.reading, desk, lines, caller.key, its_turn)):
        service.cash_seen.note(desk, lines)
        return done
    its_turn()
    service.callers.confirm(caller)
    return receive(service.engine, desk, lines, raw)
