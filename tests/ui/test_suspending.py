"""Suspended at the counter and taken up again by keyboard: with two identifiers, on new figures, by one desk alone."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from cashier.domain.line import LineKind
from cashier.domain.link_words import LinkState
from cashier.domain.money import ZERO, Money
from cashier.domain.payment_facts import read_payment
from cashier.domain.suspended import Suspended, SuspendedPart
from cashier.domain.targets import read_target
from cashier.usecases.ports.directory import Known
from cashier.usecases.ports.work import Mark
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, STATEMENTS
from ui.news import LinkNews

F5, F6, S, U = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_S, Qt.Key.Key_U
OAK5S = Suspended(
    suspended_id=UUID(int=9),
    desk="OAK5",
    member_number="11048827",
    initials="MT",
    by="Oscar R.",
    at=NOW - timedelta(minutes=4),
    expires_at=NOW + timedelta(hours=20),
    parts=(SuspendedPart(target=read_target(OFFICE), amount=Money(6000), open=Money(6000)),),
)


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """Mai Linh Tran's first statement is chosen."""
    desk.open_mai()
    desk.press(Qt.Key.Key_Space)
    return desk


def _kinds(desk: DeskDriver) -> list[str]:
    return [line.kind.value for line in desk.sample.store.lines()]


def _suspend(desk: DeskDriver) -> None:
    desk.press(S, ALT)


def _identify(desk: DeskDriver) -> None:
    desk.press(ENTER)
    desk.type("3/14/61")
    desk.press(ENTER)


def _pay_now(desk: DeskDriver, number: str) -> str:
    payment = desk.window._desk.counter.serving.payment  # type: ignore[union-attr]
    assert payment is not None
    choice = payment.choices.get(number)
    return choice.text if choice else ""


def _online(desk: DeskDriver) -> None:
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))


def test_it_is_suspended_and_taken_up_by_keyboard(desk: DeskDriver) -> None:
    _suspend(desk)
    assert _kinds(desk)[-1] == "suspended"
    assert not desk.shows("Tran, Mai Linh"), "the window is free for the next member"
    assert desk.shows("•••• 8827")
    assert desk.shows("1 statement")
    assert not desk.shows("412.60"), "no amount stands in the list"
    assert desk.focus_name().startswith("Member, guarantor")

    desk.press(U, ALT)
    assert "resumed" not in _kinds(desk), "first the member is identified again"
    _identify(desk)
    desk.qtbot.waitUntil(lambda: "resumed" in _kinds(desk))
    desk.qtbot.waitUntil(lambda: _pay_now(desk, HOSPITAL) == "412.60")
    desk.press(F5)
    desk.press(ENTER)

    (line,) = desk.sample.payments()
    assert read_payment(line).paid == Money(41260)
    (resumed,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.RESUMED]
    assert resumed.facts["identified"] == "number and date of birth"


def test_a_deposit_and_the_payor_come_back_with_it(desk: DeskDriver) -> None:
    for key, texts in ((Qt.Key.Key_D, ("E-20441", "50")), (Qt.Key.Key_Y, ("Tran, Bao", "", ""))):
        desk.press(key, ALT)
        for text in texts:
            desk.type(text)
            desk.press(ENTER)
    _suspend(desk)
    desk.press(U, ALT)
    _identify(desk)
    desk.qtbot.waitUntil(lambda: desk.shows("Deposit for E-20441"))

    assert desk.shows("Paid by Tran, Bao")
    assert desk.shows("$462.60"), "the statement and the deposit are to pay"
    assert not desk.shows("entered again")


def test_accepted_tenders_keep_it_from_being_suspended(desk: DeskDriver) -> None:
    desk.press(F6)
    desk.type("100")
    desk.press(ENTER)
    desk.type("1043")
    desk.press(ENTER)
    _suspend(desk)

    assert "suspended" not in _kinds(desk)
    assert desk.shows("Check 1043"), "nothing is lost"
    assert "give the tenders back first" in desk.button("Suspend").accessibleDescription()


def test_nothing_chosen_is_nothing_to_suspend(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_Space)
    _suspend(desk)

    assert "suspended" not in _kinds(desk)
    assert desk.shows("Tran, Mai Linh")


