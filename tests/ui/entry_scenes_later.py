"""The entry fields of what is corrected, of deposits that pay bills, of cash between hands, and of messages."""

from datetime import timedelta

from cashier.domain.accounts import Book, BookLine
from cashier.domain.funds import Fund
from cashier.domain.link_words import LinkState
from cashier.domain.money import Money
from cashier.domain.payment import TakePayment
from cashier.domain.targets import Part, Target, TargetKind, read_target
from cashier.usecases.card_payment import ask_card, settle_card
from tests.fakes.builders import cash, check
from tests.fakes.terminal import UNKNOWN
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.desk_history import add_payment
from tests.ui.entry_scene import Scene
from tests.ui.entry_steps import Key, Step, after, as_it_is, chosen, clicking, entering_at, pressing, rail
from tests.ui.sample_desk import NOW, ROSA
from ui.news import LinkNews

WHICH, HOW_MUCH = "Which one, by its number", "Amount, or empty for all that fits"
RECEIPT, WHY = "The member's receipt: scan it", "Or why it is not here"
ON_IT, BY_WHOM = "Number on it", "Bank or issuer"
ROUTING, ACCOUNT = "Routing number", "Account number"
TO, MOVED = "To: a statement's number, or a guarantor's for credit", "Amount to move"
MAIL = "E-mail the receipt to"
SECRET = frozenset({"Lead's passphrase"})
SIGN = {"Lead's name or badge": "helen", "Lead's passphrase": "helen 1"}


def has_deposit(desk: DeskDriver) -> None:
    """A deposit of $150.00 is at the ledger, and the office visit is chosen."""
    book = Book("ncal", BookLine.MEDICAL)
    desk.sample.funds.there = (Fund(target=Target(TargetKind.PREPAY, "E-1"), book=book, amount=Money(15000)),)
    desk.tell(LinkNews(state=LinkState(online=True, since=NOW)))
    desk.open_mai()
    desk.qtbot.waitUntil(lambda: desk.shows("of credit") or desk.window.isVisible())
    desk.settle()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Space)
    desk.qtbot.waitUntil(lambda: _asks_credit(desk))


def _asks_credit(desk: DeskDriver) -> bool:
    desk.press(Key.Key_Z, ALT)
    return desk.focus_name() == WHICH


def paid(desk: DeskDriver) -> None:
    """In cash, and the change stands there."""
    desk.press(Key.Key_F5)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Payment taken"))


def opened_payment(desk: DeskDriver) -> None:
    """A payment with a check and cash, opened on Activity."""
    add_payment(desk.sample, check(27260), cash(20000))
    rail("Activity")(desk)
    desk.qtbot.waitUntil(lambda: bool(desk.window._desk and desk.window._desk.activity._table.payments))
    desk.press(Key.Key_Down)
    desk.press(ENTER)
    desk.qtbot.waitUntil(lambda: desk.shows("Receipt OAK3-0000001"))


def to_be_corrected(*keys: Key) -> Step:
    """A payment with a check and cash; ``keys`` choose what is done about it."""

    def correct(desk: DeskDriver) -> None:
        opened_payment(desk)
        desk.press(Key.Key_C, ALT)
        after(pressing(*keys))(desk)

    return correct


def counting(*keys: Key, alt: Key, twenties: str = "2") -> Step:
    """A form of the Drawer page whose count is filled in."""

    def count(desk: DeskDriver) -> None:
        rail("Drawer")(desk)
        desk.press(alt, ALT)
        desk.settle()
        for key in keys:
            desk.press(key)
        for place in range(13):
            if place == 2:
                desk.type(twenties)
            desk.press(ENTER)

    return count


def exchanging(desk: DeskDriver) -> None:
    """Five $20 notes for one of $100."""
    rail("Drawer")(desk)
    desk.press(Key.Key_L, ALT)
    for row, number in ((2, "5"), (0, "1")):
        for place in range(13):
            if place == row:
                desk.type(number)
            desk.press(ENTER)


def unknown_card(desk: DeskDriver) -> None:
    """A card that the terminal has not settled for three minutes, on the Desk page."""
    sample = desk.sample
    part = Part(target=read_target("holding"), amount=Money(2000), note="x", source="window")
    wish = TakePayment(payment_id=sample.desk.new_id(), member_number="", parts=(part,), tenders=(), identified={})
    attempt = ask_card(wish, Money(2000), "T1", sample.desk, ROSA)
    settle_card(attempt.attempt_id, UNKNOWN, sample.desk)
    sample.now += timedelta(minutes=3)
    rail("Desk")(desk)
    assert desk.window._desk is not None
    desk.window._desk._papers.look()
    desk.window._desk._desk_page.card_report._found.choose("listed")


