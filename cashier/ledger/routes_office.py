"""The routes of the office: lists of what is open, held or wrong, and the acts of named people on them.

A list is JSON for a screen. As CSV it leaves the ledger, which takes a right and a reason and is written down (R17).
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from cashier.domain.people import Right, Staff
from cashier.ledger.alarms import acknowledge, alarm_rows, quarantine_rows, quarantined_run, record_export
from cashier.ledger.day_sums import EVERYTHING, day_totals, dimensions
from cashier.ledger.drawers import open_drawers
from cashier.ledger.held import credit_rows, held_rows, release, take_task
from cashier.ledger.holding import holding_rows
from cashier.ledger.large_cash import cash_report_rows
from cashier.ledger.notes import close_note, note_rows, take_note
from cashier.ledger.office import (
    Acknowledge,
    AlarmRow,
    CashReportRow,
    CloseNote,
    CreditRow,
    DayTotalRow,
    Done,
    DrawerRow,
    HeldRow,
    HoldingRow,
    ListAccount,
    NoteRow,
    PaperBookRow,
    QuarantineRow,
    Released,
    ReleaseHeld,
    ReturnedCheckRow,
    SignIn,
    TakeTask,
)
from cashier.ledger.paper import paper_book_rows
from cashier.ledger.requests import Service, answer, body_of, read_as, token_of
from cashier.ledger.returned_checks import list_account, returned_rows
from cashier.wire import Message

Text = Annotated[str, Query(max_length=500, pattern=r"^[^\x00]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWhole:
    """How a list is wanted; ``reason`` is needed for CSV."""

    format: Literal["json", "csv"] = "json"
    reason: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPlaces(AskedWhole):
    """The same of one center or region."""

    center: Text = ""
    region: Text = ""


Whole = Annotated[AskedWhole, Depends()]
Places = Annotated[AskedPlaces, Depends()]


@dataclass(frozen=True, slots=True)
class RowsOf:
    """A list: its name, its rows' shape, and how it is read for whom."""

    name: str
    shape: type[Message]
    read: Callable[[Connection, Staff], Sequence[Message]]


def office_routes(service: Service) -> APIRouter:
    """Everything that a signed-in person of the office may ask."""
    router = APIRouter(prefix="/v1/office")
    _add_sessions(router, service)
    _add_places(router, service)
    _add_ledger_wide(router, service)
    _add_acts(router, service)
    _add_notes(router, service)
    return router


def _add_sessions(router: APIRouter, service: Service) -> None:
    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        raw = await body_of(service, request)
        return answer(await run_in_threadpool(lambda: service.sessions.sign_in(read_as(raw, SignIn))))

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        await run_in_threadpool(service.sessions.sign_out, token_of(request))
        return Response(status_code=204)


