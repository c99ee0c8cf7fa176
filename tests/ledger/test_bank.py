"""What the bank credited ticks off the deposit that it names, once; what differs is said, and nothing is guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Engine, text

from cashier.domain.accounts import Book, BookLine
from cashier.domain.errors import CashierError, NotAllowed
from cashier.domain.people import Role, Staff
from cashier.doors.ledger_deposit import take_bank_file
from cashier.exchange.bank_file import BankCredit
from cashier.ledger.bank import Ticked, take_bank_credits
from cashier.ledger.check import check
from cashier.ledger.safe_view import safe_answer
from cashier.wire_safe import SafeAnswer
from tests.ledger.conftest import balance, clock, count_rows, new_id, owner_engine
from tests.ledger.paper_desk import TODAY
from tests.ledger.safe_room import BAG, PRIYA, SEAL, SafeRoom, room

__all__ = ["room"]
AMOUNT = BAG["cash_cents"] + BAG["checks_cents"]
BANK, COURIER = "bank:ncal:ncal.medical", "courier:OAK:ncal.medical"
BOOKS = {"4471": Book("ncal", BookLine.MEDICAL), "8210": Book("ncal", BookLine.PREMIUM)}


def credit(reference: str = SEAL, cents: int = AMOUNT, **more: Any) -> BankCredit:
    said: dict[str, Any] = {"line": 1, "account": "0012344471", "as_of": date(2026, 11, 23), "type": "301"}
    return BankCredit(**said | {"cents": cents, "reference": reference, "bank_reference": ""} | more)


def take(room: SafeRoom, *found: BankCredit, by: Staff = PRIYA) -> Ticked:
    with room.engine.begin() as connection:
        return take_bank_credits(connection, found, by, BOOKS, clock=clock, new_id=new_id)


def answer(room: SafeRoom) -> SafeAnswer:
    with room.engine.connect() as connection:
        return safe_answer(connection, PRIYA, "OAK", TODAY, clock())


@pytest.mark.parametrize("by_number", [True, False])
def test_a_credit_ticks_off_its_deposit_and_says_that_it_arrived(
    engine: Engine, room: SafeRoom, by_number: bool
) -> None:
    done = room.deposited()
    room.give()

    assert take(room, credit(f"000{done.number}" if by_number else SEAL)) == Ticked(credits=1, ticked=1)
    (row,) = answer(room).deposits
    assert (row.state, row.wrong, answer(room).bank) == ("credited", "", ())
    assert (balance(engine, COURIER), balance(engine, BANK)) == (0, AMOUNT)
    assert check(engine).findings == []


def test_the_same_file_again_changes_nothing(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    room.give()
    take(room, credit())

    assert take(room, credit()) == Ticked(known=1)
    assert (count_rows(engine, "bank_credits"), balance(engine, BANK)) == (1, AMOUNT)


def test_cash_and_checks_credited_apart_come_to_one_deposit(room: SafeRoom) -> None:
    room.deposited()
    room.give()
    room.arrive()

    assert take(room, credit(cents=BAG["cash_cents"])).ticked == 0
    assert answer(room).deposits[0].wrong == "The bank credited $40.00."
    assert take(room, credit(cents=BAG["checks_cents"], type="175")).ticked == 1
    assert answer(room).deposits[0].state == "credited"


def test_another_amount_is_a_difference_and_moves_nothing(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    room.give()
    take(room, credit(cents=AMOUNT - 2000))

    (row,) = answer(room).deposits
    assert (row.state, row.wrong) == ("with_courier", "The bank credited $432.60.")
    assert (balance(engine, COURIER), balance(engine, BANK)) == (AMOUNT, 0)
    take(room, credit(cents=2000, type="172"))
    assert answer(room).deposits[0].state == "credited", "its correction makes it whole"
    assert check(engine).findings == []


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (credit("NONE-1"), "No deposit has this number or bag."),
        (credit(""), "No deposit has this number or bag."),
        (credit(account="0055558210"), "and this is the account of ncal.premium."),
    ],
)
def test_what_names_no_deposit_stands_on_the_list_whatever_it_comes_to(
    engine: Engine, room: SafeRoom, found: BankCredit, why: str
) -> None:
    room.deposited()
    room.give()

    assert take(room, found) == Ticked(credits=1, unexplained=1)
    (row,) = answer(room).bank
    assert why in row.why
    assert row.cents == AMOUNT
    assert balance(engine, BANK) == 0
    assert check(engine).findings == []


def test_each_credit_is_in_one_figure(room: SafeRoom) -> None:
    room.deposited()
    room.give()
    assert take(room, credit(cents=AMOUNT - 2000), credit("NONE-1"), credit(cents=2000, type="172")) == Ticked(
        credits=3, ticked=1, differing=1, unexplained=1
    )


def test_a_bag_that_nobody_gave_to_a_courier_is_asked_about(engine: Engine, room: SafeRoom) -> None:
    room.deposited()
    take(room, credit())

    (row,) = answer(room).deposits
    assert (row.state, row.wrong) == ("reviewed", "The bank has it, and no courier was named.")
    room.give()
    room.arrive()
    assert answer(room).deposits[0].state == "credited"
    assert balance(engine, BANK) == AMOUNT


def test_only_who_keeps_the_safe_takes_the_banks_word(room: SafeRoom) -> None:
    with pytest.raises(NotAllowed):
        take(room, credit(), by=Staff(user="helen", name="Helen", role=Role.LEAD))


def test_the_command_names_bad_lines_and_says_what_it_did(
    room: SafeRoom, ledger_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room.deposited()
    room.give()
    file = tmp_path / "bank.bai"
    lines = [
        "01,121000248,GCH,261123,0600,1,80,1,2/",
        "02,GCH,121000248,1,261121,2359,USD,2/",
        "03,0012344471,USD/",
        f"16,301,{AMOUNT},Z,B-1,{SEAL}/",
        f"49,{AMOUNT},3/",
        "03,0055558210,USD/",
        "16,301,x,Z,B-1,4711/",
        "49,1,3/",
        "98,0,2,7/",
        "99,0,1,9/",
    ]
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(typer.Exit) as ended:
        take_bank_file(file, "priya", database_url=ledger_url)
    said = capsys.readouterr()

    assert ended.value.exit_code == 1
    assert f"{file}, line 7: Its amount is no whole number of cents." in said.err
    assert f"{file}, line 8: Account …8210 has a record that cannot be used." in said.err
    assert '"ticked": 1' in said.out
    with pytest.raises(CashierError, match="knows nobody called eve"):
        take_bank_file(file, "eve", database_url=ledger_url)


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE bank_credits SET cents = cents + 1", "is not the credit that the bank's list has"),
        ("DELETE FROM bank_credits", "is not the credit that the bank's list has"),
        ("UPDATE bank_credits SET sequence = 1", "which does not say so"),
    ],
)
def test_the_check_finds_a_credit_that_was_changed(
    engine: Engine, room: SafeRoom, ledger_url: str, damage: str, finding: str
) -> None:
    room.deposited()
    room.give()
    take(room, credit())
    owner = owner_engine(ledger_url)
    with owner.begin() as connection:
        connection.execute(text(damage))
    owner.dispose()

    assert finding in " ".join(check(engine).findings)
