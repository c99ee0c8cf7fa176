"""What the journal says of its drawers: what moved in a shift, its lines, the last Z report, the bags filled."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    union,
)

from cashier.domain.accounts import Account, AccountKind, held
from cashier.domain.line import LineKind, Numbered, read_line
from cashier.domain.money import Money
from cashier.domain.shift_lines import CashPayment, ShiftLines
from cashier.domain.transfer import Transfer
from cashier.store.engine import Connection, Ready
from cashier.store.tables import CHANGES_SHIFT, CORRECTS, HANDS, bags, lines, transfers

OTHERS = held("others")

_NUMBERED = (lines.c.sequence, lines.c.chain, lines.c.body)
_OPENED = select(lines.c.sequence).where(lines.c.line_id == bindparam("shift")).scalar_subquery()
# A payment that stands, and whose money is all unrounded cash from one tender that has a receipt of its own, is told by
# its sums: reading its body takes ten times as long.
_moved = (
    select(
        transfers.c.sequence,
        func.sum(transfers.c.cents).label("cents"),
        func.min(
            and_(
                transfers.c.debit.op("GLOB", is_comparison=True)(f"{AccountKind.DRAWER_CASH}:*"),
                not_(transfers.c.credit.op("GLOB", is_comparison=True)(f"{AccountKind.CASH_ROUNDING}:*")),
            )
        ).label("is_cash"),
    )
    .where(transfers.c.sequence >= _OPENED)
    .group_by(transfers.c.sequence)
    .subquery()
)
_BODY = cast(lines.c.body, Text)
_other, _told = lines.alias(), lines.alias()
_is_cash_alone = and_(
    lines.c.kind == LineKind.PAYMENT.value,
    _moved.c.is_cash == 1,
    func.json_array_length(_BODY, "$.facts.tenders") == 1,
    # Neither voided nor taken in parts: those lines have ids of their own, and an index.
    not_(exists().where(_other.c.payment_id == lines.c.payment_id, _other.c.payment_id != _other.c.line_id)),
)
_OF_SHIFT = Ready(
    select(
        lines.c.sequence,
        lines.c.receipt,
        case((_is_cash_alone, _moved.c.cents)),
        case((_is_cash_alone, func.coalesce(func.json_extract(_BODY, "$.facts.change"), 0))),
        case((_is_cash_alone, None), else_=lines.c.chain),
        case((_is_cash_alone, None), else_=lines.c.body),
    )
    .join_from(lines, _moved, _moved.c.sequence == lines.c.sequence, isouter=True)
    .where(lines.c.sequence >= _OPENED, lines.c.shift_id == bindparam("shift"))
    .order_by(lines.c.sequence)
)


def _side(account: ColumnElement[str]) -> ColumnElement[str]:
    """A drawer's account, or one for all others: thousands of statements are not told apart for a sum."""
    return case((func.instr(account, bindparam("shift")) > 0, account), else_=literal_column(f"'{OTHERS.code}'"))


