"""A desk is told of its center's people with their whole families, of whom it served lately, and of nobody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, Engine, text

from cashier.ledger import directory, loading
from cashier.ledger.administration import keep_center
from cashier.ledger.check import check
from cashier.ledger.copying import run_hot
from cashier.ledger.directory import Cursor, read_family, read_page
from cashier.ledger.enrollment import code_on_file, enroll, invite
from cashier.ledger.keeping import SERVED_DAYS, NobodyKnown, hold_family, leave_out_unserved, where_it_stands
from cashier.wire import Enrollment, GuarantorRow, MemberRow, Page, StatementRow
from tests.fakes.signed import a_signer
from tests.ledger.conftest import ADMIN, MEMBER, add_desk, clock, member, new_id, owner_engine, send, statement
from tests.ledger.paper_desk import PaperDesk

CENTERS = {"OAK": ("Oakland",), "FRN": ("Fresno", "Clovis")}
FAMILIES = {"G1": ("Oakland", "Oakland"), "G2": ("Fresno",), "G3": ("Clovis",), "G4": ("Modesto",)}


@pytest.fixture
def plan(engine: Engine) -> Engine:
    """Two centers with a desk each, and one family at home in each place; one where there is no center."""
    with engine.begin() as connection:
        for center, homes in CENTERS.items():
            keep_center(connection, center, center, "ncal", ADMIN, home_centers=homes)
        add_desk(connection, "FRN1", "FRN")
        for guarantor, homes in FAMILIES.items():
            for place, home in enumerate(homes):
                _load(connection, guarantor, f"{guarantor}-{place}", home)
    return engine


def _load(connection: Connection, guarantor: str, number: str, home: str, *, cents: int = 1_000) -> None:
    """One member at home somewhere, with one bill."""
    row = member(number).model_copy(update={"guarantor_number": guarantor, "home_center": home})
    bill = statement(f"S-{number}", cents).model_copy(update={"member_number": number, "guarantor_number": guarantor})
    loading.load_directory(
        connection,
        members=[row],
        guarantors=[GuarantorRow(number=guarantor, name="A Guarantor", region="ncal")],
        statements=[bill],
        clock=clock,
        new_id=new_id,
    )


@dataclass(slots=True)
class Copy:
    """A desk's copy of the directory, as the pull lane keeps it. ``told``: every row in its order."""

    engine: Engine
    desk: str
    limit: int = 500
    epoch: str = ""
    after: str = ""
    members: dict[str, MemberRow] = field(default_factory=dict)
    statements: dict[str, StatementRow] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def pull(self) -> "Copy":
        self.told.clear()
        while True:
            page = read_page(
                self.engine, self.desk, known_epoch=self.epoch, after=Cursor.read(self.after), limit=self.limit
            )
            if page.epoch != self.epoch:
                self.members.clear()
                self.statements.clear()
            self.take(page)
            self.epoch, self.after = page.epoch, page.after
            if not page.more:
                return self

    def take(self, page: Page) -> None:
        gone = set(page.gone)
        self.members = {number: row for number, row in self.members.items() if number not in gone}
        self.statements = {n: row for n, row in self.statements.items() if row.member_number not in gone}
        self.members |= {row.number: row for row in page.members}
        self.statements |= {row.number: row for row in page.statements}
        self.told += [f"gone {number}" for number in page.gone]
        self.told += [row.number for row in page.members]
        self.told += [row.number for row in page.statements]

    @property
    def people(self) -> set[str]:
        """Who is held, beside the family of all tests; each with a bill, and with nobody else's."""
        assert {row.member_number for row in self.statements.values()} == self.members.keys()
        return self.members.keys() - {MEMBER}


@pytest.fixture
def oak(plan: Engine) -> Iterator[Copy]:
    """OAK3's copy; at the end it is what a new desk in its place would be told."""
    copy = Copy(plan, "OAK3").pull()
    yield copy
    _is_as_if_new(copy)


@pytest.fixture
def frn(plan: Engine) -> Iterator[Copy]:
    copy = Copy(plan, "FRN1").pull()
    yield copy
    _is_as_if_new(copy)


def _is_as_if_new(copy: Copy) -> None:
    copy.pull()
    new = Copy(copy.engine, copy.desk, limit=1).pull()
    assert (copy.members, copy.statements) == (new.members, new.statements)
    assert len(new.told) == len(set(new.told))  # Nothing is told twice, even row by row.


