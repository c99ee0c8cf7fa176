"""The desk's journal in SQL: append at the end, read anywhere, change nothing."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Integer,
    LargeBinary,
    Text,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from cashier.domain.chain import chained, first_link
from cashier.domain.correction import CORRECTS as CORRECTING
from cashier.domain.correction import brought_by
from cashier.domain.large_cash import whose_cash
from cashier.domain.line import Line, LineKind, Numbered, read_line
from cashier.domain.money import Money
from cashier.domain.shift import SHIFT_KINDS, Shift, ShiftState, shift_of
from cashier.domain.times import instant_text, read_instant
from cashier.store.drawers import DeskDrawers
from cashier.store.engine import Connection, Ready
from cashier.store.jobs import DeskJobs
from cashier.store.tables import (
    ABOUT,
    ARRANGES,
    BATCHES,
    CHANGES_SHIFT,
    CORRECTS,
    NOT_BY_LINE_ID,
    SUSPENDS,
    TAKES_BACK,
    cash_lines,
    items,
    lines,
    mark,
    paper_receipts,
    transfers,
)
from cashier.store.uses import USES_OF
from cashier.store.words import use_words
from cashier.usecases.ports.work import Head, Mark, Stored

_NUMBERED = (lines.c.sequence, lines.c.chain, lines.c.body)
_IS_PAYMENT = lines.c.kind == LineKind.PAYMENT.value

_LAST = Ready(
    select(lines.c.sequence, lines.c.chain, lines.c.money_so_far, lines.c.receipts_so_far)
    .order_by(lines.c.sequence.desc())
    .limit(1)
)
_ADD_LINE = Ready(insert(lines).values({column: bindparam(column.name) for column in lines.c}))
_ADD_TRANSFER = Ready(insert(transfers).values({column: bindparam(column.name) for column in transfers.c}))
_ADD_ITEM = Ready(insert(items).values({column: bindparam(column.name) for column in items.c}))
_items_asked = func.json_each(bindparam("items")).table_valued(column("value", Text))
_TAKEN_FOR = Ready(
    select(items.c.item, *_NUMBERED)
    .join_from(_items_asked, items, items.c.item == _items_asked.c.value)
    .join(lines, lines.c.sequence == items.c.sequence)
    .order_by(items.c.sequence)
)
_BY_ID = Ready(select(*_NUMBERED).where(lines.c.line_id == bindparam("line_id")))
_BY_PAYMENT = Ready(
    select(*_NUMBERED)
    .where(
        or_(
            and_(lines.c.line_id == bindparam("payment_id"), lines.c.payment_id == bindparam("payment_id")),
            and_(lines.c.payment_id == bindparam("payment_id"), NOT_BY_LINE_ID, _IS_PAYMENT),
        )
    )
    .order_by(lines.c.sequence)
)
_CORRECTIONS = Ready(
    select(*_NUMBERED)
    .where(lines.c.payment_id == bindparam("payment_id"), NOT_BY_LINE_ID, CORRECTS)
    .order_by(lines.c.sequence)
)
_BY_RECEIPT = Ready(
    select(*_NUMBERED)
    .where(lines.c.receipt == bindparam("receipt"), lines.c.receipt.is_not(None))
    .order_by(lines.c.sequence)
)
_SUSPENSIONS = Ready(select(*_NUMBERED).where(SUSPENDS).order_by(lines.c.sequence.desc()).limit(bindparam("most")))
_ADD_CASH = Ready(insert(cash_lines).values({column: bindparam(column.name) for column in cash_lines.c}))
_CASH_OF = Ready(
    select(*_NUMBERED)
    .select_from(cash_lines.join(lines, lines.c.sequence == cash_lines.c.sequence))
    .where(cash_lines.c.payor == bindparam("payor"))
    .order_by(lines.c.sequence.desc())
    .limit(bindparam("most"))
)
_LAST_CHANGE = Ready(
    select(lines.c.kind, lines.c.shift_id, lines.c.body).where(CHANGES_SHIFT).order_by(lines.c.sequence.desc()).limit(1)
)
_ADD_PAPER = Ready(insert(paper_receipts).values({column: bindparam(column.name) for column in paper_receipts.c}))
# A book's slip is used up; a receipt that a desk printed has no number besides, and is free where its entry was voided.
_paid, _gone = lines.alias(), lines.alias()
_FREE_PAPER = Ready(
    delete(paper_receipts).where(
        paper_receipts.c.book == bindparam("book"),
        paper_receipts.c.number == 0,
        exists().where(
            _paid.c.sequence == paper_receipts.c.sequence,
            _gone.c.payment_id == _paid.c.payment_id,
            _gone.c.kind == LineKind.VOIDED,
        ),
    )
)
_PAPERS = Ready(
    select(*_NUMBERED)
    .select_from(paper_receipts.join(lines, lines.c.sequence == paper_receipts.c.sequence))
    .where(paper_receipts.c.book == bindparam("book"))
    .order_by(paper_receipts.c.number)
)
_BATCHES = Ready(select(*_NUMBERED).where(BATCHES).order_by(lines.c.sequence.desc()).limit(bindparam("most")))
_AFTER = Ready(
    select(*_NUMBERED)
    .where(lines.c.sequence > bindparam("sequence"))
    .order_by(lines.c.sequence)
    .limit(bindparam("most"))
)
_MONEY_THROUGH = Ready(
    select(lines.c.money_so_far)
    .where(lines.c.sequence <= bindparam("sequence"))
    .order_by(lines.c.sequence.desc())
    .limit(1)
)
_asked = func.json_each(bindparam("marks")).table_valued(column("key", Text), column("value", Integer))
_past = union_all(
    select(_asked.c.key, transfers.c.cents.label("cents"))
    .select_from(_asked)
    .join(transfers, and_(transfers.c.credit == _asked.c.key, transfers.c.sequence > _asked.c.value)),
    select(_asked.c.key, -transfers.c.cents)
    .select_from(_asked)
    .join(transfers, and_(transfers.c.debit == _asked.c.key, transfers.c.sequence > _asked.c.value, TAKES_BACK)),
).subquery()
_APPLIED_PAST = Ready(select(_past.c.key, func.sum(_past.c.cents)).group_by(_past.c.key))
_named = func.json_each(bindparam("accounts")).table_valued(column("value", Text))
_CREDITING = Ready(
    select(*_NUMBERED)
    .where(
        lines.c.sequence.in_(
            select(transfers.c.sequence).select_from(_named).join(transfers, transfers.c.credit == _named.c.value)
        )
    )
    .order_by(lines.c.sequence.desc())
    .limit(bindparam("most"))
)
# The few deposits are found by their accounts' names; whose they are stands in the body's bytes.
_DEPOSITS_OF = Ready(
    select(*_NUMBERED)
    .where(
        lines.c.sequence.in_(
            select(transfers.c.sequence).where(transfers.c.credit > "prepayment:", transfers.c.credit < "prepayment;")
        ),
        func.instr(lines.c.body, bindparam("quoted", type_=LargeBinary)) > 0,
    )
    .order_by(lines.c.sequence.desc())
    .limit(bindparam("most"))
)
_ARRANGED_PAST = Ready(
    select(_asked.c.key, lines.c.body)
    .select_from(_asked)
    .join(lines, and_(_asked.c.key == ABOUT, lines.c.sequence > _asked.c.value, ARRANGES))
    .order_by(lines.c.sequence)
)
_MARK = Ready(select(mark.c.received_through, mark.c.epoch, mark.c.heard_at))
_DIFFERS = Ready(select(mark.c.differs))
_SET_DIFFERS = Ready(update(mark).values(differs=bindparam("sentence")))
_MOVE_MARK = Ready(
    update(mark).values(
        received_through=bindparam("received_through"), epoch=bindparam("epoch"), heard_at=bindparam("heard_at")
    )
)


class DeskJournal:
    """`ports.Journal` over one transaction. ``jobs`` hears of booked receipts, so that none stays without paper."""

    __slots__ = ("_connection", "_desk", "_end", "_jobs")

    def __init__(self, connection: Connection, desk: str, jobs: DeskJobs) -> None:
        self._connection = connection
        self._desk = desk
        self._jobs = jobs
        self._end: tuple[int, str, int, int] | None = None  # Nobody else appends while this transaction runs.

    def head(self) -> Head:
        return Head(*self._last()[:2])

    def append(self, line: Line) -> Numbered:
        previous, chain, money, receipts = self._last()
        use_words(line, self._connection)
        body = line.body()
        sequence = previous + 1
        numbered = Numbered(sequence=sequence, chain=chained(chain, sequence, body), body=body, line=line)
        columns = line_columns(numbered)
        columns["money_so_far"] = money + line.is_to_send
        columns["receipts_so_far"] = self._receipts_through(receipts, columns["receipt"])
        self._connection.run(_ADD_LINE, **columns)
        if line.transfers:
            self._connection.run_many(_ADD_TRANSFER, transfer_columns(numbered))
        if columns["receipt"] is not None:
            self._jobs.booked(columns["receipt"])
        if its_items := item_columns(numbered):
            self._connection.run_many(_ADD_ITEM, its_items)
        if (origin := line.facts.get("origin")) and "book" in origin:
            self._connection.run(_FREE_PAPER, book=origin["book"])
            self._connection.run(_ADD_PAPER, book=origin["book"], number=origin["number"], sequence=sequence)
        if payor := whose_cash(line):
            self._connection.run(_ADD_CASH, payor=payor, sequence=sequence)
        self._end = sequence, numbered.chain, columns["money_so_far"], columns["receipts_so_far"]
        return numbered

    def line(self, line_id: UUID) -> Numbered | None:
        return _read(self._connection.one(_BY_ID, line_id=str(line_id)))

    def payment(self, payment_id: UUID) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_BY_PAYMENT, payment_id=str(payment_id)))

    def receipt(self, number: str) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_BY_RECEIPT, receipt=number))

    def corrections(self, payment_id: str) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_CORRECTIONS, payment_id=payment_id))

    def taken_for(self, items: tuple[str, ...]) -> Mapping[str, Numbered]:
        rows = self._connection.all(_TAKEN_FOR, items=json.dumps(items))
        return {row[0]: numbered for row in rows if (numbered := _read(row[1:]))}

    def next_receipt(self) -> str:
        return f"{self._desk}-{self._last()[3] + 1:07d}"

    def open_shift(self) -> Shift | None:
        row = self._connection.one(_LAST_CHANGE)
        if row is None:
            return None
        kind, shift_id, body = row
        state = SHIFT_KINDS[LineKind(kind)]
        if state is None:
            return None
        if kind != LineKind.SHIFT_OPENED:
            body = self._connection.one(_BY_ID, line_id=shift_id)[2]
        return _shift_in(body, state)

    @property
    def drawers(self) -> DeskDrawers:
        return DeskDrawers(self._connection)

    def suspensions(self, limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_SUSPENSIONS, most=limit))[::-1]

    def cash_of(self, payor: str, limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_CASH_OF, payor=payor, most=limit))[::-1]

    def papers(self, book: str) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_PAPERS, book=book))

    def batches(self, limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_BATCHES, most=limit))[::-1]

    def after(self, sequence: int, limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_AFTER, sequence=sequence, most=limit))

    def stored_after(self, sequence: int, limit: int) -> tuple[Stored, ...]:
        rows = self._connection.all(_AFTER, sequence=sequence, most=limit)
        return tuple(Stored(sequence=row[0], chain=row[1], body=row[2]) for row in rows)

    def applied_past(self, marks: Mapping[str, int]) -> Mapping[str, Money]:
        rows = self._connection.run(_APPLIED_PAST, marks=json.dumps(dict(marks)))
        return {code: Money(cents) for code, cents in rows}

    def crediting(self, accounts: Collection[str], limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(_CREDITING, accounts=json.dumps(list(accounts)), most=limit))

    def deposits_of(self, member_number: str, limit: int) -> tuple[Numbered, ...]:
        quoted = f'"member":{json.dumps(member_number)}'.encode()
        return _read_all(self._connection.all(_DEPOSITS_OF, quoted=quoted, most=limit))

    def uses_of(self, guarantor_number: str, limit: int) -> tuple[Numbered, ...]:
        return _read_all(self._connection.all(USES_OF, guarantor=guarantor_number, most=limit))

    def arranged_past(self, marks: Mapping[str, int]) -> Mapping[str, tuple[Line, ...]]:
        found: dict[str, tuple[Line, ...]] = {}
        for about, body in self._connection.run(_ARRANGED_PAST, marks=json.dumps(dict(marks))):
            found[about] = (*found.get(about, ()), read_line(body))
        return found

    def mark(self) -> Mark:
        row = self._connection.one(_MARK)
        return Mark(received_through=row[0], epoch=row[1], heard_at=read_instant(row[2]) if row[2] else None)

    def move_mark(self, mark: Mark) -> None:
        now = self.mark()
        # An answer that was long under way may say less than a later one did.
        through = max(mark.received_through, now.received_through if mark.epoch == now.epoch else 0)
        heard_at = mark.heard_at or now.heard_at
        self._connection.run(
            _MOVE_MARK,
            received_through=through,
            epoch=mark.epoch,
            heard_at=instant_text(heard_at) if heard_at else None,
        )

    def differs(self) -> str:
        return str(self._connection.one(_DIFFERS)[0])

    def set_differs(self, sentence: str) -> None:
        self._connection.run(_SET_DIFFERS, sentence=sentence)

    def to_send(self) -> int:
        received = self._connection.one(_MONEY_THROUGH, sequence=self.mark().received_through)
        return int(self._last()[2]) - (received[0] if received else 0)

    def _last(self) -> tuple[int, str, int, int]:
        """The last line's place and link, and how many payments and receipts there are up to it."""
        if self._end is None:
            self._end = self._connection.one(_LAST) or (0, first_link(self._desk), 0, 0)
        return self._end

    def _receipts_through(self, drawn: int, receipt: str | None) -> int:
        """The last receipt number drawn once a line with ``receipt`` stands in the journal."""
        if receipt is None:
            return drawn
        number = int(receipt.removeprefix(f"{self._desk}-"))
        assert number <= drawn + 1, f"receipt {receipt} would leave a gap after {drawn}"
        return max(drawn, number)


