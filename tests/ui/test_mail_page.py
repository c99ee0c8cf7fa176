"""The Mail page by keyboard: late entry from paper, and batches that two people open and close."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cashier.domain.endorsement import read_endorsements
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.origin import OriginKind
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.tenders import TenderKind
from tests.ui.desk_driver import ALT, ENTER, DeskDriver
from tests.ui.sample_desk import OFFICE, PRESCRIPTION, SampleDesk
from ui.widgets.words import Words

LATE = ("b12", "57", "9:40a", "Rosa Delgado", "Helen Park", OFFICE, "60", "ca")


@pytest.fixture
def desk(desk: DeskDriver) -> DeskDriver:
    """The Mail page in front."""
    desk.press(Qt.Key.Key_G, ALT)
    return desk


def _fill(desk: DeskDriver, *texts: str) -> None:
    for text in texts:
        desk.type(text)
        desk.press(ENTER)


def _payments(desk: DeskDriver) -> list[PaymentFacts]:
    return [read_payment(line) for line in desk.sample.payments()]


def _kinds(desk: DeskDriver) -> list[str]:
    return [line.kind.value for line in desk.sample.store.lines()]


def _open_batch(desk: DeskDriver, count: str = "2", total: str = "95") -> None:
    desk.field("Mail or drop box").setFocus()
    _fill(desk, "mail", count, total, "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: "batch_opened" in _kinds(desk))


def test_a_paper_receipt_is_entered_from_top_to_bottom(desk: DeskDriver) -> None:
    assert desk.focus_name() == "Receipt book"
    _fill(desk, *LATE)

    (facts,) = _payments(desk)
    assert facts.origin is not None
    assert (facts.origin.words, facts.paid) == ("paper receipt B12-57", Money(6000))
    assert facts.origin.names == ("Rosa Delgado", "Helen Park")
    assert desk.shows("Receipt 57 of book B12 is entered as OAK3-0000001.")
    assert desk.focus_name() == "Paper receipt number"
    assert desk.field("Receipt book").text() == "b12", "the next slip is of the same book"


@pytest.mark.parametrize(
    ("statement", "next_name"), [(OFFICE, "Amount on the paper"), ("", "Without one: what is known")]
)
def test_what_is_known_is_asked_for_only_without_a_statement(desk: DeskDriver, statement: str, next_name: str) -> None:
    _fill(desk, *LATE[:5], statement)

    assert desk.focus_name() == next_name, "an amount typed on without looking is no clue"


def test_a_statement_with_clues_beside_it_is_asked_about_and_not_taken_for_one_of_both(desk: DeskDriver) -> None:
    _fill(desk, *LATE[:6], *LATE[6:7])
    desk.field("Without one: what is known").setFocus()
    _fill(desk, "for her son", "ca")

    assert _payments(desk) == []
    assert desk.focus_name() == "Without one: what is known"
    assert "The statement says whose money it is." in desk.focus().accessibleDescription()
    assert desk.field("Statement on the paper").text() == OFFICE


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("check, 40", "like: check, cash 40"),
        ("cash, cash 40", "like: check, cash 40"),
        ("check, cash x", "like: check, cash 40"),
        ("check, cash 60", "$60.00 in all, and $60.00 of it is cash"),
    ],
)
def test_cash_beside_a_check_that_can_not_be_is_refused_at_its_field(
    desk: DeskDriver, text: str, sentence: str
) -> None:
    _fill(desk, *LATE[:7], text, *(("1043",) if text.startswith("check") else ()))

    assert _payments(desk) == []
    assert desk.focus_name() == "Paper was paid by cash, check or money order"
    assert sentence in desk.focus().accessibleDescription()


def test_a_check_and_cash_of_one_envelope_are_one_item(desk: DeskDriver) -> None:
    _open_batch(desk, count="1")
    _fill(desk, f"{OFFICE} 60 {PRESCRIPTION} 35", "95", "check, cash 20")
    assert desk.shows("Check $75.00 and cash $20.00."), "before it is entered"
    assert _payments(desk) == []
    _fill(desk, "1043")

    (facts,) = _payments(desk)
    assert [(tender.kind, tender.amount, tender.number) for tender in facts.tenders] == [
        (TenderKind.CHECK, Money(7500), "1043"),
        (TenderKind.CASH, Money(2000), ""),
    ]
    assert desk.shows("1 of 1 items, $95.00 of $95.00")
    count = next(w for w in desk.window.findChildren(Words) if w.text().startswith("Mail opened with"))
    assert not count.visibleRegion().isEmpty(), "wherever the form is scrolled to"


def test_missing_numbers_are_named(desk: DeskDriver) -> None:
    _fill(desk, *LATE)
    _fill(desk, "60", "9:50 AM", PRESCRIPTION, "35", "cash")

    assert len(_payments(desk)) == 2
    assert desk.shows("Book B12: 2 entered, 57 to 60. Missing: 58, 59.")


@pytest.mark.parametrize(
    ("place", "text", "name", "sentence"),
    [
        (1, "x7", "Paper receipt number", "number of the paper receipt"),
        (2, "noon", "Day and time on it", "11/20 9:40 AM"),
        (0, "B 12", "Receipt book", "digits, letters and hyphens"),
        (2, "9:40", "Day and time on it", "Say whether it was AM or PM"),
        (2, "14:05p", "Day and time on it", "Say whether it was AM or PM"),
        (2, "23:59", "Day and time on it", "that are over"),
        (4, "rosa delgado", "Who stood by", "two names"),
        (5, "S-404", "Statement on the paper", "Hold the money with its clues"),
        (6, "60.01", "Amount on the paper", "Only $60.00 is open on"),
        (6, "1e9", "Amount on the paper", "for the item"),
        (7, "c", "Paper was paid by cash, check or money order", "the first two letters"),
        (7, "gold", "Paper was paid by cash, check or money order", "cash, check or money order"),
    ],
)
def test_a_refusal_changes_nothing_and_leaves_everything_typed(
    desk: DeskDriver, place: int, text: str, name: str, sentence: str
) -> None:
    _fill(desk, *LATE[:place], text, *LATE[place + 1 :])

    assert _payments(desk) == []
    assert desk.field("Who stood by").text() in ("Helen Park", text)
    if name:
        assert desk.focus_name() == name
        assert sentence in desk.focus().accessibleDescription()
    else:
        assert desk.shows(sentence)


def test_a_bank_card_is_forgotten_in_every_field(desk: DeskDriver) -> None:
    for name in ("Who took the money", "Without one: what is known", "Statement on the paper"):
        desk.field(name).setFocus()
        desk.type("4111111111111111")
        assert desk.field(name).text() == ""


def test_two_people_open_a_batch_and_close_it_on_its_total(desk: DeskDriver) -> None:
    _open_batch(desk)
    assert desk.shows("Mail opened with Helen Park: 0 of 2 items, $0.00 of $95.00")
    _fill(desk, OFFICE, "60", "check", "1043")
    _fill(desk, PRESCRIPTION, "35", "m", "88", "USPS")
    assert [facts.origin.kind for facts in _payments(desk) if facts.origin] == [OriginKind.MAIL, OriginKind.MAIL]
    desk.button("Close the batch").click()

    assert _kinds(desk)[-1] == "batch_closed"
    assert desk.shows("The batch is closed.")


def test_the_back_of_a_mailed_check_is_printed_with_its_numbers(desk: DeskDriver) -> None:
    _open_batch(desk)
    _fill(desk, PRESCRIPTION, "35", "cash")
    assert not _endorse_stands_there(desk)
    _fill(desk, OFFICE, "60", "check", "1043")
    assert _endorse_stands_there(desk)

    desk.press(Qt.Key.Key_E, ALT)

    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.ENDORSED]
    (back,) = read_endorsements(line)
    assert back.lines[-2:] == ("Member 11048827", "Guarantor 200417733")
    assert desk.shows("The back of Check 1043 · $60.00 is on its way to the printer.")


def test_the_back_of_a_check_from_the_drop_box_has_no_numbers(desk: DeskDriver) -> None:
    desk.field("Mail or drop box").setFocus()
    _fill(desk, "drop", "1", "60", "helen", "helen 1")
    desk.qtbot.waitUntil(lambda: "batch_opened" in _kinds(desk))
    _fill(desk, OFFICE, "60", "check", "1043")
    desk.press(Qt.Key.Key_E, ALT)

    (line,) = [line for line in desk.sample.store.lines() if line.kind is LineKind.ENDORSED]
    assert not any(text.startswith("Member") for back in read_endorsements(line) for text in back.lines)


def _endorse_stands_there(desk: DeskDriver) -> bool:
    buttons = desk.window.findChildren(QPushButton)
    return any(button.accessibleName() == "Endorse" and button.isVisible() for button in buttons)


def test_nobody_opens_mail_alone(desk: DeskDriver) -> None:
    desk.field("Mail or drop box").setFocus()
    _fill(desk, "mail", "2", "95", "rosa", "rosa 1")

    second = desk.field("Second person's name or badge")
    desk.qtbot.waitUntil(lambda: "Two people open the mail" in second.accessibleDescription())
    assert "batch_opened" not in _kinds(desk)
    assert desk.field("Items counted").text() == "2"


def test_a_difference_is_signed_by_both(desk: DeskDriver) -> None:
    _open_batch(desk)
    _fill(desk, OFFICE, "60", "check", "1043")
    desk.button("Close the batch").click()
    assert desk.shows("Entered are 1 of 2 items, $60.00 of $95.00.")
    assert "batch_closed" not in _kinds(desk)
    _fill(desk, "one was empty", "oscar", "oscar 1")
    desk.qtbot.waitUntil(lambda: desk.shows("Helen Park opened this batch with you and signs for the difference."))
    assert desk.focus_name() == "Second opener's name or badge"
    _fill(desk, "helen", "helen 1")

    desk.qtbot.waitUntil(lambda: _kinds(desk)[-1] == "batch_closed")
    assert desk.sample.store.lines()[-1].facts["second"] == "helen"


def test_it_needs_a_drawer(qtbot: QtBot) -> None:
    driver = DeskDriver(qtbot, SampleDesk())
    driver.sign_in()
    driver.press(Qt.Key.Key_G, ALT)

    assert not driver.shows("Late entry from a paper receipt")
    driver.close()


def _agency(desk: DeskDriver, path: Path, amount: str) -> None:
    desk.field("Agency").setFocus()
    _fill(desk, "County of Alameda", str(path), amount, "9001")


def test_an_agencys_list_is_shown_first_and_taken_with_the_second_enter(desk: DeskDriver, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"statement,member,amount\n{OFFICE},,60.00\nS-404,,5.00\n", "utf-8")
    _agency(desk, path, "65")
    desk.qtbot.waitUntil(lambda: desk.shows("2 lines, $65.00: 1 matched whole."))
    assert _payments(desk) == []
    told = desk.window._desk._mail._agency.paper.told  # type: ignore[union-attr]
    desk.qtbot.waitUntil(lambda: not told.visibleRegion().isEmpty())
    desk.press(ENTER)

    (facts,) = _payments(desk)
    assert (facts.paid, facts.payor.name) == (Money(6500), "County of Alameda")
    assert desk.shows("The list is taken as OAK3-0000001.")


def test_in_open_mail_an_agencys_check_is_counted_at_once(desk: DeskDriver, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"statement,member,amount\n{OFFICE},,60.00\n", "utf-8")
    _open_batch(desk, count="1", total="60")
    assert desk.shows("0 of 1 items, $0.00 of $60.00")
    _agency(desk, path, "60")
    desk.qtbot.waitUntil(lambda: desk.shows("1 line, $60.00"))
    desk.press(ENTER)

    assert desk.shows("1 of 1 items, $60.00 of $60.00")


def test_a_list_that_is_none_is_refused_beside_its_field(desk: DeskDriver, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xff\xfe\x00")
    _agency(desk, path, "65")
    file = desk.field("The list's file")
    desk.qtbot.waitUntil(lambda: "list.csv, line 1: this cannot be read" in file.accessibleDescription())

    assert desk.field("Agency").text() == "County of Alameda"
    assert _payments(desk) == []


def test_one_item_pays_several_statements_of_a_family_each_with_its_amount(desk: DeskDriver) -> None:
    _open_batch(desk)
    _fill(desk, f"{OFFICE} 60, {PRESCRIPTION.lower()} 35", "95", "check", "1043")

    (facts,) = _payments(desk)
    assert [(placed.part.target.number, placed.part.amount) for placed in facts.targets] == [
        (OFFICE, Money(6000)),
        (PRESCRIPTION, Money(3500)),
    ]
    assert (facts.paid, len(facts.tenders)) == (Money(9500), 1)
    assert desk.shows("1 of 2 items, $95.00 of $95.00"), "it is one item of the batch"


@pytest.mark.parametrize(
    ("statements", "amount", "first", "second"),
    [
        (f"{OFFICE} {PRESCRIPTION}", "95", 6000, 3500),
        (f"{OFFICE} 60 {PRESCRIPTION}", "95", 6000, 3500),
        (f"{OFFICE}; {PRESCRIPTION} 20", "50", 3000, 2000),
    ],
)
def test_amounts_that_follow_are_shown_first_and_need_not_be_typed(
    desk: DeskDriver, statements: str, amount: str, first: int, second: int
) -> None:
    _open_batch(desk)
    _fill(desk, statements, amount)
    assert desk.shows(f"Pays {OFFICE} {Money(first)} and {PRESCRIPTION} {Money(second)}.")
    assert _payments(desk) == []
    _fill(desk, "check", "1043")

    (facts,) = _payments(desk)
    assert [placed.part.amount for placed in facts.targets] == [Money(first), Money(second)]


def test_a_paper_receipt_for_several_statements_is_one_entry(desk: DeskDriver) -> None:
    _fill(desk, *LATE[:5], f"{OFFICE} 60 {PRESCRIPTION} 35", "95", "cash")

    (facts,) = _payments(desk)
    assert [placed.part.target.number for placed in facts.targets] == [OFFICE, PRESCRIPTION]


@pytest.mark.parametrize(
    ("statements", "amount", "sentence"),
    [
        (f"{OFFICE} 60 30 {PRESCRIPTION}", "95", "each with its amount"),
        (f"{OFFICE} {OFFICE}", "95", "each statement once"),
        (f"{OFFICE} 95 {PRESCRIPTION}", "95", f"Nothing of the item is left for {PRESCRIPTION}"),
        (f"{OFFICE} {PRESCRIPTION}", "30", "Oldest first, nothing is left for"),
        (f"{OFFICE} {PRESCRIPTION}", "400", "of the item is more than is due on these statements"),
        (f"{OFFICE} S-404", "95", "nothing is left for S-404"),
        (f"{OFFICE} 60; {PRESCRIPTION} 30", "95", "The statements come to $90.00, and the item is $95.00"),
        (f"{OFFICE} 60 misc:X 35", "95", "as it is printed"),
        (f"{OFFICE} 60 S-404 35", "95", "Statement S-404 is not known"),
    ],
)
def test_what_is_wrong_with_several_statements_stands_at_their_field(
    desk: DeskDriver, statements: str, amount: str, sentence: str
) -> None:
    _fill(desk, *LATE[:5], statements, amount, "cash")

    assert desk.focus_name() == "Statement on the paper"
    assert sentence in desk.focus().accessibleDescription()
    assert desk.field("Statement on the paper").text() == statements
    assert _payments(desk) == []


def test_what_was_typed_is_still_there_after_a_look_at_the_counter(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_G, ALT)
    desk.type("B12")
    desk.press(ENTER)
    desk.type("57")
    desk.press(Qt.Key.Key_F2)
    desk.press(Qt.Key.Key_G, ALT)

    assert (desk.field("Receipt book").text(), desk.field("Paper receipt number").text()) == ("B12", "57")
    assert desk.focus_name() == "Day and time on it"
