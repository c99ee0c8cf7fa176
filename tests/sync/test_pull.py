"""The directory follows the ledger page by page, and no page that cannot be leaves a trace."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.people import Role
from cashier.domain.receipt_seen import OFFICE_SAYS
from cashier.domain.statements import StatementKind
from cashier.sync.client import ANSWER_BYTES_MAX
from cashier.sync.pull import EMPTY_REST_S, REFUSED_REST_S
from cashier.sync.rows import directory_page
from cashier.usecases.ports.directory import DirectoryCursor
from cashier.wire import GuarantorRow, MemberRow, Page, StaffRow, StatementRow
from tests.domain.receipt_lines import NUMBER, became
from tests.fakes.http_ledger import Fault, Reply, http_ledger
from tests.sync.rig import LEAST_S, MOST_S, NOW, Rig, rig, rig_with_ledger

MEMBER: dict[str, Any] = {
    "number": "11048827",
    "guarantor_number": "200417733",
    "family_name": "Tran",
    "given_names": "Mai Linh",
    "birth_date": date(1961, 3, 14),
    "region": "ncal",
    "home_center": "OAK",
}
STATEMENT: dict[str, Any] = {
    "number": "S-48210377",
    "kind": StatementKind.HOSPITAL,
    "region": "ncal",
    "member_number": "11048827",
    "guarantor_number": "200417733",
    "title": "Hospital visit",
    "statement_date": date(2026, 10, 5),
    "due_date": date(2026, 11, 4),
    "billed_cents": 41260,
    "open_cents": 41260,
    "version": 3,
    "held_cents": 500,
}
STAFF: dict[str, Any] = {"user": "rosa", "name": "Rosa Delgado", "role": Role.CASHIER, "passphrase_hash": "$argon2id$"}


def page(*members: str, statements: tuple[str, ...] = ()) -> Page:
    return Page(
        epoch="",
        mark=0,
        after="",
        more=False,
        members=tuple(MemberRow(**(MEMBER | {"number": number})) for number in members),
        statements=tuple(StatementRow(**(STATEMENT | {"number": number})) for number in statements),
        guarantors=(GuarantorRow(number="200417733", name="Tran", region="ncal"),),
        staff=(StaffRow(**STAFF),),
    )


@pytest.fixture
def desk() -> Iterator[Rig]:
    with rig_with_ledger() as made:
        made.ledger.pages = [page("1"), page("2"), page("3", statements=("S-1", "S-2"))]
        yield made


def fill(desk: Rig) -> None:
    for _ in range(20):
        if desk.pull.step() > 0:
            return
    raise AssertionError("the pull lane does not come to rest")


def test_the_first_fill_is_page_after_page_and_then_a_held_request(desk: Rig) -> None:
    waits = [desk.pull.step() for _ in range(4)]

    assert waits == [0.0, 0.0, 0.0, EMPTY_REST_S]
    assert [(asked["after"], asked["wait_s"]) for asked in desk.ledger.asked] == [
        ("", "0"),
        ("1", "0"),
        ("2", "0"),
        ("3", "5"),
    ]
    assert sorted(desk.desk.directory.members) == ["1", "2", "3"]
    assert desk.applied == 3
    assert desk.states[-1] == LinkState(online=True, since=NOW)


def test_rows_become_what_the_desk_calls_them(desk: Rig) -> None:
    desk.take(2)
    desk.drain()
    desk.ledger.pages = [page("11048827", statements=("S-48210377",))]
    fill(desk)
    directory = desk.desk.directory

    (known,) = directory.statements(("S-48210377",))
    member, person = directory.member("11048827"), directory.staff("rosa")

    assert (known.mark, known.held, known.statement.open) == (2, Money(500), Money(41260))
    assert known.statement.version == "e1.3"
    assert member is not None
    assert member.name == "Tran, Mai Linh"
    assert person is not None
    assert person.staff.role is Role.CASHIER
    assert directory.freshness().as_of == NOW


@pytest.mark.parametrize(("said", "read"), [("ann@example.org", "ann@example.org"), ("ann@", ""), ("x" * 999, "")])
def test_an_address_is_taken_and_one_that_is_none_stops_no_page(desk: Rig, said: str, read: str) -> None:
    sent = page("11048827")
    told = sent.members[0].model_copy(update={"email": said})
    desk.ledger.pages = [sent.model_copy(update={"members": (told,)})]
    fill(desk)

    member = desk.desk.directory.member("11048827")
    assert member is not None
    assert member.email == read


def test_of_what_was_paid_another_way_the_newest_is_kept(desk: Rig) -> None:
    elsewhere = [{"channel": channel, "cents": 300, "paid_at": NOW} for channel in ("online", "mail")]
    row = StatementRow(**(STATEMENT | {"number": "S-1", "member_number": "1", "paid_elsewhere": elsewhere}))
    desk.ledger.pages = [page("1").model_copy(update={"statements": (row,)})]
    fill(desk)

    assert desk.desk.directory.paid_elsewhere_of("1") == (
        PaidElsewhere(number="S-1", member_number="1", channel="online", amount=Money(300), paid_at=NOW),
    )


@pytest.mark.parametrize("cents", [0, -1, 10**12])
def test_a_payment_of_another_way_that_cannot_be_is_not_told_and_stops_no_page(desk: Rig, cents: int) -> None:
    elsewhere = [{"channel": "online", "cents": cents, "paid_at": NOW}]
    row = StatementRow(**(STATEMENT | {"number": "S-1", "member_number": "1", "paid_elsewhere": elsewhere}))
    desk.ledger.pages = [page("1").model_copy(update={"statements": (row,)})]
    fill(desk)

    assert desk.desk.directory.known.keys() == {"S-1"}
    assert desk.desk.directory.paid_elsewhere_of("1") == ()


def test_a_pull_that_is_cut_at_its_second_page_goes_on_there_after_a_restart(desk: Rig) -> None:
    desk.pull.step()
    desk.ledger.next.append(Fault.LOSE_REPLY)

    assert LEAST_S <= desk.pull.step() <= MOST_S
    assert sorted(desk.desk.directory.members) == ["1"]

    with rig(desk.ledger, desk=desk.desk) as restarted:
        fill(restarted)

    assert desk.ledger.asked[2]["after"] == "1"
    assert [[member.number for member in applied.members] for applied in desk.desk.directory.pages[:3]] == [
        ["1"],
        ["2"],
        ["3"],
    ]


def test_a_store_that_cannot_write_a_page_gets_the_same_page_again(desk: Rig) -> None:
    desk.pull.step()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk.desk.directory, "apply", _refuse)
        with pytest.raises(StoreTrouble):
            desk.pull.step()
    fill(desk)

    assert sorted(desk.desk.directory.members) == ["1", "2", "3"]


def _refuse(*_: object) -> None:
    raise StoreTrouble("The disk is full.")


def test_a_new_epoch_starts_over_and_forgets_what_does_not_come_back(desk: Rig) -> None:
    fill(desk)
    desk.ledger.restore(0, "e2")
    desk.ledger.pages = [page("2"), page("4")]
    fill(desk)
    fill(desk)

    assert sorted(desk.desk.directory.members) == ["2", "4"]
    assert desk.desk.directory.known == {}
    assert desk.desk.directory.cursor() == DirectoryCursor("e2", "2")


def test_rows_of_a_new_epoch_after_an_old_cursor_are_not_written(desk: Rig) -> None:
    fill(desk)
    desk.ledger.restore(0, "e2")
    desk.ledger.next.append(_reply(epoch="e2", after="9", members=[MEMBER]))

    assert desk.pull.step() == 0.0
    assert desk.desk.directory.cursor().epoch == "e1"
    assert sorted(desk.desk.directory.members) == ["1", "2", "3"]
    desk.pull.step()
    assert (desk.ledger.asked[-1]["epoch"], desk.ledger.asked[-1]["after"]) == ("e2", "")


def _reply(**said: Any) -> Reply:
    honest: dict[str, Any] = {"epoch": "e1", "mark": 0, "after": "5", "more": False}
    return Reply(200, Page.model_construct(**(honest | said)).model_dump_json(warnings=False).encode())


NONSENSE: dict[str, Reply] = {
    "HTML": Reply(200, b"<html></html>"),
    "too much": Reply(200, b" " * (ANSWER_BYTES_MAX + 1)),
    "no epoch": _reply(epoch=""),
    "less than no mark": _reply(mark=-1),
    "a mark that cannot be": _reply(mark=2**53),
    "more rows than asked for": _reply(members=[MEMBER] * 501),
    "the same cursor again, with rows": _reply(after="3", members=[MEMBER]),
    "the same cursor again, with more": _reply(after="3", more=True),
    "a member without a number": _reply(members=[MEMBER, MEMBER | {"number": ""}]),
    "a member with an endless name": _reply(members=[MEMBER | {"family_name": "x" * 10_000}]),
    "a member with endless notes": _reply(members=[MEMBER | {"notes": ["note"] * 1000}]),
    "a birth date that is none": _reply(members=[MEMBER | {"birth_date": "1961-02-30"}]),
    "a statement that bills less than nothing": _reply(statements=[STATEMENT | {"billed_cents": -1}]),
    "a statement over all limits": _reply(statements=[STATEMENT | {"open_cents": 10**12}]),
    "a statement in fractions of cents": _reply(statements=[STATEMENT | {"open_cents": 0.5}]),
    "less than nothing held": _reply(statements=[STATEMENT | {"held_cents": -1}]),
    "a version before all": _reply(statements=[STATEMENT | {"version": -1}]),
    "a kind nobody knows": _reply(statements=[STATEMENT | {"kind": "dental"}]),
    "a role nobody knows": _reply(staff=[STAFF | {"role": "king"}]),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE.keys())
def test_a_page_that_cannot_be_is_one_sentence_and_changes_nothing(desk: Rig, answer: Reply) -> None:
    fill(desk)
    before = (dict(desk.desk.directory.members), dict(desk.desk.directory.known), desk.desk.directory.cursor())
    pages = len(desk.desk.directory.pages)
    desk.ledger.next.append(answer)

    assert LEAST_S <= desk.pull.step() <= MOST_S
    assert desk.link.state().trouble.startswith(("What answered at the ledger's address", "The ledger sent a"))
    directory = desk.desk.directory
    assert (directory.members, directory.known, directory.cursor()) == before
    assert len(directory.pages) == pages


def test_a_mark_ahead_of_our_journal_is_not_written_and_calls_a_person(desk: Rig) -> None:
    fill(desk)
    desk.ledger.next.append(_reply(mark=1, members=[MEMBER]))

    assert desk.pull.step() == REFUSED_REST_S
    assert desk.link.state().stopped
    assert MEMBER["number"] not in desk.desk.directory.members


def test_a_refused_token_is_asked_about_seldom() -> None:
    with http_ledger() as ledger, rig(ledger, token="old") as desk:
        assert desk.pull.step() == REFUSED_REST_S
        assert desk.link.state().stopped


def test_after_a_cut_the_first_request_is_not_held_so_that_the_strip_is_right_at_once(desk: Rig) -> None:
    fill(desk)
    desk.ledger.next.append(Fault.CUT)
    desk.pull.step()
    desk.pull.step()

    assert [asked["wait_s"] for asked in desk.ledger.asked[-2:]] == ["5", "0"]
    assert desk.link.state().online
    assert desk.came_back == 1


@pytest.mark.parametrize(
    ("statuses", "plan_words", "words"),
    [
        ((), "", ""),
        (("in_collections", "assistance_granted"), "", "in collections · assistance granted"),
        (("payment_plan",), "", "payment plan"),
        (("payment_plan", "lien filed"), "plan: $50 a month", "lien filed · plan: $50 a month"),
        (("a status of tomorrow",), "", "a status of tomorrow"),
        (("x" * 90, "y" * 90, "z" * 90), "", f"{'x' * 90} · {'y' * 90} · {'z' * 13}…"),
    ],
)
def test_what_a_cashier_must_see_of_a_statement_is_said_in_words(
    statuses: tuple[str, ...], plan_words: str, words: str
) -> None:
    row = StatementRow(**(STATEMENT | {"statuses": statuses, "plan_words": plan_words}))

    known = directory_page(page().model_copy(update={"statements": (row,)})).statements[0]

    assert known.statement.plan_words == words


def test_what_became_of_receipts_at_the_office_is_taken_and_nothing_else() -> None:
    became_of = [*map(became, sorted(OFFICE_SAYS)), became(LineKind.VOIDED)]
    bodies = ("{}", *(line.body().decode() for line in became_of))

    came_back = directory_page(page().model_copy(update={"came_back": bodies})).came_back

    assert [(each.receipt, each.line.kind) for each in came_back] == [(NUMBER, kind) for kind in sorted(OFFICE_SAYS)]