def line_columns(numbered: Numbered) -> dict[str, Any]:
    """A line's columns that follow from itself alone: all but the running counts."""
    line = numbered.line
    is_payment = line.kind is LineKind.PAYMENT
    is_about_payment = is_payment or line.kind in CORRECTING
    return {
        "sequence": numbered.sequence,
        "line_id": str(line.line_id),
        "kind": line.kind.value,
        "payment_id": line.facts["payment"] if is_about_payment else None,
        "receipt": line.facts["receipt"] if is_payment else None,
        "business_date": line.business_date.isoformat() if line.business_date else None,
        "shift_id": str(line.shift_id) if line.shift_id else None,
        "chain": numbered.chain,
        "body": numbered.body,
    }


def transfer_columns(numbered: Numbered) -> list[dict[str, Any]]:
    """A line's transfers as rows, in the order of its body, places from 1."""
    return [
        {
            "sequence": numbered.sequence,
            "place": place,
            "debit": transfer.debit.code,
            "credit": transfer.credit.code,
            "cents": transfer.amount.cents,
        }
        for place, transfer in enumerate(numbered.line.transfers, start=1)
    ]


def item_columns(numbered: Numbered) -> list[dict[str, Any]]:
    """What a line's checks and money orders are known by, as rows; nothing for a line that brings none."""
    known = sorted({item for tender in brought_by(numbered.line) for item in tender.items})
    return [{"item": item, "sequence": numbered.sequence} for item in known]


@lru_cache(maxsize=2)
def _shift_in(body: bytes, state: ShiftState) -> Shift:
    """A line never changes, and each payment of a day asks for the same one."""
    return replace(shift_of(read_line(body)), state=state)


def _read(row: Any) -> Numbered | None:
    return None if row is None else Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2]))


def _read_all(rows: list[Any]) -> tuple[Numbered, ...]:
    return tuple(Numbered(sequence=row[0], chain=row[1], body=row[2], line=read_line(row[2])) for row in rows)
