"""Papers that are no receipts: which lines have them, how many, and the number that a Z report is called by."""

import re

from cashier.domain.absent import absent_in
from cashier.domain.line import Line, LineKind

_Z = re.compile(r"([^-]+)-Z([0-9]{5,9})")
_Z_TYPED = re.compile(r"([A-Z0-9]{2,8})-?Z([0-9]{1,9})")

# How many of each kind's slip are printed at once: one of a drop's or a transfer's goes with the cash, one into the
# drawer.
SLIPS = {
    LineKind.SHIFT_OPENED: 1,
    LineKind.CASH_DROPPED: 2,
    LineKind.TRANSFER_GIVEN: 2,
    LineKind.DRAWER_HANDED_OVER: 2,
    LineKind.TRANSFER_ACCEPTED: 1,
    LineKind.TRANSFER_RECALLED: 1,
    LineKind.DRAWER_RECALLED: 1,
    LineKind.NO_SALE: 1,
    LineKind.PAID_IN: 1,
    LineKind.PAID_OUT: 1,
    LineKind.BILLS_EXCHANGED: 1,
    LineKind.SURPRISE_COUNTED: 1,
    LineKind.VOIDED: 2,
    LineKind.MOVED: 1,
    LineKind.TENDER_CHANGED: 1,
    LineKind.DRAWER_READ: 1,
    LineKind.SHIFT_CLOSED: 1,
}


def slips_of(line: Line) -> int:
    """How many papers a line has. A count has one where its cashier was not here: two people sign it."""
    if line.kind is LineKind.DRAWER_COUNTED:
        return 1 if absent_in(line) is not None else 0
    return SLIPS.get(line.kind, 0)


def z_name(desk: str, number: int) -> str:
    """``OAK3-Z00012``."""
    return f"{desk}-Z{number:05d}"


def z_of(name: str, desk: str) -> int | None:
    """Which of a desk's Z reports a name means; None for any other paper."""
    match = _Z.fullmatch(name)
    return int(match.group(2)) if match and match.group(1) == desk else None


def z_place(typed: str) -> tuple[str, int] | None:
    """The desk and number of a Z report, also where it was typed without its zeros; None for anything else."""
    match = _Z_TYPED.fullmatch(typed)
    return (match.group(1), int(match.group(2))) if match else None
