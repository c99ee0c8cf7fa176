"""The Z report: what a shift came to, numbered by its desk, tied to the Z before it, and final."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cashier.domain.accounts import AccountKind
from cashier.domain.bags import bags_of
from cashier.domain.cash_taken import cash_taken_in
from cashier.domain.drawer import cards_of, receipts_in, tender_totals
from cashier.domain.drawer_acts import is_no_sale
from cashier.domain.errors import MISREAD, UnreadableBody
from cashier.domain.handing import transfer_of
from cashier.domain.line import Line, LineKind, Numbered
from cashier.domain.money import Money, total
from cashier.domain.over_short import over_short_words
from cashier.domain.shift import Shift
from cashier.domain.shift_lines import ShiftLines
from cashier.domain.terminal_totals import brand_facts
from cashier.domain.times import instant_text, read_instant

NOT_SENT_MOST = 200  # So many receipts are named; how many there are is said in any case.


def z_facts(shift: Shift, lines: ShiftLines, *, previous: Numbered | None, received_through: int) -> dict[str, object]:
    """What the Z says besides the count. ``received_through``: how far the ledger has this journal.

    ``previous`` is the desk's last SHIFT_CLOSED line: its number and its link make the chain of Z reports.
    """
    said, receipts = lines.said, lines.receipts()
    cards = cards_of(said)
    unsent_receipts = lines.receipts_past(received_through)
    before = z_number(previous.line) if previous else 0
    return {
        "z": before + 1,
        "previous": {"z": before, "chain": previous.chain} if previous else None,
        "staff_name": shift.staff_name,
        "opened_at": instant_text(shift.opened_at),
        "float_cents": shift.float_amount.cents,
        **_assigned(said),
        "payments": lines.payments(receipts_in(said)),
        "first_receipt": receipts[0] if receipts else "",
        "last_receipt": receipts[-1] if receipts else "",
        "tenders": [[t.kind, t.count, t.amount.cents] for t in tender_totals(said, lines.cash_alone)],
        **({"cash": cash.facts()} if (cash := cash_taken_in(said, lines.cash_alone)).tendered else {}),
        "cards": [[c.terminal, c.count, c.amount.cents] for c in cards],
        **({"card_brands": brands} if (brands := brand_facts(cards)) else {}),
        "drops": [[bag, _cash_out(line).cents] for line in _of(said, LineKind.CASH_DROPPED) for bag in bags_of(line)],
        "paid_in_cents": _moved(said, LineKind.PAID_IN).cents,
        "paid_out_cents": _moved(said, LineKind.PAID_OUT).cents,
        **({"voids": voids} if (voids := _voids(said)) else {}),
        **({"changes": changes} if (changes := _changes(said)) else {}),
        **({"surprises": counts} if (counts := _surprises(said)) else {}),
        "no_sales": sum(1 for line in said if is_no_sale(line)),
        **_handed_facts(said),
        "not_sent": {
            "past": received_through,
            "lines": sum(1 for place in lines.places if place > received_through),
            "payments": len(unsent_receipts),
            "receipts": unsent_receipts[:NOT_SENT_MOST],
        },
    }


def _assigned(lines: Sequence[Line]) -> dict[str, object]:
    """The float that this drawer should have begun with, which may be another than was counted; nothing where none."""
    opened = [line.facts for line in _of(lines, LineKind.SHIFT_OPENED) if "assigned_cents" in line.facts]
    return {"assigned_cents": opened[0]["assigned_cents"]} if opened else {}


def _surprises(lines: Sequence[Line]) -> list[list[object]]:
    """Surprise counts of the shift that are booked: who counted along, and by how many cents cash differed."""
    booked = [line.facts for line in _of(lines, LineKind.SURPRISE_COUNTED) if line.facts["booked"]]
    return [[said["witness_name"], said["difference_cents"]] for said in booked]


def _voids(lines: Sequence[Line]) -> list[list[object]]:
    """What went back in the shift: receipt, cents, and who signed."""
    return [
        [line.facts["receipt"], line.facts["cents"], line.facts["approver_name"]]
        for line in _of(lines, LineKind.VOIDED)
    ]


def _changes(lines: Sequence[Line]) -> list[list[object]]:
    """Tenders that were called otherwise: receipt, from what to what, cents, and who signed (R4)."""
    return [
        [said["receipt"], said["was"]["words"], said["words"], said["cents"], said["approver_name"]]
        for said in (line.facts for line in _of(lines, LineKind.TENDER_CHANGED))
    ]


def _handed_facts(lines: Sequence[Line]) -> dict[str, object]:
    """Cash that went to other cashiers, and that came from them or came back; nothing where none did."""
    given = {line.line_id: line for line in _of(lines, LineKind.TRANSFER_GIVEN)}
    received = _of(lines, LineKind.TRANSFER_ACCEPTED)
    for line in _of(lines, LineKind.TRANSFER_RECALLED):
        if given.pop(transfer_of(line), None) is None:
            received.append(line)
    facts: dict[str, object] = {}
    if given:
        facts["given"] = [[line.facts["to_name"], _sum(line)] for line in given.values()]
    if received:
        facts["received"] = [[line.facts["giver_name"], _sum(line)] for line in received]
    return facts


def _sum(line: Line) -> int:
    return sum(cash + checks for _, cash, checks in line.facts["sums"])


def z_number(line: Line) -> int:
    """The number of a Z report. Raises UnreadableBody."""
    number = line.facts.get("z")
    if line.kind is not LineKind.SHIFT_CLOSED or type(number) is not int:
        raise UnreadableBody("This line is no Z report.")
    return number


def _of(lines: Sequence[Line], kind: LineKind) -> list[Line]:
    return [line for line in lines if line.kind is kind]


def _moved(lines: Sequence[Line], kind: LineKind) -> Money:
    return total([transfer.amount for line in _of(lines, kind) for transfer in line.transfers])


def _cash_out(line: Line) -> Money:
    return total([t.amount for t in line.transfers if t.credit.kind is AccountKind.DRAWER_CASH])


@dataclass(frozen=True, slots=True, kw_only=True)
class ZReport:
    """A SHIFT_CLOSED line as paper and screen say it. Lists stand as in the body: rows of words, counts and cents."""

    number: int
    previous: int
    previous_chain: str
    staff_name: str
    opened_at: datetime
    closed_at: datetime
    float_amount: Money
    counted: Money
    expected: Money
    difference: Money
    left: Money
    count: dict[str, int]
    said: dict[str, Any]

    @property
    def over_short(self) -> str:
        """``$20.00 short``, ``$3.00 over``, or that nothing differs."""
        return over_short_words(self.difference)


def read_z(line: Line) -> ZReport:
    """The Z report that a line is. Raises UnreadableBody."""
    number, said = z_number(line), line.facts
    try:
        before = said["previous"] or {"z": 0, "chain": ""}
        return ZReport(
            number=number,
            previous=before["z"],
            previous_chain=before["chain"],
            staff_name=said["staff_name"],
            opened_at=read_instant(said["opened_at"]),
            closed_at=line.taken_at,
            float_amount=Money(said["float_cents"]),
            counted=Money(said["counted_cents"]),
            expected=Money(sum(said["expected"].values())),
            difference=Money(said["difference_cents"]),
            left=Money(said["left_cents"]),
            count=dict(said["count"]),
            said=dict(said),
        )
    except MISREAD as trouble:
        raise UnreadableBody(f"A Z report cannot be read: {type(trouble).__name__}.") from trouble
