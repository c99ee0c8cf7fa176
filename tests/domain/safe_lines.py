"""A line of each kind by which money goes from transit to the bank, as the ledger writes them."""

from collections.abc import Callable
from uuid import UUID

from cashier.domain.accounts import Account, AccountKind
from cashier.domain.line import Line, LineKind
from cashier.domain.money import Money
from cashier.domain.transfer import Transfer
from tests.fakes.builders import MEDICAL, NOW, SHIFT_ID


def _act(kind: LineKind, moved: tuple[AccountKind, AccountKind] | None, **facts: object) -> Line:
    transfers: tuple[Transfer, ...] = ()
    if moved is not None:
        debit, credit = (Account(one, "OAK", MEDICAL) for one in moved)
        transfers = (Transfer(debit, credit, Money(6000)),)
    return Line(
        line_id=UUID(int=7 << 76 | 2 << 62),
        kind=kind,
        desk="OAK3",
        center="OAK",
        staff="rosa",
        taken_at=NOW,
        facts=facts,
        transfers=transfers,
    )


SAFE_LINES: dict[str, Callable[[], Line]] = {
    "bag_accepted": lambda: _act(
        LineKind.BAG_ACCEPTED,
        (AccountKind.SAFE, AccountKind.TRANSIT),
        subject="bag.OAK.OAK-1",
        number="OAK-1",
        book=MEDICAL.code,
        center="OAK",
    ),
    "deposit_prepared": lambda: _act(
        LineKind.DEPOSIT_PREPARED,
        None,
        subject=f"deposit.{SHIFT_ID}",
        center="OAK",
        book=MEDICAL.code,
        bags=["OAK-1"],
        cash_cents=6000,
        checks_cents=0,
    ),
    "deposit_reviewed": lambda: _act(
        LineKind.DEPOSIT_REVIEWED,
        (AccountKind.DEPOSIT, AccountKind.SAFE),
        subject=f"deposit.{SHIFT_ID}",
        cash_cents=6000,
        checks_cents=0,
    ),
    "approval_asked": lambda: _act(
        LineKind.APPROVAL_ASKED,
        None,
        subject="ask.0198f1c0-0000-7000-8000-00000000000a",
        act="cash in or out without a payment",
        sentence="$20.00 out of the drawer: stamps.",
        facts=[["Receipt", "OAK3-0000001"]],
        desk="OAK3",
        center="OAK",
        cents=2000,
        right="approve_drawer",
        expires_at="2026-11-21T19:14:00+00:00",
    ),
    "approval_given": lambda: _act(
        LineKind.APPROVAL_GIVEN,
        None,
        subject="ask.0198f1c0-0000-7000-8000-00000000000a",
        act="cash in or out without a payment",
        cents=2000,
        words="this once",
    ),
    "approval_declined": lambda: _act(
        LineKind.APPROVAL_DECLINED,
        None,
        subject="ask.0198f1c0-0000-7000-8000-00000000000a",
        act="cash in or out without a payment",
        cents=2000,
        words="",
    ),
}