_MOVES = Ready(
    select(_side(transfers.c.debit), _side(transfers.c.credit), func.sum(transfers.c.cents))
    .where(
        transfers.c.sequence >= _OPENED,
        or_(
            func.instr(transfers.c.debit, bindparam("shift")) > 0,
            func.instr(transfers.c.credit, bindparam("shift")) > 0,
        ),
    )
    .group_by(_side(transfers.c.debit), _side(transfers.c.credit))
)
_CHANGES = Ready(
    select(*_NUMBERED)
    .where(CHANGES_SHIFT, lines.c.sequence >= _OPENED, lines.c.shift_id == bindparam("shift"))
    .order_by(lines.c.sequence)
)
_COUNTS = (LineKind.DRAWER_COUNTED.value, LineKind.DRAWER_HANDED_OVER.value, LineKind.SHIFT_CLOSED.value)
_CHECKS, _CARDS = f"{AccountKind.DRAWER_CHECKS}:*", f"{AccountKind.CARD_CLEARING}:*"
_PAPER_OR_CARD = or_(
    *(side.op("GLOB")(pattern) for side in (transfers.c.debit, transfers.c.credit) for pattern in (_CHECKS, _CARDS))
)
# From the few rows of the transfers to their lines: a shift's bodies are a hundred times as much to read.
# One paper that is called another moves no money: such lines are found by the small index of corrections.
_not_cash_alone = union(
    select(transfers.c.sequence).where(transfers.c.sequence >= _OPENED, _PAPER_OR_CARD),
    select(lines.c.sequence).where(
        CORRECTS, lines.c.kind == LineKind.TENDER_CHANGED.value, lines.c.sequence >= _OPENED
    ),
).subquery()
_PAPER_AND_CARDS = Ready(
    select(*_NUMBERED)
    .join_from(_not_cash_alone, lines, lines.c.sequence == _not_cash_alone.c.sequence)
    .where(lines.c.shift_id == bindparam("shift"))
    .order_by(lines.c.sequence)
)
_LAST_CLOSE = Ready(
    select(*_NUMBERED)
    .where(CHANGES_SHIFT, lines.c.kind == LineKind.SHIFT_CLOSED.value)
    .order_by(lines.c.sequence.desc())
    .limit(1)
)
_HANDED = Ready(select(*_NUMBERED).where(HANDS).order_by(lines.c.sequence.desc()).limit(bindparam("most")))
_Z = Ready(
    select(*_NUMBERED)
    .where(CHANGES_SHIFT, lines.c.kind == LineKind.SHIFT_CLOSED.value)
    .order_by(lines.c.sequence)
    .limit(1)
    .offset(bindparam("before"))
)
# By the small index of what changes a drawer; who has read the last of a shift has read what came before it.
_DONE_FOR = Ready(
    select(*_NUMBERED)
    .where(
        CHANGES_SHIFT,
        lines.c.kind.in_(tuple(literal_column(f"'{kind}'") for kind in _COUNTS)),
        func.json_extract(_BODY, "$.facts.absent.cashier") == bindparam("user"),
        not_(
            exists().where(
                _other.c.sequence > lines.c.sequence,
                _other.c.kind == LineKind.MESSAGE_READ.value,
                _told.c.line_id == func.json_extract(cast(_other.c.body, Text), "$.facts.message"),
                _told.c.shift_id == lines.c.shift_id,
                _told.c.sequence >= lines.c.sequence,
            )
        ),
    )
    .order_by(lines.c.sequence)
)
BAGS_USED = Ready(
    select(bags.c.number).where(
        bags.c.number.in_(select(func.json_each(bindparam("numbers")).table_valued("value").c.value))
    )
)


class DeskDrawers:
    """`ports.Drawers` over one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def moved(self, shift_id: UUID) -> tuple[Transfer, ...]:
        rows = self._connection.all(_MOVES, shift=str(shift_id))
        return tuple(Transfer(Account.read(debit), Account.read(credit), Money(cents)) for debit, credit, cents in rows)

    def lines(self, shift_id: UUID) -> ShiftLines:
        rows = self._connection.all(_OF_SHIFT, shift=str(shift_id))
        return ShiftLines(
            lines=_read([(place, chain, body) for place, _, _, _, chain, body in rows if body is not None]),
            places=tuple(row[0] for row in rows),
            cash=tuple(
                CashPayment(place=place, receipt=receipt, tendered=paid + change, change=change)
                for place, receipt, paid, change, _, body in rows
                if body is None
            ),
        )

    def changes(self, shift_id: UUID) -> tuple[Numbered, ...]:
        return _read(self._connection.all(_CHANGES, shift=str(shift_id)))

    def paper_and_cards(self, shift_id: UUID) -> tuple[Numbered, ...]:
        return _read(self._connection.all(_PAPER_AND_CARDS, shift=str(shift_id)))

    def last_close(self) -> Numbered | None:
        return next(iter(_read(self._connection.all(_LAST_CLOSE))), None)

    def z(self, number: int) -> Numbered | None:
        return next(iter(_read(self._connection.all(_Z, before=number - 1))), None) if number > 0 else None

    def handed(self, limit: int) -> tuple[Numbered, ...]:
        return _read(self._connection.all(_HANDED, most=limit))[::-1]

    def done_for(self, user: str) -> tuple[Numbered, ...]:
        return _read(self._connection.all(_DONE_FOR, user=user))

    def bags(self, numbers: Collection[str]) -> frozenset[str]:
        return frozenset(row[0] for row in self._connection.all(BAGS_USED, numbers=json.dumps(sorted(numbers))))


def _read(rows: list[Any]) -> tuple[Numbered, ...]:
    return tuple(Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2])) for row in rows)
