"""A card that was typed waits at the office until its terminal's batch lists it; what differs is somebody's task."""

from datetime import timedelta
from pathlib import Path

import pytest
import typer
from httpx import Client
from sqlalchemy import Engine, text

from cashier.domain.card import AttemptState, CardOutcome, card_tender
from cashier.domain.card_batch import BatchRow, CardBatch
from cashier.domain.errors import CashierError, NotAllowed, Refused
from cashier.domain.money import Money
from cashier.domain.payment import book
from cashier.domain.people import Role, Staff
from cashier.doors.ledger_cards import card_batch
from cashier.exchange.card_batch_file import read_card_batch
from cashier.ledger.card_batches import Batched, take_card_batch
from cashier.ledger.check import check
from tests.domain.card_lines import a_sale, card_by_hand, card_voided
from tests.fakes.builders import NOW, a_situation, a_wish
from tests.ledger.conftest import clock, new_id, owner_engine
from tests.ledger.paper_desk import PaperDesk
from tests.ledger.test_center_deeds import do, said
from tests.ledger.test_open_cards import TASK, asked, cards, client, tell

__all__ = ["client"]
OFFICE = Staff(user="cash_office", name="The cash office", role=Role.CASH_OFFICE)
SALE = BatchRow("071882", "4421", Money(41260))
OTHER = BatchRow("118811", "9904", Money(2500))


def take(engine: Engine, *rows: BatchRow, number: str = "17", by: Staff = OFFICE, minutes: int = 60) -> Batched:
    batch = CardBatch(desk="OAK3", terminal="T1", number=number, rows=rows, until=NOW + timedelta(minutes=minutes))
    with engine.begin() as connection:
        return take_card_batch(connection, batch, by, clock=clock, new_id=new_id)


