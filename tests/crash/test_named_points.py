"""A desk is killed at each named moment of each act and started again: what was told is there, and nothing is twice.

The desk is a real one in a process of its own, with real files and devices; the kill is SIGKILL, between two steps of
the act or within one.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from cashier.domain.line import LineKind
from cashier.doors.assembly import assembled
from cashier.usecases.ports.work import JobState
from tests.crash.center import MEMBER, STATEMENTS, CrashCenter, Place, in_small_pages
from tests.crash.nursery import Life
from tests.crash.proofs import prove, start_again

CENTS = 12_551
BY_CARD = CENTS // 2  # Of a split payment.
SURE, UNSURE = JobState.CONFIRMED, JobState.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """When a desk dies, and what is there after its restart.

    ``moment`` comes for the ``count``th time while ``act`` is done. ``paid``: cents booked; ``told``: whether the
    cashier had read the answer; ``voided``: how many voids are booked; ``papers``: how the receipt's jobs end;
    ``sheets``: how many papers came out.
    """

    act: str
    moment: str
    count: int = 1
    before: tuple[str, ...] = ("shift",)
    paid: int = CENTS
    told: bool = False
    papers: tuple[JobState, ...] = (SURE,)
    sheets: int = 1
    unsure_cards: int = 0
    voided: int = 0


TAKE = Crash(act="take", moment="")
CARD = Crash(act="card", moment="")
SPLIT = Crash(act="split", moment="")
PRINT = Crash(act="print", moment="", before=("shift", "take"), told=True)
PUSH = Crash(act="push", moment="", before=("shift", "take"), told=True)
REPRINT = Crash(act="reprint", moment="", before=("shift", "take", "print"), told=True)
VOID = Crash(act="void", moment="", before=("shift", "card"), told=True)
GONE_BACK = replace(VOID, voided=1, sheets=3)
COPY = Crash(act="copy", moment="", before=("shift", "take"), told=True)
NOTHING = Crash(act="", moment="", paid=0, papers=(), sheets=0)

CRASHES = {
    "take: before the line": replace(NOTHING, act="take", moment="before append", count=2),
    "take: the line is written, not committed": replace(NOTHING, act="take", moment="before commit", count=2),
    "take: committed, nobody heard": replace(TAKE, moment="after commit", count=2),
    "take: committed with its paper on the way": replace(
        TAKE, act="announced", moment="after commit", count=2, papers=(UNSURE,), sheets=0
    ),
    "card: before it is asked": replace(NOTHING, act="card", moment="before commit", count=2),
    "card: asked, the terminal not called": replace(
        NOTHING, act="card", moment="before sale", unsure_cards=1, sheets=1
    ),
    "card: approved, not settled": replace(CARD, moment="after sale", unsure_cards=1),
    "card: the settlement written, not committed": replace(CARD, moment="before commit", count=3, unsure_cards=1),
    "card: settled, nobody heard": replace(CARD, moment="after commit", count=3),
    "split: the card settled, the cash not taken": replace(SPLIT, moment="after commit", count=3, paid=BY_CARD),
    "split: the cash written, not committed": replace(SPLIT, moment="before commit", count=5, paid=BY_CARD),
    "split: the cash taken, nobody heard": replace(SPLIT, moment="after commit", count=5),
    "void: before the card is asked back": replace(VOID, moment="before commit"),
    "void: asked, the terminal not called": replace(VOID, moment="before reverse", unsure_cards=1),
    "void: given back, not settled": replace(GONE_BACK, moment="after reverse", unsure_cards=1),
    "void: written, not committed": replace(GONE_BACK, moment="before commit", count=2, unsure_cards=1),
    "void: booked, nobody heard": replace(GONE_BACK, moment="after commit", count=2),
    "print: not marked yet": replace(PRINT, moment="before commit"),
    "print: marked, no byte sent": replace(PRINT, moment="before print", papers=(UNSURE,), sheets=0),
    "print: sent, not confirmed": replace(PRINT, moment="after print", papers=(UNSURE,)),
    "print: confirmed": replace(PRINT, moment="after commit", count=2),
    "push: not sent yet": replace(PUSH, moment="before send"),
    "push: the ledger has it, nobody heard": replace(PUSH, moment="after send"),
    "push: heard, the mark not moved": replace(PUSH, moment="before commit"),
    "push: the mark moved": replace(PUSH, moment="after commit"),
    "print again: written, not committed": replace(REPRINT, moment="before commit"),
    "print again: committed": replace(REPRINT, moment="after commit", papers=(SURE, SURE), sheets=2),
    "second copy: lines written, not committed": replace(COPY, moment="after run_many"),
    "second copy: between lines": replace(COPY, moment="after step"),
}


def order(act: str, payment_id: str, place: Place, center: CrashCenter) -> dict[str, Any]:
    """An act for the nursery."""
    return {
        "do": act,
        "id": payment_id if act != "shift" else center.new_id(),
        "member": MEMBER,
        "statement": center.chance.choice(STATEMENTS),
        "cents": CENTS,
        "receipt": f"{place.code}-0000001",
    }


def crash(it: Crash, place: Place, center: CrashCenter, plant: str = "nothing") -> tuple[str, Life]:
    """Let a desk die as ``it`` says. Returns the payment's id, and what the desk said."""
    payment_id = center.new_id()
    life = center.nursery.live(
        {
            "data": str(place.data),
            "before": [order(act, payment_id, place, center) for act in it.before],
            "act": order(it.act, payment_id, place, center),
            "moment": it.moment,
            "count": it.count,
            "plant": plant,
        }
    )
    assert life.was_killed, f"it never came to {it.moment}"
    return payment_id, life