def card_to_hold(desk: DeskDriver) -> None:
    """The same, of which no report says it."""
    unknown_card(desk)
    assert desk.window._desk is not None
    desk.window._desk._desk_page.card_report._found.choose("on_hold")


LATER = (
    Scene(
        name="report of a card",
        opens=unknown_card,
        signs=frozenset({"Lead's name or badge"}),
        texts={"Report or slip number": "b1", "Charged": "20", "Approval code": "071882"} | SIGN,
        free=frozenset({"Report or slip number"}),
        again=as_it_is,
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="card on hold",
        opens=card_to_hold,
        signs=frozenset({"Lead's name or badge"}),
        texts={"Why the report doesn't say it": "no report prints"} | SIGN,
        free=frozenset({"Why the report doesn't say it"}),
        again=as_it_is,
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="use of credit",
        opens=has_deposit,
        optional=frozenset({WHICH, HOW_MUCH}),
        texts={WHICH: "1", HOW_MUCH: "60"},
        enters=entering_at(HOW_MUCH),
    ),
    Scene(
        name="receipt by e-mail",
        opens=after(opened_payment, lambda desk: desk.field(MAIL).setFocus()),
        texts={MAIL: "mai@example.org"},
        enters=entering_at(MAIL),
    ),
    Scene(
        name="receipt by e-mail where the change stands",
        opens=after(chosen, paid, lambda desk: desk.field(MAIL).setFocus()),
        texts={MAIL: "mai@example.org"},
        enters=entering_at(MAIL),
    ),
    Scene(
        name="void",
        opens=to_be_corrected(Key.Key_Down, Key.Key_Return, Key.Key_Right, Key.Key_Return),
        signs=frozenset({"Lead's name or badge"}),
        optional=frozenset({RECEIPT, WHY}),
        texts={RECEIPT: "OAK3-0000001", WHY: ""} | SIGN,
        free=frozenset({WHY}),
        again=as_it_is,
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="move",
        opens=after(
            to_be_corrected(Key.Key_Down, Key.Key_Down, Key.Key_Return),
            lambda desk: desk.field(MOVED).setFocus(),
            pressing(Key.Key_Return, Key.Key_Return),
        ),
        signs=frozenset({"Lead's name or badge"}),
        texts={TO: "S-48212350", MOVED: "20"} | SIGN,
        again=as_it_is,
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="change of tender",
        opens=to_be_corrected(
            *(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Return),
            *(Key.Key_Return, Key.Key_Right, Key.Key_Return),
            *(Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return),
        ),
        signs=frozenset({"Lead's name or badge"}),
        optional=frozenset({ACCOUNT}),
        texts={ON_IT: "22-4471", BY_WHOM: "USPS", ROUTING: "121000248", ACCOUNT: "12345678"} | SIGN,
        free=frozenset({BY_WHOM}),
        again=as_it_is,
        enters=entering_at("Lead's passphrase"),
        secret=SECRET,
    ),
    Scene(
        name="cash to another cashier",
        opens=counting(Key.Key_Return, alt=Key.Key_H),
        signs=frozenset({"Receiver: name or badge"}),
        texts={"$20": "2", "Receiver: name or badge": "helen", "What for": "small notes"},
        free=frozenset({"What for"}),
        may_say_nothing=True,
        again=as_it_is,
        enters=clicking("Give"),
    ),
    Scene(
        name="exchange with the safe",
        opens=exchanging,
        signs=frozenset({"Office: name or badge"}),
        texts={"Office: name or badge": "helen", "Their passphrase": "helen 1"},
        again=as_it_is,
        enters=clicking("Exchange"),
        secret=frozenset({"Their passphrase"}),
    ),
    Scene(
        name="surprise count",
        opens=counting(alt=Key.Key_U, twenties="10"),
        signs=frozenset({"Office: name or badge"}),
        texts={"Office: name or badge": "helen", "Their passphrase": "helen 1"},
        again=as_it_is,
        enters=entering_at("Their passphrase"),
        secret=frozenset({"Their passphrase"}),
    ),
)
