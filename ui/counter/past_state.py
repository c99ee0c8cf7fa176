"""What a member's notes and past payments say on screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import NAMESPACE_OID, uuid5

from cashier.domain.flags import Flag
from cashier.domain.funds import Fund, fund_kind, read_fund
from cashier.domain.money import ZERO, Money, total
from cashier.domain.paid_elsewhere import PaidElsewhere, way_words
from cashier.domain.past_payments import PastPayment, newest_first
from cashier.domain.targets import Target
from cashier.domain.times import time_words

_KNOWN = "At every desk and by every channel, as the ledger has it."
_OWN = "What this desk took. What was paid elsewhere shows once the ledger answers."
_A_MOMENT = timedelta(minutes=1)
_LATEST = "What this desk took, and what came last by other channels. The rest shows once the ledger answers."


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the ledger said of a member: what was paid before, and what is there to be used for bills."""

    payments: tuple[PastPayment, ...]
    funds: tuple[Fund, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRow:
    """One payment: ``when`` with its day, ``how`` by which way and where, ``what`` it paid."""

    when: str
    how: str
    what: str
    receipt: str
    amount: str
    is_todays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PastState:
    """``own`` is what this desk took, ``told`` what the ledger said, None until it did; ``elsewhere`` the latest that
    came another way, as the directory has it.
    """

    own: tuple[PastPayment, ...]
    told: tuple[PastPayment, ...] | None
    elsewhere: tuple[PaidElsewhere, ...]
    flags: tuple[Flag, ...]
    desk: str
    now: datetime
    zone: tzinfo

    @property
    def payments(self) -> tuple[PastPayment, ...]:
        """The directory hears of another channel's money before the ledger's list is asked for again."""
        told = self.told or ()
        heard = (_as_payment(paid) for paid in self.elsewhere if not any(_is_same(paid, each) for each in told))
        return newest_first((*self.own, *told, *heard))

    @property
    def rows(self) -> tuple[PastRow, ...]:
        return tuple(map(self._row, self.payments))

    @property
    def about(self) -> str:
        """Whose payments the list has."""
        if self.told is not None:
            return _KNOWN
        return _LATEST if self.elsewhere else _OWN

    @property
    def paid_today(self) -> Money:
        """What is known to be paid today, whatever the way."""
        return total([each.amount for each in self.payments if each.came_in and self._is_today(each.paid_at)])

    @property
    def paid_words(self) -> str:
        """``$60.00 paid today``; empty where nothing was."""
        return f"{self.paid_today} paid today" if self.paid_today > ZERO else ""

    def _row(self, paid: PastPayment) -> PastRow:
        place = "this desk" if paid.desk == self.desk else paid.desk
        used = read_fund(paid.used) if paid.used else None
        by = fund_kind(used) if used is not None else " and ".join(paid.tenders)
        if used is not None and paid.is_refund:
            by = f"refund of {by}"
        if paid.is_returned:
            by = "check came back"
        what = ", ".join((*paid.statements, *(f"deposit {each}" for each in paid.deposits))) or "on account"
        return PastRow(
            when=time_words(paid.paid_at, now=self.now, zone=self.zone),
            how=way_words(paid.channel).capitalize() if paid.channel else _begun(f"{by or 'paid'} · {place}"),
            what=_what(paid, used, what),
            receipt=paid.receipt,
            amount=_amount_words(paid),
            is_todays=self._is_today(paid.paid_at),
        )

    def _is_today(self, instant: datetime) -> bool:
        return instant.astimezone(self.zone).date() == self.now.astimezone(self.zone).date()


def _is_same(heard: PaidElsewhere, told: PastPayment) -> bool:
    """Where a channel does not say when it was paid, the ledger's line is a moment younger than its note of it."""
    is_then = abs(told.paid_at - heard.paid_at) < _A_MOMENT
    return is_then and told.channel == heard.channel and heard.number in told.statements


def _as_payment(heard: PaidElsewhere) -> PastPayment:
    return PastPayment(
        line_id=uuid5(NAMESPACE_OID, f"{heard.channel} {heard.number} {heard.paid_at}"),
        paid_at=heard.paid_at,
        business_date=None,
        amount=heard.amount,
        statements=(heard.number,),
        channel=heard.channel,
    )


def _begun(words: str) -> str:
    """With a capital letter, and a desk's name left as it is."""
    return f"{words[0].upper()}{words[1:]}"


def _what(paid: PastPayment, used: Target | None, what: str) -> str:
    if used is None:
        return what
    return f"asked back from {used.number}" if paid.is_refund else f"{what} from {used.number}"


def _amount_words(paid: PastPayment) -> str:
    if paid.is_voided:
        return "declined" if paid.is_refund else "voided"
    if paid.is_returned:
        return f"open again {paid.amount.plain()}"
    return f"moved {paid.amount.plain()}" if paid.is_moved else paid.amount.plain()
