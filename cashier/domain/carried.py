"""A desk that takes another one's place: what a person found at the old one, and its lines that come along.

The old desk lost its machine, or its journal is behind what the ledger has. Its code is never used again; lines that
the ledger may not have travel as their original bytes inside lines of the new journal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cashier.domain.errors import MISREAD, Refused, UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.people import Approval, check_approval
from cashier.domain.shift import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What has to be known before a new desk takes money (R14).

    ``count``: the old desk's drawer by denomination code, counted now. ``last_receipt``: the number on the last paper
    that it printed, or nothing if it never did.
    """

    replaces: str
    last_receipt: str
    count: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A line of another journal: whose, its place and link there, and its bytes as text."""

    desk: str
    sequence: int
    chain: str
    body: str


def replacement_act(replaces: str) -> str:
    """What a lead approves, with the counted drawer as the amount."""
    return f"take the place of {replaces}"


def decide_replacement(
    found: Replacement, approval: Approval | None, *, line_id: UUID, desk: str, center: str, now: datetime
) -> Line:
    """The first line of the new desk. Raises Refused without a lead's word, or for a count or receipt that is none."""
    amount = counted(found.count)
    check_approval(approval, requester="", act=replacement_act(found.replaces), amount=amount, words="Taking over")
    assert approval is not None
    if found.replaces == desk:
        raise Refused(f"{desk} can't take its own place. Ask the cash office for a new code.")
    prefix, _, number = found.last_receipt.rpartition("-")
    if found.last_receipt and not (prefix == found.replaces and number.isascii() and number.isdigit()):
        raise Refused(f"Enter the last receipt as it is printed, like {found.replaces}-0019284; or leave it empty.")
    return Line(
        line_id=line_id,
        kind=LineKind.DESK_REPLACED,
        desk=desk,
        center=center,
        staff=approval.approver,
        taken_at=now,
        facts={
            "replaces": found.replaces,
            "last_receipt": found.last_receipt,
            "count": dict(found.count),
            "counted_cents": amount.cents,
            "lead_name": approval.approver_name,
        },
    )


def carried_line(carried: Carried, *, desk: str, center: str, staff: str, now: datetime) -> Line:
    """A line that brings another one along, under that one's id: carrying it twice is carrying it once.

    Raises UnreadableBody.
    """
    inner = read_line(carried.body.encode())
    return Line(
        line_id=inner.line_id,
        kind=LineKind.CARRIED,
        desk=desk,
        center=center,
        staff=staff,
        taken_at=now,
        facts={
            "kind": inner.kind.value,
            "desk": carried.desk,
            "sequence": carried.sequence,
            "chain": carried.chain,
            "body": carried.body,
        },
    )


def read_carried(line: Line) -> Carried:
    """What a CARRIED line brings along. Raises UnreadableBody."""
    try:
        desk, chain, body = (line.facts[name] for name in ("desk", "chain", "body"))
        sequence = line.facts["sequence"]
        if line.kind is not LineKind.CARRIED or type(sequence) is not int:
            raise UnreadableBody("The line carries no other one.")
        if not all(isinstance(text, str) for text in (desk, chain, body)):
            raise UnreadableBody("The line carries no other one.")
    except MISREAD as trouble:
        raise UnreadableBody(f"The line carries no other one: {type(trouble).__name__}.") from trouble
    return Carried(desk=desk, sequence=sequence, chain=chain, body=body)
