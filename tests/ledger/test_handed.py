"""Cash between two cashiers at the ledger: whoever asks first has it, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.hand_over import decide_recall
from cashier.domain.handing import read_handed
from cashier.domain.line import Line
from cashier.domain.money import Money
from cashier.domain.people import Role
from cashier.domain.transfer import Transfer
from cashier.ledger import loading
from cashier.ledger.center_office import center_office
from cashier.ledger.check import check
from cashier.ledger.handed import arriving, decide, left_behind
from cashier.wire import StaffRow
from cashier.wire_handed import DecideHanded, HandedDecided, Stands
from cashier.wire_office import OfficeAsked
from tests.domain.drawer_lines import a_number, shift_lines
from tests.domain.handed_lines import accepted, given, handed_over, helens, recalled
from tests.fakes.builders import MEDICAL, NOW, ROSA, TODAY
from tests.ledger.conftest import add_desk, clock, new_id, owner_engine, send
from tests.ledger.paper_desk import PaperDesk


@pytest.fixture
def oak3(engine: Engine) -> PaperDesk:
    """Rosa's desk, with its shift and $40.00 for Helen, who works at OAK4; the ledger has all of it."""
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
        add_desk(connection, "FRE1", "FRE")
        people = (("rosa", "Rosa Delgado", Role.CASHIER), ("ada", "Ada Lin", Role.AUDITOR))
        staff = [StaffRow(user=user, name=name, role=role, passphrase_hash="-") for user, name, role in people]
        loading.load_directory(connection, staff=staff, clock=clock, new_id=new_id)
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), given()):
        desk.write(line)
    send(engine, desk)
    return desk


ID = given().line_id


def ask(
    engine: Engine, wanted: Stands, desk: str, staff: str = "helen", *, center: str = "OAK", which: UUID = ID
) -> HandedDecided:
    with engine.begin() as connection:
        asked = DecideHanded(wanted=wanted, staff=staff, reason="torn" if wanted == "rejected" else "")
        return decide(connection, which, asked, desk=desk, center=center, now=NOW)


def comes(engine: Engine, desk: str = "OAK4", staff: str = "helen", center: str = "OAK") -> int:
    with engine.connect() as connection:
        return len(arriving(connection, desk, center, staff).bodies)


def write(engine: Engine, desk: PaperDesk, line: Line) -> None:
    before = len(desk.sent)
    desk.write(line)
    send(engine, desk, first=before + 1)


def test_it_comes_to_its_receiver_at_any_other_desk_of_the_center(engine: Engine, oak3: PaperDesk) -> None:
    assert comes(engine) == 1
    assert (comes(engine, "OAK3"), comes(engine, staff="rosa"), comes(engine, "FRE1", center="FRE")) == (0, 0, 0)


def test_the_first_who_asks_has_it_and_goes_on_having_it(engine: Engine, oak3: PaperDesk) -> None:
    assert ask(engine, "accepted", "OAK4").why_not == ""
    assert ask(engine, "accepted", "OAK4").why_not == "", "an answer that got lost is asked for again"
    assert ask(engine, "recalled", "OAK3", "rosa").why_not == "helen accepted this at OAK4 already."
    assert ask(engine, "rejected", "OAK4").why_not == "helen accepted this at OAK4 already."
    assert (comes(engine), ask(engine, "open", "OAK3", "rosa").decision) == (1, "accepted")

    write(engine, PaperDesk("OAK4"), accepted(read_handed(given())))

    assert comes(engine) == 0
    assert check(engine).findings == []


def test_what_was_taken_back_is_nobodys_to_accept(engine: Engine, oak3: PaperDesk) -> None:
    assert ask(engine, "recalled", "OAK3", "rosa").why_not == ""
    assert ask(engine, "accepted", "OAK4").why_not == "Rosa Delgado took this back at OAK3 already."
    assert comes(engine) == 0


def test_what_was_rejected_its_giver_alone_takes_back(engine: Engine, oak3: PaperDesk) -> None:
    assert ask(engine, "rejected", "OAK4").why_not == ""
    assert ask(engine, "open", "OAK3", "rosa").reason == "torn"
    assert "rejected this" in ask(engine, "accepted", "OAK4").why_not
    assert ask(engine, "recalled", "OAK3", "rosa").decision == "recalled"


def test_the_others_are_told_why_not(engine: Engine, oak3: PaperDesk) -> None:
    assert "for somebody else" in ask(engine, "accepted", "OAK4", "rosa").why_not
    assert "another center" in ask(engine, "accepted", "FRE1", center="FRE").why_not
    assert "with both signing" in ask(engine, "accepted", "OAK3").why_not
    assert "only there it is taken back" in ask(engine, "recalled", "OAK4").why_not
    assert "not heard of this" in ask(engine, "accepted", "OAK4", which=uuid4()).why_not
    assert ask(engine, "open", "OAK3", "rosa").decision == "open", "nothing of it was decided"


def test_what_the_ledger_never_heard_of_can_be_taken_back_and_stays_so(engine: Engine) -> None:
    """Its line may be on its way just then: when it comes, nobody can accept it."""
    with engine.begin() as connection:
        add_desk(connection, "OAK4")
    assert ask(engine, "recalled", "OAK3", "rosa").why_not == ""
    desk = PaperDesk("OAK3")
    for line in (*shift_lines(), given()):
        desk.write(line)
    send(engine, desk)

    assert comes(engine) == 0
    assert "took this back" in ask(engine, "accepted", "OAK4").why_not


