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
        debit, credit = (Account(one, "ncal" if one is AccountKind.BANK else "OAK", MEDICAL) for one in moved)
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
    "deposit_given": lambda: _act(
        LineKind.DEPOSIT_GIVEN,
        (AccountKind.COURIER, AccountKind.DEPOSIT),
        subject=f"deposit.{SHIFT_ID}",
        seal="OAK-900",
        courier="Lee, Bay Couriers",
    ),
    "deposit_arrived": lambda: _act(
        LineKind.DEPOSIT_ARRIVED,
        (AccountKind.BANK, AccountKind.COURIER),
        subject=f"deposit.{SHIFT_ID}",
        seal="OAK-900",
        receipt="118-2201",
    ),
    "bank_credited": lambda: _act(
        LineKind.BANK_CREDITED,
        None,
        subject="bank.4471",
        account="0012344471",
        as_of="2026-11-23",
        type="301",
        reference="OAK-900",
        bank_reference="",
        place=0,
        cents=6000,
        deposit=str(SHIFT_ID),
        why="",
    ),
    "bag_counted": lambda: _act(
        LineKind.BAG_COUNTED,
        None,
        subject="bag.OAK.OAK-1",
        center="OAK",
        number="OAK-1",
        book=MEDICAL.code,
        count={"20.00": 2},
        missing=[],
        second="helen",
        second_name="Helen Park",
        staff_name="Rosa Delgado",
        attempt=1,
        matches=False,
        booked=False,
        cash_cents=4000,
        checks_cents=0,
    ),
    "safe_counted": lambda: _act(
        LineKind.SAFE_COUNTED,
        (AccountKind.SAFE, AccountKind.BANK),
        subject="safe.OAK",
        center="OAK",
        book=MEDICAL.code,
        purpose="open",
        day="2026-11-21",
        count={"20.00": 3},
        bags=[],
        second="helen",
        second_name="Helen Park",
        staff_name="Rosa Delgado",
        missing=[],
        begins=True,
        attempt=1,
        matches=True,
        booked=True,
        expected_cents=0,
        counted_cents=6000,
    ),
    "change_received": lambda: _act(
        LineKind.CHANGE_RECEIVED,
        (AccountKind.SAFE, AccountKind.BANK),
        subject="change.OAK",
        center="OAK",
        book=MEDICAL.code,
        ordered_cents=6000,
        count={"1.00": 60},
        second="helen",
        second_name="Helen Park",
        staff_name="Rosa Delgado",
        attempt=1,
        matches=True,
        booked=True,
        expected_cents=6000,
        counted_cents=6000,
    ),
}
