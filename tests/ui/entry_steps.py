"""How the fields of the window come to the front, step by step, as a cashier gets there."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from cashier.domain.accounts import Book, BookLine
from cashier.domain.closed_move import ClosedPayment, ClosedSource
from cashier.domain.drawer_rules import DrawerRules
from cashier.domain.funds import Fund
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.usecases.ports.desk import Desk
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import HOSPITAL, NOW, OFFICE, SampleDesk
from ui.news import LinkNews

Key = Qt.Key
GOAL = "To: a statement, a guarantor, or NOBODY"
Step = Callable[[DeskDriver], None]


class EntryDesk(SampleDesk):
    """A site that allows cash without a payment; the receipt printer prints what is agreed to."""

    @property
    def desk(self) -> Desk:
        desk = super().desk
        return replace(desk, place=replace(desk.place, drawers=DrawerRules(pays_in_and_out=True)))


def pressing(*keys: Key, alt: Key | None = None) -> Step:
    def press(desk: DeskDriver) -> None:
        for key in keys:
            desk.press(key)
        if alt is not None:
            desk.press(alt, ALT)

    return press


def clicking(name: str) -> Step:
    return lambda desk: desk.button(name).click()


def entering_at(name: str) -> Step:
    """Enter, in this field."""

    def enter(desk: DeskDriver) -> None:
        desk.field(name).setFocus()
        desk.press(ENTER)

    return enter


def typing(texts: Mapping[str, str]) -> Step:
    """These texts, each into its field."""

    def type_them(desk: DeskDriver) -> None:
        for name, text in texts.items():
            desk.field(name).setFocus()
            desk.field(name).selectAll()
            desk.type(text)

    return type_them


def ticking(name: str) -> Step:
    def tick(desk: DeskDriver) -> None:
        (box,) = [box for box in desk.window.findChildren(QCheckBox) if box.accessibleName() == name]
        box.click()

    return tick


def after(*steps: Step) -> Step:
    def do(desk: DeskDriver) -> None:
        for step in steps:
            step(desk)
            desk.settle()

    return do


def open_mai(desk: DeskDriver) -> None:
    desk.open_mai()


def chosen(desk: DeskDriver) -> None:
    """The office visit's $60.00 are to be paid."""
    desk.scan(OFFICE)
    desk.press(ENTER)


def owing_much(desk: DeskDriver) -> None:
    """Enough for a plan."""
    desk.sample.owe_more(OFFICE, 90_000)
    chosen(desk)


def refunding(desk: DeskDriver) -> None:
    """Mai's guarantor has a deposit of $150.00."""
    desk.sample.funds.there = (
        Fund(target=Target(TargetKind.PREPAY, "E-20441"), book=Book("ncal", BookLine.MEDICAL), amount=Money(15000)),
    )
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.open_mai()
    offer = "Use $150.00 of credit"
    desk.qtbot.waitUntil(
        lambda: any(b.isVisible() and b.accessibleName() == offer for b in desk.window.findChildren(QPushButton))
    )
    desk.press(Key.Key_Z, ALT)
    clicking("Refund")(desk)


def moving_closed(desk: DeskDriver) -> None:
    """A payment of a closed drawer that paid the wrong member."""
    source = ClosedSource(target=Target(TargetKind.STATEMENT, "S-1"), words="Hospital visit", amount=Money(6000))
    desk.sample.office.closed = ClosedPayment(receipt="OAK3-0000001", sources=(source,))
    desk.press(Key.Key_C, ALT)
    desk.type("OAK3-0000001")
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Move what OAK3-0000001 pays"))
    clicking("Wrong member")(desk)


def as_it_is(desk: DeskDriver) -> None:
    """Who did not sign stands in the journal, and the form stays there."""


def rail(name: str) -> Step:
    def press(desk: DeskDriver) -> None:
        desk.button_on_rail(name).click()
        desk.settle()

    return press


def paid_in_full(desk: DeskDriver) -> None:
    """A check that a lead has to agree to."""
    chosen(desk)
    desk.press(Key.Key_F6)
    desk.field("Check number").setFocus()
    desk.type("1043")
    while desk.focus_name() != "“Paid in full”":
        desk.press(Key.Key_Tab)
    desk.press(Key.Key_Space)
    desk.press(ENTER)


def asks_birth_date(desk: DeskDriver) -> None:
    desk.type("tran mai")
    desk.press(Key.Key_Down)
    desk.press(ENTER)


def batch_open(desk: DeskDriver) -> None:
    desk.press(Key.Key_G, ALT)
    desk.field("Mail or drop box").setFocus()
    for text in ("mail", "2", "95", "helen", "helen 1"):
        desk.type(text)
        desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("0 of 2 items"))


def close_differs(desk: DeskDriver) -> None:
    batch_open(desk)
    desk.button("Close the batch").click()


def large_cash(desk: DeskDriver) -> None:
    desk.sample.owe_more(HOSPITAL, 2_500_000)
    desk.open_mai()
    desk.press(Key.Key_Space)
    desk.press(Key.Key_F5)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("A report on this cash is due"))


def counted(twenties: int) -> Step:
    def count(desk: DeskDriver) -> None:
        desk.button_on_rail("Drawer").click()
        desk.settle()
        desk.press(Key.Key_C, ALT)
        for _ in range(2):
            for place in range(13):
                if place == 2 and desk.focus().isVisible():
                    desk.type(str(twenties))
                desk.press(ENTER)

    return count


def found_form(desk: DeskDriver) -> None:
    counted(10)(desk)
    desk.press(Key.Key_N, ALT)