def test_of_many_who_ask_at_once_exactly_one_wins(engine: Engine, oak3: PaperDesk) -> None:
    for place in range(12):
        line = replace(given(), line_id=a_number(100 + place))
        write(engine, oak3, line)
        at_once = Barrier(4)

        def race(wanted: Stands, desk: str, staff: str, which: UUID = line.line_id, at_once: Barrier = at_once) -> str:
            at_once.wait()
            return ask(engine, wanted, desk, staff, which=which).why_not

        wishes: list[tuple[Stands, str, str]] = [
            ("accepted", "OAK4", "helen"), ("recalled", "OAK3", "rosa"), ("accepted", "OAK4", "helen"),
            ("recalled", "OAK3", "rosa"),
        ]  # fmt: skip
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda wish: race(*wish), wishes))

        assert answers[0] == answers[2]
        assert answers[1] == answers[3]
        assert sorted(bool(answer) for answer in answers[:2]) == [False, True]


def test_a_desk_that_did_not_wait_for_the_ledgers_word_is_posted_with_an_alarm(engine: Engine, oak3: PaperDesk) -> None:
    assert ask(engine, "accepted", "OAK4").why_not == ""
    write(engine, oak3, recalled(given(), a_number(36)))

    with engine.connect() as connection:
        (sentence,) = connection.scalars(text("SELECT sentence FROM alarms WHERE what = 'handed_twice'"))
    assert sentence.startswith("Cash on its way was accepted at OAK4, and recalled at OAK3")

    write(engine, PaperDesk("OAK4"), accepted(read_handed(given())))
    assert any("brings cash that was brought before" in found for found in check(engine).findings)


@pytest.mark.parametrize("cents", [3999, 4001])
def test_other_cash_than_was_given_is_found(engine: Engine, oak3: PaperDesk, cents: int) -> None:
    line = accepted(read_handed(given()))
    drawer = helens().drawer(AccountKind.DRAWER_CASH, MEDICAL)
    moved = Transfer(drawer, Account(AccountKind.TRANSIT, "OAK", MEDICAL), Money(cents))
    write(engine, PaperDesk("OAK4"), replace(line, transfers=(moved,)))

    assert any("brings other cash than was given" in found for found in check(engine).findings)


def test_cash_from_nowhere_and_a_list_that_was_tampered_with_are_found(
    ledger_url: str, engine: Engine, oak3: PaperDesk
) -> None:
    stranger = replace(read_handed(given()), line=replace(given(), line_id=a_number(99)))
    write(engine, PaperDesk("OAK4"), accepted(stranger))
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE handed SET body = replace(body, '4000', '4001') WHERE body IS NOT NULL"))
    owner.dispose()

    findings = check(engine).findings
    assert any("that no desk gave away" in found for found in findings)
    assert any("list of cash between cashiers" in found for found in findings)


def test_a_whole_drawer_is_pending_and_its_center_sees_it_on_its_way_with_its_age(
    engine: Engine, oak3: PaperDesk
) -> None:
    write(engine, oak3, handed_over())
    with engine.connect() as connection:
        asked = OfficeAsked(staff="ada", business_date=TODAY, cash_most_cents=200000)
        seen = center_office(connection, asked, "OAK", NOW + timedelta(hours=7))

    assert [drawer.state for drawer in seen.drawers] == ["pending"]
    rows = [(row.what, row.why, row.cents, row.age_minutes, row.owner) for row in seen.on_their_way.rows]
    assert rows == [
        ("OAK3, Rosa Delgado to helen", "Not accepted yet.", 4000, 420, "helen"),
        ("OAK3, Rosa Delgado to helen", "Not accepted yet.", 26000 + 41260, 60, "helen"),
    ]


def left(engine: Engine, desk: str, staff: str = "rosa") -> int:
    with engine.connect() as connection:
        return len(left_behind(connection, desk, "OAK", staff).bodies)


def test_what_a_replaced_desk_gave_its_successor_takes_back_once(engine: Engine, oak3: PaperDesk) -> None:
    with engine.begin() as connection:
        add_desk(connection, "OAK5")
        add_desk(connection, "OAK6")
        for desk, before in (("OAK5", "OAK3"), ("OAK6", "OAK5")):
            connection.execute(text("UPDATE desks SET replaces = :b WHERE desk = :d"), {"d": desk, "b": before})
    assert (left(engine, "OAK6"), left(engine, "OAK6", "helen"), left(engine, "OAK4")) == (1, 0, 0)
    assert "Somebody else gave this" in ask(engine, "recalled", "OAK6", "helen").why_not
    assert "only there it is taken back" in ask(engine, "recalled", "OAK4", "rosa").why_not

    assert ask(engine, "recalled", "OAK6", "rosa").why_not == ""
    assert ask(engine, "accepted", "OAK4").why_not == "Rosa Delgado took this back at OAK6 already."
    assert (left(engine, "OAK6"), left(engine, "OAK5")) == (1, 0), "its desk may have died before it wrote that down"

    shift = replace(helens(), desk="OAK6", staff="rosa", staff_name="Rosa Delgado")
    back = decide_recall(a_number(71), read_handed(given()), shift=shift, staff=ROSA, now=NOW)
    write(engine, PaperDesk("OAK6"), back)
    assert left(engine, "OAK6") == 0
    assert [found for found in check(engine).findings if "replaces" not in found] == []
