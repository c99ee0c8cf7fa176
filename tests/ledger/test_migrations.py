"""A ledger of an older program is brought up to date with all that was in it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind, credit
from cashier.domain.chain import chained, first_link
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from cashier.ledger import database
from cashier.ledger.check import check
from cashier.ledger.day_sums import day_totals
from tests.ledger.conftest import GUARANTOR, own_database, owner_engine
from tests.ledger.paper_desk import BOOK, NOW, TODAY

FIRST = "0001"
OLD_ROWS = (
    """
    INSERT INTO lines (desk, sequence, line_id, kind, chain, body, taken_at, business_date, staff, center, state)
    VALUES ('LEDGER', 1, :id, 'channel_payment', :chain, :body, :at, :day, 'online', 'CENTRAL', 'posted')
    """,
    """
    INSERT INTO transfers (desk, sequence, place, part, debit, credit, cents)
    VALUES ('LEDGER', 1, 0, 0, :debit, :credit, 300)
    """,
    "INSERT INTO balances (account, credit_cents) VALUES (:credit, 300)",
    "INSERT INTO channel_payments (channel, reference, sequence) VALUES ('online', 'r', 1)",
    "UPDATE desks SET received_through = 1, chain = :chain WHERE desk = 'LEDGER'",
)


@pytest.fixture
def old_url(ledger_url: str) -> Iterator[str]:
    """A database of its own with the first tables."""
    with own_database(ledger_url, FIRST) as url:
        yield url


def _old_payment(owner: Engine) -> None:
    """What the first program wrote for $3.00 that came online for a guarantor's statement."""
    online, where = Account(AccountKind.CHANNEL, "online", BOOK), credit(GUARANTOR)
    line = Line(
        line_id=UUID(int=7),
        kind=LineKind.CHANNEL_PAYMENT,
        desk="LEDGER",
        center="CENTRAL",
        staff="online",
        taken_at=NOW,
        business_date=TODAY,
        facts={"channel": "online", "reference": "r", "statement": "S-1"},
        transfers=(Transfer(online, where, Money(300)),),
    )
    body = line.body().decode()
    chain = chained(first_link("LEDGER"), 1, body.encode())
    said = {"id": line.line_id, "chain": chain, "body": body, "at": NOW, "day": TODAY, "debit": online.code}
    with owner.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement), said | {"credit": where.code})


def test_what_the_first_program_posted_is_found_by_the_newest(old_url: str) -> None:
    owner = owner_engine(old_url)
    _old_payment(owner)

    database.prepare(old_url)

    engine = database.service_engine(old_url)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT statement_number, cents, paid_at FROM channel_payments")).one()
        assert [(row.region, row.tender, row.cents) for row in day_totals(connection, TODAY, ["region", "tender"])] == [
            ("ncal", "channel", 300)
        ]
    assert tuple(kept) == ("S-1", 300, NOW)
    assert check(engine).findings == []
    engine.dispose()
    owner.dispose()
