"""Whose address stands under a payment, ready to be sent to. No Qt."""

from cashier.domain.payor import Payor
from ui.counter.account_state import AccountState


def known_address(account: AccountState | None, payor: Payor) -> str:
    """The member's, where they pay for themselves; empty for anybody else: a receipt is its payor's."""
    return "" if account is None or payor.name else account.account.member.email
