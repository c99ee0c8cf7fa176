"""What a scanner types reaches nobody, whatever has the focus; what a person types reaches whom it is for, in order."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.scans import ScannerRules, ScanWatch

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
CODE = "S-48211904"


class Scanned:
    """A window with a field, a button and a box; what the watch heard; and a hand at its keys."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field, self.button, self.box = QLineEdit("12"), QPushButton("Take payment"), QCheckBox("Pay")
        layout = QVBoxLayout(self.window)
        for widget in (self.field, self.button, self.box):
            layout.addWidget(widget)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.qtbot = qtbot
        self.heard: list[str] = []
        self.pressed: list[str] = []
        self.typed: list[str] = []
        self.refuses = ""
        self.stamp = 1000
        self.watch = ScanWatch(
            self.window.windowHandle(), accepts=lambda text: text != self.refuses, seconds=lambda: 100.0
        )
        self.watch.scanned.connect(self.heard.append)
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        self.box.toggled.connect(lambda: self.pressed.append("box"))
        self.field.returnPressed.connect(lambda: self.pressed.append("enter"))
        self.field.textChanged.connect(self.typed.append)
        self.field.setFocus()
        self.field.end(False)

    def keys(self, text: str, *, gap_ms: int = 5) -> None:
        for letter in text:
            key = ENTER if letter == "\r" else TAB if letter == "\t" else Qt.Key(ord(letter.upper()))
            self.key(key, letter, gap_ms=gap_ms)

    def key(self, key: Qt.Key, text: str = "", *, gap_ms: int = 5, with_key: Qt.KeyboardModifier = NONE) -> None:
        self._strike(
            (QEvent.Type.KeyPress, QEvent.Type.KeyRelease), QKeyEvent(QEvent.Type.KeyPress, key, with_key, text), gap_ms
        )

    def repeat(self, key: Qt.Key, text: str, *, gap_ms: int) -> None:
        """The key goes up and down in one moment, which the window system calls a repeat."""
        ways = (QEvent.Type.KeyRelease, QEvent.Type.KeyPress)
        self._strike(ways, QKeyEvent(QEvent.Type.KeyPress, key, NONE, text, True), gap_ms)

    def _strike(self, ways: tuple[QEvent.Type, ...], like: QKeyEvent, gap_ms: int) -> None:
        self.stamp += gap_ms
        for way in ways:
            event = QKeyEvent(way, like.key(), like.modifiers(), like.text(), like.isAutoRepeat())
            event.setTimestamp(self.stamp)
            QApplication.sendEvent(self.window.windowHandle(), event)

    def pause(self) -> None:
        """As long as it takes until what was held is handed on."""
        self.qtbot.wait(250)
        self.stamp += 1000


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Scanned]:
    scanned = Scanned(qtbot)
    yield scanned
    scanned.window.windowHandle().removeEventFilter(scanned.watch)


@pytest.mark.parametrize("end", ["\r", "\n"])
@pytest.mark.parametrize("code", [CODE, "%B ; = ?", "T121000248T 0012345678O 1043", "]Q3a code with blanks"])
def test_on_a_button_and_on_a_box_a_scan_presses_nothing(desk: Scanned, code: str, end: str) -> None:
    for widget in (desk.button, desk.box):
        widget.setFocus()
        desk.stamp += 1000
        desk.keys(f"{code}{end}")

    assert desk.heard == [code, code]
    assert desk.pressed == []


def test_in_a_field_a_scan_leaves_all_as_it_was(desk: Scanned) -> None:
    desk.keys(f"{CODE}\r")

    assert desk.heard == [CODE]
    assert desk.field.text() == "12"
    assert desk.typed == ["12S", "12"], "its first key alone came through, and was taken back"
    assert desk.pressed == []


