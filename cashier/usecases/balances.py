"""What is due on screen: what the ledger last said, less our own lines past its mark, less our parts that it holds."""

from dataclasses import dataclass

from cashier.domain.accounts import receivable
from cashier.domain.money import ZERO, Money
from cashier.domain.statements import Statement
from cashier.usecases.ports import Journal, Known


@dataclass(frozen=True, slots=True)
class Balance:
    """A statement as it stands now, and how much of that only this desk knows yet."""

    statement: Statement
    own: Money


def balances(known: tuple[Known, ...], journal: Journal) -> tuple[Balance, ...]:
    """Each statement with its exact open amount, online or not; its version changes with every part of the figure."""
    own = journal.applied_past({receivable(k.statement.number).code: k.mark for k in known})
    result = []
    for k in known:
        ours = own.get(receivable(k.statement.number).code, ZERO)
        version = f"{k.statement.version}.{ours.cents}.{k.held.cents}"
        result.append(Balance(k.statement.less(ours + k.held, version=version), ours))
    return tuple(result)
