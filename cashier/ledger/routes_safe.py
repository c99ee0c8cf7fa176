"""What a desk asks for the cash office: the safe, its counts, and deposits on their way to the bank."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from cashier.domain.errors import Refused
from cashier.domain.people import Staff
from cashier.ledger.alarms import record_export
from cashier.ledger.bank_figures import correct_deposit
from cashier.ledger.center_office import office_caller
from cashier.ledger.custody import deposit_arrived, give_deposit
from cashier.ledger.deposits import known_deposit, prepare_deposit, review_deposit
from cashier.ledger.naming import name_bags
from cashier.ledger.requests import Service, answer, asked_of, read_as
from cashier.ledger.safe_counts import count_bag, count_safe, take_change
from cashier.ledger.safe_view import bag_answer, safe_answer, slip_answer
from cashier.wire import Message
from cashier.wire_safe import (
    BagAsked,
    CorrectDeposit,
    CountBag,
    CountSafe,
    DepositArrived,
    GiveDeposit,
    NameBags,
    PrepareDeposit,
    ReviewDeposit,
    SafeAsked,
    SlipAsked,
    TakeChange,
)


@dataclass(frozen=True, slots=True)
class At:
    """Who asks, at a desk of which center, within a transaction."""

    connection: Connection
    service: Service
    center: str

    def person(self, user: str) -> Staff:
        """Raises NotAllowed."""
        return office_caller(self.connection, user, self.center)


Do = Callable[[bytes, At], Message]


def safe_routes(service: Service) -> APIRouter:
    """All below a desk's office."""
    router = APIRouter(prefix="/v1/desks/{desk}/office/safe")

    def add(path: str, do: Do) -> None:
        @router.post(path)
        async def act(desk: str, request: Request) -> Response:
            asked = await asked_of(service, request)

            def work() -> Message:
                caller = service.callers.caller(asked)
                caller.must_be(desk)
                caller.must_be_current()
                with service.engine.begin() as connection:
                    return do(asked.request.body, At(connection, service, caller.center))

            return answer(await run_in_threadpool(work))

    for path, do in _ACTS.items():
        add(path, do)
    return router


def _look(body: bytes, at: At) -> Message:
    wish = read_as(body, SafeAsked)
    return safe_answer(at.connection, at.person(wish.staff), at.center, wish.day, at.service.clock())


def _bag(body: bytes, at: At) -> Message:
    wish = read_as(body, BagAsked)
    return bag_answer(at.connection, at.person(wish.staff), at.center, wish.number)


def _prepare(body: bytes, at: At) -> Message:
    wish = read_as(body, PrepareDeposit).model_copy(update={"center": at.center})
    person = at.person(wish.staff)
    return prepare_deposit(at.connection, wish, person, clock=at.service.clock, new_id=at.service.new_id)


def _review(body: bytes, at: At) -> Message:
    wish = read_as(body, ReviewDeposit)
    person = at.person(wish.staff)
    if wish.deposit is None:
        raise Refused("Say which deposit is reviewed. Look at the list again.")
    deposit = _own(wish.deposit, at)
    return review_deposit(at.connection, deposit, wish, person, clock=at.service.clock, new_id=at.service.new_id)


def _own(deposit: UUID, at: At) -> UUID:
    """A deposit of the desk's own center. Raises Refused."""
    if known_deposit(at.connection, deposit).center != at.center:
        raise Refused("There is no such deposit. Look at the list again.")
    return deposit


def _give(body: bytes, at: At) -> Message:
    wish = read_as(body, GiveDeposit)
    person = at.person(wish.staff)
    return give_deposit(at.connection, wish, person, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _arrive(body: bytes, at: At) -> Message:
    wish = read_as(body, DepositArrived)
    person = at.person(wish.staff)
    return deposit_arrived(at.connection, wish, person, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _correct(body: bytes, at: At) -> Message:
    wish = read_as(body, CorrectDeposit)
    two = at.person(wish.staff), at.person(wish.second)
    return correct_deposit(at.connection, wish, two, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _count_safe(body: bytes, at: At) -> Message:
    wish = read_as(body, CountSafe)
    two = at.person(wish.staff), at.person(wish.second)
    return count_safe(at.connection, wish, two, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _count_bag(body: bytes, at: At) -> Message:
    wish = read_as(body, CountBag)
    two = at.person(wish.staff), at.person(wish.second)
    return count_bag(at.connection, wish, two, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _name(body: bytes, at: At) -> Message:
    wish = read_as(body, NameBags)
    two = at.person(wish.staff), at.person(wish.second)
    return name_bags(at.connection, wish, two, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _change(body: bytes, at: At) -> Message:
    wish = read_as(body, TakeChange)
    two = at.person(wish.staff), at.person(wish.second)
    return take_change(at.connection, wish, two, at.center, clock=at.service.clock, new_id=at.service.new_id)


def _slip(body: bytes, at: At) -> Message:
    """The list leaves the ledger with a name and a reason (R17)."""
    wish = read_as(body, SlipAsked)
    person = at.person(wish.staff)
    said = slip_answer(at.connection, person, at.center, wish.deposit)
    record_export(
        at.connection,
        f"deposit-{wish.deposit}",
        wish.reason,
        person,
        clock=at.service.clock,
        new_id=at.service.new_id,
    )
    return said


_ACTS: dict[str, Do] = {
    "": _look,
    "/bag": _bag,
    "/prepare": _prepare,
    "/review": _review,
    "/give": _give,
    "/arrive": _arrive,
    "/correct": _correct,
    "/count": _count_safe,
    "/recount": _count_bag,
    "/name": _name,
    "/change": _change,
    "/slip": _slip,
}
