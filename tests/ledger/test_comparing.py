"""Three books compared over the real ledger: on demand and at night, with who looks after what differs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cashier.domain.errors import NotAllowed, Refused
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.people import Role, Staff
from cashier.domain.terminal_totals import TerminalTotal
from cashier.domain.three_books import DifferenceRow
from cashier.domain.transfer import Transfer
from cashier.domain.void import decide_void
from cashier.ledger.alarms import alarm_rows
from cashier.ledger.check import check
from cashier.ledger.comparing import (
    close_difference,
    compare_at_night,
    days_before,
    differences,
    last_night,
    take_difference,
)
from cashier.ledger.office import CloseNote
from cashier.ledger.office_books import book_row
from receipts.books_sheet import books_sheet
from receipts.letter_page import Letters
from tests.domain.card_lines import card_by_hand, card_paid
from tests.domain.correcting import a_void, void_at
from tests.domain.drawer_lines import closed, shift_lines
from tests.fakes.builders import ROSA
from tests.ledger.conftest import clock, load, load_helen, new_id, owner_engine, send, statement
from tests.ledger.paper_desk import PaperDesk

HELEN = Staff(user="helen", name="Helen Park", role=Role.SUPERVISOR)
GOLDEN = Path(__file__).parents[1] / "golden" / "bodies"
MORNING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # Past the night after the shift's day.


@pytest.fixture
def desk(engine: Engine) -> PaperDesk:
    desk = PaperDesk("OAK3")
    with engine.begin() as connection:
        load(connection, statement("S-48210377", 41260), statement("S-48211904", 6000))
        load_helen(connection)
    for line in shift_lines():
        desk.write(line)
    return desk


def a_cent_less(line: Line) -> Line:
    """The planted fault: the desk's own word of its checks is a cent off."""
    (item,) = line.facts["checks"]
    return replace(line, facts={**line.facts, "checks": [{**item, "cents": item["cents"] - 1}]})


def left_a_cent(line: Line) -> Line:
    *others, last = line.transfers
    return replace(line, transfers=(*others, Transfer(last.debit, last.credit, last.amount - Money(1))))


def one_payment_more(line: Line) -> Line:
    return replace(line, facts={**line.facts, "payments": 3})


def a_sale_more(line: Line) -> Line:
    return replace(line, facts={**line.facts, "terminals": [["T1", 1, 4000]]})


def found(engine: Engine, now: datetime = MORNING, center: str = "") -> list[DifferenceRow]:
    with engine.connect() as connection:
        return differences(connection, replace(days_before(now), center=center), now)


def night(engine: Engine, now: datetime = MORNING) -> bool:
    with engine.begin() as connection:
        return compare_at_night(connection, now, clock=clock, new_id=new_id)


def told(engine: Engine, now: datetime = MORNING) -> list[DifferenceRow]:
    with engine.connect() as connection:
        return last_night(connection, now)


def test_books_that_agree_are_no_rows(engine: Engine, desk: PaperDesk) -> None:
    desk.write(closed(terminals=(TerminalTotal(terminal="T1", count=0),)))
    send(engine, desk)

    assert found(engine) == []
    assert night(engine)
    assert told(engine) == []
    with engine.connect() as connection:
        assert alarm_rows(connection, MORNING) == []


@pytest.mark.parametrize(
    ("spoil", "what"),
    [(a_cent_less, "checks"), (left_a_cent, "drawer"), (one_payment_more, "payments"), (a_sale_more, "cards")],
)
def test_each_book_that_says_something_else_is_a_row(
    engine: Engine, desk: PaperDesk, spoil: Callable[[Line], Line], what: str
) -> None:
    desk.write(spoil(closed()))
    send(engine, desk)

    (row,) = found(engine)
    assert (row.difference.what, row.desk, row.cashier, row.z, row.owner) == (what, "OAK3", "rosa", 1, "")
    assert found(engine, center="OAK") == [row]
    assert found(engine, center="FRE") == []


@pytest.mark.parametrize(("paid", "rows"), [(card_by_hand, []), (card_paid, ["cards"])])
def test_cards_that_were_typed_wait_for_their_batch_and_not_for_a_total(
    engine: Engine, desk: PaperDesk, paid: Callable[[], Line], rows: list[str]
) -> None:
    card, close = paid(), closed(terminals=(TerminalTotal(terminal="T1"),))
    cents = sum(tender["cents"] for tender in card.facts["tenders"])
    desk.write(replace(card, shift_id=close.shift_id))
    desk.write(replace(close, facts={**close.facts, "cards": [["T1", 1, cents]]}))
    send(engine, desk)

    assert [row.difference.what for row in found(engine)] == rows


def test_a_voided_payment_is_none_in_either_book(engine: Engine, desk: PaperDesk) -> None:
    at = void_at(shift_lines()[-1])
    desk.write(decide_void(a_void(at), at))
    close = closed()
    desk.write(replace(close, facts={**close.facts, "payments": 1}))
    send(engine, desk)

    assert "payments" not in [row.difference.what for row in found(engine)]


