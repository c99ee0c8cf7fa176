"""Rounded cash at the ledger: the bill is paid to the cent, the difference has its account, and the books prove it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import AccountKind
from cashier.domain.cash_rounding import Rounding, cash_account
from cashier.domain.line import LineKind
from cashier.domain.money import Money
from cashier.domain.targets import Target, TargetKind
from cashier.domain.tenders import Tender, TenderKind
from cashier.domain.transfer import Transfer
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from tests.ledger.conftest import balance, send
from tests.ledger.paper_desk import CENTER, DRAWER, TODAY, PaperDesk, payment_facts

BILL = Target(TargetKind.STATEMENT, "S-10000001")
ROUNDED = cash_account(CENTER)


def pay(desk: PaperDesk, cents: int, tendered: int, *, said: int | None = None) -> None:
    """Pay ``cents`` with ``tendered``; the line says that it was rounded by ``said``, or by the difference."""
    facts = payment_facts(f"{desk.desk}-{len(desk.sent) + 1:07d}", BILL, min(cents, tendered))
    by = cents - tendered if said is None else said
    rounding = Rounding(given=((0, Money(by)),)) if by > 0 else Rounding(kept=Money(-by))
    facts = replace(facts, tenders=(Tender(kind=TenderKind.CASH, amount=Money(tendered)),), rounding=rounding)
    moved = [Transfer(DRAWER, BILL.account(CENTER), Money(min(cents, tendered)))]
    if cents > tendered:
        moved.append(Transfer(ROUNDED, BILL.account(CENTER), Money(cents - tendered)))
    else:
        moved.append(Transfer(DRAWER, ROUNDED, Money(tendered - cents)))
    desk.write(desk.line(LineKind.PAYMENT, facts=facts.facts(), transfers=tuple(moved), line_id=facts.payment_id))


def account(engine: Engine, code: str) -> int:
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT debit_cents - credit_cents FROM trial_balance WHERE account = :code"), {"code": code}
        )
        return int(row.scalar() or 0)


def test_what_is_given_and_kept_stands_on_its_own_account_and_the_bill_is_paid_to_the_cent(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, 1002, 1000)
    pay(desk, 1004, 1005)
    send(engine, desk)

    assert balance(engine, "receivable:S-10000001") == 10_000 - 2_006
    assert account(engine, ROUNDED.code) == 2 - 1
    assert account(engine, DRAWER.code) == 2_005
    assert check(engine).findings == []
    with engine.connect() as connection:
        (total,) = day_totals(connection, TODAY, ["tender"])
    assert (total.tender, total.tenders, total.cents) == ("cash", 2, 2_004)


@pytest.mark.parametrize("said", [1, 3, -2])
def test_the_check_finds_cash_that_was_rounded_otherwise_than_its_line_says(engine: Engine, said: int) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, 1002, 1000, said=said)
    send(engine, desk)

    assert "was rounded otherwise than it says" in " ".join(check(engine).findings)


def test_the_check_finds_net_cash_that_did_not_come_into_the_drawer(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    for net in (1000, 900):
        pay(desk, 1002, 1000)
        body = desk.sent.pop().body
        desk.write_body(body.replace('"next_due"', f'"net_cash":{net},"next_due"'))
    send(engine, desk)

    (finding,) = check(engine).findings
    assert "came into its drawer in cash, not the $9.00 that it says" in finding


def test_the_database_finds_what_is_kept_and_was_never_tendered(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, 1000, 1002)
    line = desk.sent.pop()
    desk.write_body(line.body.replace('"cents":1002', '"cents":1001'))
    send(engine, desk)

    assert "what it moves is not its tenders less change" in " ".join(check(engine).findings)


def test_rounding_for_a_bill_that_nobody_knows_is_held_with_the_rest(engine: Engine) -> None:
    desk = PaperDesk("OAK3")
    pay(desk, 1002, 1000)
    desk.sent[0] = desk.sent[0].model_copy(update={"body": desk.sent[0].body.replace("S-10000001", "S-99999999")})
    body = desk.sent.pop().body
    desk.write_body(body)
    send(engine, desk)

    assert balance(engine, f"held:{CENTER}") == -1_002
    assert account(engine, f"{AccountKind.CASH_ROUNDING}:{CENTER}") == 2
    assert check(engine).findings == []
