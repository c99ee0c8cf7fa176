"""Wherever the store breaks, doing it again ends as if nothing had happened.

Each act is broken at its first call to the store, then at its second, and so on until it comes through. After every
break, and again after the act was repeated, the journal must hold: no payment without paper, no gap, nothing twice.
"""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from cashier.domain.card import AttemptState
from cashier.domain.chain import chained, first_link
from cashier.domain.drawer_count import CountDrawer
from cashier.domain.errors import StoreTrouble
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.shift import OpenShift
from cashier.domain.shift_close import CloseShift
from cashier.usecases.card_payment import ask_card, settle_card
from cashier.usecases.close_shift import close_shift, count_drawer
from cashier.usecases.ports.desk import Desk
from cashier.usecases.ports.work import JobState
from cashier.usecases.reprint import reprint, say_not_printed, unsure_prints
from cashier.usecases.shift import current_shift, open_shift
from cashier.usecases.start_day import recover
from cashier.usecases.take_payment import finish_payment, take_payment
from tests.fakes.builders import PAYMENT_ID, ROSA, SHIFT_ID, TERMINAL, TODAY, Counter, a_desk, a_wish, cash, pays
from tests.fakes.fragile_store import FragileStore
from tests.fakes.memory_store import MemoryDesk
from tests.fakes.terminal import UNKNOWN, approved


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is broken: the desk before it, the act itself, and what must be true when it was done again."""

    before: Callable[[], Counter]
    do: Callable[[Desk], object]
    done: Callable[[MemoryDesk], bool]


def _asked() -> Counter:
    counter = a_desk()
    ask_card(a_wish(), Money(41260), TERMINAL, counter.desk, ROSA)
    return counter


def _unknown() -> Counter:
    counter = _asked()
    settle_card(_attempt(counter.store), UNKNOWN, counter.desk)
    return counter


def _partly_paid() -> Counter:
    counter = _asked()
    settle_card(_attempt(counter.store), approved(10000), counter.desk)
    return counter


def _paid() -> Counter:
    counter = a_desk()
    take_payment(a_wish(), counter.desk, ROSA)
    return counter


def _unsure() -> Counter:
    counter = _paid()
    with counter.store.open_work() as work:
        work.jobs.move(1, JobState.UNKNOWN)
        work.commit()
    return counter


def _died_printing_and_asking() -> Counter:
    counter = _partly_paid()
    ask_card(replace(a_wish(pays("holding", 100)), payment_id=SHIFT_ID), Money(100), TERMINAL, counter.desk, ROSA)
    return counter


def _attempt(store: MemoryDesk) -> UUID:
    return next(reversed(store.tables.attempts))


def _settle(cents: int) -> Callable[[Desk], object]:
    def settle(desk: Desk) -> object:
        with desk.open_work() as work:
            waiting = work.attempts.unsettled()
        return [settle_card(attempt.attempt_id, approved(cents), desk) for attempt in waiting]

    return settle


def _ask_unless_asked(desk: Desk) -> None:
    """Enter again, as a person would after a break: if it was asked, the terminal is busy with it already."""
    with desk.open_work() as work:
        asked = work.attempts.unsettled()
    if not asked:
        ask_card(a_wish(), Money(41260), TERMINAL, desk, ROSA)


def _say_not_printed(desk: Desk) -> object:
    return [say_not_printed(job, desk, ROSA) for job in unsure_prints(desk)]


COUNT_ID, CLOSE_ID = UUID(int=77 << 76), UUID(int=78 << 76)


def _count_and_close(desk: Desk) -> object:
    """As the window does, with the ids that it made before the first attempt."""
    if current_shift(desk) is not None:
        count_drawer(CountDrawer(line_id=COUNT_ID, count={"20.00": 5}), desk, ROSA)
    wish = CloseShift(line_id=CLOSE_ID, present=frozenset(), left={"20.00": 5}, till_bag="T-1", received_by="helen")
    return close_shift(wish, desk, ROSA)


def _paid_in_full(store: MemoryDesk) -> bool:
    return _sums(store) == {"OAK3-0000001": 41260} and len(store.tables.jobs) == 1


ACTS = {
    "take a payment": Act(
        before=a_desk, do=lambda desk: take_payment(a_wish(tenders=(cash(50000),)), desk, ROSA), done=_paid_in_full
    ),
    "take the rest in cash after a card": Act(
        before=_partly_paid,
        do=lambda desk: take_payment(a_wish(tenders=(cash(31260),)), desk, ROSA),
        done=_paid_in_full,
    ),
    "ask a card": Act(
        before=a_desk,
        do=_ask_unless_asked,
        done=lambda store: [a.state for a in store.tables.attempts.values()] == [AttemptState.ASKED],
    ),
    "settle a card": Act(before=_asked, do=_settle(41260), done=_paid_in_full),
    "settle a card late": Act(before=_unknown, do=_settle(41260), done=_paid_in_full),
    "settle a card in part": Act(
        before=_asked, do=_settle(100), done=lambda store: _sums(store) == {"OAK3-0000001": 100}
    ),
    "open a shift": Act(
        before=lambda: a_desk(is_open=False),
        do=lambda desk: open_shift(OpenShift(shift_id=SHIFT_ID, count={"20.00": 5}, business_date=TODAY), desk, ROSA),
        done=lambda store: [line.kind for line in store.lines()] == [LineKind.SHIFT_OPENED],
    ),
    "count and close a drawer": Act(
        before=a_desk,
        do=_count_and_close,
        done=lambda store: (
            [line.kind for line in store.lines()]
            == [LineKind.SHIFT_OPENED, LineKind.DRAWER_COUNTED, LineKind.SHIFT_CLOSED]
            and [job.receipt for job in store.tables.jobs] == [str(CLOSE_ID)]
        ),
    ),
    "print again": Act(
        before=_paid,
        do=lambda desk: reprint("OAK3-0000001", desk, ROSA),
        done=lambda store: [job.copy for job in store.tables.jobs] in ([0, 1], [0, 1, 2]),
    ),
    "say that nothing came out": Act(
        before=_unsure,
        do=_say_not_printed,
        done=lambda store: (
            [(job.copy, job.state) for job in store.tables.jobs] == [(0, JobState.GIVEN_UP), (1, JobState.QUEUED)]
        ),
    ),
    "finish a payment": Act(
        before=_partly_paid,
        do=lambda desk: finish_payment(PAYMENT_ID, desk),
        done=lambda store: [job.copy for job in store.tables.jobs] == [0],
    ),
    "recover": Act(
        before=_died_printing_and_asking,
        do=recover,
        done=lambda store: (
            [job.copy for job in store.tables.jobs] == [0]
            and [a.state for a in store.tables.attempts.values()] == [AttemptState.APPROVED, AttemptState.UNKNOWN]
        ),
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_breaks_anywhere_can_be_done_again(name: str) -> None:
    act, breaks_at, came_through = ACTS[name], 0, False
    while not came_through:
        breaks_at += 1
        counter = act.before()
        came_through = _came_through(act, counter, breaks_at)
        _check(counter.store)
        act.do(a_desk(store=counter.store).desk)
        _check(counter.store)
        assert act.done(counter.store), f"broken at call {breaks_at}"

    assert breaks_at > 4, "the store was hardly asked: is it still under the act?"


def test_a_line_without_its_paper_would_be_seen() -> None:
    """A planted fault: the check itself must be able to fail."""
    counter = _paid()
    counter.store.tables.jobs.clear()

    with pytest.raises(AssertionError):
        _check(counter.store)


def _came_through(act: Act, counter: Counter, breaks_at: int) -> bool:
    store = FragileStore(counter.store, breaks_at)
    try:
        act.do(replace(counter.desk, open_work=store.open_work, open_reading=store.open_work))
    except StoreTrouble:
        return False
    return True


def _check(store: MemoryDesk) -> None:
    """Everything that must hold of a journal and its rows after any commit."""
    link = first_link("OAK3")
    for place, numbered in enumerate(store.tables.lines, start=1):
        link = chained(link, place, numbered.body)
        assert (numbered.sequence, numbered.chain) == (place, link)
    kinds = Tally(line.kind for line in store.lines())
    assert kinds[LineKind.SHIFT_OPENED] <= 1
    assert kinds[LineKind.CARD_ASKED] == len(store.tables.attempts)
    _check_payments(store)
    copies = [line.facts["copy"] for line in store.lines() if line.kind is LineKind.REPRINTED]
    assert copies == [job.copy for job in store.tables.jobs if job.copy]


def _check_payments(store: MemoryDesk) -> None:
    facts = [read_payment(line) for line in store.lines() if line.kind is LineKind.PAYMENT]
    receipts = list(dict.fromkeys(f.receipt for f in facts))
    assert receipts == [f"OAK3-{number:07d}" for number in range(1, len(receipts) + 1)]
    assert len({f.payment_id for f in facts}) == len(receipts)
    originals = [job.receipt for job in store.tables.jobs if job.copy == 0 and job.line_id is None]
    in_full = [receipt for receipt, cents in _sums(store).items() if cents == 41260]
    assert set(in_full) <= set(originals) <= set(receipts)
    assert len(originals) == len(set(originals))
    booked = Tally(tender.attempt_id for f in facts for tender in f.tenders if tender.attempt_id is not None)
    approved_ids = [i for i, a in store.tables.attempts.items() if a.state is AttemptState.APPROVED]
    assert booked == Tally(approved_ids)


def _sums(store: MemoryDesk) -> dict[str, int]:
    """Cents booked, by receipt."""
    sums: dict[str, int] = {}
    for line in store.lines():
        if line.kind is LineKind.PAYMENT:
            facts = read_payment(line)
            sums[facts.receipt] = sums.get(facts.receipt, 0) + sum(t.amount.cents for t in line.transfers)
    return sums
