"""What a row of a list of payments says: initials and the last four, never a name (R17)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from cashier.domain.day import shown_amount
from cashier.domain.desk_payment import DeskPayment, PostState
from cashier.domain.times import time_words

AFTER_COUNT = "after count"
TONES = {
    PostState.TO_SEND: "warn",
    PostState.POSTED: "ok",
    PostState.NOT_POSTED: "bad",
    PostState.UNCLEAR: "warn",
    PostState.VOIDED: "plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """One payment in the columns' order."""

    time: str
    receipt: str
    who: str
    how: str
    amount: str
    state: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.time, self.receipt, self.who, self.how, self.amount, self.state


def row_words(payment: DeskPayment, *, now: datetime, zone: tzinfo, tells_cash: bool = True) -> RowWords:
    """The time has its day where that is another one. Without ``tells_cash`` no amount is told that has cash in it."""
    amount = shown_amount(payment, cash_is_counted=tells_cash)
    return RowWords(
        time=time_words(payment.taken_at, now=now, zone=zone),
        receipt=payment.receipt,
        who=payment.who or "no member",
        how=payment.how,
        amount=amount.plain() if amount is not None else AFTER_COUNT,
        state=payment.state.value,
    )