def test_the_balance_that_changed_is_said_when_it_is_taken_up(desk: DeskDriver) -> None:
    _suspend(desk)
    less = replace(STATEMENTS[0], open=Money(30000), version="2")
    desk.sample.store.directory.known[HOSPITAL] = Known(statement=less, mark=0, held=ZERO)
    desk.press(U, ALT)
    _identify(desk)

    desk.qtbot.waitUntil(lambda: desk.shows(f"{HOSPITAL}: $412.60 was open, $300.00 is open now."))
    assert _pay_now(desk, HOSPITAL) == "300.00"


def test_another_member_takes_nothing_up(desk: DeskDriver) -> None:
    _suspend(desk)
    desk.press(U, ALT)
    desk.press(Qt.Key.Key_F2)
    desk.type("tran mai anh 7/2/90")
    desk.press(ENTER)

    assert desk.shows("Tran, Mai Anh")
    assert "resumed" not in _kinds(desk)
    assert not desk.shows("Suspended transactions"), "an account shows its own member's alone"


def test_with_the_member_in_front_their_own_is_offered(desk: DeskDriver) -> None:
    _suspend(desk)
    desk.open_mai()
    assert desk.shows("Suspended transactions")
    desk.press(U, ALT)

    desk.qtbot.waitUntil(lambda: _pay_now(desk, HOSPITAL) == "412.60")
    assert not desk.shows("Suspended transactions")


def test_one_of_another_desk_is_listed_online_and_taken_up_by_the_ledgers_word(desk: DeskDriver) -> None:
    desk.sample.suspended.rows = (OAK5S,)
    desk.press(Qt.Key.Key_Escape)
    _online(desk)
    desk.qtbot.waitUntil(lambda: desk.shows("Oscar R. at OAK5"))
    desk.press(U, ALT)
    _identify(desk)

    desk.qtbot.waitUntil(lambda: _pay_now(desk, OFFICE) == "60.00")
    assert desk.sample.suspended.asked == [OAK5S.suspended_id]
    (resumed,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.RESUMED]
    assert (resumed.facts["suspended_at"], resumed.facts["ledger_agreed"]) == ("OAK5", True)


def test_where_the_ledger_gave_it_away_nothing_is_chosen_and_the_sentence_says_so(desk: DeskDriver) -> None:
    desk.sample.suspended.rows = (OAK5S,)
    desk.sample.suspended.why_not = "This was taken up at OAK4. Find the member instead."
    desk.press(Qt.Key.Key_Escape)
    _online(desk)
    desk.qtbot.waitUntil(lambda: desk.shows("Oscar R. at OAK5"))
    desk.press(U, ALT)
    _identify(desk)

    desk.qtbot.waitUntil(lambda: desk.shows("This was taken up at OAK4."))
    assert _pay_now(desk, OFFICE) == ""
    assert "resumed" not in _kinds(desk)


def test_offline_our_own_is_taken_up_without_the_ledger_and_that_is_said(desk: DeskDriver) -> None:
    _suspend(desk)
    with desk.sample.desk.open_work() as work:
        work.journal.move_mark(Mark(received_through=work.journal.head().sequence, epoch="e", heard_at=NOW))
        work.commit()
    desk.sample.suspended.trouble = "The ledger cannot be reached."
    desk.press(U, ALT)
    _identify(desk)

    desk.qtbot.waitUntil(lambda: desk.shows("The ledger could not be asked."))
    (resumed,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.RESUMED]
    assert resumed.facts["ledger_agreed"] is False


def test_of_several_the_cashier_chooses(desk: DeskDriver) -> None:
    desk.sample.suspended.rows = (OAK5S, replace(OAK5S, suspended_id=UUID(int=8), desk="OAK4", by="Ana B."))
    desk.press(Qt.Key.Key_Escape)
    _online(desk)
    desk.qtbot.waitUntil(lambda: desk.shows("Ana B. at OAK4"))
    desk.press(U, ALT)

    assert desk.focus_name() == "Take up MT, member ending in 8827"