def test_a_drawer_that_was_handed_over_is_compared_as_it_was_given(engine: Engine, desk: PaperDesk) -> None:
    for kind in ("drawer_handed_over", "shift_closed-handed-over"):
        desk.write_body((GOLDEN / f"v1-{kind}.json").read_text("utf-8"))
    send(engine, desk)

    assert found(engine) == []


def test_what_the_ledger_posted_is_compared_and_not_what_the_line_says(
    engine: Engine, ledger_url: str, desk: PaperDesk
) -> None:
    """The planted fault: a cent of a posted transfer is gone from the ledger's table."""
    desk.write(closed())
    send(engine, desk)
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        cash = "debit LIKE 'drawer_cash:%' AND cents = 6000"
        connection.execute(text(f"UPDATE transfers SET cents = cents - 1 WHERE {cash}"))
    owner.dispose()

    rows = [(row.difference.what, row.difference.desk, row.difference.ledger) for row in found(engine)]
    assert rows == [("cash", Money(26000), Money(25999)), ("drawer", None, Money(-1))]


def test_a_drawer_of_a_day_that_is_over_has_to_be_closed(engine: Engine, desk: PaperDesk) -> None:
    send(engine, desk)

    assert found(engine, MORNING - timedelta(days=1)) == []
    (row,) = found(engine)
    assert (row.z, row.difference.what) == (0, "drawer")
    assert row.difference.words.startswith("The drawer of Rosa Delgado was not closed")


def test_a_night_is_written_down_once_and_raises_an_alarm(engine: Engine, desk: PaperDesk) -> None:
    desk.write(a_cent_less(closed()))
    send(engine, desk)

    assert [night(engine), night(engine), night(engine, MORNING + timedelta(hours=1))] == [True, False, False]
    assert [row.difference.what for row in told(engine)] == ["checks"]
    with engine.connect() as connection:
        alarms = [row.sentence for row in alarm_rows(connection, MORNING)]
        kinds = connection.scalars(text("SELECT kind FROM lines WHERE kind = 'books_compared'")).all()
    assert alarms == ["The books up to 2026-11-21 differ in one place: see the office's list."]
    assert kinds == [LineKind.BOOKS_COMPARED]
    assert check(engine).findings == []


def test_a_ledger_without_shifts_has_no_night(engine: Engine) -> None:
    assert not night(engine)


def test_a_difference_has_an_owner_an_age_and_an_end(engine: Engine, desk: PaperDesk) -> None:
    desk.write(a_sale_more(closed()))
    send(engine, desk)
    night(engine)
    (row,) = found(engine)
    with engine.begin() as connection:
        take_difference(connection, row.task, new_id(), HELEN, clock=clock, new_id=new_id)

    later = datetime.now(UTC) + timedelta(days=3, minutes=1)
    with engine.connect() as connection:
        (owned,) = last_night(connection, later)
    assert (owned.owner, owned.age_days) == ("helen", 3)

    with engine.begin() as connection:
        wish = CloseNote(line_id=new_id(), note="keyed at the terminal, given back")
        close_difference(connection, row.task, wish, HELEN, clock=lambda: MORNING, new_id=new_id)
    assert found(engine) == told(engine) == []
    assert check(engine).findings == []


def test_nobody_takes_what_is_none_and_nobody_closes_what_is_their_own(engine: Engine, desk: PaperDesk) -> None:
    desk.write(a_sale_more(closed()))
    send(engine, desk)
    (row,) = found(engine)
    wish = CloseNote(line_id=new_id(), note="nothing")
    own = replace(HELEN, user=ROSA.user)
    with engine.begin() as connection:
        for refused, task, caller, note in (
            ("There is no difference", "books.OAK3.9.cash", HELEN, wish),
            ("This is your own drawer's", row.task, own, wish),
            ("Say what was found", row.task, HELEN, wish.model_copy(update={"note": " "})),
        ):
            with pytest.raises(Refused, match=refused):
                close_difference(connection, task, note, caller, clock=lambda: MORNING, new_id=new_id)
        with pytest.raises(NotAllowed):
            take_difference(connection, row.task, new_id(), ROSA, clock=lambda: MORNING, new_id=new_id)


def test_cash_amounts_are_for_those_who_may_know_them(engine: Engine, desk: PaperDesk) -> None:
    desk.write(left_a_cent(closed()))
    send(engine, desk)
    (row,) = found(engine)

    assert book_row(row, HELEN).ledger_cents == book_row(row).ledger_cents == 1
    assert book_row(row, ROSA).ledger_cents is None


def test_the_page_says_each_of_them(engine: Engine, desk: PaperDesk, tmp_path: Path) -> None:
    desk.write(a_sale_more(closed()))
    send(engine, desk)
    days = days_before(MORNING)

    page = books_sheet(found(engine), days.first, days.last, Letters())
    many = books_sheet(found(engine) * 60, days.first, days.last, Letters())

    assert page.startswith(b"%PDF")
    assert many.count(b"/Type /Page\n") > page.count(b"/Type /Page\n")
    assert books_sheet([], days.first, days.last, Letters()).startswith(b"%PDF")