def test_the_line_feed_behind_a_scans_enter_is_no_enter(desk: Scanned) -> None:
    desk.keys(f"{CODE}\r\r")
    desk.key(Qt.Key.Key_J, "\n", with_key=CONTROL)
    assert desk.pressed == []

    desk.keys("\r", gap_ms=300)
    assert desk.pressed == ["enter"], "the next one is a person's"


def test_what_was_typed_just_before_a_scan_stays(desk: Scanned) -> None:
    desk.keys("345", gap_ms=90)
    desk.stamp += 80
    desk.keys("T121000248T 0012345678O 1043\r")

    assert desk.heard == ["T121000248T 0012345678O 1043"]
    assert desk.field.text() == "12345"


@pytest.mark.parametrize("halts_after", [3, 5, 9])
def test_a_scanner_that_halts_in_a_code_is_heard_whole(desk: Scanned, halts_after: int) -> None:
    desk.keys(CODE[:halts_after])
    desk.stamp += 90
    desk.keys(f"{CODE[halts_after:]}\r")

    assert (desk.heard, desk.field.text()) == ([CODE], "12")


@pytest.mark.parametrize("gap_ms", [1, 2, 6])
def test_equal_keys_so_fast_that_they_count_as_repeats_are_keys_of_the_scan(desk: Scanned, gap_ms: int) -> None:
    desk.keys("0", gap_ms=gap_ms)
    for _ in range(3):
        desk.repeat(Qt.Key.Key_0, "0", gap_ms=gap_ms)
    desk.keys("482130\r", gap_ms=gap_ms)
    desk.repeat(ENTER, "\r", gap_ms=gap_ms)

    assert (desk.heard, desk.field.text(), desk.pressed) == (["0000482130"], "12", [])


def test_a_prefix_takes_equal_keys_as_well(desk: Scanned) -> None:
    desk.watch.rules = ScannerRules(prefix="~")
    desk.keys("~0", gap_ms=1)
    desk.repeat(Qt.Key.Key_0, "0", gap_ms=1)
    desk.keys("482130\r", gap_ms=1)

    assert (desk.heard, desk.field.text()) == (["00482130"], "12")


@pytest.mark.parametrize("every_ms", [10, 33])
def test_a_key_that_is_held_is_no_scan(desk: Scanned, every_ms: int) -> None:
    desk.keys("5", gap_ms=90)
    desk.keys("0", gap_ms=90)
    desk.repeat(Qt.Key.Key_0, "0", gap_ms=250)
    for _ in range(8):
        desk.repeat(Qt.Key.Key_0, "0", gap_ms=every_ms)
    assert desk.field.text() == "1250000000000", "each at once"

    desk.keys("\r", gap_ms=every_ms)
    assert (desk.heard, desk.pressed) == ([], ["enter"])


def test_tracks_that_come_line_by_line_are_scans_each(desk: Scanned) -> None:
    desk.keys("%B4111111111111111^A?\r;4111=28?\r+8084=1?\r")

    assert desk.heard == ["%B4111111111111111^A?", ";4111=28?", "+8084=1?"]
    assert desk.field.text() == "12"


def test_a_drivers_license_types_nothing_and_enters_nothing(desk: Scanned) -> None:
    desk.keys("@\r")
    desk.key(Qt.Key.Key_J, "\n", with_key=CONTROL)
    desk.keys("ANSI 636014\rDAQA1234562\rDCSTRAN\r")
    desk.pause()

    assert desk.heard == ["@"], "no line of it goes any further"
    assert desk.field.text() == "12"
    assert desk.pressed == []


def test_a_license_may_come_haltingly(desk: Scanned) -> None:
    for line in ("@\r", "ANSI 636014\r", "DAQA1234562\r"):
        desk.keys(line[0], gap_ms=120)
        desk.key(Qt.Key.Key_Shift)
        desk.keys(line[1:], gap_ms=60)
    desk.key(Qt.Key.Key_Shift)
    desk.keys("3", gap_ms=1000)

    assert (desk.heard, desk.field.text(), desk.pressed) == (["@"], "123", [])


