"""The finder against a model that looks at everybody: whatever is typed, nobody is missed and nobody is wrong."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.money import Money
from cashier.domain.scan import Query, fold, read_query
from cashier.domain.statements import Member
from cashier.store.opening import Store
from cashier.usecases.ports.directory import DirectoryPage, Known
from tests.fakes.builders import NOW, TODAY, a_statement
from tests.store.desk_store import named, new_store

FAMILIES = (
    "Tran",
    "Trân",
    "Nguyen",
    "Núñez",
    "O'Brien",
    "de la Cruz",
    "Tan",
    "Ng",
    "Lee",
    "Le",
    "Mai",
    "Sta. Maria",
    "Đỗ",
)
GIVEN = ("Mai", "Mai Linh", "Linh", "John", "José Luis", "Le", "Tran", "Ana María", "Jo", "Minh", "T.", "Đức")
BORN = tuple(date(year, month, day) for year in (1961, 1962, 1999) for month in (3, 11) for day in (4, 14))
PEOPLE = 300


def people() -> tuple[Member, ...]:
    chance = Random(20261121)
    return tuple(
        named(
            f"{11_048_000 + count * 7}",
            chance.choice(FAMILIES),
            chance.choice(GIVEN),
            chance.choice(BORN),
            guarantor=f"{200_417_000 + count // 3}",
        )
        for count in range(PEOPLE)
    )


def bill_of(member: Member) -> Known:
    return Known(statement=a_statement(f"S-{member.number}", member=member.number), mark=0, held=Money(0))


@pytest.fixture(scope="module")
def everybody() -> tuple[Member, ...]:
    return people()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, everybody: tuple[Member, ...]) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("search") / "desk")
    # Once as somebody else, so that what was looked up by is taken away again and replaced.
    others = tuple(named(member.number, "Zz Other", "Name", date(1950, 1, 1)) for member in everybody[::2])
    store.directory_writer.apply(DirectoryPage(epoch="e", mark=0, after="1", more=True, members=others), NOW)
    bills = tuple(bill_of(member) for member in everybody)
    store.directory_writer.apply(
        DirectoryPage(epoch="e", mark=0, after="2", more=False, members=everybody, statements=bills), NOW
    )
    yield store
    store.close()


def fits(words: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether each word begins a name of its own."""
    if not words:
        return True
    rest = [names[:place] + names[place + 1 :] for place, name in enumerate(names) if name.startswith(words[0])]
    return any(fits(words[1:], others) for others in rest)


def matches(member: Member, query: Query) -> bool:
    number = query.number
    return (
        fits(query.words, tuple(fold(f"{member.family_name} {member.given_names}").split()))
        and query.birth_date in (None, member.birth_date)
        and query.birth_year in (None, member.birth_date.year)
        and (
            member.number.startswith(number)
            or member.guarantor_number.startswith(number)
            or number == f"S-{member.number}"
        )
    )


def order(member: Member, first_word: str) -> tuple[bool, str]:
    """Family names first, then as the name goes on from the word that was found, and round again."""
    family, given_names = fold(member.family_name).split(), fold(member.given_names).split()
    names = family + given_names
    return min(
        (place >= len(family), " ".join(names[place:] + names[:place]))
        for place, name in enumerate(names)
        if name.startswith(first_word)
    )


letters = st.sampled_from("abcdehijlmnorstuxz")
beginnings = st.one_of(
    st.sampled_from([word for name in FAMILIES + GIVEN for word in fold(name).split()]).flatmap(
        lambda word: st.integers(1, len(word)).map(lambda length: word[:length])
    ),
    st.text(letters, min_size=1, max_size=4),
)
numbers = st.one_of(
    st.just(""),
    st.just(""),
    st.integers(0, 2100).map(lambda n: f"{11_048_000 + n}"),
    st.sampled_from(["20041703", "1104"]),
)
queries = st.builds(
    Query,
    words=st.lists(beginnings, max_size=4).map(tuple),
    number=numbers,
    birth_date=st.one_of(st.none(), st.none(), st.sampled_from(BORN)),
    birth_year=st.one_of(st.none(), st.none(), st.sampled_from([1961, 1962, 1963])),
)


