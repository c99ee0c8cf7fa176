"""The real window on a real display, by keyboard alone: from sign-in to the last receipt, the ledger gone meanwhile."""

import signal
import subprocess
from pathlib import Path
from time import monotonic

import psutil
import pytest

from tests.e2e.screen import Screen, wait_for
from tests.e2e.workplace import ROSA
from tests.e2e.workstation import Workstation
from ui.counter.paid_panel import DEAF_S

MAI_LINHS = ("S-48210377", "S-48211904")
MAI_ANHS, MAILYS, TRANG_MAIS = "S-48213417", "S-48213860", "S-48214009"
CLOSES_WITHIN_S = 60.0


class Cashier:
    """What Rosa does at the window; she sees what is on the screen and knows the keys."""

    def __init__(self, screen: Screen) -> None:
        self.hands = screen.hands
        self.sees = screen.eyes.wait_for_words
        self.eyes = screen.eyes

    def sign_in(self) -> None:
        self.sees("Name or badge")
        self.hands.type(ROSA.user)
        self.hands.press("Return")
        self.hands.type("not my words")
        self.hands.press("Return")
        self.sees("That doesn't match. You can try again in")
        wait_for(lambda: "You can try again" not in self.eyes.words())
        self.unlock()

    def unlock(self) -> None:
        self.hands.type(ROSA.passphrase)
        self.hands.press("Return")

    def open_the_drawer(self) -> None:
        """Two hundreds, five tens, and Enter through all that there is none of."""
        self.sees("1 · Count the bills", "no drawer open")
        self.hands.type("2")
        self.hands.press("Return", "Return", "Return")
        self.hands.type("5")
        self.hands.press(*["Return"] * 10)
        self.eyes.wait_for_focus("Open the drawer")
        self.sees("$250.00")
        self.hands.press("Return")
        self.sees("Choose a member, then the statements to pay.", "on since")

    def find_mai_linh(self) -> None:
        """Two of this center are found by the name, one by the date of birth that she says."""
        self.hands.type("tran mai")
        self.sees("2 found · ask for the date of birth and type it")
        self.hands.press("Return")
        self.sees("Type the date of birth too, like 3/14/61, or choose the member with the arrow keys.")
        self.hands.type(" 3/14/61")
        self.sees("1 found · Enter opens")
        self.hands.press("Return")
        self.sees("Tran, Mai Linh", "Open balance $805.77")

    def choose_two(self) -> None:
        self.hands.press("space", "Down", "space")
        self.sees("2 statements", "$472.60")

    def pay_by_check_and_cash(self) -> None:
        self.hands.press("F6")
        self.eyes.wait_for_focus("Check amount")
        self.hands.type("272.60")
        self.hands.scan("T121000248T 0012345678O 1043")
        self.sees("1043", "121000248", "0012345678", "Wells Fargo")
        self.hands.press("Return")
        self.sees("Check 1043", "200.00")
        self.hands.press("F5")
        self.eyes.wait_for_focus("Cash received")
        self.hands.type("240")
        self.hands.press("Return")
        self.sees("Payment taken", "Change due", "$40.00")

    def scan_and_open(self, statement: str) -> None:
        self.hands.scan(statement)
        self.sees("ask for the name, then Enter")
        self.hands.press("Return")
        self.sees("Open balances", "1 statement")

    def pay_cash(self, amount: str = "") -> None:
        """The exact amount stands there already."""
        self.hands.press("F5")
        self.eyes.wait_for_focus("Cash received")
        self.hands.type(amount)
        self.hands.press("Return")
        self.sees("Payment taken")

    def next_member(self) -> None:
        """The same Enter that took the money never goes on; a later one does."""
        deaf_until = monotonic() + DEAF_S
        wait_for(lambda: monotonic() > deaf_until)
        self.hands.press("Return")
        self.sees("Choose a member, then the statements to pay.")


