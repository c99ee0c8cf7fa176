"""B16: the keys that a cashier presses for what comes most, in the real window, and the longest wait between them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from cashier.domain.flags import asks_for_nothing, forbids_checks, read_flag
from cashier.domain.scan_layouts import scan_line
from cashier.domain.statements import StatementKind
from cashier.exchange.loaded import Loaded
from cashier.exchange.sample import sample_stream
from cashier.wire import MemberRow, StatementRow
from tests.bench.figures import Figure, Outcome, spread
from tests.bench.place import DAY, ROSA, SEED, Devices, bench_desk
from tests.bench.window import Driver, open_window
from ui.counter.paid_panel import DEAF_S
from ui.counter.serving import Stage

MOST_KEYS = {"scan_exact_cash": 5, "name_cash_change": 4, "scan_check": 4, "family_check": 9}
"""What is promised of each case; see `_CASES` for what counts."""
MOST_MS = 100.0
_MEMBERS, _TIMES, _WARM_UP = 200_000, 20, 2
_REGION = "ncal"
_SCANNER_MS = 4
_TWENTY = 20_00
_ENTER = Qt.Key.Key_Return


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who comes to the window: what is typed to find them, and the statements that they bring."""

    member: MemberRow
    bills: tuple[StatementRow, ...]

    @property
    def name(self) -> str:
        """The name and the date of birth, as they are typed."""
        born = self.member.birth_date
        return f"{self.member.family_name} {self.member.given_names} {born.month}/{born.day}/{born.year}".lower()


@dataclass(slots=True)
class Hands:
    """Presses keys one by one, counts them, and waits each time until the window shows what follows."""

    desk: Driver
    pressed: list[str] = field(default_factory=list)
    typed: int = 0
    waits_s: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    _stamp_ms: int = 1000

    def press(self, key: Qt.Key, words: str, follows: Callable[[], bool]) -> None:
        """One key."""
        self._wait(words, lambda: self.desk.press(key), follows)
        self.pressed.append(words)

    def scan(self, text: str, words: str, follows: Callable[[], bool]) -> None:
        """One scan, which counts as one key: from its last one on the window is waited for."""
        window = self.desk.window.windowHandle()
        self._stamp_ms += 1000
        for letter in text:
            QApplication.sendEvent(window, self._key(Qt.Key(ord(letter.upper())), letter))
        self._wait(words, lambda: QApplication.sendEvent(window, self._key(_ENTER, "\r")), follows)
        self.pressed.append(words)

    def type(self, text: str, words: str) -> None:
        """Letters or digits, counted by themselves."""
        for letter in text:
            self._wait(words, lambda letter=letter: self.desk.type(letter), lambda: True)  # type: ignore[misc]
        self.typed += len(text)

    def rest(self) -> None:
        """The change is handed over: for a second, Enter is no next member (R22)."""
        self.desk.wait(DEAF_S + 0.05)

    def _key(self, key: Qt.Key, text: str) -> QKeyEvent:
        self._stamp_ms += _SCANNER_MS
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self._stamp_ms)
        return event

    def _wait(self, words: str, act: Callable[[], object], follows: Callable[[], bool]) -> None:
        since = perf_counter()
        act()
        self.desk.until(follows, f"what follows on {words}")
        self.desk.paint_changes()
        wait_s = perf_counter() - since
        self.waits_s.append(wait_s)
        self.slowest = max(self.slowest, (wait_s, words))
        self.desk.let_go_on()


def measure(quick: bool) -> Outcome:
    """Each case again and again with others; all of them have to take the same keys every time."""
    members, times, warm_up = (2_000, 2, 1) if quick else (_MEMBERS, _TIMES, _WARM_UP)
    figures: dict[str, Figure] = {}
    keys: dict[str, int] = {}
    longest: list[tuple[float, str]] = []
    with bench_desk(members, Devices()) as folder, open_window(folder) as desk:
        desk.sign_in(*ROSA)
        visitors = _Visitors(members)
        for case, (act, who) in _CASES.items():
            people = who(visitors)
            for visitor in islice(people, warm_up):
                act(Hands(desk), visitor)
            hands = [_done(act, Hands(desk), visitor) for visitor in islice(people, times)]
            (pressed,) = {tuple(some.pressed) for some in hands}
            keys[case] = len(pressed)
            slowest_s, words = max(some.slowest for some in hands)
            longest.append((slowest_s, f"{case}: {words}"))
            figures[case] = {
                "keys": f"{len(pressed)} of {MOST_KEYS[case]}: {', '.join(pressed)}",
                **spread([wait for some in hands for wait in some.waits_s]),
                "slowest": words,
            }
    slowest_s, words = max(longest)
    return Outcome(
        bench="hands",
        workload=f"keys from an empty finder to the next member, each case {times} times after {warm_up}, "
        f"{members:,} members, window off screen, ledger away; a scan is one key, letters of a name and digits of an "
        f"amount are not counted; a wait is from a key until what follows on it is painted",
        figures={"keys": keys, "longest_ms": round(slowest_s * 1000, 1), "longest": words, **figures},
    )


def _done(act: "Case", hands: Hands, visitor: Visitor) -> Hands:
    act(hands, visitor)
    return hands


# --- the cases ---


