"""A bag comes into the safe once, by its number, with what its drawer put into it; `check` says where not."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.people import RIGHTS, Right, Role, Staff
from cashier.ledger.check import check
from cashier.ledger.safe import accept_bag
from cashier.wire_office import BagAccepted
from tests.domain.drawer_lines import closed, dropped, shift_lines
from tests.fakes.builders import ROSA
from tests.ledger.conftest import add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import PaperDesk

PRIYA = Staff(user="priya", name="Priya Nair", role=Role.CASH_OFFICE)
TRANSIT, SAFE = "transit:OAK:ncal.medical", "safe:OAK:ncal.medical"


@pytest.fixture
def bag(engine: Engine) -> str:
    """The number of a drop that the ledger has heard of."""
    desk = PaperDesk("OAK3")
    for line in shift_lines():
        desk.write(line)
    drop = desk.write(dropped())
    send(engine, desk)
    return str(drop.facts["bags"][0]["number"])


def accept(
    engine: Engine, number: str, *, caller: Staff = PRIYA, line_id: UUID | None = None, center: str = "OAK"
) -> BagAccepted:
    with engine.begin() as connection:
        return accept_bag(connection, number, line_id or new_id(), caller, center, clock=clock, new_id=new_id)


def held(engine: Engine, account: str) -> int:
    with engine.connect() as connection:
        said = text("SELECT COALESCE(sum(debit_cents - credit_cents), 0) FROM trial_balance WHERE account = :account")
        return int(connection.scalar(said, {"account": account}) or 0)


def test_a_bag_moves_from_transit_into_the_safe(engine: Engine, bag: str) -> None:
    before = held(engine, TRANSIT), held(engine, SAFE)

    accepted = accept(engine, f" {bag.lower()} ")

    assert (accepted.number, accepted.line, accepted.cash_cents, accepted.checks_cents) == (bag, "medical", 20000, 0)
    assert (held(engine, TRANSIT), held(engine, SAFE)) == (before[0] - 20000, before[1] + 20000)
    assert check(engine).findings == []


def test_the_second_time_is_refused_and_the_same_act_again_is_the_same(engine: Engine, bag: str) -> None:
    line_id = new_id()
    first = accept(engine, bag, line_id=line_id)

    assert accept(engine, bag, line_id=line_id) == first
    with pytest.raises(Refused, match=f"Bag {bag} is in the safe"):
        accept(engine, bag)
    assert held(engine, TRANSIT) == 0
    assert check(engine).findings == []


def test_of_two_bags_with_one_number_none_is_guessed(engine: Engine, bag: str) -> None:
    line_id = new_id()
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    other = PaperDesk("OAK4")
    for line in (*shift_lines(), dropped()):
        other.write(replace(line, desk="OAK4"))
    first = accept(engine, bag, line_id=line_id)
    send(engine, other)
    assert accept(engine, bag, line_id=line_id) == first, "what was taken in before is the same"


def test_a_number_that_two_drawers_used_is_not_taken_in(engine: Engine, bag: str) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    other = PaperDesk("OAK4")
    for line in (*shift_lines(), dropped()):
        other.write(replace(line, desk="OAK4"))
    send(engine, other)
    before = held(engine, TRANSIT)

    with pytest.raises(Refused, match=f"Two bags {bag} were filled"):
        accept(engine, bag)
    assert held(engine, TRANSIT) == before


@pytest.mark.parametrize(
    ("number", "center", "why"),
    [("NONE-1", "OAK", "knows no bag NONE-1"), ("", "OAK", "Enter the number"), ("a b", "OAK", "as it is printed")],
)
def test_a_bag_that_nobody_filled_is_refused(engine: Engine, bag: str, number: str, center: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        accept(engine, number, center=center)


def test_another_centers_bag_is_not_known_here(engine: Engine, bag: str) -> None:
    with pytest.raises(Refused, match="of this center"):
        accept(engine, bag, center="FRE")


def test_nobody_takes_in_the_bag_that_they_filled(engine: Engine, bag: str) -> None:
    with pytest.raises(Refused, match="Nobody takes their own bag"):
        accept(engine, bag, caller=replace(PRIYA, user=ROSA.user))
    assert held(engine, TRANSIT) == 20000


@pytest.mark.parametrize("role", [role for role in Role if Right.KEEP_SAFE not in RIGHTS[role]])
def test_only_who_keeps_the_safe_may(engine: Engine, bag: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        accept(engine, bag, caller=replace(PRIYA, role=role))


def test_the_float_of_a_closed_drawer_is_there_already(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), closed()):
        desk.write(line)
    send(engine, desk)
    transit = held(engine, TRANSIT)

    with pytest.raises(Refused, match="holds a float"):
        accept(engine, str(closed().facts["till_bag"]))
    taken = [accept(engine, bag["number"]) for bag in closed().facts["bags"]]

    assert sum(one.cash_cents + one.checks_cents for one in taken if one.line == "medical") == transit
    assert held(engine, TRANSIT) == 0
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (
            r"""UPDATE lines SET body = regexp_replace(body, '(safe:OAK.*?),20000', '\1,19999')
            WHERE kind = 'bag_accepted'""",
            "with other money than was put into it",
        ),
        (
            "UPDATE lines SET body = replace(body, '\"number\":', '\"numbers\":') WHERE kind = 'cash_dropped'",
            "no drawer filled it",
        ),
    ],
)
def test_the_check_finds_a_bag_whose_money_was_changed(
    engine: Engine, bag: str, ledger_url: str, damage: str, finding: str
) -> None:
    accept(engine, bag)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(damage.replace(":OAK", r"\:OAK")))
    owner.dispose()

    said = " ".join(check(engine).findings)
    assert finding in said