def test_a_code_that_is_cut_off_is_no_typing_where_one_was_heard_before(desk: Scanned) -> None:
    desk.keys("%B4111111111111111^A?\r;4111")
    desk.pause()
    desk.keys("3", gap_ms=60)

    assert desk.field.text() == "123"


@pytest.mark.parametrize("text", ["tran mai", "o'brien", "240", "12345"])
def test_what_is_typed_fast_reaches_the_field_in_order(desk: Scanned, text: str) -> None:
    desk.field.clear()
    desk.keys(text, gap_ms=15)
    desk.pause()
    assert desk.field.text() == text

    desk.keys("\r")
    assert desk.pressed == ["enter"]


@pytest.mark.parametrize("text", ["412.60", "1,250.75", "3/14/61", "11:40a"])
def test_an_amount_or_a_date_is_typed_however_fast_a_busy_machine_says_it_came(desk: Scanned, text: str) -> None:
    desk.keys(text + "\r")

    assert (desk.heard, desk.field.text(), desk.pressed) == ([], f"12{text}", ["enter"])


def test_an_enter_that_follows_fast_words_comes_after_them(desk: Scanned) -> None:
    desk.field.clear()
    desk.keys("tran mai\r", gap_ms=15)

    assert desk.field.text() == "tran mai"
    assert desk.pressed == ["enter"]
    assert desk.heard == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Left, Qt.Key.Key_F5, Qt.Key.Key_Escape])
def test_other_keys_wait_for_what_was_typed_before_them(desk: Scanned, key: Qt.Key) -> None:
    desk.keys("345", gap_ms=10)
    desk.key(key, gap_ms=10)

    assert desk.field.text() == ("1234" if key is Qt.Key.Key_Backspace else "12345")


def test_a_space_that_is_handed_on_presses_its_button_once(desk: Scanned) -> None:
    desk.button.setFocus()
    desk.keys("ab 12\r", gap_ms=15)
    assert desk.pressed == ["button"]
    assert not desk.button.isDown()


def test_slow_hands_are_never_held_up(desk: Scanned) -> None:
    desk.keys("345", gap_ms=60)

    assert desk.field.text() == "12345"


def test_a_code_that_is_not_for_the_desk_is_typing(desk: Scanned) -> None:
    desk.refuses = "B100422"
    desk.field.clear()
    desk.keys("B100422\r")

    assert (desk.heard, desk.field.text(), desk.pressed) == ([], "B100422", ["enter"])


def test_a_passphrase_is_nobodys_to_look_at(desk: Scanned) -> None:
    desk.field.setEchoMode(QLineEdit.EchoMode.Password)
    desk.keys("345678\r")

    assert (desk.heard, desk.field.text(), desk.pressed) == ([], "12345678", ["enter"])


@pytest.mark.parametrize("gap_ms", [5, 35])
def test_a_slower_scanner_is_heard_where_the_desk_says_so(desk: Scanned, gap_ms: int) -> None:
    desk.watch.rules = ScannerRules(gap_most_ms=20)
    desk.keys(f"{CODE}\r", gap_ms=gap_ms)

    assert desk.heard == ([CODE] if gap_ms < 20 else [])


def test_a_shorter_code_is_heard_where_the_desk_says_so(desk: Scanned) -> None:
    desk.keys("1234\r")
    desk.watch.rules = ScannerRules(characters_least=4)
    desk.keys("1234\r", gap_ms=10)

    assert desk.heard == ["1234"]


@pytest.mark.parametrize("prefix", ["~", "[*"])
def test_with_a_prefix_only_what_follows_it_is_a_scan(desk: Scanned, prefix: str) -> None:
    desk.watch.rules = ScannerRules(prefix=prefix)
    desk.field.clear()
    desk.keys("11048827\r")
    assert (desk.heard, desk.field.text()) == ([], "11048827")

    desk.pause()
    desk.keys(f"{prefix}1 2\r", gap_ms=90)
    assert (desk.heard, desk.field.text()) == (["1 2"], "11048827")
    assert desk.pressed == ["enter"]


