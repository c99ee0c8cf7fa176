"""A ledger whose center has a closed drawer's bags in transit, and the people of its cash office."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from cashier.domain.count import exactly
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.shift import DENOMINATIONS
from cashier.ledger import loading
from cashier.ledger.administration import keep_center
from cashier.ledger.bank_figures import correct_deposit
from cashier.ledger.custody import deposit_arrived, give_deposit
from cashier.ledger.deposits import prepare_deposit, review_deposit
from cashier.ledger.naming import name_bags
from cashier.ledger.safe import accept_bag
from cashier.ledger.safe_counts import count_bag, count_safe, take_change
from cashier.wire import StaffRow
from cashier.wire_safe import (
    BagsNamed,
    CorrectDeposit,
    CountBag,
    CountDone,
    CountSafe,
    DepositArrived,
    DepositDone,
    GiveDeposit,
    NameBags,
    PrepareDeposit,
    ReviewDeposit,
    TakeChange,
)
from tests.domain.drawer_lines import closed, dropped, shift_lines
from tests.ledger.conftest import ADMIN, add_desk, clock, new_id, send
from tests.ledger.paper_desk import TODAY, PaperDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
HELEN = Staff(user="helen", name="Helen Park", role=Role.LEAD)
OMAR = Staff(user="omar", name="Omar Castellanos", role=Role.SUPERVISOR)
BAGS: list[dict[str, Any]] = closed().facts["bags"]
BAG = BAGS[0]
CHECKS = [
    {"number": item["number"], "cents": item["cents"]}
    for item in closed().facts["checks"]
    if item["book"] == BAG["book"]
]
SEAL = "OAK-900-0001"
_ALL = {kind.code: 9999 for kind in DENOMINATIONS}


def count_of(cents: int) -> dict[str, int]:
    """Notes and coins that come to so much."""
    found = exactly(_ALL, Money(cents))
    assert found is not None
    return dict(found)


class SafeRoom:
    """The acts, each in a transaction of its own. ``sent``: so many lines of the drawer came by themselves."""

    def __init__(self, engine: Engine, *, sent: int | None = None) -> None:
        self.engine = engine
        self.desk = desk = PaperDesk("OAK3")
        for line in (*shift_lines(), closed()):
            desk.write(line)
        if sent != 0:
            send(engine, desk, 1, sent)
        people = (PRIYA, OMAR, HELEN)
        staff = [StaffRow(user=one.user, name=one.name, role=one.role, passphrase_hash="-") for one in people]
        with engine.begin() as connection:
            keep_center(connection, "OAK", "Oakland Medical Center", "ncal", ADMIN)
            loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)

    def _do(self, act: Any, *parts: Any) -> Any:
        with self.engine.begin() as connection:
            return act(connection, *parts, clock=clock, new_id=new_id)

    def accept(self, *numbers: str, by: Staff = PRIYA) -> None:
        for number in numbers or (BAG["number"],):
            self._do(accept_bag, number, new_id(), by, "OAK")

    def prepare(self, by: Staff = PRIYA, **more: Any) -> DepositDone:
        said: dict[str, Any] = {"line_id": new_id(), "center": "OAK", "book": BAG["book"], "bags": [BAG["number"]]}
        counted = {"count": count_of(BAG["cash_cents"]), "checks": CHECKS}
        done: DepositDone = self._do(prepare_deposit, PrepareDeposit(**said | counted | more), by)
        return done

    def review(self, deposit: DepositDone, by: Staff = OMAR, **more: Any) -> DepositDone:
        said: dict[str, Any] = {
            "line_id": new_id(),
            "count": count_of(BAG["cash_cents"]),
            "checks": CHECKS,
            "seal": SEAL,
        }
        done: DepositDone = self._do(review_deposit, deposit.deposit, ReviewDeposit(**said | more), by)
        return done

    def deposited(self) -> DepositDone:
        """The bag, accepted, counted twice and sealed."""
        self.accept()
        return self.review(self.prepare())

    def give(self, number: str = SEAL, courier: str = "Lee, Bay Couriers", by: Staff = PRIYA, **more: Any) -> Any:
        said: dict[str, Any] = {"line_id": new_id(), "staff": by.user, "number": number, "courier": courier}
        return self._do(give_deposit, GiveDeposit(**said | more), by, "OAK")

    def arrive(self, number: str = SEAL, receipt: str = "118-2201", by: Staff = PRIYA, **more: Any) -> Any:
        said: dict[str, Any] = {"line_id": new_id(), "staff": by.user, "number": number, "receipt": receipt}
        return self._do(deposit_arrived, DepositArrived(**said | more), by, "OAK")

    def correct(self, credited: int, *, two: tuple[Staff, Staff] = (PRIYA, HELEN), **more: Any) -> DepositDone:
        said: dict[str, Any] = {"line_id": new_id(), "staff": two[0].user, "second": two[1].user, "number": SEAL}
        said |= {"credited_cents": credited, "reason": "a note was counterfeit"}
        done: DepositDone = self._do(correct_deposit, CorrectDeposit(**said | more), two, "OAK")
        return done

    def count(
        self, purpose: str, cents: int, *bags: str, two: tuple[Staff, Staff] = (OMAR, PRIYA), **more: Any
    ) -> CountDone:
        said: dict[str, Any] = {"line_id": new_id(), "staff": two[0].user, "second": two[1].user, "day": TODAY}
        said["purpose"] = purpose
        wish = CountSafe(**said | {"count": count_of(cents), "bags": bags} | more)
        done: CountDone = self._do(count_safe, wish, two, "OAK")
        return done

    def recount(self, cents: int, *missing: str, two: tuple[Staff, Staff] = (PRIYA, OMAR), **more: Any) -> CountDone:
        said: dict[str, Any] = {"line_id": new_id(), "staff": two[0].user, "second": two[1].user}
        said["number"] = BAG["number"]
        wish = CountBag(**said | {"count": count_of(cents), "missing": missing} | more)
        done: CountDone = self._do(count_bag, wish, two, "OAK")
        return done

    def name(self, number: str, two: tuple[Staff, Staff] = (PRIYA, OMAR), **more: Any) -> dict[str, str]:
        said: dict[str, Any] = {"line_id": new_id(), "staff": two[0].user, "second": two[1].user, "number": number}
        done: BagsNamed = self._do(name_bags, NameBags(**said | more), two, "OAK")
        return {one.desk: one.name for one in done.names}

    def change(self, ordered: int, cents: int, two: tuple[Staff, Staff] = (PRIYA, OMAR)) -> CountDone:
        wish = TakeChange(
            line_id=new_id(), staff=two[0].user, second=two[1].user, ordered_cents=ordered, count=count_of(cents)
        )
        done: CountDone = self._do(take_change, wish, two, "OAK")
        return done

    def fill(self, number: str, desk: str = "OAK4", *, is_closed: bool = True) -> None:
        """A drawer at another desk fills a bag with its drop of $200.00."""
        with self.engine.begin() as connection:
            add_desk(connection, desk)
        other, shift = PaperDesk(desk), new_id()
        bag = dropped().facts["bags"][0] | {"number": number}
        drop = replace(dropped(), facts={**dropped().facts, "bags": [bag]})
        end = replace(closed(), facts={**closed().facts, "bags": [], "till_bag": ""}, transfers=())
        for line in (*shift_lines()[:1], drop, *([end] if is_closed else ())):
            other.write(replace(line, desk=desk, shift_id=shift, line_id=new_id()))
        send(self.engine, other)


@pytest.fixture
def room(engine: Engine) -> SafeRoom:
    return SafeRoom(engine)
