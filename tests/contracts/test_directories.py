"""What pull lane and use cases are promised of the desk's directory, in memory and on the disk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.receipt_seen import OFFICE_SAYS, masked_since
from cashier.domain.scan import read_query
from cashier.domain.statements import StatementKind
from cashier.usecases.ports.directory import (
    CameBack,
    Directory,
    DirectoryCursor,
    DirectoryPage,
    DirectoryWriter,
    Freshness,
    Known,
    ReturnedCheck,
    StaffRecord,
)
from tests.domain.receipt_lines import NUMBER, became
from tests.fakes.builders import GUARANTOR, HELEN, MEMBER, NOW, OAK3, ROSA, TODAY, a_member, a_statement
from tests.fakes.memory_store import MemoryDesk
from tests.store.desk_store import new_store

Sides = tuple[Directory, DirectoryWriter]


@pytest.fixture(params=["memory", "disk"])
def sides(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sides]:
    if request.param == "memory":
        directory = MemoryDesk(OAK3.desk).directory
        yield directory, directory
        return
    store = new_store(tmp_path / "desk")
    yield store.directory, store.directory_writer
    store.close()


def known(number: str, cents: int, *, mark: int = 3, member: str = MEMBER) -> Known:
    return Known(statement=a_statement(number, cents, member=member), mark=mark, held=Money(125))


def record(**changes: object) -> StaffRecord:
    plain = StaffRecord(staff=ROSA, passphrase_hash="hash", badge="b-77", active=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_page(**changes: object) -> DirectoryPage:
    plain = DirectoryPage(
        epoch="e1",
        mark=3,
        after="c1",
        more=False,
        members=(a_member(),),
        statements=(known("S-48210377", 41260), known("S-48211904", 6000)),
        staff=(record(),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_an_empty_directory_knows_nobody_and_asks_from_the_beginning(sides: Sides) -> None:
    directory, writer = sides

    assert writer.cursor() == DirectoryCursor("", "")
    assert directory.freshness() == Freshness(None)
    assert directory.member(MEMBER) is None
    assert directory.family(GUARANTOR) == ()
    assert directory.statements_of(MEMBER) == ()
    assert directory.member_of_statement("S-48210377") is None
    assert directory.staff("rosa") is None


def test_what_a_page_brought_is_found_as_it_was_sent(sides: Sides) -> None:
    directory, writer = sides
    full = replace(
        a_statement("S-1000", 999, kind=StatementKind.PREMIUM),
        service_date=date(2026, 10, 1),
        under_review=True,
        autopay_on=date(2026, 12, 5),
        plan_words="$50 a month",
        confidential=True,
    )
    member = replace(
        a_member(), plan="HMO", language="vi", notes=("Interpreter", "Large print"), email="mai@example.org"
    )
    writer.apply(a_page(members=(member,), statements=(Known(statement=full, mark=9, held=Money(0)),)), NOW)

    assert writer.cursor() == DirectoryCursor("e1", "c1")
    assert directory.freshness() == Freshness(NOW)
    assert directory.member(MEMBER) == member
    assert directory.family(GUARANTOR) == (member,)
    assert directory.statements_of(MEMBER) == (Known(statement=full, mark=9, held=Money(0)),)
    assert directory.statements(("S-none", "S-1000")) == directory.statements_of(MEMBER)
    assert directory.member_of_statement("S-1000") == MEMBER


def test_statements_come_in_the_order_that_was_asked_for(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(), NOW)

    asked = ("S-48211904", "S-48210377")

    assert tuple(k.statement.number for k in directory.statements(asked)) == asked


def test_staff_are_known_by_user_in_any_case_and_by_badge(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(staff=(record(), record(staff=HELEN, badge="", active=False))), NOW)

    assert directory.staff("ROSA") == record()
    assert directory.staff("b-77") == record()
    assert directory.staff("") is None
    helen = directory.staff("helen")
    assert helen is not None
    assert not helen.active


def test_a_later_page_brings_rows_up_to_date(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(), NOW)
    moved = known("S-48211904", 1000, mark=8, member="11048828")
    other = a_member("11048828", name="Tran, Minh")
    writer.apply(a_page(after="c2", mark=8, members=(other,), statements=(moved,), staff=(record(badge="b-2"),)), NOW)

    assert writer.cursor() == DirectoryCursor("e1", "c2")
    assert [k.statement.number for k in directory.statements_of(MEMBER)] == ["S-48210377"]
    assert directory.statements_of("11048828") == (moved,)
    assert {member.number for member in directory.family(GUARANTOR)} == {MEMBER, "11048828"}
    assert directory.staff("b-77") is None


def test_the_directory_is_as_fresh_as_the_last_page_that_had_none_after_it(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(more=True), NOW)
    assert directory.freshness() == Freshness(None)

    writer.apply(a_page(after="c2"), NOW)
    writer.apply(a_page(after="c3", more=True), NOW + timedelta(seconds=9))

    assert directory.freshness() == Freshness(NOW)


def test_what_a_new_epoch_has_not_brought_back_by_its_end_is_gone(sides: Sides) -> None:
    directory, writer = sides
    stays, goes = a_member(), a_member("11048899", name="Gone, Gwen")
    writer.apply(a_page(members=(stays, goes), staff=(record(), record(staff=HELEN, badge=""))), NOW)

    writer.apply(a_page(epoch="e2", more=True, statements=(), staff=()), NOW)
    assert directory.member("11048899") == goes
    assert len(directory.statements_of(MEMBER)) == 2

    writer.apply(a_page(epoch="e2", after="c9", members=(), statements=(known("S-48210377", 5),)), NOW)
    assert directory.member(MEMBER) == stays
    assert directory.member("11048899") is None
    assert directory.statements_of(MEMBER) == (known("S-48210377", 5),)
    assert directory.staff("helen") is None
    assert directory.staff("rosa") == record()
    assert writer.cursor() == DirectoryCursor("e2", "c9")


def test_what_is_settled_is_told_by_its_mark_alone(sides: Sides) -> None:
    directory, writer = sides
    bills = {number: a_statement(number, cents) for number, cents in (("S-1", 0), ("S-2", 500), ("S-3", 0))}
    held = Known(statement=bills["S-3"], mark=4, held=Money(70))
    others = tuple(Known(statement=bills[number], mark=4, held=Money(0)) for number in ("S-1", "S-2"))
    writer.apply(a_page(members=(a_member(),), statements=(*others, held)), NOW)

    assert directory.settled_of(MEMBER) == {"S-1": 4}
    assert [known.statement.number for known in directory.statements_of(MEMBER)] == ["S-2", "S-3"]


def _paid(number: str, cents: int, *, member: str = MEMBER) -> PaidElsewhere:
    return PaidElsewhere(number=number, member_number=member, channel="online", amount=Money(cents), paid_at=NOW)


def test_what_was_paid_another_way_is_the_last_of_each_statement_and_goes_with_its_member(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(paid_elsewhere=(_paid("S-48211904", 2), _paid("S-48210377", 1))), NOW)
    assert directory.paid_elsewhere_of(MEMBER) == (_paid("S-48210377", 1), _paid("S-48211904", 2))

    writer.apply(a_page(paid_elsewhere=(_paid("S-48210377", 3), _paid("S-48211904", 2, member="11048828"))), NOW)
    assert directory.paid_elsewhere_of(MEMBER) == (_paid("S-48210377", 3),)
    assert directory.paid_elsewhere_of("11048828") == (_paid("S-48211904", 2, member="11048828"),)

    writer.apply(a_page(epoch="e2"), NOW)
    assert directory.paid_elsewhere_of(MEMBER) == ()


def test_what_was_asked_before_a_page_is_answered_anew_after_it(sides: Sides) -> None:
    directory, writer = sides

    def all_answers() -> tuple[object, ...]:
        return (
            directory.member(MEMBER),
            directory.statements_of(MEMBER),
            dict(directory.settled_of(MEMBER)),
            directory.freshness(),
        )

    nothing = all_answers()
    writer.apply(a_page(statements=(known("S-1", 100), replace(known("S-2", 0), held=Money(0)))), NOW)
    first = all_answers()
    assert first == all_answers()
    changed = replace(a_member(), plan="Another plan")
    later = a_page(members=(changed,), statements=(replace(known("S-1", 0), held=Money(0)), known("S-2", 50)))
    writer.apply(later, NOW + timedelta(minutes=1))
    second = all_answers()

    for before, after in ((nothing, first), (first, second)):
        assert all(old != new for old, new in zip(before, after, strict=True))


def test_who_has_gone_is_forgotten_with_all_that_is_theirs_and_nobody_else(sides: Sides) -> None:
    directory, writer = sides
    stays = a_member("11048828", name="Tran, Minh")
    statements = (known("S-48210377", 41260), known("S-48211904", 6000, member=stays.number))
    writer.apply(
        a_page(members=(a_member(), stays), statements=statements, paid_elsewhere=(_paid("S-48210377", 1),)), NOW
    )

    writer.apply(a_page(after="c2", gone=(MEMBER, "nobody"), members=(), statements=()), NOW)

    assert directory.family(GUARANTOR) == (stays,)
    assert directory.member(MEMBER) is None
    assert directory.statements_of(MEMBER) == ()
    assert directory.member_of_statement("S-48210377") is None
    assert directory.paid_elsewhere_of(MEMBER) == ()
    assert directory.statements_of(stays.number) == statements[1:]
    assert [found.number for found in directory.search(read_query("tran", TODAY), 9)] == [stays.number]


def test_who_has_gone_and_comes_back_is_found_as_before(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(), NOW)
    writer.apply(a_page(after="c2", gone=(MEMBER,), members=(), statements=()), NOW)

    writer.apply(a_page(after="c3"), NOW)

    assert [found.number for found in directory.search(read_query("mai 1961", TODAY), 9)] == [MEMBER]
    assert len(directory.statements_of(MEMBER)) == 2


def test_a_family_that_is_brought_moves_neither_cursor_nor_freshness_and_goes_with_its_epoch(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(members=(), statements=()), NOW)
    member = directory.member(MEMBER)

    family = a_page(after="", more=True, staff=())
    assert member is None
    assert writer.bring(family)
    assert directory.member(MEMBER) == a_member()
    assert [known.statement.number for known in directory.statements_of(MEMBER)] == ["S-48210377", "S-48211904"]
    assert (writer.cursor(), directory.freshness()) == (DirectoryCursor("e1", "c1"), Freshness(NOW))

    writer.apply(a_page(epoch="e2", members=(), statements=()), NOW)
    assert directory.member(MEMBER) is None


def test_a_family_of_another_epoch_is_not_brought(sides: Sides) -> None:
    directory, writer = sides
    writer.apply(a_page(members=(), statements=()), NOW)

    assert not writer.bring(a_page(epoch="e2"))
    assert directory.member(MEMBER) is None
    assert writer.cursor() == DirectoryCursor("e1", "c1")


def test_what_the_ledger_could_not_post_is_found_by_statement(sides: Sides) -> None:
    directory, writer = sides
    posted = Known(statement=a_statement("S-1", 100), mark=3, held=Money(0))
    writer.apply(a_page(statements=(posted, known("S-2", 100), known("S-3", 0))), NOW)

    assert directory.held() == {"S-2": Money(125), "S-3": Money(125)}


def test_what_the_office_did_to_a_receipt_is_known_until_a_new_epoch_is_without_it(sides: Sides) -> None:
    directory, writer = sides
    ids = sorted(uuid4() for _ in OFFICE_SAYS)  # As those of a ledger are, which follow its clock.
    lines = [replace(masked_since(became(kind)), line_id=at) for kind, at in zip(sorted(OFFICE_SAYS), ids, strict=True)]
    told = tuple(CameBack(NUMBER, line) for line in lines)
    for after in ("c1", "c2"):
        writer.apply(a_page(after=after, came_back=told), NOW)

    assert list(directory.came_back(NUMBER)) == lines
    assert directory.came_back("FRE2-0000002") == ()

    writer.apply(a_page(epoch="e2"), NOW)
    assert directory.came_back(NUMBER) == ()


def test_accounts_with_a_returned_check_are_known_by_their_tokens_until_a_new_epoch_is_without_them(
    sides: Sides,
) -> None:
    directory, writer = sides
    listed = tuple(ReturnedCheck(token=token, until=TODAY) for token in ("one", "two"))
    writer.apply(a_page(returned=listed), NOW)
    later = ReturnedCheck(token="two", until=TODAY + timedelta(days=9))
    writer.apply(a_page(after="c2", returned=(later,)), NOW)

    assert directory.returned_checks(("two", "three")) == {"two": later.until}
    assert directory.returned_checks(("one",)) == {"one": TODAY}

    writer.apply(a_page(epoch="e2", returned=(later,)), NOW)
    assert directory.returned_checks(("one", "two")) == {"two": later.until}
