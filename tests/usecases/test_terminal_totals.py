"""The card terminal is asked for a shift's total when its drawer was counted, never before, and never holds it open."""

import pytest

from cashier.domain.errors import Refused
from cashier.domain.money import Money
from cashier.domain.terminal_totals import TerminalTotal
from cashier.usecases.close_shift import close_shift, terminal_totals
from tests.fakes.builders import ROSA, TERMINAL, Counter, a_desk, a_statement
from tests.fakes.terminal import ScriptedTerminal
from tests.usecases.test_close_shift import a_close, count


@pytest.fixture
def counter() -> Counter:
    return a_desk(a_statement())


def terminal_of(counter: Counter, trouble: str = "") -> ScriptedTerminal:
    terminal = ScriptedTerminal(counter.store)
    terminal.charged = 2, 16550
    terminal.trouble = trouble
    return terminal


def test_nothing_is_compared_before_the_count_is_enough(counter: Counter) -> None:
    with pytest.raises(Refused, match="Count the drawer first"):
        terminal_totals(counter.desk, ROSA, terminal_of(counter))
    count(counter, n20=4)
    with pytest.raises(Refused, match="Count again"):
        terminal_totals(counter.desk, ROSA, terminal_of(counter))


@pytest.mark.parametrize("trouble", ["", "The card terminal cannot be reached. Check its cable and that it is on."])
def test_the_drawer_closes_with_what_the_terminal_said_or_that_it_said_nothing(counter: Counter, trouble: str) -> None:
    count(counter, n20=5)

    said = terminal_totals(counter.desk, ROSA, terminal_of(counter, trouble))
    close = close_shift(a_close(counter, terminals=said), counter.desk, ROSA)

    expected = (
        TerminalTotal(terminal=TERMINAL) if trouble else TerminalTotal(terminal=TERMINAL, count=2, amount=Money(16550))
    )
    assert said == (expected,)
    assert close.line.facts["terminals"] == [[TERMINAL, expected.count, expected.amount.cents]]


def test_a_desk_without_a_terminal_asks_nobody_and_says_nothing_of_it(counter: Counter) -> None:
    count(counter, n20=5)

    assert terminal_totals(counter.desk, ROSA, None) == ()
    assert "terminals" not in close_shift(a_close(counter), counter.desk, ROSA).line.facts
