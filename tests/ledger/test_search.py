"""The ledger finds whom a plain walk through all members would find, for every kind of text."""

from datetime import date
from itertools import islice

import pytest
from sqlalchemy import Engine

from cashier.domain.names import fits, folded_name
from cashier.domain.scan import read_query
from cashier.exchange.sample import sample_stream
from cashier.ledger.loading import load_directory
from cashier.ledger.search import FOUND_MOST, search_members
from cashier.wire import MemberRow
from tests.ledger.conftest import clock, new_id
from tests.ledger.paper_desk import TODAY

FAMILIES = 300


@pytest.fixture
def everybody(engine: Engine) -> list[MemberRow]:
    """Some hundred invented members whom the ledger has."""
    parts = list(islice(sample_stream(10_000, 3, TODAY), FAMILIES))
    members = [row for part in parts for row in part.members]
    with engine.begin() as connection:
        load_directory(
            connection,
            members=members,
            guarantors=[row for part in parts for row in part.guarantors],
            statements=[row for part in parts for row in part.statements],
            clock=clock,
            new_id=new_id,
        )
    return members


def _numbers(engine: Engine, asked: str) -> list[str]:
    with engine.connect() as connection:
        return [row.number for row in search_members(connection, asked, TODAY)]


def _walk(everybody: list[MemberRow], asked: str) -> set[str]:
    """All that match by words, year and date."""
    query = read_query(asked, TODAY)
    return {
        row.number
        for row in everybody
        if fits(query.words, tuple(folded_name(row.family_name, row.given_names).replace("|", " ").split()))
        and query.birth_year in (None, row.birth_date.year)
        and query.birth_date in (None, row.birth_date)
    }


def test_names_years_and_dates_find_whom_a_walk_through_all_finds(engine: Engine, everybody: list[MemberRow]) -> None:
    for row in everybody[::9]:
        day = row.birth_date
        family, given = row.family_name, row.given_names
        for asked in (
            family,
            given,
            f"{family} {given}",
            f"{given} {family[:2]}",
            f"{family[:1]} {given[:1]}",
            f"{given[:1]} {family}",
            f"{family} {given[:1]} {family[:1]}",
            f"{family[:2]} {day.year}",
            f"{family[:1]} {given[:1]} {day.year}",
            f"{day.year}",
            f"{family[:1]} {day.month}/{day.day}/{day.year}",
            f"{day.month}/{day.day}/{day.year}",
            f"{family}qz {given}",
        ):
            expected = _walk(everybody, asked)
            found = _numbers(engine, asked)
            assert len(found) == len(set(found)) == min(len(expected), FOUND_MOST), asked
            assert set(found) <= expected, asked


def test_a_name_that_reads_as_typed_comes_first(engine: Engine, everybody: list[MemberRow]) -> None:
    families = {row.number: row.family_name for row in everybody}
    common = max(set(families.values()), key=list(families.values()).count)

    found = _numbers(engine, common)

    assert families[found[0]] == common


def test_numbers_find_members_families_and_statements(engine: Engine, everybody: list[MemberRow]) -> None:
    row = everybody[50]

    assert _numbers(engine, row.number) == [row.number]
    assert row.number in _numbers(engine, row.number[:6])
    family = [other.number for other in everybody if other.guarantor_number == row.guarantor_number]
    assert _numbers(engine, row.guarantor_number) == sorted(family)
    assert _numbers(engine, "S-48210377") == ["11048827"]
    assert _numbers(engine, "S-00000000") == []


def test_a_changed_name_is_found_anew_and_no_more_by_the_old(engine: Engine, everybody: list[MemberRow]) -> None:
    row = everybody[50]
    renamed = row.model_copy(update={"family_name": "Quizzlewort", "birth_date": date(1907, 7, 7)})
    with engine.begin() as connection:
        load_directory(connection, members=[renamed], clock=clock, new_id=new_id)

    assert _numbers(engine, "quizzle") == [row.number]
    assert _numbers(engine, "quizzle 1907") == [row.number]
    assert row.number not in _numbers(engine, f"{row.family_name} {row.given_names} {row.birth_date.year}")


@pytest.mark.parametrize("asked", ["", "  ", "%", "zzzz_", "a'b%c", "x " * 30, "李", "\\"])
def test_odd_texts_find_nobody_and_break_nothing(engine: Engine, everybody: list[MemberRow], asked: str) -> None:
    assert set(_numbers(engine, asked)) <= {row.number for row in everybody if "李" in row.family_name}