@pytest.fixture(params=CRASHES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_after_a_crash_all_books_agree(name: str, place: Place, center: CrashCenter) -> None:
    it = CRASHES[name]
    payment_id, life = crash(it, place, center)
    told = life.answers("taken")

    found = start_again(place)

    assert bool(told) == it.told
    assert found.paid(payment_id) == it.paid
    assert found.count(LineKind.VOIDED) == it.voided
    assert len(found.unsure_cards) == it.unsure_cards
    assert [job.state for jobs in found.jobs.values() for job in jobs] == list(it.papers)
    assert len(found.sheets) == it.sheets
    prove(found, told, place, center)


@pytest.mark.parametrize("moment", ["before commit", "after commit"])
def test_a_payment_that_is_entered_again_after_a_crash_is_taken_once(
    moment: str, place: Place, center: CrashCenter
) -> None:
    payment_id = center.new_id()
    act = order("take", payment_id, place, center)
    life = {"data": str(place.data), "before": [order("shift", "", place, center)], "act": act, "count": 2}
    assert center.nursery.live(life | {"moment": moment}).was_killed

    again = center.nursery.live(life | {"before": [], "moment": "never"})
    found = start_again(place)

    assert again.ended == 0
    assert found.paid(payment_id) == CENTS
    prove(found, again.answers("taken"), place, center)


@pytest.mark.parametrize(("moment", "opened"), [("before commit", 0), ("after commit", 1)])
def test_a_drawer_is_open_or_was_never_opened(moment: str, opened: int, place: Place, center: CrashCenter) -> None:
    crash(Crash(act="shift", moment=moment, before=()), place, center)

    found = start_again(place)

    assert found.count(LineKind.SHIFT_OPENED) == opened
    prove(found, (), place, center)


@pytest.mark.parametrize(
    ("moment", "count"), [("before apply", 3), ("after apply", 3), ("before run_many", 5), ("after run_many", 8)]
)
def test_a_directory_that_was_cut_off_between_or_within_pages_is_whole_in_the_end(
    moment: str, count: int, place: Place, center: CrashCenter
) -> None:
    in_small_pages(place.data)
    killed = center.nursery.live({"data": str(place.data), "moment": moment, "count": count})

    found = start_again(place)

    assert killed.was_killed
    with assembled(place.data) as assembly:
        assert {known.statement.number for known in assembly.desk.directory.statements(STATEMENTS)} == set(STATEMENTS)
    prove(found, (), place, center)
