"""A list is read line by line or refused by line and field; every cent of it goes to a statement or is held."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cashier.domain.agency_list import ListLine, list_words, match_list, parts_of_list, read_list
from cashier.domain.errors import Refused
from cashier.domain.money import Money, total
from cashier.domain.statements import Statement, StatementKind
from tests.fakes.builders import MEMBER, TODAY, a_statement

A, B, PREMIUM = "S-48210377", "S-48211904", "P-77419204"
HEAD = "statement,member,amount,name\n"


def _any(statement: Statement, amount: Money) -> None:
    """Takes any amount."""


def _match(lines: tuple[ListLine, ...], *statements: Statement) -> list[tuple[dict[str, int], int, str]]:
    known = {s.number: s for s in statements}
    matches = match_list(lines, known, region="ncal", today=TODAY, check=_any)
    return [({n: m.cents for n, m in match.paid.items()}, match.held.cents, match.why) for match in matches]


def test_a_list_is_read_as_it_is_written_by_a_spreadsheet() -> None:
    text = '\ufeffName,Amount,Member,Statement\r\n"Tran, Mai",$60.00,,s-48211904\r\n\r\n,"1,250.50",1104 8827,\r\n'
    first, second = read_list(text)

    assert first == ListLine(line=2, statement=B, member="", amount=Money(6000), name="Tran, Mai")
    assert (second.line, second.member, second.amount) == (4, "11048827", Money(125_050))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no column statement"),
        ("statement,amount\nS-1,5\n", "no column member"),
        (HEAD, "no lines below"),
        (HEAD + "S-1,,five,\n", "line 2 of the list"),
        (HEAD + "S-1,,5,\nS-2,,-5,\n", "line 3 of the list"),
        (HEAD + "S-1,,5," + "x" * 61 + "\n", "Line 2, name"),
        (HEAD + "S-1,4111111111111111,5,\n", "bank card"),
        (HEAD + 'S-1,,"5\n', "not CSV"),
        (HEAD + "S-1,,5,\n" * 201, "more than 200 lines"),
        ("," * 200_000, "no column statement"),
        ("x" * 200_001, "too long"),
    ],
)
def test_what_is_no_list_is_refused_by_line_and_field(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_list(text)


@given(st.text(max_size=200))
def test_no_text_raises_anything_but_a_sentence(text: str) -> None:
    for said in (text, HEAD + text):
        with suppress(Refused):
            assert read_list(said)


def _line(number: int, cents: int, statement: str = "", member: str = "") -> ListLine:
    return ListLine(line=number, statement=statement, member=member, amount=Money(cents))


def test_each_line_goes_to_its_statement_and_the_rest_is_held() -> None:
    lines = (_line(2, 6000, A), _line(3, 5000, A), _line(4, 100, "S-404"), _line(5, 100, B, "other"))

    assert _match(lines, a_statement(A, 10_000), a_statement(B, 500)) == [
        ({A: 6000}, 0, ""),
        ({A: 4000}, 1000, "more than is open"),
        ({}, 100, "not matched"),
        ({}, 100, "not matched"),
    ]


def test_a_member_alone_pays_their_oldest_and_nothing_under_review() -> None:
    review = replace(a_statement("S-1", 900, due=TODAY.replace(month=1)), under_review=True)
    lines = (_line(2, 700, member=MEMBER),)

    assert _match(lines, review, a_statement(A, 500), a_statement(B, 500, due=TODAY.replace(day=1))) == [
        ({B: 500, A: 200}, 0, "")
    ]


def test_what_no_medical_check_pays_is_held() -> None:
    premium = a_statement(PREMIUM, 500, kind=StatementKind.PREMIUM)
    private = replace(a_statement(A, 500), confidential=True)
    lines = (_line(2, 500, PREMIUM), _line(3, 500, A), _line(4, 500, B))

    assert [held for _, held, _ in _match(lines, premium, private, replace(a_statement(B, 500), region="scal"))] == [
        500,
        500,
        500,
    ]


@given(st.lists(st.tuples(st.sampled_from([A, B, "S-404", ""]), st.integers(1, 9000)), min_size=1, max_size=12))
def test_every_cent_of_the_list_is_in_the_payment_once(rows: list[tuple[str, int]]) -> None:
    lines = tuple(_line(place, cents, code) for place, (code, cents) in enumerate(rows, 2))
    known = {A: a_statement(A, 7000), B: a_statement(B, 300)}
    matches = match_list(lines, known, region="ncal", today=TODAY, check=_any)
    parts = parts_of_list(matches, "County of Alameda")

    assert total([part.amount for part in parts]).cents == sum(cents for _, cents in rows)
    assert len({part.target for part in parts}) == len(parts)
    assert all(part.amount <= known[part.target.number].open for part in parts if part.target.number)
    assert all(len(part.note) <= 120 for part in parts)


def test_what_is_held_is_named_by_its_lines() -> None:
    lines = (_line(2, 6000, A), _line(3, 100, "S-404"))
    matches = match_list(lines, {A: a_statement(A, 6000)}, region="ncal", today=TODAY, check=_any)

    assert list_words(matches) == (
        "2 lines, $61.00: 1 matched whole. Held for their owners: line 3 ($1.00 not matched)."
    )
    assert parts_of_list(matches, "County")[-1].note == "County: line 3 of the list"


def test_several_held_lines_are_named_as_several() -> None:
    lines = (_line(2, 200, "S-403"), _line(3, 100, "S-404"))
    matches = match_list(lines, {}, region="ncal", today=TODAY, check=_any)

    assert list_words(matches).endswith("lines 2 ($2.00 not matched), 3 ($1.00 not matched).")
    assert parts_of_list(matches, "County")[-1].note == "County: lines 2, 3 of the list"


def test_two_hundred_lines_are_a_list_and_a_name_may_stand_on_two() -> None:
    assert len(read_list(HEAD + "S-1,,5,\n" * 200)) == 200
    (said,) = read_list(HEAD + 'S-1,,5,"Tran,\nMai"\n')
    assert said.name == "Tran, Mai"


def test_a_members_line_pays_nothing_of_anybody_else_and_goes_on_behind_what_is_paid() -> None:
    others = a_statement("S-1", 900, due=TODAY.replace(day=1), member="other")
    lines = (_line(2, 500, member=MEMBER), _line(3, 200, member=MEMBER), _line(4, 200, member=MEMBER))

    oldest = a_statement(A, 500, due=TODAY.replace(day=2))
    assert _match(lines, others, oldest, a_statement(B, 300)) == [
        ({A: 500}, 0, ""),
        ({B: 200}, 0, ""),
        ({B: 100}, 100, "more than is open"),
    ]


def test_a_statement_with_more_paid_than_billed_takes_nothing() -> None:
    overpaid = replace(a_statement(A, 500), open=Money(-300))

    assert _match((_line(2, 500, A),), overpaid) == [({}, 500, "not matched")]


def test_what_a_statement_does_not_take_goes_to_the_next() -> None:
    def but_the_first(statement: Statement, amount: Money) -> None:
        if statement.number == A:
            raise Refused(f"{A} takes no {amount}.")

    known = {A: a_statement(A, 500, due=TODAY.replace(day=2)), B: a_statement(B, 500)}
    (match,) = match_list((_line(2, 700, member=MEMBER),), known, region="ncal", today=TODAY, check=but_the_first)
    assert (match.paid, match.held) == ({B: Money(500)}, Money(200))


def test_a_list_that_is_matched_whole_holds_nothing() -> None:
    matches = match_list((_line(2, 500, A),), {A: a_statement(A, 500)}, region="ncal", today=TODAY, check=_any)

    assert [part.target.number for part in parts_of_list(matches, "County")] == [A]
    assert list_words(matches) == "1 line, $5.00: 1 matched whole."


@pytest.mark.parametrize(("count", "end"), [(8, "(100 not matched)."), (9, " and 1 more."), (11, " and 3 more.")])
def test_eight_held_lines_are_named_and_the_others_are_counted(count: int, end: str) -> None:
    matches = match_list(
        [_line(number, 10_000, "S-404") for number in range(2, 2 + count)], {}, region="ncal", today=TODAY, check=_any
    )

    words = list_words(matches)
    assert words.endswith(end.replace("(100", "($100.00"))
    assert words.count("not matched") == 8


def test_a_note_is_cut_where_it_is_longer_than_a_note_may_be() -> None:
    def note(agency: str, count: int) -> str:
        lines = [_line(number, 100, "S-404") for number in range(101, 101 + count)]
        matches = match_list(lines, {}, region="ncal", today=TODAY, check=_any)
        return parts_of_list(matches, agency)[-1].note

    whole = f"{'x' * 40}: lines " + ", ".join(str(number) for number in range(101, 112)) + " of the list"
    assert note("x" * 60, 11) == whole
    assert note("x" * 60, 14) == f"{whole.removesuffix(' of the list')}, 112, 113, 114"[:116] + " …"
    lengths = {len(note("x" * size, 13)) for size in range(41)}
    assert max(lengths) == 120