def test_a_desk_is_told_of_its_own_centers_people_alone(oak: Copy, frn: Copy) -> None:
    assert oak.people == {"G1-0", "G1-1"}
    assert frn.people == {"G2-0", "G3-0"}


def test_a_home_center_may_be_written_as_the_centers_code(plan: Engine, oak: Copy) -> None:
    with plan.begin() as connection:
        _load(connection, "G5", "G5-0", "OAK")

    assert oak.pull().people == {"G1-0", "G1-1", "G5-0"}


def test_a_family_is_told_as_a_whole_to_each_center_where_one_of_it_is_at_home(
    plan: Engine, oak: Copy, frn: Copy
) -> None:
    with plan.begin() as connection:
        _load(connection, "G1", "G1-2", "Fresno")

    assert oak.pull().people == {"G1-0", "G1-1", "G1-2"}
    assert frn.pull().people == {"G2-0", "G3-0", "G1-0", "G1-1", "G1-2"}
    assert sorted(frn.told) == ["G1-0", "G1-1", "G1-2", "S-G1-0", "S-G1-1", "S-G1-2"]


def test_who_moves_is_told_to_the_new_center_and_forgotten_at_the_old_one(plan: Engine, oak: Copy, frn: Copy) -> None:
    with plan.begin() as connection:
        _load(connection, "G2", "G2-0", "Oakland")

    assert (oak.pull().people, frn.pull().people) == ({"G1-0", "G1-1", "G2-0"}, {"G3-0"})
    assert frn.told == ["gone G2-0"]

    with plan.begin() as connection:
        _load(connection, "G2", "G2-0", "Clovis")

    assert (oak.pull().people, frn.pull().people) == ({"G1-0", "G1-1"}, {"G2-0", "G3-0"})


def test_who_moves_alone_is_still_told_with_the_family_until_it_follows(plan: Engine, oak: Copy, frn: Copy) -> None:
    with plan.begin() as connection:
        _load(connection, "G1", "G1-1", "Fresno")
    assert (oak.pull().people, frn.pull().people) == ({"G1-0", "G1-1"}, {"G1-0", "G1-1", "G2-0", "G3-0"})

    with plan.begin() as connection:
        _load(connection, "G1", "G1-0", "Clovis")
    assert (oak.pull().people, frn.pull().people) == (set(), {"G1-0", "G1-1", "G2-0", "G3-0"})

    with plan.begin() as connection:
        _load(connection, "G1", "G1-0", "Oakland")
        _load(connection, "G1", "G1-1", "Oakland")
    assert (oak.pull().people, frn.pull().people) == ({"G1-0", "G1-1"}, {"G2-0", "G3-0"})


def test_who_changes_the_guarantor_goes_over_to_those_who_hold_the_other_family(
    plan: Engine, oak: Copy, frn: Copy
) -> None:
    with plan.begin() as connection:
        _load(connection, "G1", "G1-2", "Fresno")
        hold_family(connection, "OAK3", "G3-0")
    assert oak.pull().people == {"G1-0", "G1-1", "G1-2", "G3-0"}

    with plan.begin() as connection:
        _load(connection, "G3", "G1-2", "Fresno")

    assert oak.pull().people == {"G1-0", "G1-1", "G1-2", "G3-0"}
    assert frn.pull().people == {"G2-0", "G3-0", "G1-2"}


def test_who_goes_over_to_a_family_that_a_desk_does_not_hold_is_forgotten_there(plan: Engine, oak: Copy) -> None:
    with plan.begin() as connection:
        _load(connection, "G2", "G2-1", "Fresno")
        hold_family(connection, "OAK3", "G2-0")
    assert oak.pull().people == {"G1-0", "G1-1", "G2-0", "G2-1"}

    with plan.begin() as connection:
        _load(connection, "G3", "G2-1", "Fresno")

    assert oak.pull().people == {"G1-0", "G1-1", "G2-0"}


def test_a_bill_whose_receivable_was_moved_before_it_came_is_told_like_any_other(plan: Engine, frn: Copy) -> None:
    with plan.begin() as connection:
        connection.execute(text("INSERT INTO balances (account, credit_cents) VALUES ('receivable:S-G2-1', 300)"))
        _load(connection, "G2", "G2-1", "Fresno")

    frn.pull()
    assert frn.statements["S-G2-1"].open_cents == 700


