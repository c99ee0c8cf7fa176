"""The demo's people: the family of the pictures exactly, and all kinds of others, the same ones each time."""

from collections import Counter
from datetime import date, timedelta

import pytest

from cashier.domain.people import RIGHTS, Right, Role
from cashier.domain.scan import fold
from cashier.domain.statements import StatementKind
from cashier.doors.demo import SHOWN
from cashier.exchange.loaded import Loaded
from cashier.exchange.sample import sample_staff, sample_stream

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def people() -> Loaded:
    return _people(2_000, 7, TODAY)


def test_the_family_of_the_pictures_is_there_to_the_cent(people: Loaded) -> None:
    member = next(row for row in people.members if row.number == "11048827")
    bills = [
        (
            row.number,
            row.kind.value,
            row.title,
            row.open_cents,
            f"{row.statement_date:%b %d}",
            f"{row.due_date:%b %d}",
            f"{row.service_date:%b %d}" if row.service_date else "",
            row.under_review,
            row.autopay_on,
        )
        for row in people.statements
        if row.member_number == member.number
    ]

    assert (member.family_name, member.given_names, member.birth_date) == ("Tran", "Mai Linh", date(1961, 3, 14))
    assert (member.guarantor_number, member.plan) == ("200417733", "Senior Advantage (Medicare)")
    assert member.notes == ("Prefers Vietnamese", "Financial assistance under review", "Autopay: premium only")
    assert bills == [
        ("S-48210377", "hospital", "Hospital visit", 41260, "Oct 05", "Nov 04", "Sep 02", True, None),
        ("S-48211904", "professional", "Office visit", 6000, "Oct 28", "Nov 27", "Oct 11", False, None),
        ("S-48212350", "pharmacy", "Prescription", 3500, "Nov 15", "Dec 15", "Nov 12", False, None),
        (
            "P-77419204",
            "premium",
            "Senior Advantage, November",
            29817,
            "Nov 01",
            "Nov 30",
            "",
            False,
            date(2026, 11, 28),
        ),
    ]
    family = [row.given_names for row in people.members if row.guarantor_number == "200417733"]
    assert family == ["Mai Linh", "Kevin", "An"]


def test_the_pictures_four_and_nobody_else_answer_to_tran_mai(people: Loaded) -> None:
    found = [
        (row.family_name, row.given_names, row.birth_date.year, row.home_center, row.number[-4:])
        for row in people.members
        if all(
            any(word.startswith(typed) for word in fold(f"{row.family_name} {row.given_names}").split())
            for typed in ("tran", "mai")
        )
    ]

    assert found == [
        ("Tran", "Mai Linh", 1961, "Oakland", "8827"),
        ("Tran", "Mai Anh", 1990, "Fremont", "9913"),
        ("Tran", "Maily", 1975, "Oakland", "2045"),
        ("Trang", "Mai", 2004, "Berkeley", "7710"),
    ]


def test_bills_of_the_pictures_move_along_with_the_day() -> None:
    later = _people(1, 7, TODAY + timedelta(days=40)).statements

    assert [row.due_date - timedelta(days=40) for row in later][:2] == [date(2026, 11, 4), date(2026, 11, 27)]
    assert later[3].title == "Senior Advantage, December"


def test_one_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert _people(60, 3, TODAY) == _people(60, 3, TODAY)
    assert _people(60, 3, TODAY) != _people(60, 4, TODAY)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 57])
def test_exactly_as_many_members_come_as_were_asked_for_and_all_bills_are_theirs(count: int) -> None:
    loaded = _people(count, 1, TODAY)

    members = {row.number for row in loaded.members}
    assert len(loaded.members) == len(members) == count
    assert {row.member_number for row in loaded.statements} <= members
    assert {row.guarantor_number for row in loaded.members} == {row.number for row in loaded.guarantors}


def test_every_number_is_given_once_and_has_its_length(people: Loaded) -> None:
    numbers = [row.number for row in people.members]
    numbers += [row.number for row in people.guarantors]
    numbers += [row.number for row in people.statements]

    assert len(set(numbers)) == len(numbers)
    assert {len(row.number) for row in people.members} == {8}
    assert {len(row.number) for row in people.guarantors} == {9}
    assert {row.number[:2] for row in people.statements if row.kind is StatementKind.PREMIUM} == {"P-"}


def test_bills_come_in_every_kind_and_state_that_a_cashier_meets(people: Loaded) -> None:
    bills, minors = people.statements, {r.number for r in people.members if r.birth_date > date(2008, 11, 21)}

    assert {row.kind for row in bills} == set(StatementKind)
    assert {row.region for row in bills} == {"ncal", "scal"}
    for state in (
        [row for row in bills if row.open_cents and row.due_date < TODAY],
        [row for row in bills if row.open_cents and row.due_date >= TODAY],
        [row for row in bills if not row.open_cents],
        [row for row in bills if 0 < row.open_cents < row.billed_cents],
        [row for row in bills if row.under_review],
        [row for row in bills if row.autopay_on],
        [row for row in bills if row.plan_words],
        [row for row in bills if row.confidential and row.member_number in minors],
    ):
        assert len(state) >= 5
    assert all(0 <= row.open_cents <= row.billed_cents for row in bills)
    assert all(row.statement_date <= TODAY for row in bills)
    assert all(row.birth_date <= TODAY for row in people.members)


def test_names_are_of_many_scripts_and_letters(people: Loaded) -> None:
    letters = set("".join(f"{row.family_name}{row.given_names}" for row in people.members))

    assert letters >= set("ñáéíóúüễầĐ'-")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in letters)
    assert any("\uac00" <= letter <= "\ud7a3" for letter in letters)
    assert {row.language for row in people.members} >= {"en", "es", "vi", "zh", "tl", "hy", "ko"}


def test_in_a_large_crowd_the_commonest_surname_is_one_in_a_hundred() -> None:
    surnames = Counter(
        fold(row.family_name).partition(" ")[0] for part in sample_stream(20_000, 5, TODAY) for row in part.members[:1]
    )

    assert 0.006 < surnames.most_common(1)[0][1] / surnames.total() < 0.018
    assert len(surnames) > 250


def test_staff_of_every_role_sign_in_with_long_passphrases_of_their_own() -> None:
    staff = sample_staff()

    assert {person.role for person in staff} == set(Role)
    assert min(len(person.passphrase) for person in staff) >= 15
    assert len({person.user for person in staff} | {person.passphrase for person in staff}) == 2 * len(staff)
    assert [(person.user, person.role) for person in staff[:2]] == [("rosa", Role.CASHIER), ("helen", Role.LEAD)]
    assert sum(person.role is Role.ADMINISTRATOR for person in staff) == 2


def _people(members: int, seed: int, today: date) -> Loaded:
    parts = tuple(sample_stream(members, seed, today))
    return Loaded(
        members=tuple(row for part in parts for row in part.members),
        guarantors=tuple(row for part in parts for row in part.guarantors),
        statements=tuple(row for part in parts for row in part.statements),
    )


@pytest.mark.parametrize("right", sorted((RIGHTS[Role.CASHIER] | RIGHTS[Role.CASH_OFFICE]) - {Right.TRAIN}))
def test_two_of_the_people_that_the_demo_shows_can_do_what_two_do(right: Right) -> None:
    able = [person.user for person in sample_staff() if person.user in SHOWN and right in RIGHTS[person.role]]
    assert len(able) >= 2, able
