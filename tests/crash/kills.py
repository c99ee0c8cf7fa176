"""Days on which the desk is killed at any moment, and the ledger now and then: in the end each of them adds up."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from receipts.printers.sheet import Sheet
from tests.crash.center import MEMBER, STATEMENTS, CrashCenter, Place
from tests.crash.nursery import Life
from tests.crash.proofs import A_WHILE, Found, new_sheets, prove, start_again
from tests.e2e.workplace import run_main

LIVES = 50  # Of one desk on one day.
LEDGER_DIES_EVERY, LEDGER_IS_BACK_AFTER = 12, 3  # Lives of the desk.
TERMINAL_MOODS = ("approve", "approve", "decline", "silent_after_approve")


@dataclass(slots=True)
class Day:
    """All that was said and printed on it."""

    tried: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    sheets: tuple[Sheet, ...] = ()
    ledger_deaths: int = 0

    def add(self, life: Life, sheets: tuple[Sheet, ...]) -> None:
        assert life.was_killed
        self.tried += life.answers("tried")
        self.taken += life.answers("taken")
        self.sheets += sheets


def killed_day(place: Place, center: CrashCenter, seed: int) -> Day:
    """Live through a day, and prove it. Raises AssertionError for the first thing that does not hold."""
    day = _live_through(place, center, random.Random(seed))

    found = start_again(place, day.sheets, ahead=LIVES * A_WHILE)

    assert day.ledger_deaths == LIVES // LEDGER_DIES_EVERY
    prove(found, day.taken, place, center)
    _what_nobody_heard_of_is_whole_or_not_at_all(found, day)
    assert run_main("journal", "verify", "--data", str(place.data)).returncode == 0
    assert run_main("ledger", "check", *center.ledger.database).returncode == 0
    return day


def _live_through(place: Place, center: CrashCenter, chance: random.Random) -> Day:
    day = Day()
    for number in range(LIVES):
        if number % LEDGER_DIES_EVERY == LEDGER_DIES_EVERY - 1 - LEDGER_IS_BACK_AFTER:
            center.ledger.kill()
            center.line.target = None
            day.ledger_deaths += 1
        if number % LEDGER_DIES_EVERY == LEDGER_DIES_EVERY - 1:
            center.ledger.start()
            center.line.target = center.ledger.port
        place.steer_terminal(chance.choice(TERMINAL_MOODS))
        # Time passes between two lives, so that a terminal that never heard of a sale is believed.
        ahead: timedelta = number * A_WHILE
        order = {
            "data": str(place.data),
            "work": chance.randrange(1 << 32),
            "member": MEMBER,
            "statements": STATEMENTS,
            "ahead_s": ahead.total_seconds(),
        }
        after_taken = chance.randrange(8)
        within_s = chance.uniform(0, 0.05 if after_taken else 0.3)
        life = center.nursery.live_and_kill(order, after_taken=after_taken, within_s=within_s)
        day.add(life, new_sheets(place, day.sheets))
    return day


def _what_nobody_heard_of_is_whole_or_not_at_all(found: Found, day: Day) -> None:
    """A split payment may have ended between its card and its cash, which are two commits."""
    told = {taken["id"] for taken in day.taken}
    for tried in day.tried:
        if tried["id"] not in told:
            possible = {0, tried["cents"]} | ({tried["cents"] // 2} if tried["do"] == "split" else set())
            assert found.paid(tried["id"]) in possible, tried
    assert {str(facts.payment_id) for facts in found.payments} <= {tried["id"] for tried in day.tried}