def test_a_bill_never_goes_over_to_another_member_whom_other_desks_hold(plan: Engine) -> None:
    bill = statement("S-G1-0", 1_000).model_copy(update={"member_number": "G2-0", "guarantor_number": "G1"})

    with plan.begin() as connection, pytest.raises(loading.LoadTrouble, match="member_number was G1-0 before"):
        loading.load_directory(connection, statements=[bill], clock=clock, new_id=new_id)


def test_whoever_was_served_is_held_with_the_family_and_what_changes_is_told(
    plan: Engine, oak: Copy, frn: Copy
) -> None:
    with plan.begin() as connection:
        _load(connection, "G2", "G2-1", "Clovis")
        hold_family(connection, "OAK3", "G2-0")

    assert oak.pull().people == {"G1-0", "G1-1", "G2-0", "G2-1"}
    paper = PaperDesk("FRN1")
    paper.pay("S-G2-1", 400)
    send(plan, paper)
    with plan.begin() as connection:
        _load(connection, "G2", "G2-2", "Clovis")

    assert set(oak.pull().told) == {"S-G2-1", "G2-2", "S-G2-2"}
    assert oak.statements["S-G2-1"].open_cents == 600
    assert "G1-0" not in frn.pull().people


def test_a_family_of_no_known_center_is_told_to_nobody_but_those_who_serve_it(
    plan: Engine, oak: Copy, frn: Copy
) -> None:
    with plan.begin() as connection:
        hold_family(connection, "FRN1", "G4-0")

    assert frn.pull().people == {"G2-0", "G3-0", "G4-0"}
    assert "G4-0" not in oak.pull().people


def test_a_desk_in_anothers_place_is_told_of_whom_that_one_served(plan: Engine, oak: Copy) -> None:
    with plan.begin() as connection:
        hold_family(connection, "OAK3", "G2-0")
        code = invite(connection, "OAK4", "OAK", ADMIN, replaces="OAK3").code
        on_file = code_on_file(connection, "OAK4", clock())
        key = a_signer("OAK4", clock=clock).public
        asked = Enrollment(desk="OAK4", code=code, public_key=key, journal_lines=0, replaces="OAK3")
        enroll(connection, asked, on_file, ADMIN)

    assert Copy(plan, "OAK4").pull().people == oak.pull().people == {"G1-0", "G1-1", "G2-0"}


def test_a_family_that_was_not_served_for_long_is_left_out_and_one_that_paid_since_is_not(
    plan: Engine, oak: Copy, frn: Copy
) -> None:
    with plan.begin() as connection:
        hold_family(connection, "OAK3", "G2-0")
        hold_family(connection, "OAK3", "G3-0")
        hold_family(connection, "OAK3", "G4-0")
    assert oak.pull().people == {"G1-0", "G1-1", "G2-0", "G3-0", "G4-0"}

    with plan.begin() as connection:
        connection.execute(
            text("UPDATE kept SET served_at = now() - make_interval(days => :days) WHERE guarantor_number <> 'G4'"),
            {"days": SERVED_DAYS + 1},
        )
        connection.execute(
            text(
                "INSERT INTO guarantor_payments (guarantor_number, taken_at, desk, sequence, center, channel, cents) "
                "VALUES ('G3', now(), 'OAK3', 1, 'OAK', '', 100), ('G2', now(), 'FRN1', 1, 'FRN', '', 100)"
            )
        )
        leave_out_unserved(connection)

    assert oak.pull().people == {"G1-0", "G1-1", "G3-0", "G4-0"}
    assert oak.told == ["gone G2-0"]
    assert frn.pull().people == {"G2-0", "G3-0"}
    with plan.connect() as connection:
        old = connection.scalars(text("SELECT guarantor_number FROM kept WHERE served_at < now() - interval '1 day'"))
        assert list(old) == []  # Who paid since is not looked at again before long.


