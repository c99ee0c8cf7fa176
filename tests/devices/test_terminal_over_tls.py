"""The real driver and the simulated terminal over real TLS: time, cut connections, money in parts and to a card."""

import os
from collections.abc import Iterator
from itertools import chain, repeat
from threading import Event

import pytest

from cashier.devices.terminal_client import TerminalClient
from cashier.devices.terminal_link import TerminalLink
from cashier.devices.terminal_simulated import simulated_terminal
from cashier.domain.card import NOT_FOUND, AttemptState
from cashier.domain.money import ZERO, Money
from cashier.usecases.ports.devices import RefundingTerminal
from tests.contracts.test_terminals import ASKED, DESK, Controlled, named

CUT_EVERY = int(os.environ.get("CUT_EVERY", "97"))  # Bytes; a night has time for each.
WITHIN_S = 120.0


@pytest.fixture
def terminal() -> Iterator[Controlled]:
    with simulated_terminal() as served:
        yield Controlled(served)


def test_an_answer_that_comes_after_130_seconds_is_unknown_until_status_says_it() -> None:
    """The desk waits 120 seconds by its clock, and a real moment for what is left of them."""
    begun, over = Event(), Event()
    asked: list[float] = []

    def pause(stop: Event, seconds: float) -> bool:
        asked.append(seconds)
        begun.set()
        over.wait(60)
        return stop.is_set()

    with simulated_terminal(pause=pause) as served:
        controlled, seconds = Controlled(served), chain([0.0], repeat(WITHIN_S - 0.05))
        link = TerminalLink(served.settings(answer_timeout_s=WITHIN_S), lambda: next(seconds))
        impatient = TerminalClient(served.settings(answer_timeout_s=WITHIN_S), DESK, link.post)
        controlled.order("slow", seconds=130)

        lost = impatient.sale("0000000001", ASKED)
        assert begun.wait(60)
        running = controlled.desk.status("0000000001")
        over.set()
        while (found := controlled.desk.status("0000000001")).state is AttemptState.UNKNOWN:
            assert found.words == running.words

        assert (lost.state, running.state) == (AttemptState.UNKNOWN, AttemptState.UNKNOWN)
        assert running.words != NOT_FOUND
        assert (found.state, found.authorized) == (AttemptState.APPROVED, ASKED)
        assert (asked, len(controlled.book())) == ([130.0], 1)


def test_a_connection_that_is_cut_at_any_byte_loses_no_charge(terminal: Controlled) -> None:
    sales = 0
    for sales, cut in enumerate(range(0, 100_000, CUT_EVERY), 1):
        terminal.order("cut", bytes=cut)
        if terminal.desk.sale(f"{sales:010d}", ASKED).state is AttemptState.APPROVED:
            break  # It was longer than its answer.
        terminal.order("ok")
        assert terminal.desk.status(f"{sales:010d}").state is AttemptState.APPROVED

    assert sales > 10
    assert [charge["service"] for charge in terminal.book()] == [f"{number:010d}" for number in range(1, sales + 1)]


def test_another_amount_and_an_approval_without_the_bank_are_told_as_they_are(terminal: Controlled) -> None:
    terminal.order("other_amount", cents=13000)
    more = terminal.desk.sale("0000000001", ASKED)
    terminal.order("other_amount", cents=100)
    less = terminal.desk.sale("0000000002", ASKED)
    terminal.order("partial", cents=100)
    part = terminal.desk.sale("0000000003", ASKED)
    terminal.order("offline")
    offline = terminal.desk.sale("0000000004", ASKED)

    assert [(each.authorized.cents, each.is_partial) for each in (more, less, part)] == [
        (13000, False),
        (100, False),
        (100, True),
    ]
    assert (offline.state, offline.is_offline, more.is_offline) == (AttemptState.APPROVED, True, False)


def test_a_sale_goes_back_in_parts_until_none_is_left(terminal: Controlled) -> None:
    sale = named(terminal.desk.sale("0000000001", ASKED, "morning"))

    back = [terminal.desk.reverse(f"000000000{n}", sale, Money(cents)) for n, cents in ((2, 5000), (3, 7550), (4, 1))]

    assert [each.state for each in back] == [AttemptState.REVERSED, AttemptState.REVERSED, AttemptState.DECLINED]
    assert [each.authorized.cents for each in back] == [5000, 7550, 0]
    assert terminal.book()[0]["reversed"] == "125.50"
    assert terminal.desk.totals("morning").amount == ZERO


def test_a_refund_goes_to_a_card_once_and_is_no_sale() -> None:
    with simulated_terminal() as served:
        controlled = Controlled(served)
        desk: RefundingTerminal = TerminalClient(served.settings(answer_timeout_s=60.0), DESK)
        first = desk.refund("0000000001", ASKED, "morning")
        controlled.order("silent_after_approve")
        lost = desk.refund("0000000002", Money(100), "morning")
        controlled.order("decline")
        declined = desk.refund("0000000003", ASKED)

        assert (first.state, first.authorized) == (AttemptState.REVERSED, ASKED)
        assert desk.refund("0000000001", ASKED, "morning") == first
        assert (lost.state, desk.refund_status("0000000002").state) == (AttemptState.UNKNOWN, AttemptState.REVERSED)
        assert declined.state is AttemptState.DECLINED
        assert [charge["refunded"] for charge in controlled.book()] == ["125.50", "1.00"]
        assert desk.totals("morning").amount == ZERO
        assert desk.status("0000000001").state is AttemptState.UNKNOWN, "a refund is no sale"
        controlled.order("ok")
        desk.sale("0000000004", ASKED)
        assert desk.refund_status("0000000004").state is AttemptState.UNKNOWN, "nor is a sale a refund"
