"""Money moves only by transfers: one debit account, one credit account, a positive number of cents."""

from dataclasses import dataclass

from cashier.domain.accounts import Account
from cashier.domain.money import Money


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount that leaves the credit account's side and enters the debit account's. It cannot be unbalanced."""

    debit: Account
    credit: Account
    amount: Money

    def __post_init__(self) -> None:
        if self.amount.cents <= 0:
            raise ValueError("a transfer moves a positive number of cents")
        if self.debit == self.credit:
            raise ValueError("a transfer needs two accounts")
