"""Who has an authenticator types its code behind the passphrase, wherever that is asked for; each code once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from cashier.domain.errors import Refused
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.second_factor import NEEDS_CODE, USED_CODE, step_at, verifier_of
from cashier.domain.sign_in import TryLater
from cashier.usecases.ports.desk import Desk
from cashier.usecases.sign_in import InPerson, countersign, lock, sign_in, unlock
from tests.fakes.builders import HELEN, ROSA, Counter, a_desk

ROSAS, HELENS = "rosa's words", "helen's words"


@dataclass(slots=True)
class Codes:
    """An authenticator whose code of a step is the step itself, with as many digits as a code has."""

    def step_of(self, sealed: str, user: str, code: str, now: datetime) -> int | None:
        step = step_at(now.timestamp())
        return step if sealed == f"{user}'s" and code == self.code(now) else None

    @staticmethod
    def code(now: datetime) -> str:
        return f"{int(now.timestamp()) // 30 % 1_000_000:06d}"


def a_desk_of_two() -> tuple[Counter, Desk]:
    """Rosa and Helen have authenticators."""
    counter = a_desk(is_open=False)
    people = counter.store.directory.people
    for user in (ROSA.user, HELEN.user):
        people[user] = replace(people[user], passphrase_hash=verifier_of(people[user].passphrase_hash, f"{user}'s"))
    return counter, replace(counter.desk, second_factor=Codes())


def test_a_code_holds_for_thirty_seconds() -> None:
    assert [step_at(unix_s) for unix_s in (0, 29.9, 30, 59.9, 60)] == [0, 0, 1, 1, 2]


def test_passphrase_and_code_sign_in_and_the_line_says_so() -> None:
    counter, desk = a_desk_of_two()

    assert sign_in("rosa", f"{ROSAS} {Codes.code(counter.clock())}", desk) == ROSA
    line = counter.store.lines()[-1]
    assert (line.kind, line.facts) == (LineKind.SIGNED_IN, {"code": True})


def test_without_a_code_it_is_asked_for_and_nothing_is_counted() -> None:
    counter, desk = a_desk_of_two()

    with pytest.raises(Refused, match=NEEDS_CODE[:40]):
        sign_in("rosa", ROSAS, desk)
    assert counter.store.lines() == []
    assert not counter.store.tables.failures


@pytest.mark.parametrize(
    ("typed", "what"),
    [("rosa's words 000000", "code"), ("other words {code}", "passphrase"), ("other words", "passphrase")],
)
def test_one_right_half_opens_nothing_and_costs_the_wait(typed: str, what: str) -> None:
    counter, desk = a_desk_of_two()

    with pytest.raises(TryLater):
        sign_in("rosa", typed.format(code=Codes.code(counter.clock())), desk)
    line = counter.store.lines()[-1]
    assert (line.kind, line.facts["with"]) == (LineKind.SIGN_IN_FAILED, what)


def test_who_has_left_is_told_nothing_of_a_code_and_the_line_says_no_more_than_that_it_failed() -> None:
    counter, desk = a_desk_of_two()
    people = counter.store.directory.people
    people["rosa"] = replace(people["rosa"], active=False)
    plain = replace(people["helen"], passphrase_hash=f"hash of {HELENS}", active=False)
    people["helen"] = plain

    for user, words in (("rosa", ROSAS), ("helen", HELENS)):
        with pytest.raises(TryLater):
            sign_in(user, words, desk)
    assert counter.store.lines()[-1].facts["with"] == "passphrase", "helen has no authenticator"


def test_a_code_is_used_once_at_a_desk_also_after_a_restart() -> None:
    counter, desk = a_desk_of_two()
    typed = f"{ROSAS} {Codes.code(counter.clock())}"
    sign_in("rosa", typed, desk)

    again = replace(a_desk(store=counter.store).desk, second_factor=Codes(), clock=counter.clock)
    with pytest.raises(Refused, match=USED_CODE[:20]):
        sign_in("rosa", typed, again)
    counter.clock.forward(30)
    assert sign_in("rosa", f"{ROSAS} {Codes.code(counter.clock())}", again) == ROSA
    assert counter.clock() - timedelta(seconds=30) < counter.clock()


def test_it_is_asked_for_beside_a_colleague_and_to_unlock_too() -> None:
    counter, desk = a_desk_of_two()
    rosa = sign_in("rosa", f"{ROSAS} {Codes.code(counter.clock())}", desk)
    lock(rosa, desk)

    for ask in (
        lambda: InPerson(desk).approve("helen", HELENS, act="a", amount=Money(1)),
        lambda: countersign("helen", HELENS, desk),
        lambda: unlock("rosa", ROSAS, desk, locked=rosa, pin=None),
    ):
        with pytest.raises(Refused, match=NEEDS_CODE[:40]):
            ask()
    code = Codes.code(counter.clock())
    assert InPerson(desk).approve("helen", f"{HELENS} {code}", act="a", amount=Money(1)).approver == "helen"
    counter.clock.forward(30)
    assert unlock("rosa", f"{ROSAS} {Codes.code(counter.clock())}", desk, locked=rosa, pin=None) == rosa


def test_a_desk_that_reads_no_codes_lets_nobody_in_who_has_one() -> None:
    counter, desk = a_desk_of_two()

    with pytest.raises(TryLater):
        sign_in("rosa", f"{ROSAS} {Codes.code(counter.clock())}", replace(desk, second_factor=None))
