"""Finding shows names and no amounts; opening needs a second identifier and records it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.people import Role
from cashier.domain.scan import CARD_SENTENCE
from cashier.usecases.card_payment import ask_card
from cashier.usecases.find_member import FOUND_MAX, find, open_member, read_account, statements_like, today_at
from tests.fakes.builders import MEMBER, ROSA, TERMINAL, a_desk, a_member, a_statement, a_wish

S = "S-48210377"


@pytest.mark.parametrize(
    "text", ["tran", "MAI tran", "linh 1961", "3/14/61", "11048827", "2004 17733", "s-48210377", "mai 03-14-1961"]
)
def test_a_member_is_found_by_name_birth_number_or_statement(text: str) -> None:
    finding = find(text, a_desk().desk)

    assert [found.number for found in finding.found] == [MEMBER]
    assert not finding.more


@pytest.mark.parametrize("text", ["", "   ", "tran 1962", "zzz", "%B", "<script>", "99999999"])
def test_what_is_not_there_is_not_found(text: str) -> None:
    finding = find(text, a_desk().desk)

    assert (finding.found, finding.more) == ((), False)


def test_a_card_number_is_not_looked_up() -> None:
    with pytest.raises(Refused) as refused:
        find("4111 1111 1111 1111", a_desk().desk)

    assert refused.value.sentence == CARD_SENTENCE


def test_a_long_list_is_cut_and_says_so() -> None:
    counter = a_desk()
    counter.know_members(*(a_member(f"3000{n:04d}") for n in range(FOUND_MAX - 1)))
    assert (len(find("tran", counter.desk).found), find("tran", counter.desk).more) == (FOUND_MAX, False)
    counter.know_members(a_member("30009999"))

    finding = find("tran", counter.desk)

    assert (len(finding.found), finding.more) == (FOUND_MAX, True)


def test_opening_records_how_the_member_was_identified_within_the_shift() -> None:
    counter = a_desk()
    account = open_member(MEMBER, " photo\tID seen ", counter.desk, ROSA)

    line = counter.store.lines()[-1]
    assert (line.kind, dict(line.facts)) == (
        LineKind.ACCOUNT_OPENED,
        {"member": MEMBER, "identified": "photo ID seen"},
    )
    assert (line.staff, line.transfers) == ("rosa", ())
    assert account.identified == {MEMBER: "photo ID seen"}
    assert account.open_balance == Money(41260)


@pytest.mark.parametrize("identified", ["", "  ", "\x00"])
def test_without_a_second_identifier_no_account_opens(identified: str) -> None:
    counter = a_desk()
    before = counter.store.tables

    with pytest.raises(Refused) as refused:
        open_member(MEMBER, identified, counter.desk, ROSA)

    assert refused.value.sentence == "Ask for a second identifier first: the date of birth, or photo ID."
    assert counter.store.tables == before


def test_who_may_not_take_payments_opens_no_account() -> None:
    with pytest.raises(Refused, match="may not open accounts"):
        open_member(MEMBER, "photo ID", a_desk().desk, replace(ROSA, role=Role.AUDITOR))


def test_an_unknown_number_opens_nothing_and_says_so() -> None:
    counter = a_desk()
    before = counter.store.tables

    with pytest.raises(Refused) as refused:
        open_member("99999999", "photo ID", counter.desk, ROSA)

    assert refused.value.sentence == (
        "No member 99999999 is known at this desk. Check the number, or find the member while online."
    )
    assert counter.store.tables == before


def test_the_family_stands_by_without_amounts() -> None:
    counter = a_desk()
    counter.know_members(a_member("22222222", name="Tran, Bao"), a_member("33333333", guarantor="other"))
    counter.know(a_statement("S-9", member="22222222"))

    account = read_account(MEMBER, counter.desk)

    assert [member.number for member in account.family] == ["22222222"]
    assert [statement.number for statement in account.statements] == [S]


def test_statements_stand_in_order_of_their_due_date_then_number() -> None:
    later = a_statement("S-1", due=datetime(2027, 1, 1, tzinfo=UTC).date())
    counter = a_desk(a_statement("S-3"), later, a_statement("S-2"))

    assert [statement.number for statement in read_account(MEMBER, counter.desk).statements] == ["S-2", "S-3", "S-1"]


def test_what_is_under_review_is_said_apart() -> None:
    counter = a_desk(a_statement("S-1", 100), replace(a_statement("S-2", 200), under_review=True))
    account = read_account(MEMBER, counter.desk)

    assert (account.open_balance, account.under_review) == (Money(300), Money(200))


def test_a_card_result_that_is_not_known_marks_its_statement() -> None:
    counter = a_desk()
    ask_card(a_wish(), Money(100), TERMINAL, counter.desk, ROSA)

    assert read_account(MEMBER, counter.desk).unsettled == {S}


def test_today_is_the_centers_day() -> None:
    counter = a_desk()
    counter.clock.now = datetime(2026, 11, 22, 7, 59, tzinfo=UTC)

    assert today_at(counter.desk).isoformat() == "2026-11-21"


def test_a_statement_that_was_paid_another_way_of_late_is_shown_with_nothing_open() -> None:
    counter = a_desk()
    now = counter.desk.clock()
    lately, long_ago = now - timedelta(days=2), now - timedelta(days=4)
    counter.know(a_statement("S-1", 0), a_statement("S-2", 0), a_statement("S-3", 500), a_statement("S-4", 0))
    for number, paid_at in (("S-1", lately), ("S-2", long_ago), ("S-3", lately)):
        counter.store.directory.paid[number] = PaidElsewhere(
            number=number, member_number=MEMBER, channel="mail", amount=Money(70), paid_at=paid_at
        )

    account = read_account(MEMBER, counter.desk)

    shown = {statement.number: statement.open for statement in account.statements if len(statement.number) == 3}
    assert {number: shown.get(number) for number in ("S-1", "S-2", "S-3", "S-4")} == {
        "S-1": Money(0),
        "S-2": None,
        "S-3": Money(500),
        "S-4": None,
    }
    assert account.paid_elsewhere.keys() == {"S-1", "S-3"}


def test_what_is_open_and_held_whole_is_shown_where_it_was_paid_another_way_and_hidden_elsewhere() -> None:
    counter = a_desk()
    counter.know(a_statement("S-1", 700), a_statement("S-2", 700), held=700)
    counter.store.directory.paid["S-1"] = PaidElsewhere(
        number="S-1", member_number=MEMBER, channel="mail", amount=Money(70), paid_at=counter.desk.clock()
    )

    assert [s.number for s in read_account(MEMBER, counter.desk).statements] == ["S-1", S]


def test_a_number_without_its_letters_is_what_this_desk_holds_and_never_what_is_confidential() -> None:
    quiet = replace(a_statement("B-48210377", 100), confidential=True)
    counter = a_desk(a_statement(), a_statement("RX-48210377", 200), a_statement("S-482", 300), quiet)

    assert [s.number for s in statements_like(" 4821 0377 ", counter.desk)] == ["RX-48210377", S]
    assert [statements_like(text, counter.desk) for text in ("tran", "S-48210377", "482", "")] == [(), (), (), ()]
    for unknown in ("99999999", "4821037"):
        with pytest.raises(Refused, match="Type the statement's letters, too"):
            statements_like(unknown, counter.desk)
    counter.store.directory.known = {quiet.number: counter.store.directory.known[quiet.number]}
    with pytest.raises(Refused, match="Type the statement's letters, too"):
        statements_like("48210377", counter.desk)