@given(query=queries, limit=st.sampled_from([1, 5, 20, PEOPLE]))
def test_it_finds_whom_a_look_at_everybody_finds(
    store: Store, everybody: tuple[Member, ...], query: Query, limit: int
) -> None:
    by_number = {member.number: member for member in everybody}
    wanted = {member.number for member in everybody if not query.is_empty and matches(member, query)}

    found = [hit.number for hit in store.directory.search(query, limit)]

    assert len(set(found)) == len(found) == min(limit, len(wanted))
    assert set(found) <= wanted
    if not query.number:
        first_word = query.words[0] if query.words else ""
        ranks = [order(by_number[number], first_word) for number in found]
        assert ranks == sorted(ranks)
        if len(query.words) == 1 and query.birth_date is None:
            best = sorted(order(by_number[number], first_word) for number in wanted)
            assert ranks == best[: len(ranks)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("tran mai l", {"Tran, Mai Linh", "Trân, Mai Linh"}),
        ("LINH, mai trân", {"Tran, Mai Linh", "Trân, Mai Linh"}),
        ("nunez jo", {"Núñez, Jo", "Núñez, John", "Núñez, José Luis"}),
        ("obrien t", {"O'Brien, T.", "O'Brien, Tran"}),
        ("cruz duc", {"de la Cruz, Đức"}),
        ("do d", {"Đỗ, Đức"}),
    ],
)
def test_words_are_found_in_any_order_without_accents_or_case(store: Store, typed: str, names: set[str]) -> None:
    found = store.directory.search(read_query(typed, TODAY), PEOPLE)

    assert {f"{hit.family_name}, {hit.given_names}" for hit in found} == names


def test_numbers_find_their_member_and_statements_must_be_whole(store: Store, everybody: tuple[Member, ...]) -> None:
    member = everybody[70]

    def numbers_for(text: str) -> list[str]:
        return [hit.number for hit in store.directory.search(read_query(text, TODAY), PEOPLE)]

    assert numbers_for(member.number) == [member.number]
    assert numbers_for(f"s-{member.number}") == [member.number]
    assert numbers_for(f"S-{member.number[:-1]}") == []
    assert numbers_for(member.guarantor_number) == [p.number for p in everybody[69:72]]


def test_a_list_says_year_and_home_center_and_no_more(store: Store, everybody: tuple[Member, ...]) -> None:
    hit = store.directory.search(Query(number=everybody[0].number), 1)[0]

    assert (hit.birth_year, hit.home_center) == (everybody[0].birth_date.year, "OAK")


def test_text_that_only_a_machine_would_type_finds_nobody_and_breaks_nothing(store: Store) -> None:
    for text in ("'", '"', "%", "_%", "* OR 1=1", "\\", "\x00", "𓀀", "o'; DROP TABLE members; --", "a" * 500):
        store.directory.search(read_query(text, TODAY), 20)
    assert store.directory.search(Query(words=("zz",)), 20) == ()


def test_who_is_gone_is_not_found(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    stays, goes = named("1", "Tran", "Mai", BORN[0]), named("2", "Tran", "Minh", BORN[0])
    store.directory_writer.apply(DirectoryPage(epoch="a", mark=0, after="", more=False, members=(stays, goes)), NOW)
    store.directory_writer.apply(DirectoryPage(epoch="b", mark=0, after="", more=False, members=(stays,)), NOW)

    for query in (
        Query(words=("tran",)),
        Query(words=("tran", "m")),
        Query(birth_year=1961),
        Query(birth_date=BORN[0]),
    ):
        assert [hit.number for hit in store.directory.search(query, 9)] == ["1"]
    assert store.directory.search(Query(words=("minh", "t")), 9) == ()
    store.close()


def test_of_who_is_gone_no_key_is_left(tmp_path: Path) -> None:
    store = new_store(tmp_path / "desk")
    one = named("1", "Tran", "Mai Linh", TODAY)
    store.directory_writer.apply(DirectoryPage(epoch="a", mark=0, after="1", more=False, members=(one,)), NOW)
    assert all(_keys_and_counts(store))

    store.directory_writer.apply(DirectoryPage(epoch="a", mark=0, after="2", more=False, gone=("1",)), NOW)

    assert not any(_keys_and_counts(store))
    store.close()


def _keys_and_counts(store: Store) -> list[int]:
    counts = (
        "SELECT (SELECT count(*) FROM name_keys), (SELECT count(*) FROM year_keys), (SELECT sum(total) FROM prefixes)"
    )
    with closing(store.directory_writer._database.connect()) as connection:
        return list(connection.sql(counts)[0])
