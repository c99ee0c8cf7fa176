"""Reads the journal's lines on into the read model: one row a receipt, and what it is found by."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from cashier.domain.card import AttemptState
from cashier.domain.carried import read_carried
from cashier.domain.desk_payment import LAST_FOUR, PaidBy, called_otherwise, initials_of, paid_by_of
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind, read_line
from cashier.domain.money import Money
from cashier.domain.names import folded_name, keys_of
from cashier.domain.payment_facts import PaymentFacts, read_payment
from cashier.domain.tenders import TenderKind
from cashier.domain.times import instant_text, read_instant
from cashier.store.activity_tables import (
    amounts,
    declined,
    followed,
    hours,
    items,
    member_keys,
    openings,
    payments,
)
from cashier.store.engine import Connection, Ready
from cashier.usecases.ports.work import Head, Stored

_HOUR = len("2026-11-21T18")

FOLLOWED = Ready(select(followed.c.through, followed.c.chain))
_FOLLOW = Ready(update(followed).values(through=bindparam("reached"), chain=bindparam("link")))
_CLEAR = tuple(Ready(delete(table)) for table in (payments, amounts, items, member_keys, openings, hours, declined))
ROWS_LEFT = Ready(select(or_(*(exists(select(table)) for table in (payments, member_keys, openings)))))
_BEGINNING = Head(0, "")
_PAYMENT = Ready(
    select(payments.c.place, payments.c.paid_by, payments.c.opened_at).where(payments.c.receipt == bindparam("number"))
)
_ADD_PAYMENT = Ready(insert(payments).values({column: bindparam(column.name) for column in payments.c}))
_GO_ON = Ready(
    update(payments)
    .where(payments.c.place == bindparam("at"))
    .values(through=bindparam("last"), paid_by=bindparam("by"), waited_s=bindparam("waited"))
)
_CHANGED = Ready(
    update(payments)
    .where(payments.c.place == bindparam("at"))
    .values(through=bindparam("last"), paid_by=bindparam("by"))
)
_COUNTED = Ready(
    select(payments.c.business_date, payments.c.taken_at).where(
        payments.c.receipt == bindparam("number"), payments.c.voided == 0
    )
)
_VOID = Ready(
    update(payments).where(payments.c.receipt == bindparam("number")).values(through=bindparam("last"), voided=1)
)
_CORRECTED = Ready(update(payments).where(payments.c.receipt == bindparam("number")).values(through=bindparam("last")))
_ADD_AMOUNT = Ready(insert(amounts).values(cents=bindparam("cents"), place=bindparam("place")).on_conflict_do_nothing())
_DROP_AMOUNT = Ready(delete(amounts).where(amounts.c.cents == bindparam("sum"), amounts.c.place == bindparam("at")))
_ADD_ITEM = Ready(insert(items).values(number=bindparam("number"), place=bindparam("place")).on_conflict_do_nothing())
_DROP_ITEM = Ready(delete(items).where(items.c.number == bindparam("old"), items.c.place == bindparam("at")))
_ADD_KEY = Ready(insert(member_keys).values(key=bindparam("key"), member=bindparam("member")).on_conflict_do_nothing())
_NEW_OPENING = insert(openings).values({column: bindparam(column.name) for column in openings.c})
_ADD_OPENING = Ready(
    _NEW_OPENING.on_conflict_do_update(
        index_elements=["member"],
        set_={"opened_at": _NEW_OPENING.excluded.opened_at, "shift_id": _NEW_OPENING.excluded.shift_id},
    )
)
_OPENING = Ready(select(openings.c.opened_at, openings.c.shift_id).where(openings.c.member == bindparam("number")))
_DROP_OPENING = Ready(delete(openings).where(openings.c.member == bindparam("number")))
_COUNT_HOUR = Ready(
    insert(hours)
    .values(business_date=bindparam("business_date"), hour=bindparam("hour"), payments=1)
    .on_conflict_do_update(index_elements=["business_date", "hour"], set_={"payments": hours.c.payments + 1})
)
_UNCOUNT_HOUR = Ready(
    update(hours)
    .where(hours.c.business_date == bindparam("day"), hours.c.hour == bindparam("of_hour"))
    .values(payments=hours.c.payments - 1)
)
_COUNT_DECLINED = Ready(
    insert(declined)
    .values(business_date=bindparam("business_date"), cards=1)
    .on_conflict_do_update(index_elements=["business_date"], set_={"cards": declined.c.cards + 1})
)


def forget_all(connection: Connection, through: Head = _BEGINNING) -> None:
    """Begin anew: the rows are of another journal. Or go on after ``through`` without what was before."""
    for statement in _CLEAR:
        connection.run(statement)
    connection.run(_FOLLOW, reached=through.sequence, link=through.chain)


def read_on(connection: Connection, some: Iterable[Stored]) -> None:
    """Take these lines in, which follow on the last one that was; within the caller's transaction."""
    last: Stored | None = None
    for last in some:
        try:
            _take(connection, last.sequence, read_line(last.body))
        except UnreadableBody:  # Of a newer version: the proof of the journal says so, no list can.
            continue
    if last is not None:
        connection.run(_FOLLOW, reached=last.sequence, link=last.chain)