def test_a_prefix_that_a_person_types_is_typed(desk: Scanned) -> None:
    desk.watch.rules = ScannerRules(prefix="~")
    desk.keys("~3", gap_ms=60)
    desk.pause()

    assert (desk.heard, desk.field.text()) == ([], "12~3")


@pytest.mark.parametrize(
    ("prefix", "key", "with_key"),
    [
        ("STX", Qt.Key.Key_B, CONTROL),
        ("F13", Qt.Key.Key_F13, NONE),
        ("F24", Qt.Key.Key_F24, NONE),
    ],
)
def test_a_key_of_its_own_may_be_the_prefix(
    desk: Scanned, prefix: str, key: Qt.Key, with_key: Qt.KeyboardModifier
) -> None:
    desk.watch.rules = ScannerRules(prefix=prefix)
    desk.key(key, with_key=with_key)
    desk.keys(f"{prefix}3 12\r", gap_ms=90)

    assert (desk.heard, desk.field.text(), desk.pressed) == ([f"{prefix}3 12"], "12", [])


def test_a_tab_ends_a_scan_where_the_desk_says_so(desk: Scanned) -> None:
    desk.watch.rules = ScannerRules(suffix="tab")
    desk.keys(f"{CODE}\t")

    assert desk.heard == [CODE]
    assert desk.field.hasFocus()


@pytest.mark.parametrize("prefix", ["", "~"])
def test_a_pause_ends_a_scan_where_nothing_else_does(desk: Scanned, prefix: str) -> None:
    desk.watch.rules = ScannerRules(prefix=prefix, suffix="none")
    desk.keys(f"{prefix}{CODE}")
    desk.pause()

    assert (desk.heard, desk.field.text()) == ([CODE], "12")


SCANS = ("000482103770000000001000004126000000412605", CODE, "GCH1:11048827:7f3a", "OAK3-0000001", ";4111=2812?")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.sampled_from(SCANS), st.sampled_from(SCANS), st.integers(0, 36), st.integers(6, 42), st.booleans())
def test_a_scan_cut_off_doubled_or_mixed_with_another_presses_nothing(
    desk: Scanned, first: str, second: str, start: int, most: int, is_box: bool
) -> None:
    code = (first + second)[start : start + most]
    if len(code) < desk.watch.rules.characters_least:
        return
    desk.heard.clear()
    (desk.box if is_box else desk.button).setFocus()
    desk.stamp += 5000

    desk.keys(f"{code}\r")

    assert (desk.heard, desk.pressed, desk.field.text()) == ([code], [], "12")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.sampled_from("ab12 -%@~T"), st.sampled_from([2, 10, 39, 40, 90, 199, 300])), max_size=14),
    st.sampled_from([None, 3, 60, 150, 400]),
    st.sampled_from([ScannerRules(), ScannerRules(prefix="~"), ScannerRules(suffix="none"), ScannerRules(prefix="-%")]),
)
def test_no_key_is_lost_or_doubled_whatever_the_pace(
    desk: Scanned, typed: list[tuple[str, int]], enter_ms: int | None, rules: ScannerRules
) -> None:
    desk.heard.clear()
    desk.pressed.clear()
    desk.field.clear()
    desk.watch.rules = rules
    desk.stamp += 5000
    for letter, gap_ms in typed:
        desk.keys(letter, gap_ms=gap_ms)
    if enter_ms is not None:
        desk.keys("\r", gap_ms=enter_ms)
    desk.watch._give_up()  # As its timer would.
    desk.watch._hand_on()

    text = "".join(letter for letter, _ in typed)
    codes = [*desk.heard]
    if not codes:
        assert desk.field.text() == text
        assert desk.pressed == (["enter"] if enter_ms is not None else [])
    for code in codes:
        assert code in text
        assert len(desk.field.text()) <= len(text) - len(code)
