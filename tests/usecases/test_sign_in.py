"""Signing in: a wrong word costs a wait that doubles, outlives a restart and tells nothing about who is there."""

from dataclasses import replace

import pytest

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.people import SIGNER, Role
from cashier.domain.revoked import FORGOTTEN
from cashier.domain.scan import CARD_SENTENCE
from cashier.domain.shift import OpenShift
from cashier.domain.sign_in import OfflineLimits, TryLater
from cashier.usecases.ports.directory import DirectoryPage
from cashier.usecases.shift import open_shift
from cashier.usecases.sign_in import InPerson, countersign, must_work_here, sign_in, sign_out
from tests.fakes.builders import HELEN, ROSA, SHIFT_ID, TODAY, Counter, PlainHasher, a_desk


def _fails(counter: Counter, user: str = "rosa", words: str = "wrong") -> int:
    with pytest.raises(TryLater) as later:
        sign_in(user, words, counter.desk)
    return later.value.seconds


@pytest.mark.parametrize("user", ["rosa", " ROSA ", "b-rosa"])
def test_a_name_or_a_badge_and_the_right_words_sign_in_and_are_recorded(user: str) -> None:
    counter = a_desk(is_open=False)

    assert sign_in(user, "rosa's words", counter.desk) == ROSA
    assert [(line.kind, line.staff) for line in counter.store.lines()] == [(LineKind.SIGNED_IN, "rosa")]


def test_the_wait_doubles_with_each_failure_and_ends_with_the_right_words() -> None:
    counter = a_desk(is_open=False)
    waits = []
    for _ in range(5):
        waits.append(_fails(counter))
        counter.clock.forward(waits[-1])

    assert waits == [2, 4, 8, 16, 32]
    assert sign_in("rosa", "rosa's words", counter.desk) == ROSA
    assert _fails(counter) == 2


def test_during_the_wait_even_the_right_words_are_not_looked_at() -> None:
    counter = a_desk(is_open=False)
    _fails(counter)
    asked = counter.hasher.asked

    assert _fails(counter, words="rosa's words") == 2
    assert counter.hasher.asked == asked
    assert counter.store.tables.failures["rosa"].count == 1


def test_the_wait_survives_a_restart() -> None:
    counter = a_desk(is_open=False)
    for _ in range(3):
        counter.clock.forward(_fails(counter))

    restarted = a_desk(store=counter.store)
    restarted.clock.now = counter.clock.now

    assert _fails(restarted) == 16


def test_one_persons_wait_is_not_anothers() -> None:
    counter = a_desk(is_open=False)
    _fails(counter)

    assert sign_in("helen", "helen's words", counter.desk) == HELEN


def test_names_that_nobody_has_share_one_count_and_are_not_kept() -> None:
    counter = a_desk(is_open=False)
    counter.clock.forward(_fails(counter, user="rosas words typed as a name"))

    assert _fails(counter, user="somebody else") == 4
    assert set(counter.store.tables.failures) == {"?", "*"}, "that, and all at this desk together"