def test_it_waits_as_provisional_and_its_batch_makes_it_final(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    (row,) = cards(client)
    assert (row.task, row.what, row.cents) == (TASK, "Card 071882 ••4421 of T1, OAK3", 41260)
    assert row.why == "Typed from a slip. It is final once the batch of terminal T1 lists it."
    assert do(client, "close_note", about=TASK, words="x").status_code == 400, "its batch says it"
    assert check(engine).holds

    assert take(engine, SALE) == Batched(final=1)
    assert cards(client) == []
    assert check(engine).holds
    assert take(engine, SALE) == Batched(known=True)


def test_what_a_batch_does_not_list_and_what_nobody_typed_are_closed_by_people(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    assert take(engine, OTHER) == Batched(missing=1, extra=1)
    missing, extra = sorted(cards(client), key=lambda row: row.task != TASK)
    assert missing.why.startswith("Batch 17 of terminal T1 does not list it. Look at its slip")
    assert (extra.cents, extra.what) == (2500, "Card 118811 ••9904 of T1, OAK3")
    assert extra.why.startswith("Batch 17 charged this and nobody typed it. Find its slip")
    for row in (missing, extra):
        assert said(do(client, "close_note", about=row.task, words="seen with the processor"))
    assert cards(client) == []
    assert check(engine).holds


def test_the_next_batch_may_list_it_after_all(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())
    take(engine)

    assert take(engine, SALE, number="18") == Batched(final=1)
    assert cards(client) == []


def test_a_card_after_the_batch_was_closed_waits_for_the_next(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    assert take(engine, minutes=-1) == Batched()
    assert cards(client)[0].why.startswith("Typed from a slip.")


def test_one_that_was_typed_after_the_batch_was_closed_and_stands_in_it_is_final(
    engine: Engine, client: Client
) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    assert take(engine, SALE, minutes=-1) == Batched(final=1)
    assert cards(client) == []


def test_a_sale_that_two_people_had_settled_is_no_sale_that_nobody_has(engine: Engine, client: Client) -> None:
    by_two = CardOutcome(state=AttemptState.APPROVED, authorized=SALE.amount, approval_code="071882")
    tender = card_tender(a_sale(), by_two)
    tell(engine, PaperDesk("OAK3"), asked(), book(a_wish(), a_situation(), tender, line_id=new_id()))

    assert take(engine, SALE) == Batched(final=1)
    assert take(engine, SALE, number="18") == Batched(extra=1), "charged twice under one code"
    assert check(engine).holds


def test_one_that_two_people_settled_waits_by_its_code_until_its_batch_lists_it(engine: Engine, client: Client) -> None:
    by_two = CardOutcome(
        state=AttemptState.APPROVED, authorized=SALE.amount, approval_code=SALE.code, words="by two", by_hand="T1"
    )
    tender = card_tender(a_sale(), by_two)
    tell(engine, PaperDesk("OAK3"), asked(), book(a_wish(), a_situation(), tender, line_id=new_id()))

    assert [row.what for row in cards(client)] == ["Card 071882 of T1, OAK3"]
    assert take(engine, OTHER) == Batched(missing=1, extra=1)
    assert take(engine, SALE, number="18") == Batched(final=1)
    assert check(engine).holds


def test_one_that_was_explained_and_is_listed_later_is_not_to_be_taken_again(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())
    take(engine)
    said(do(client, "close_note", about=TASK, words="its slip is here"))

    assert take(engine, SALE, number="18") == Batched(final=1)
    assert cards(client) == []


def test_one_that_came_after_its_batch_was_taken_in_is_final_with_the_next(engine: Engine, client: Client) -> None:
    assert take(engine, SALE) == Batched(extra=1), "its desk was offline"
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    assert take(engine, OTHER, number="18") == Batched(final=1, extra=1)
    assert [row.cents for row in cards(client)] == [2500]
    assert check(engine).holds


def test_a_number_that_was_taken_with_other_sales_is_refused(engine: Engine, client: Client) -> None:
    take(engine, OTHER)

    with pytest.raises(Refused, match="Batch 17 of terminal T1 was taken in with other sales"):
        take(engine, SALE)


def test_one_that_was_voided_waits_for_nothing(engine: Engine, client: Client) -> None:
    desk = PaperDesk("OAK3")
    tell(engine, desk, asked(), card_by_hand())
    tell(engine, desk, card_voided())

    assert cards(client) == []


def test_one_that_is_forgotten_is_found_by_the_check(engine: Engine, client: Client, ledger_url: str) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM open_cards"))
    owner.dispose()

    assert any("no batch lists and nobody looks after" in found for found in check(engine).findings)


def test_who_may_not_take_tasks_takes_no_batch_and_an_unknown_desk_has_none(engine: Engine, client: Client) -> None:
    with pytest.raises(NotAllowed):
        take(engine, by=Staff(user="rosa", name="Rosa", role=Role.CASHIER))
    batch = CardBatch(desk="XYZ9", terminal="T1", number="1", rows=(), until=NOW)
    with engine.begin() as connection, pytest.raises(Refused, match="knows no desk XYZ9"):
        take_card_batch(connection, batch, OFFICE, clock=clock, new_id=new_id)
    with pytest.raises(Refused, match="Say the batch's number"):
        take(engine, number=" ")


def test_a_report_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "batch.csv"
    file.write_text("code,last_four,amount,brand\n071882,4421,412.60,Visa\n118811,9904,25,Visa\n", "utf-8")
    assert read_card_batch(file) == (SALE, OTHER)
    file.write_text("code,last_four,amount\n071882,4421,412.60\n118811,4111111111111111,25\n", "utf-8")
    with pytest.raises(CashierError, match="Nothing of the batch was taken") as refused:
        read_card_batch(file)
    assert "line 3: " in refused.value.sentence
    assert "4111" not in refused.value.sentence
    file.write_text("code,amount\n1,2\n", "utf-8")
    with pytest.raises(CashierError, match="no column last_four"):
        read_card_batch(file)
    with pytest.raises(CashierError, match="cannot be read"):
        read_card_batch(tmp_path / "none.csv")


def test_a_batch_is_typed_or_a_file_and_says_what_differs(
    engine: Engine, client: Client, ledger_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())
    sales = ["071882,4421,412.60", "118811,9904,25"]
    with pytest.raises(typer.Exit) as left:
        card_batch(sales, "OAK3", "T1", "17", "cash_office", "2100-01-01T00:00:00Z", None, ledger_url)
    with pytest.raises(CashierError, match="is no instant"):
        card_batch(sales, "OAK3", "T1", "18", "cash_office", "today", None, ledger_url)

    assert left.value.exit_code == 1
    assert '"final": 1' in capsys.readouterr().out


BATCH = {"desk": "OAK3", "terminal": "t1", "number": "17", "until": (NOW + timedelta(hours=1)).isoformat()}


def test_the_office_types_a_batch_and_reads_what_came_of_it(engine: Engine, client: Client) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())
    batch = BATCH | {"sales": [["071882", "4421", 41260], ["118811", "9904", 2500]]}

    words = said(do(client, "take_batch", batch=batch))
    assert words == (
        "Batch 17 of terminal T1: 1 typed card is final. 1 card is listed and not typed. "
        "Each waits for the office, with the way out."
    )
    assert [row.what for row in cards(client)] == ["Card 118811 ••9904 of T1, OAK3"]
    assert (
        said(do(client, "take_batch", batch=batch)) == "Batch 17 of terminal T1 was taken in before. Nothing changed."
    )
    assert check(engine).holds


@pytest.mark.parametrize(
    ("staff", "other", "status", "sentence"),
    [
        (Role.CASH_OFFICE, {"desk": "RCH1"}, 400, "This center has no desk RCH1"),
        (Role.CASH_OFFICE, {"number": " "}, 400, "Say the batch's number"),
        (Role.AUDITOR, {}, 403, "may not take in a terminal's batch"),
    ],
)
def test_a_batch_that_the_office_may_not_take_in_changes_nothing(
    engine: Engine, client: Client, staff: str, other: dict[str, str], status: int, sentence: str
) -> None:
    tell(engine, PaperDesk("OAK3"), asked(), card_by_hand())

    answer = do(client, "take_batch", staff, batch=BATCH | {"sales": [["118811", "9904", 2500]]} | other)
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text
    assert [row.task for row in cards(client)] == [TASK]