def _take(connection: Connection, sequence: int, line: Line) -> None:
    match line.kind:
        case LineKind.PAYMENT if line.business_date is not None:
            _take_payment(connection, sequence, line, read_payment(line))
        case LineKind.CARRIED:
            _take_carried(connection, sequence, read_line(read_carried(line).body.encode()))
        case LineKind.VOIDED:
            _void(connection, sequence, str(line.facts.get("receipt", "")), own=f"{line.desk}-")
        case LineKind.MOVED:
            connection.run(_CORRECTED, number=str(line.facts.get("receipt", "")), last=sequence)
        case LineKind.TENDER_CHANGED:
            _change(connection, sequence, line)
        case LineKind.ACCOUNT_OPENED if line.shift_id is not None:
            connection.run(
                _ADD_OPENING,
                member=str(line.facts.get("member", "")),
                opened_at=instant_text(line.taken_at),
                shift_id=str(line.shift_id),
            )
        case LineKind.CARD_CLOSED if line.business_date is not None:
            if line.facts.get("state") == AttemptState.DECLINED:
                connection.run(_COUNT_DECLINED, business_date=line.business_date.isoformat())
        case _:
            pass


def _take_carried(connection: Connection, sequence: int, line: Line) -> None:
    """A line of the desk that was replaced: its payments are found here, and were taken by nobody of this window."""
    if line.kind is LineKind.PAYMENT and line.business_date is not None:
        _take_payment(connection, sequence, line, read_payment(line), is_carried=True)
    elif line.kind is LineKind.VOIDED:
        _void(connection, sequence, str(line.facts.get("receipt", "")))


def _void(connection: Connection, sequence: int, receipt: str, own: str = "") -> None:
    """It counts in no hour any more, as in no other figure of its day; one that was carried never did."""
    if own and receipt.startswith(own) and (counted := connection.one(_COUNTED, number=receipt)) is not None:
        connection.run(_UNCOUNT_HOUR, day=counted[0], of_hour=counted[1][:_HOUR])
    connection.run(_VOID, number=receipt, last=sequence)


def _change(connection: Connection, sequence: int, line: Line) -> None:
    """It is listed, summed and found by what it is; by what it was keyed as, it is found no more."""
    receipt = str(line.facts.get("receipt", ""))
    if (known := connection.one(_PAYMENT, number=receipt)) is None:
        return
    place, before = known[0], [_read(row) for row in json.loads(known[1])]
    now, keyed = called_otherwise(before, line)
    connection.run(_CHANGED, at=place, last=sequence, by=json.dumps([_row(by) for by in now]))
    if keyed is not None and keyed.number:
        connection.run(_DROP_ITEM, old=keyed.number, at=place)
    connection.run_many(_ADD_ITEM, [{"number": by.number, "place": place} for by in now if by.number])


def _row(by: PaidBy) -> list[str | int]:
    return [by.kind.value, by.amount.cents, by.words, by.number, by.tendered.cents, by.change.cents]


def _read(row: list[Any]) -> PaidBy:
    kind, cents, words, number, tendered, change = row
    return PaidBy(TenderKind(kind), Money(cents), words, number, Money(tendered), Money(change))


def _take_payment(
    connection: Connection, sequence: int, line: Line, facts: PaymentFacts, *, is_carried: bool = False
) -> None:
    paid_by = [_row(by) for by in paid_by_of(facts)]
    earlier = connection.one(_PAYMENT, number=facts.receipt)
    if earlier is None:
        place, before = sequence, []
        _add(connection, sequence, line, facts, json.dumps(paid_by), is_carried=is_carried)
    else:
        place, before = earlier[0], json.loads(earlier[1])
        waited_s = _seconds(earlier[2], line.taken_at)
        connection.run(_GO_ON, at=place, last=sequence, by=json.dumps([*before, *paid_by]), waited=waited_s)
        connection.run(_DROP_AMOUNT, sum=sum(cents for _, cents, *_ in before), at=place)
    all_of_it = [*before, *paid_by]
    sums = {sum(cents for _, cents, *_ in all_of_it), *(cents for _, cents, *_ in all_of_it)}
    connection.run_many(_ADD_AMOUNT, [{"cents": cents, "place": place} for cents in sums])
    connection.run_many(_ADD_ITEM, [{"number": number, "place": place} for _, _, _, number, *_ in paid_by if number])


def _add(
    connection: Connection, sequence: int, line: Line, facts: PaymentFacts, paid_by: str, *, is_carried: bool
) -> None:
    assert line.business_date is not None, "a payment has the date of its shift"
    member, day, taken_at = facts.member_number, line.business_date.isoformat(), instant_text(line.taken_at)
    opened = connection.one(_OPENING, number=member)
    opened_at = opened[0] if opened is not None and opened[1] == str(line.shift_id) else None
    connection.run(_DROP_OPENING, number=member)
    connection.run(
        _ADD_PAYMENT,
        place=sequence,
        through=sequence,
        receipt=facts.receipt,
        business_date=day,
        taken_at=taken_at,
        member=member,
        initials=initials_of(facts.member_name),
        paid_by=paid_by,
        opened_at=opened_at,
        waited_s=_seconds(opened_at, line.taken_at),
        voided=0,
    )
    if not is_carried:
        connection.run(_COUNT_HOUR, business_date=day, hour=taken_at[:_HOUR])
    if member:
        family, _, given = facts.member_name.partition(",")
        keys = {member[-LAST_FOUR:], *(each.key for each in keys_of(folded_name(family, given)))}
        connection.run_many(_ADD_KEY, [{"key": key, "member": member} for key in keys])


def _seconds(since: str | None, until: datetime) -> int | None:
    return None if since is None else max(0, round((until - read_instant(since)).total_seconds()))