def test_an_unknown_name_is_held_against_a_hash_as_any_is(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = a_desk(is_open=False)
    against: list[str] = []

    def matches(_: PlainHasher, kept: str, words: str) -> bool:
        against.append(kept)
        return False

    monkeypatch.setattr(PlainHasher, "matches", matches)
    _fails(counter, "nobody")

    (kept,) = against
    assert kept.startswith("$argon2id$")


def test_an_unknown_name_costs_as_much_work_as_a_wrong_word() -> None:
    counter = a_desk(is_open=False)
    _fails(counter, user="nobody")

    assert counter.hasher.asked == 1


def test_who_has_left_cannot_sign_in() -> None:
    counter = a_desk(is_open=False)
    people = counter.store.directory.people
    people["rosa"] = replace(people["rosa"], active=False)

    assert _fails(counter, words="rosa's words") == 2


def test_a_card_number_as_a_name_is_refused_and_not_kept() -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(Refused) as refused:
        sign_in("4111 1111 1111 1111", "words", counter.desk)

    assert refused.value.sentence == CARD_SENTENCE
    assert counter.store.tables.failures == {}


@pytest.mark.parametrize(("user", "words"), [("", "words"), ("  ", "words"), ("rosa", "")])
def test_an_empty_field_is_said_and_costs_no_wait(user: str, words: str) -> None:
    counter = a_desk(is_open=False)

    with pytest.raises(Refused) as refused:
        sign_in(user, words, counter.desk)

    assert refused.value.sentence == "Enter your name or badge, and your passphrase."
    assert counter.store.tables.failures == {}


def test_signing_out_is_recorded_within_the_shift() -> None:
    counter = a_desk()
    sign_out(ROSA, counter.desk)

    line = counter.store.lines()[-1]
    assert (line.kind, line.shift_id, line.transfers) == (LineKind.SIGNED_OUT, SHIFT_ID, ())


# --- the second person ---


def test_a_lead_beside_the_desk_approves_one_act_and_amount() -> None:
    counter = a_desk()
    approval = InPerson(counter.desk).approve("helen", "helen's words", act="credit", amount=Money(5000))

    assert (approval.approver, approval.act, approval.amount) == ("helen", "credit", Money(5000))
    assert approval.given_at == counter.clock.now


def refusals(counter: Counter) -> list[tuple[str, object]]:
    """Who was refused, and what is kept of it."""
    return [(line.staff, line.facts) for line in counter.store.lines() if line.kind is LineKind.REFUSED]


def test_nobody_without_the_right_approves_and_that_they_wanted_to_is_a_line() -> None:
    counter = a_desk()
    with pytest.raises(Refused, match=r"Rosa Delgado may not approve credit\."):
        InPerson(counter.desk).approve("rosa", "rosa's words", act="credit", amount=Money(1))

    assert refusals(counter) == [("rosa", {"act": "credit", "why": "no_right"})]


def test_a_lead_with_this_desks_drawer_does_not_approve_here() -> None:
    counter = a_desk(is_open=False)
    open_shift(OpenShift(shift_id=SHIFT_ID, count={}, business_date=TODAY), counter.desk, HELEN)

    with pytest.raises(Refused) as refused:
        InPerson(counter.desk).approve("helen", "helen's words", act="credit", amount=Money(1))

    assert refused.value.sentence == "Helen Park has this desk's open drawer and can't approve here. Ask another lead."
    assert refusals(counter) == [("helen", {"act": "credit", "why": "own_drawer"})]


def test_a_wrong_word_of_the_second_person_waits_like_any_other() -> None:
    counter = a_desk()

    with pytest.raises(TryLater):
        InPerson(counter.desk).approve("helen", "wrong", act="credit", amount=Money(1))

    assert _fails(counter, user="helen", words="helen's words") == 2


def test_an_administrator_approves_no_money() -> None:
    counter = a_desk()
    people = counter.store.directory.people
    people["helen"] = replace(people["helen"], staff=replace(HELEN, role=Role.ADMINISTRATOR))

    with pytest.raises(Refused, match="may not approve"):
        InPerson(counter.desk).approve("helen", "helen's words", act="credit", amount=Money(1))


@pytest.mark.parametrize(("limits", "hours"), [(OfflineLimits(), 72), (OfflineLimits(sign_in_h=12), 12)])
def test_nobody_signs_in_when_the_ledger_was_not_heard_for_too_long(limits: OfflineLimits, hours: int) -> None:
    counter = _heard_now(limits)
    counter.clock.forward(hours * 3600)
    assert sign_in("rosa", "rosa's words", counter.desk) == ROSA

    counter.clock.forward(1)
    with pytest.raises(Refused, match=f"not heard from the ledger for more than {hours} hours. Nobody can sign in"):
        sign_in("rosa", "rosa's words", counter.desk)
    assert [line.kind for line in counter.store.lines()] == [LineKind.SIGNED_IN, LineKind.REFUSED]


@pytest.mark.parametrize(("limits", "hours"), [(OfflineLimits(), 24), (OfflineLimits(approve_h=2), 2)])
def test_nobody_approves_when_the_ledger_was_not_heard_for_too_long(limits: OfflineLimits, hours: int) -> None:
    counter = _heard_now(limits)
    second = InPerson(counter.desk)
    counter.clock.forward(hours * 3600)
    assert second.approve("helen", "helen's words", act="credit", amount=Money(1)).approver == "helen"

    counter.clock.forward(1)
    with pytest.raises(Refused, match=f"for more than {hours} hours. Nobody can approve here until it does."):
        second.approve("helen", "helen's words", act="credit", amount=Money(1))


def test_nobody_signs_beside_another_when_the_ledger_was_not_heard_for_too_long() -> None:
    counter = _heard_now(OfflineLimits())
    counter.clock.forward(72 * 3600)
    assert countersign("helen", "helen's words", counter.desk) == HELEN

    counter.clock.forward(1)
    with pytest.raises(Refused, match="for more than 72 hours"):
        countersign("helen", "helen's words", counter.desk)


def test_who_takes_payments_or_looks_after_them_works_at_a_desk_and_no_administrator() -> None:
    for role in Role:
        staff = replace(ROSA, role=role)
        if role is Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed, match="may not take payments at a desk"):
                must_work_here(staff)
        else:
            must_work_here(staff)


def test_a_desk_that_has_forgotten_its_people_says_so_and_counts_no_failure() -> None:
    counter = a_desk(is_open=False)
    with counter.desk.open_work() as work:
        work.journal.set_differs(FORGOTTEN)
        work.commit()

    with pytest.raises(Refused, match="has forgotten its members and people"):
        sign_in("nobody", "words", counter.desk)
    assert counter.store.lines() == []
    assert sign_in("rosa", "rosa's words", counter.desk) == ROSA, "one whom it knows was told to it since"


def test_who_forgot_the_passphrase_is_told_beside_it_and_who_forgot_the_name_beside_that() -> None:
    for user, field in (("rosa", ""), (" ", SIGNER)):
        with pytest.raises(Refused, match="Enter your name or badge") as refused:
            sign_in(user, "" if user == "rosa" else "words", a_desk().desk)
        assert refused.value.field == field


def test_a_desk_that_was_quiet_for_long_counts_anew() -> None:
    counter = a_desk(is_open=False)
    for place in range(10):
        counter.clock.forward(_fails(counter, f"nobody {place}"))
    counter.clock.forward(15 * 60)
    for user in ("rosa", "helen"):
        assert _fails(counter, user) == 2, "each one's own first failure, and few of the desk's"
        counter.clock.forward(2)


def _heard_now(limits: OfflineLimits) -> Counter:
    """Rosa's desk, which the ledger has just brought up to date."""
    counter = a_desk(is_open=False)
    people = tuple(counter.store.directory.people.values())
    counter.store.directory.apply(
        DirectoryPage(epoch="e1", mark=0, after="1", more=False, staff=people), counter.clock.now
    )
    return replace(counter, desk=replace(counter.desk, offline=limits))
