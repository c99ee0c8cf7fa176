"""A receipt that was entered again, and what else hangs on its number: the law's count of cash, and another paper."""

import pytest
from sqlalchemy import Engine, text

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.errors import FieldRefused
from cashier.domain.targets import Target, TargetKind
from cashier.ledger.check import check
from cashier.ledger.receipts import receipt_of
from tests.ledger.conftest import balance, gather_all, send
from tests.ledger.paper_desk import BOOK, PaperDesk
from tests.ledger.test_carried import carry, replace_desk
from tests.ledger.two_desks import OLD_DRAWER, OPEN, OPEN_OTHER, OTHER, RECEIPT, Act, Two, enter, rescue, sends


@pytest.fixture
def two(engine: Engine) -> Two:
    return Two(engine)


@pytest.mark.parametrize(
    "acts", [(enter, rescue), (rescue, enter), (enter, rescue, sends), (sends, rescue), (rescue, sends)]
)
def test_its_cash_is_counted_once_for_the_law(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)
        gather_all(two.engine)
    with two.engine.connect() as connection:
        counted = connection.scalars(text("SELECT cents FROM cash_received ORDER BY cents")).all()
    assert counted == [100, 300]


@pytest.mark.parametrize("acts", [(enter, rescue), (rescue, enter)])
@pytest.mark.parametrize("cents", [300, 40])
def test_another_payment_that_a_copy_drew_its_number_for_is_posted_and_the_office_hears_of_it(
    two: Two, acts: tuple[Act, ...], cents: int
) -> None:
    for act in acts:
        act(two)

    _copy_comes_home(two, cents, OLD_DRAWER)

    assert (balance(two.engine, OPEN), balance(two.engine, OPEN_OTHER)) == (10_000 - 400, 5_000 - cents)
    with two.engine.connect() as connection:
        assert list(connection.scalars(text("SELECT what FROM alarms ORDER BY alarm"))) == ["receipt_twice"]
        with pytest.raises(FieldRefused, match="use its number OAK5-0000001"):
            receipt_of(connection, RECEIPT)
    assert (check(two.engine).findings, two.held()) == ([], [])


CARDS = Account(AccountKind.CARD_CLEARING, "OAK3", BOOK)


@pytest.mark.parametrize("acts", [(enter,), ()])
def test_the_copys_payment_may_come_first(two: Two, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(two)
    _copy_comes_home(two, 40, CARDS)  # What a card paid is no cash on paper: it is not held for the entry's sake.

    rescue(two)

    assert (balance(two.engine, OPEN), balance(two.engine, OPEN_OTHER)) == (10_000 - 400, 5_000 - 40)
    with two.engine.connect() as connection:
        assert list(connection.scalars(text("SELECT what FROM alarms ORDER BY alarm"))) == ["receipt_twice"]
    assert (check(two.engine).findings, two.held()) == ([], [])


@pytest.mark.parametrize("acts", [(enter,), ()])
def test_the_desk_itself_may_come_last(two: Two, acts: tuple[Act, ...]) -> None:
    """It was copied, and is still switched on: what replaced it revoked it."""
    for act in acts:
        act(two)
    _copy_comes_home(two, 40, CARDS)

    sends(two)

    assert (balance(two.engine, OPEN), balance(two.engine, OPEN_OTHER)) == (10_000 - 400, 5_000 - 40)
    with two.engine.connect() as connection:
        alarms = connection.scalars(text("SELECT what FROM alarms WHERE what <> 'revoked_desk'")).all()
    assert alarms == ["receipt_twice"]
    assert (check(two.engine).findings, two.held()) == ([], [])


def _copy_comes_home(two: Two, cents: int, into: Account) -> None:
    """A copy of the dead desk's disk drew the same number for somebody else, before it was found out."""
    copy = PaperDesk("OAK3")
    copy.sent, copy.receipts = two.old.sent[:1], 1
    copy.pay_target(Target(TargetKind.STATEMENT, OTHER), cents, into)
    replace_desk(two.engine, "OAK8", "OAK3")
    new = PaperDesk("OAK8")
    carry(new, copy, 2)
    send(two.engine, new)