def test_who_is_a_centers_own_by_now_is_not_left_out_with_those_it_served(plan: Engine, oak: Copy, frn: Copy) -> None:
    with plan.begin() as connection:
        hold_family(connection, "FRN1", "G1-0")
        hold_family(connection, "OAK3", "G1-0")
    with plan.begin() as connection:
        _load(connection, "G1", "G1-2", "Fresno")
    assert frn.pull().people == {"G2-0", "G3-0", "G1-0", "G1-1", "G1-2"}
    with plan.begin() as connection:
        kept = connection.scalars(text("SELECT keeper FROM kept ORDER BY keeper"))
        assert list(kept) == ["desk:FRN1", "home:Fresno", "home:Oakland"]

        connection.execute(text("UPDATE kept SET served_at = served_at - interval '1 year'"))
        leave_out_unserved(connection)

    assert frn.pull().people == {"G2-0", "G3-0", "G1-0", "G1-1", "G1-2"}


def test_who_leaves_both_homes_of_a_center_at_once_is_gone_once(plan: Engine, frn: Copy) -> None:
    with plan.begin() as connection:
        _load(connection, "G2", "G2-1", "Clovis")
    frn.pull()

    with plan.begin() as connection:
        _load(connection, "G2", "G2-0", "Oakland")
        _load(connection, "G2", "G2-1", "Oakland")

    assert frn.pull().people == {"G3-0"}
    assert sorted(frn.told) == ["gone G2-0", "gone G2-1"]


def test_other_homes_of_a_center_begin_its_desks_anew_and_no_others(plan: Engine, oak: Copy, frn: Copy) -> None:
    before = frn.epoch
    with plan.begin() as connection:
        keep_center(connection, "OAK", "OAK", "ncal", ADMIN, home_centers=("Modesto",))

    assert (oak.pull().people, frn.pull().people) == ({"G4-0"}, {"G2-0", "G3-0"})
    assert frn.epoch == before
    assert check(plan).findings == []


def test_a_family_that_is_asked_for_comes_as_a_page_that_moves_no_cursor(plan: Engine, oak: Copy) -> None:
    page = read_family(plan, "OAK3", "G1-1")

    assert [row.number for row in page.guarantors] == ["G1"]
    assert {row.number for row in page.members} == {"G1-0", "G1-1"}
    assert {row.number for row in page.statements} == {"S-G1-0", "S-G1-1"}
    assert (page.epoch, page.after, page.more) == (oak.epoch, "", False)
    with pytest.raises(NobodyKnown, match="The ledger knows no member nobody"):
        read_family(plan, "OAK3", "nobody")


def test_a_guarantor_who_is_renamed_is_told_again_with_the_family(plan: Engine, oak: Copy) -> None:
    with plan.begin() as connection:
        renamed = GuarantorRow(number="G1", name="Another Name", region="ncal")
        loading.load_directory(connection, guarantors=[renamed], clock=clock, new_id=new_id)

    page = read_page(plan, "OAK3", known_epoch=oak.epoch, after=Cursor.read(oak.after), limit=9)
    assert page.guarantors == (renamed,)


# Rows of each table that are nobody's, so that it is large: in a small one, going through is the shortest way.
_MANY = {
    "members": "'number', 'X' || n, 'guarantor_number', 'GX' || n, 'home_center', 'Nowhere'",
    "statements": "'number', 'SX' || n, 'member_number', 'X' || n",
    "balances": "'account', 'receivable:SX' || n, 'home_center', 'Nowhere'",
    "kept": "'keeper', 'desk:X' || n, 'guarantor_number', 'GX' || n",
}


def test_a_page_walks_through_no_table_however_large_the_plan_is(plan: Engine, ledger_url: str) -> None:
    with plan.begin() as connection:
        hold_family(connection, "OAK3", "G2-0")
        for table, changed in _MANY.items():
            connection.execute(
                text(
                    f"INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object({changed}))).* "
                    f"FROM {table} AS one, generate_series(1, 2000) AS n WHERE ctid = (SELECT min(ctid) FROM {table})"
                )
            )
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text(f"ANALYZE {', '.join(_MANY)}"))
    owner.dispose()
    with plan.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # Small tables are walked through where they may be.
        asked = directory._asked(Cursor(), 9) | where_it_stands(connection, "OAK3")
        steps = [step for (step,) in run_hot(connection, f"EXPLAIN {directory._ROWS}", asked)]

    large = [place for place, step in enumerate(steps) if not re.search(r" on (meta|desks|centers)\b", step)]
    assert [steps[place] for place in large if "Seq Scan" in steps[place]] == []
    by_index = [place for place in large if re.search("Index (Only )?Scan", steps[place])]
    assert [steps[place] for place in by_index if "Index Cond" not in steps[place + 1]] == []
    assert len(by_index) > 6