def scan_exact_cash(hands: Hands, visitor: Visitor) -> None:
    """A scanned statement, paid with exact cash; every key counts."""
    _scan_and_open(hands, visitor)
    hands.press(Qt.Key.Key_F5, "F5", lambda: _is_typing(hands))
    _take_and_go_on(hands)


def name_cash_change(hands: Hands, visitor: Visitor) -> None:
    """Found by name and date of birth, cash with change; the keys besides the name and the amount count."""
    hands.type(visitor.name, "a letter of the name")
    hands.desk.until(lambda: _is_found(hands), "somebody is found")
    hands.press(_ENTER, "Enter", lambda: hands.desk.stage is Stage.PAYING)
    hands.press(Qt.Key.Key_F5, "F5", lambda: _is_typing(hands))
    payment = hands.desk.counter.serving.payment
    assert payment is not None
    dollars = (payment.to_pay.cents // _TWENTY + 1) * _TWENTY // 100  # Of a plan only what falls due is to be paid.
    hands.type(str(dollars), "a digit of the amount")
    _take_and_go_on(hands)


def scan_check(hands: Hands, visitor: Visitor) -> None:
    """A scanned statement, paid with a check through the reader; the keys after the statement's scan count."""
    _scan_and_open(hands, visitor)
    hands.pressed.clear()
    hands.pressed.append("Enter")
    _read_check(hands, visitor)
    _take_and_go_on(hands)


def family_check(hands: Hands, visitor: Visitor) -> None:
    """Three statements of three people on one guarantor, paid with one check; every key counts."""
    _scan_and_open(hands, visitor)
    for count, bill in enumerate(visitor.bills[1:], start=2):
        hands.scan(_line_of(hands, bill), "statement", lambda count=count: _chosen(hands) == count)  # type: ignore[misc]
    _read_check(hands, visitor)
    _take_and_go_on(hands)


def _scan_and_open(hands: Hands, visitor: Visitor) -> None:
    hands.scan(_line_of(hands, visitor.bills[0]), "statement", lambda: _is_found(hands))
    hands.press(_ENTER, "Enter", lambda: hands.desk.stage is Stage.PAYING and _chosen(hands) == 1)


def _read_check(hands: Hands, visitor: Visitor) -> None:
    line = f"T121000248T{visitor.member.number}O{visitor.bills[0].number[-4:]}"
    hands.scan(line, "check", lambda: _is_typing(hands))


def _take_and_go_on(hands: Hands) -> None:
    hands.press(_ENTER, "Enter", lambda: hands.desk.stage is Stage.PAID)
    hands.rest()
    hands.press(_ENTER, "Enter", lambda: hands.desk.stage is Stage.LOOKING)


def _line_of(hands: Hands, bill: StatementRow) -> str:
    """What stands at the foot of a statement."""
    doors = hands.desk.window._doors
    assert doors is not None
    (known,) = doors.desk.directory.statements((bill.number,))
    return scan_line(known.statement, doors.desk.place.scan_layouts)


def _is_found(hands: Hands) -> bool:
    return hands.desk.counter._finder._state.chosen_member is not None


def _is_typing(hands: Hands) -> bool:
    payment = hands.desk.counter.serving.payment
    return payment is not None and payment.draft is not None


def _chosen(hands: Hands) -> int:
    payment = hands.desk.counter.serving.payment
    return 0 if payment is None else len(payment.choices)


# --- who comes ---


class _Visitors:
    """Members of the bench's directory, each of whom comes once."""

    def __init__(self, members: int) -> None:
        self._families = sample_stream(members, SEED, DAY)

    def alone(self) -> Iterator[Visitor]:
        """Those with one bill that is due and nothing else to pay, of a name that the keyboard has."""
        for family in filter(_is_plain, self._families):
            for member in family.members:
                bills = [bill for bill in family.statements if bill.member_number == member.number and bill.open_cents]
                visitor = Visitor(member=member, bills=tuple(bills))
                if len(bills) == 1 and _is_due(bills[0]) and visitor.name.isascii():
                    yield visitor

    def families(self) -> Iterator[Visitor]:
        """Those of whom three have a medical bill that can be paid by whoever has it in hand."""
        for family in filter(_is_plain, self._families):
            first = {bill.member_number: bill for bill in family.statements if _is_due(bill) and not bill.confidential}
            if len(first) >= 3:
                bills = tuple(first.values())[:3]
                member = next(member for member in family.members if member.number == bills[0].member_number)
                yield Visitor(member=member, bills=bills)


def _is_plain(family: Loaded) -> bool:
    """Whether nothing is noted that has the cashier choose by hand, or ask a lead for a check."""
    notes = [note for member in family.members for note in member.notes]
    notes += [words for bill in family.statements for words in bill.plan_words.split(" · ")]
    return not (asks_for_nothing(map(read_flag, notes)) or any(map(forbids_checks, notes)))


def _is_due(bill: StatementRow) -> bool:
    is_ours = bill.region == _REGION and bill.kind is not StatementKind.PREMIUM
    return is_ours and bill.open_cents > 0 and not (bill.under_review or bill.autopay_on)


Case = Callable[[Hands, Visitor], None]
_CASES: dict[str, tuple[Case, Callable[[_Visitors], Iterable[Visitor]]]] = {
    "scan_exact_cash": (scan_exact_cash, _Visitors.alone),
    "name_cash_change": (name_cash_change, _Visitors.alone),
    "scan_check": (scan_check, _Visitors.alone),
    "family_check": (family_check, _Visitors.families),
}
