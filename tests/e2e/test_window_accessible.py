"""The whole main job through the platform's accessibility interface, from another process: by names, never by place."""

from pathlib import Path

from tests.e2e.screen import Eyes, Node, Screen, wait_for
from tests.e2e.workplace import ROSA
from tests.e2e.workstation import Workstation

FINDER = "Member, guarantor or statement number, name, date of birth — or scan"
KEVINS = "S-48212988"


def test_a_payment_by_accessible_names_alone(screen: Screen, desk: Workstation, tmp_path: Path) -> None:
    """Sign in, open the drawer, find, choose, take; every step says itself and everything with a focus has a name."""
    eyes = screen.eyes
    with screen.window("--data", str(desk.data), log=tmp_path / "window.log"):
        sign_in(eyes)
        open_the_drawer(eyes)
        open_kevins_account(eyes)
        take_cash(eyes)
        read_change_and_receipt(eyes, desk)
    desk.prove()
    assert desk.posted() == {KEVINS: -125_00, "drawer_cash": 125_00}


def sign_in(eyes: Eyes) -> None:
    eyes.wait_for_words("Name or badge")
    assert_all_that_has_a_focus_has_a_name(eyes)
    eyes.type("Name or badge", ROSA.user)
    eyes.type("Passphrase", ROSA.passphrase, role="password text")
    eyes.press("Sign in")


def open_the_drawer(eyes: Eyes) -> None:
    eyes.wait_for_words("1 · Count the bills")
    assert_all_that_has_a_focus_has_a_name(eyes)
    shut = named(eyes, "Open the drawer")
    assert not shut.enabled
    assert "Count the cash first." in shut.description
    eyes.type("$20", "5")
    eyes.wait_for_words("$100.00")
    eyes.press("Open the drawer")


def open_kevins_account(eyes: Eyes) -> None:
    eyes.wait_for_words("Choose a member, then the statements to pay.")
    eyes.type(FINDER, "kevin tran 8/19/2003")
    eyes.wait_for_words("1 found · Enter opens", "Tran, Kevin", "2003")
    eyes.wait_to_hear("1 found · Enter opens")
    eyes.press("Open the account")
    eyes.wait_for_words("Open balance $125.00", "Emergency visit")
    assert_all_that_has_a_focus_has_a_name(eyes)
    if not named(eyes, f"Pay {KEVINS}", role="check box").checked:
        eyes.press(f"Pay {KEVINS}", role="check box")
    eyes.wait_for_words("1 statement")


def take_cash(eyes: Eyes) -> None:
    eyes.press("Cash")
    eyes.wait_for_words("Cash received")
    assert_all_that_has_a_focus_has_a_name(eyes)
    eyes.type("Cash received", "0,012")
    eyes.press("Take payment")
    sentence = "Enter the amount for the cash received in dollars and cents, like 50 or 1,250.75."
    eyes.wait_for_words(sentence)
    assert named(eyes, "Cash received", role="text").description == sentence
    eyes.wait_to_hear(sentence)
    eyes.type("Cash received", "140")
    eyes.wait_for_words("Change due", "$15.00")
    eyes.press("Take payment")


def read_change_and_receipt(eyes: Eyes, desk: Workstation) -> None:
    eyes.wait_for_words("Payment taken", "Change due", "$15.00", KEVINS, "TOTAL PAID", f"{desk.code}-0000001")
    eyes.wait_to_hear("Payment taken. Change due $15.00.")
    assert_all_that_has_a_focus_has_a_name(eyes)
    (paper,) = wait_for(lambda: desk.papers)
    told = next(node.description for node in eyes.nodes() if node.name == "Receipt")
    *lines, last = told.splitlines()
    assert lines == [line.strip() for line in lines if line.strip() in paper]
    assert last == f"QR code {desk.code}-0000001"


def named(eyes: Eyes, name: str, role: str = "push button") -> Node:
    """The one thing on the screen with this role and name."""
    (found,) = [node for node in eyes.nodes() if (node.role, node.name) == (role, name)]
    return found


def assert_all_that_has_a_focus_has_a_name(eyes: Eyes) -> None:
    assert [node for node in eyes.nodes() if node.focusable and not node.name] == []
