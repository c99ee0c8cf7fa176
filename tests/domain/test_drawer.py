"""What a drawer should hold is what moved in and out of its own shift, and of no other."""

from uuid import UUID

from cashier.domain.accounts import Account, AccountKind, receivable
from cashier.domain.drawer import drawer_holds
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from tests.fakes.builders import MEDICAL

OURS, THEIRS = UUID(int=1), UUID(int=2)


def _cash(shift: UUID) -> Account:
    return Account(AccountKind.DRAWER_CASH, str(shift), MEDICAL)


def test_a_drawer_holds_what_moved_in_its_own_shift() -> None:
    moved = [
        Transfer(_cash(OURS), receivable("S-1"), Money(500)),
        Transfer(_cash(THEIRS), receivable("S-2"), Money(70)),
        Transfer(_cash(THEIRS), _cash(OURS), Money(200)),
        Transfer(Account(AccountKind.CARD_CLEARING, "OAK3", MEDICAL), receivable("S-3"), Money(9)),
    ]

    assert drawer_holds(OURS, moved).cash == {MEDICAL: Money(300)}
    assert drawer_holds(THEIRS, moved).cash_total == Money(270)
    assert drawer_holds(OURS, moved).checks == {}
