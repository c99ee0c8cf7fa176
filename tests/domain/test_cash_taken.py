"""Cash as three figures, and that each tender of a line says its own."""

from dataclasses import replace

from cashier.domain.cash_rounding import RoundingMode, RoundingRule
from cashier.domain.cash_taken import CashTaken, cash_taken, cash_taken_in
from cashier.domain.counter_rules import NO_RULES, CounterRules
from cashier.domain.desk_payment import PaidBy, paid_by_of
from cashier.domain.line import Line, LineKind
from cashier.domain.money import ZERO, Money
from cashier.domain.payment import decide_payment
from cashier.domain.payment_facts import read_payment
from cashier.domain.shift_lines import CashAlone
from cashier.domain.tenders import Tender, TenderKind
from tests.domain.correcting import a_paid, changed
from tests.domain.written import a_record
from tests.fakes.builders import TODAY, a_situation, a_statement, a_wish, cash, check, pays


def taken(cents: int, *tenders: Tender, rules: CounterRules = NO_RULES) -> Line:
    now = replace(a_situation(a_statement("S-1", 41260)), rules=rules)
    return decide_payment(a_wish(pays("S-1", cents), tenders=tenders), now)


def test_the_line_says_net_cash_and_the_three_figures_add_up() -> None:
    facts = read_payment(taken(30000, check(10000), cash(24000)))

    assert facts.net_cash == Money(20000)
    assert cash_taken([facts]) == CashTaken(Money(24000), Money(4000), Money(20000))


def test_without_cash_there_is_no_such_figure() -> None:
    line = taken(10000, check(10000))

    assert read_payment(line).net_cash is None
    assert "net_cash" not in line.facts
    assert cash_taken([read_payment(line)]) == CashTaken(ZERO, ZERO, ZERO)


def test_what_rounding_kept_stays_in_the_drawer_and_so_in_net_cash() -> None:
    rounded = CounterRules(rounding=(RoundingRule(since=TODAY, mode=RoundingMode.SYMMETRICAL),))
    facts = read_payment(taken(1003, cash(2000), rules=rounded))

    assert facts.rounding.kept == Money(2)
    assert (facts.paid, facts.change, facts.net_cash) == (Money(1003), Money(995), Money(1005))


def test_change_goes_back_from_the_cash_handed_over_last() -> None:
    facts = read_payment(taken(5000, cash(4000), cash(2000)))

    assert paid_by_of(facts) == (
        PaidBy(TenderKind.CASH, Money(4000), "Cash", "", Money(4000)),
        PaidBy(TenderKind.CASH, Money(1000), "Cash", "", Money(2000), Money(1000)),
    )


def test_a_shifts_cash_is_that_of_its_payments() -> None:
    lines = [taken(5000, cash(6000)), a_record(LineKind.SIGNED_IN), taken(100, cash(100))]

    assert cash_taken_in(lines) == CashTaken(Money(6100), Money(1000), Money(5100))
    assert cash_taken_in(lines).facts() == {"tendered": 6100, "change": 1000, "net": 5100}


def test_what_was_called_otherwise_and_what_is_told_by_its_sums_count_too() -> None:
    lines = (a_paid(check(20000), cash(21260)), changed(cash(20000), check(20000), cash(21260)))
    alone = CashAlone(count=1, tendered=Money(5000), change=Money(400))

    assert alone.amount == Money(4600)
    assert cash_taken_in(lines) == CashTaken(Money(41260), ZERO, Money(41260))
    assert cash_taken_in(lines, alone) == CashTaken(Money(46260), Money(400), Money(45860))
    less = (a_paid(), changed(check(41260)))
    assert cash_taken_in(less) == CashTaken(ZERO, ZERO, ZERO)
