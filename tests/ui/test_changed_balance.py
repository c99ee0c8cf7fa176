"""A balance that changes under a cashier's eyes is told, and told once more before money is taken on it."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt

from cashier.domain.link_words import LinkState
from cashier.domain.money import ZERO, Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.payment_facts import read_payment
from cashier.usecases.ports.directory import Known
from tests.ui.desk_driver import ENTER, DeskDriver
from tests.ui.sample_desk import NOW, OFFICE, STATEMENTS
from ui.counter.choice_state import Changed, Changes
from ui.news import LinkNews

F5 = Qt.Key.Key_F5
LESS = f"$17.81 of {OFFICE} was paid or taken off elsewhere just now: $42.19 is open."
ONCE_MORE = "Tell the payor. Enter once more goes on."


def becomes(desk: DeskDriver, cents: int) -> None:
    """The ledger says what is open on the office visit now."""
    bill = replace(STATEMENTS[1], open=Money(cents), version=f"v{cents}")
    desk.sample.store.directory.known[OFFICE] = Known(statement=bill, mark=0, held=ZERO)
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))


def ticked(desk: DeskDriver) -> None:
    desk.scan(OFFICE)
    desk.press(ENTER)
    assert desk.shows("$60.00")


def test_it_stays_until_it_is_seen_and_enter_asks_once_more(desk: DeskDriver) -> None:
    ticked(desk)
    desk.press(F5)
    becomes(desk, 4219)
    assert desk.shows(LESS)
    assert desk.field("Cash received").text() == "42.19", "what was filled in by itself goes along"

    desk.press(ENTER)
    assert desk.shows(ONCE_MORE)
    desk.press(ENTER)
    assert desk.sample.payments() == [], "a key that bounces answers nothing"
    desk.seconds.now += 1
    desk.press(ENTER)

    (line,) = desk.sample.payments()
    assert (read_payment(line).paid, read_payment(line).change) == (Money(4219), ZERO)


def test_change_that_is_due_by_it_is_not_given_without_a_word(desk: DeskDriver) -> None:
    ticked(desk)
    desk.press(F5)
    desk.type("80")
    becomes(desk, 4219)
    desk.press(ENTER)

    assert desk.shows(LESS)
    assert desk.shows("$37.81"), "the change as it is now"
    assert desk.sample.payments() == []


def test_what_is_paid_elsewhere_is_not_ticked_any_more(desk: DeskDriver) -> None:
    ticked(desk)
    desk.press(F5)
    becomes(desk, 0)

    assert desk.shows(f"$60.00 of {OFFICE} was paid or taken off elsewhere just now: nothing is open")
    assert desk.shows("0 statements")
    assert not desk.shows("Enter an amount above zero")


def test_what_can_be_done_with_a_tender_that_pays_nothing_any_more_is_said(desk: DeskDriver) -> None:
    ticked(desk)
    desk.press(Qt.Key.Key_F6)
    desk.type("20")
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    becomes(desk, 0)
    desk.press(ENTER)

    assert desk.shows("Choose what is paid, keep it on account with Alt P, or go back with Esc.")
    assert not desk.shows(ONCE_MORE), "there is nothing that Enter could take"
    assert desk.sample.payments() == []


def test_how_it_was_paid_is_said_where_it_is_known() -> None:
    paid = PaidElsewhere(number=OFFICE, member_number="1", channel="online", amount=Money(1781), paid_at=NOW)
    changed = Changed(number=OFFICE, before=Money(6000), now=Money(4219), paid=paid)

    assert changed.words == f"$17.81 of {OFFICE} was paid online just now: $42.19 is open."
    older = replace(paid, amount=Money(5), paid_at=NOW - timedelta(days=1))
    assert replace(changed, paid=older).words == LESS
    assert replace(changed, now=Money(7000)).words == f"{OFFICE} went up from $60.00 to $70.00 just now."


def test_a_figure_that_came_back_is_no_change() -> None:
    less = replace(STATEMENTS[1], open=Money(4219))
    changes = Changes().with_fresh(less, Money(6000), None)

    assert changes.are_new
    assert not changes.with_fresh(STATEMENTS[1], Money(4219), None).are_new
    assert not replace(changes, is_asked=True).are_new