def test_a_morning_at_the_counter_by_keyboard_alone(screen: Screen, desk: Workstation, tmp_path: Path) -> None:
    rosa = Cashier(screen)
    with screen.window("--data", str(desk.data), log=tmp_path / "window.log") as window:
        rosa.sign_in()
        rosa.open_the_drawer()
        take_check_and_cash(rosa, desk)
        take_a_scanned_statement_in_five_keystrokes(rosa, desk)
        take_money_while_the_ledger_is_gone(rosa, desk)
        take_a_card(rosa, desk)
        lock_unlock_and_print_again(rosa, desk)
        assert_closes_clean(rosa, window)
    desk.prove()
    assert desk.posted() == {
        MAI_LINHS[0]: -412_60,
        MAI_LINHS[1]: -60_00,
        MAI_ANHS: -40_00,
        MAILYS: -40_00,
        TRANG_MAIS: -40_00,
        "drawer_checks": 272_60,
        "drawer_cash": 200_00 + 40_00 + 40_00,
        "card_clearing": 40_00,
    }


def take_check_and_cash(rosa: Cashier, desk: Workstation) -> None:
    rosa.find_mai_linh()
    rosa.choose_two()
    rosa.pay_by_check_and_cash()
    (paper,) = wait_for(lambda: desk.papers)
    assert all(words in paper for words in (*MAI_LINHS, "$472.60", "1043", f"{desk.code}-0000001"))
    assert desk.payments()[0]["facts"]["change"] == 40_00
    assert desk.printer.machine.drawer_is_open
    rosa.sees("posted")
    rosa.next_member()
    rosa.sees("Last change given", "$40.00")


def take_a_scanned_statement_in_five_keystrokes(rosa: Cashier, desk: Workstation) -> None:
    """Scan, Enter, F5, Enter, Enter."""
    rosa.scan_and_open(MAI_ANHS)
    rosa.pay_cash()
    rosa.next_member()
    wait_for(lambda: len(desk.papers) == 2, told=lambda: desk.papers)


def take_money_while_the_ledger_is_gone(rosa: Cashier, desk: Workstation) -> None:
    port = desk.office.port
    desk.office.kill()
    rosa.sees("Offline")
    rosa.scan_and_open(MAILYS)
    rosa.pay_cash("50")
    rosa.sees("Offline · 1 to send", "1 is safe on this desk and will be sent on its own.", "$10.00")
    wait_for(lambda: len(desk.papers) == 3, told=lambda: desk.papers)
    desk.office.start(port)
    rosa.sees("All posted", "posted")
    rosa.next_member()


def take_a_card(rosa: Cashier, desk: Workstation) -> None:
    rosa.scan_and_open(TRANG_MAIS)
    rosa.hands.press("F8")
    rosa.eyes.wait_for_focus("On the card")
    rosa.hands.press("Return")
    rosa.sees("Payment taken", "Paid", "$40.00")
    wait_for(lambda: len(desk.papers) == 4 and "Visa" in desk.papers[-1], told=lambda: desk.papers)


def lock_unlock_and_print_again(rosa: Cashier, desk: Workstation) -> None:
    rosa.hands.press("F12")
    rosa.sees("Unlock", "locked")
    assert "Trang" not in rosa.eyes.words()
    rosa.unlock()
    rosa.sees("Payment taken", "Trang, Mai")
    rosa.hands.press("F11")
    rosa.sees("Copy 1 is on its way to the printer.")
    wait_for(lambda: "DUPLICATE 1" in desk.papers[-1], told=lambda: desk.papers[-1])


def assert_closes_clean(rosa: Cashier, window: "subprocess.Popen[str]") -> None:
    """The window's own close key ends the process at once, and nothing that it started stays."""
    family = psutil.Process(window.pid).children(recursive=True)
    rosa.hands.close_window()
    assert window.wait(CLOSES_WITHIN_S) == 0
    assert not [one for one in family if one.is_running()]


@pytest.mark.parametrize("ask", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_window_as_its_button_does(
    screen: Screen, desk: Workstation, tmp_path: Path, ask: signal.Signals
) -> None:
    log = tmp_path / "window.log"
    with screen.window("--data", str(desk.data), log=log) as window:
        screen.eyes.wait_for_words("Name or badge")

        window.send_signal(ask)

        assert window.wait(CLOSES_WITHIN_S) == 0
    assert "Traceback" not in log.read_text("utf-8")
    desk.prove()
