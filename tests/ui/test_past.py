"""What a member paid before and what is to be known of the account: read by one key, from the desk and the ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.past_payments import PastPayment
from tests.ui.desk_driver import ALT, ENTER, ESC, DeskDriver
from tests.ui.sample_desk import MEMBERS, NOW, OFFICE, PREMIUM, SampleDesk
from ui.counter.past_state import Told
from ui.news import LinkNews

F5, SPACE = Qt.Key.Key_F5, Qt.Key.Key_Space
MAI = MEMBERS[0]
OWN = "What this desk took. What was paid elsewhere shows once the ledger answers."
WHOLE = "At every desk and by every channel, as the ledger has it."


def online_payment(sample: SampleDesk, cents: int, *, hours_ago: int = 1) -> PastPayment:
    return PastPayment(
        line_id=sample.desk.new_id(),
        paid_at=NOW - timedelta(hours=hours_ago),
        business_date=NOW.date(),
        amount=Money(cents),
        statements=(PREMIUM,),
        channel="online",
    )


@pytest.fixture
def online(desk: DeskDriver) -> DeskDriver:
    """The desk with its ledger in reach."""
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    return desk


def pay_the_office_visit(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_Down)
    desk.press(SPACE)
    desk.press(F5)
    desk.press(ENTER)


def test_one_key_shows_notes_with_what_to_do_and_the_same_key_goes_back(desk: DeskDriver) -> None:
    desk.open_mai()
    assert not desk.shows("Notes and payments")

    desk.press(Qt.Key.Key_H, ALT)

    assert desk.shows("Paying what is under review is voluntary. Say so first.")
    assert desk.shows(f"Autopay draws {PREMIUM} by itself. Ask before that is paid here.")
    assert desk.shows("No payment is known.")
    assert desk.shows(OWN)

    desk.press(Qt.Key.Key_H, ALT)
    assert not desk.shows("Notes and payments")
    assert desk.focus_name() == "Pay S-48210377"


def test_esc_goes_back_too(desk: DeskDriver) -> None:
    desk.open_mai()
    desk.press(Qt.Key.Key_H, ALT)
    desk.press(ESC)

    assert not desk.shows("Notes and payments")
    assert desk.shows("Open balances")


def test_the_weightiest_note_says_on_the_account_what_to_do(desk: DeskDriver) -> None:
    barred = replace(MAI, notes=("Hard of hearing", "Bankruptcy filed: no talk of collecting"))
    desk.sample.store.directory.members[MAI.number] = barred

    desk.open_mai()

    assert desk.shows("No talk of collecting. Take only what the member offers to pay.")


def test_what_this_desk_took_today_is_said_when_the_member_comes_again(desk: DeskDriver) -> None:
    desk.open_mai()
    assert not desk.shows("paid today")
    pay_the_office_visit(desk)
    desk.seconds.now += 2
    desk.press(ENTER)

    desk.open_mai()
    assert desk.shows("$60.00 paid today")
    desk.press(Qt.Key.Key_H, ALT)

    assert desk.shows("Cash · this desk")
    assert desk.shows(OFFICE)
    assert desk.shows("OAK3-0000001")


def test_what_came_another_way_is_there_once_the_ledger_has_answered(online: DeskDriver) -> None:
    online.sample.elsewhere.paid[MAI.number] = (
        online_payment(online.sample, 29817),
        online_payment(online.sample, 1_000, hours_ago=50),
    )

    online.open_mai()
    online.qtbot.waitUntil(lambda: online.shows("$298.17 paid today"))
    online.press(Qt.Key.Key_H, ALT)

    assert online.shows(WHOLE)
    assert [text for text in online.texts() if text == "Online"] == ["Online", "Online"]
    assert online.shows("10.00")


def test_a_payment_that_both_know_counts_once(online: DeskDriver) -> None:
    online.open_mai()
    pay_the_office_visit(online)
    online.seconds.now += 2
    online.press(ENTER)
    online.open_mai()
    account = online.window._desk.counter.serving.account if online.window._desk else None
    assert account is not None

    online.sample.elsewhere.paid[MAI.number] = account.account.past
    online.press(ESC)
    online.open_mai()
    assert online.shows("$60.00 paid today")
    online.press(Qt.Key.Key_H, ALT)
    online.qtbot.waitUntil(lambda: online.shows(WHOLE))

    assert [text for text in online.texts() if text == "OAK3-0000001"] == ["OAK3-0000001"]
    online.press(ESC)
    assert online.shows("$60.00 paid today")


def test_an_answer_for_somebody_who_left_is_not_shown_of_the_next(online: DeskDriver) -> None:
    serving = online.window._desk.counter.serving if online.window._desk else None
    assert serving is not None
    online.open_mai()
    serving.tell_past("11049913", Told(payments=(online_payment(online.sample, 4_200),), funds=()))

    assert serving.account is not None
    assert serving.account.past.paid_words == ""


def test_a_ledger_that_does_not_answer_leaves_what_the_desk_knows(online: DeskDriver) -> None:
    online.sample.elsewhere.trouble = "The ledger can't be reached."
    online.open_mai()
    online.press(Qt.Key.Key_H, ALT)
    online.settle()

    assert online.shows(OWN)


def test_what_comes_while_the_member_stands_there_is_in_the_list(online: DeskDriver) -> None:
    """The directory hears of it first; the ledger's list, asked for again by the key, has it once, too."""
    online.open_mai()
    online.settle()
    paid = online_payment(online.sample, 1_700)
    a_moment_before = paid.paid_at - timedelta(milliseconds=4)  # As the ledger has it where a channel names no time.
    heard = PaidElsewhere(
        number=PREMIUM, member_number=MAI.number, channel="online", amount=paid.amount, paid_at=a_moment_before
    )
    online.sample.store.directory.paid[PREMIUM] = heard
    online.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    assert online.shows("$17.00 paid today")

    online.sample.elsewhere.paid[MAI.number] = (paid, online_payment(online.sample, 1_000, hours_ago=50))
    online.press(Qt.Key.Key_H, ALT)
    online.qtbot.waitUntil(lambda: online.shows("10.00"))

    assert [text for text in online.texts() if text == "17.00"] == ["17.00"]
    online.press(ESC)
    assert online.shows("$17.00 paid today")