def _add_places(router: APIRouter, service: Service) -> None:
    """Lists of a center, of a region, or of all."""

    @router.get("/drawers")
    async def say_drawers(request: Request, asked: Places) -> Response:
        def read(connection: Connection, caller: Staff) -> list[DrawerRow]:
            return open_drawers(connection, caller, center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("drawers", DrawerRow, read))

    @router.get("/held")
    async def say_held(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[HeldRow]:
            return held_rows(connection, service.clock(), center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("held", HeldRow, read))

    @router.get("/credits")
    async def say_credits(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[CreditRow]:
            return credit_rows(connection, service.clock(), center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("credits", CreditRow, read))

    @router.get("/paper-books")
    async def say_paper_books(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[PaperBookRow]:
            return paper_book_rows(connection, center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("paper-books", PaperBookRow, read))

    @router.get("/cash-reports")
    async def say_cash_reports(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[CashReportRow]:
            return cash_report_rows(connection, center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("cash-reports", CashReportRow, read))

    @router.get("/holding")
    async def say_holding(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[HoldingRow]:
            return holding_rows(connection, service.clock(), center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("holding", HoldingRow, read))


def _add_ledger_wide(router: APIRouter, service: Service) -> None:
    """Lists of the whole ledger, and a raw run as a file."""

    @router.get("/day-totals")
    async def say_day_totals(request: Request, asked: Whole, day: date, by: Text = EVERYTHING) -> Response:
        def read(connection: Connection, caller: Staff) -> list[DayTotalRow]:
            sees_expected = caller.may(Right.SEE_EXPECTED_CASH)
            return day_totals(connection, day, dimensions(by), caller=caller.user, sees_expected=sees_expected)

        return await say_list(service, request, asked, RowsOf("day-totals", DayTotalRow, read))

    @router.get("/alarms")
    async def say_alarms(request: Request, asked: Whole) -> Response:
        def read(connection: Connection, _: Staff) -> list[AlarmRow]:
            return alarm_rows(connection, service.clock())

        return await say_list(service, request, asked, RowsOf("alarms", AlarmRow, read))

    @router.get("/returned-checks")
    async def say_returned_checks(request: Request, asked: Whole) -> Response:
        def read(connection: Connection, _: Staff) -> list[ReturnedCheckRow]:
            return returned_rows(connection)

        return await say_list(service, request, asked, RowsOf("returned-checks", ReturnedCheckRow, read))

    @router.get("/quarantine")
    async def say_quarantine(request: Request, asked: Whole) -> Response:
        def read(connection: Connection, _: Staff) -> list[QuarantineRow]:
            return quarantine_rows(connection, service.clock())

        return await say_list(service, request, asked, RowsOf("quarantine", QuarantineRow, read))

    @router.get("/quarantine/{desk}/{run_hash}")
    async def give_run(
        request: Request,
        desk: Annotated[str, Path(pattern="^[A-Za-z0-9]+$")],
        run_hash: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
        reason: Text = "",
    ) -> Response:
        token = token_of(request)

        def work() -> bytes:
            caller = service.sessions.caller(token)
            caller.needs(Right.READ_JOURNAL, "read what is in quarantine")
            with service.engine.begin() as connection:
                run = quarantined_run(connection, desk, run_hash)
                _record(service, connection, f"quarantine.{desk}.{run_hash}", reason, caller)
            return run

        run = await run_in_threadpool(work)
        return Response(run, media_type="application/octet-stream", headers=_as_file(f"{desk}-{run_hash[:12]}.json"))


def _add_acts(router: APIRouter, service: Service) -> None:
    """What people do about what is on the lists."""

    @router.post("/tasks/{task}/take")
    async def take(task: str, request: Request) -> Response:
        wish = read_as(await body_of(service, request), TakeTask)

        def act(connection: Connection, caller: Staff) -> Done:
            return take_task(connection, task, wish.line_id, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/held/{task}/release")
    async def release_held(task: str, request: Request) -> Response:
        wish = read_as(await body_of(service, request), ReleaseHeld)

        def act(connection: Connection, caller: Staff) -> Released:
            second = service.sessions.caller(wish.second_token) if wish.second_token else None
            return release(connection, task, wish, caller, second=second, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/alarms/{alarm}/acknowledge")
    async def acknowledge_alarm(alarm: Annotated[int, Path(ge=1, lt=2**63)], request: Request) -> Response:
        wish = read_as(await body_of(service, request), Acknowledge)

        def act(connection: Connection, caller: Staff) -> Done:
            return acknowledge(connection, alarm, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/returned-checks")
    async def list_returned_check(request: Request) -> Response:
        wish = read_as(await body_of(service, request), ListAccount)

        def act(connection: Connection, caller: Staff) -> Done:
            return list_account(connection, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)


def _add_notes(router: APIRouter, service: Service) -> None:
    """What desks noted for somebody of the office."""

    @router.get("/notes")
    async def say_notes(request: Request, asked: Places) -> Response:
        def read(connection: Connection, _: Staff) -> list[NoteRow]:
            return note_rows(connection, service.clock(), center=asked.center, region=asked.region)

        return await say_list(service, request, asked, RowsOf("notes", NoteRow, read))

    @router.post("/notes/{note}/take")
    async def take(note: Annotated[int, Path(ge=1, lt=2**63)], request: Request) -> Response:
        wish = read_as(await body_of(service, request), TakeTask)

        def act(connection: Connection, caller: Staff) -> Done:
            return take_note(connection, note, wish.line_id, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)

    @router.post("/notes/{note}/close")
    async def close(note: Annotated[int, Path(ge=1, lt=2**63)], request: Request) -> Response:
        wish = read_as(await body_of(service, request), CloseNote)

        def act(connection: Connection, caller: Staff) -> Done:
            return close_note(connection, note, wish, caller, clock=service.clock, new_id=service.new_id)

        return await do_act(service, request, act)


async def do_act(service: Service, request: Request, act: Callable[[Connection, Staff], Message]) -> Response:
    token = token_of(request)

    def work() -> Message:
        caller = service.sessions.caller(token)
        with service.engine.begin() as connection:
            return act(connection, caller)

    return answer(await run_in_threadpool(work))


async def say_list(service: Service, request: Request, asked: AskedWhole, what: RowsOf) -> Response:
    token = token_of(request)

    def work() -> Response:
        caller = service.sessions.caller(token)
        caller.needs(Right.SEE_OFFICE, "see the office's lists")
        with service.engine.begin() as connection:
            rows = [row.model_dump(mode="json") for row in what.read(connection, caller)]
            if asked.format == "json":
                return Response(json.dumps({"v": 1, "rows": rows}), media_type="application/json")
            _record(service, connection, what.name, asked.reason, caller)
        return Response(_csv(what.shape, rows), media_type="text/csv", headers=_as_file(f"{what.name}.csv"))

    return await run_in_threadpool(work)


def _record(service: Service, connection: Connection, what: str, reason: str, caller: Staff) -> None:
    record_export(connection, what, reason, caller, clock=service.clock, new_id=service.new_id)


def _csv(shape: type[Message], rows: Sequence[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(shape.model_fields), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _as_file(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
