"""What the office's form for a payment of a closed drawer says, without Qt."""

from dataclasses import dataclass

from cashier.domain.closed_move import ClosedPayment
from cashier.domain.targets import Target, TargetKind

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedShown:
    """``sources``: by code, what it pays now, in words with the amount; ``amounts`` the same as an amount is typed."""

    title: str
    told: tuple[tuple[str, str], ...]
    sources: dict[str, str]
    amounts: dict[str, str]


def closed_shown(payment: ClosedPayment) -> ClosedShown:
    """What of a payment may be moved."""
    return ClosedShown(
        title=f"Move what {payment.receipt} pays",
        told=payment.told,
        sources={s.target.code: f"{_name(s.target)} · {s.amount.plain()}" for s in payment.sources},
        amounts={s.target.code: s.amount.plain() for s in payment.sources},
    )


def _name(target: Target) -> str:
    if target.kind is TargetKind.CREDIT:
        return f"Credit of {target.number}"
    return f"Deposit {target.number}" if target.kind is TargetKind.PREPAY else target.number
