"""This desk's payments as a read model beside the journal: the lane that reads lines on, and what is asked of it.

It has a file of its own, so that taking money writes not one page more. Whoever asks reads the last lines on first.
"""

import json
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, column, func, select, union

from cashier.domain.desk_payment import DeskPayment, PaidBy, PaymentQuery, fits_figures
from cashier.domain.money import Money
from cashier.domain.names import fits
from cashier.domain.tenders import TenderKind
from cashier.domain.times import read_instant
from cashier.store.activity_tables import amounts, declined, hours, items, member_keys, payments
from cashier.store.activity_writing import FOLLOWED, ROWS_LEFT, forget_all, read_on
from cashier.store.engine import Connection, Database, Ready
from cashier.store.wiping import wipe
from cashier.store.work import JournalFile
from cashier.usecases.ports.activity import DayActivity
from cashier.usecases.ports.work import Journal

LINES_AT_ONCE = 500
_RECEIPT_DIGITS_MOST = 18
LINES_WHEN_ASKED = 2_000  # More than that is left to the lane, and the answer is of what was read so far.
LOOK_AGAIN_S = 60.0

_SHOWN = (
    payments.c.place,
    payments.c.through,
    payments.c.receipt,
    payments.c.taken_at,
    payments.c.business_date,
    payments.c.member,
    payments.c.initials,
    payments.c.paid_by,
    payments.c.waited_s,
    payments.c.voided,
)
_NEWEST_FIRST = payments.c.place.desc()
# The day of this desk's own drawer: what it carries of another one's was counted there.
_OF_DAY = Ready(
    select(*_SHOWN)
    .where(payments.c.business_date == bindparam("day"), func.instr(payments.c.receipt, bindparam("code")) == 1)
    .order_by(_NEWEST_FIRST)
)
_HOURS = Ready(
    select(hours.c.business_date, hours.c.hour, hours.c.payments).where(
        hours.c.payments > 0,
        hours.c.business_date.in_(select(func.json_each(bindparam("days")).table_valued(column("value")).c.value)),
    )
)
_DAYS_BEFORE = Ready(
    select(hours.c.business_date)
    .where(hours.c.business_date < bindparam("day"))
    .distinct()
    .order_by(hours.c.business_date.desc())
    .limit(bindparam("most"))
)
_DECLINED = Ready(select(declined.c.cards).where(declined.c.business_date == bindparam("day")))
_LATEST = Ready(select(*_SHOWN).order_by(_NEWEST_FIRST).limit(bindparam("most")))
_BY_RECEIPT = Ready(select(*_SHOWN).where(payments.c.receipt == bindparam("number")))
_FIGURES = union(
    select(payments.c.place).where(payments.c.receipt == bindparam("number_of_receipt")),
    select(payments.c.place).where(payments.c.member == bindparam("digits")),
    select(items.c.place).where(items.c.number == bindparam("digits")),
    select(amounts.c.place).where(amounts.c.cents == bindparam("cents")),
    select(payments.c.place)
    .join(member_keys, member_keys.c.member == payments.c.member)
    .where(member_keys.c.key == bindparam("digits")),
)
_BY_FIGURES = Ready(
    select(*_SHOWN)
    .where(payments.c.place.in_(select(_FIGURES.subquery().c.place)))
    .order_by(_NEWEST_FIRST)
    .limit(bindparam("most"))
)
_KEYS = Ready(
    select(member_keys.c.key, member_keys.c.member).where(
        and_(member_keys.c.key >= bindparam("first"), member_keys.c.key < bindparam("past"))
    )
)
_BY_MEMBERS = Ready(
    select(*_SHOWN)
    .where(payments.c.member.in_(select(func.json_each(bindparam("members")).table_valued(column("value")).c.value)))
    .order_by(_NEWEST_FIRST)
    .limit(bindparam("most"))
)
_LOOKED_THROUGH = 5_000  # Payments of people with such a name, among which a number is looked for.


class DeskActivity:
    """`ports.Activity`, and the lane that keeps it up with the journal."""

    name = "activity"

    def __init__(self, database: Database, journal: JournalFile) -> None:
        self._database = database
        self._journal = journal
        self._one_follower = threading.Lock()
        self._is_checked = False

    def step(self) -> float:
        """Read the next lines on; returns 0 while there are more. Raises StoreTrouble."""
        return 0.0 if self._follow(LINES_AT_ONCE) else LOOK_AGAIN_S

    def day(self, business_date: date, compared: Sequence[date]) -> DayActivity:
        self._follow(LINES_WHEN_ASKED)
        day = business_date.isoformat()
        days = json.dumps([day, *(other.isoformat() for other in compared)])
        with closing(self._database.connect()) as connection:
            connection.sql("BEGIN")
            rows = connection.all(_OF_DAY, day=day, code=f"{self._journal.desk}-")
            counted = connection.all(_HOURS, days=days)
            refused = connection.one(_DECLINED, day=day)
        by_hour: dict[date, dict[datetime, int]] = {business_date: {}, **{other: {} for other in compared}}
        for of_day, hour, count in counted:
            by_hour[date.fromisoformat(of_day)][datetime.fromisoformat(f"{hour}:00:00+00:00")] = count
        return DayActivity(
            payments=tuple(map(_payment, rows)), hours=by_hour, declined=refused[0] if refused is not None else 0
        )

    def days_before(self, day: date, most: int) -> tuple[date, ...]:
        self._follow(LINES_WHEN_ASKED)
        with closing(self._database.connect()) as connection:
            rows = connection.all(_DAYS_BEFORE, day=day.isoformat(), most=most)
        return tuple(date.fromisoformat(of_day) for (of_day,) in rows)

    def found(self, query: PaymentQuery, most: int) -> tuple[DeskPayment, ...]:
        self._follow(LINES_WHEN_ASKED)
        with closing(self._database.connect()) as connection:
            connection.sql("BEGIN")
            if query.is_empty:
                rows = connection.all(_LATEST, most=most)
            elif query.words:
                members = json.dumps(_members(connection, query.words))
                rows = connection.all(_BY_MEMBERS, members=members, most=_LOOKED_THROUGH)
                some = (payment for payment in map(_payment, rows) if fits_figures(payment, query))
                return tuple(some)[:most]
            elif query.receipt:
                rows = connection.all(_BY_RECEIPT, number=query.receipt)
            else:
                rows = connection.all(_BY_FIGURES, **self._figures(query), most=most)
        return tuple(map(_payment, rows))

    def of(self, receipt: str) -> DeskPayment | None:
        self._follow(LINES_WHEN_ASKED)
        with closing(self._database.connect()) as connection:
            row = connection.one(_BY_RECEIPT, number=receipt)
        return None if row is None else _payment(row)

    def behind(self) -> int:
        with closing(self._database.connect()) as connection:
            through = connection.one(FOLLOWED)[0]
        with self._journal.open_reading() as work:
            return max(0, work.journal.head().sequence - int(through))

    def forget(self) -> None:
        """Take all payments out, also from the disk, and read none of them in again. Raises StoreTrouble."""
        with self._one_follower, closing(self._database.connect_to_write()) as connection:
            with self._journal.open_reading() as work:
                head = work.journal.head()
            wipe(connection, ROWS_LEFT, (lambda: forget_all(connection, head),))
            self._is_checked = True

    def _figures(self, query: PaymentQuery) -> dict[str, Any]:
        is_number = query.digits.isdigit() and len(query.digits) <= _RECEIPT_DIGITS_MOST
        receipt = f"{self._journal.desk}-{int(query.digits):07d}" if is_number else ""
        return {
            "number_of_receipt": receipt,
            "digits": query.digits or None,
            "cents": query.amount.cents if query.amount is not None else None,
        }

    def _follow(self, most: int) -> bool:
        """Read so many lines on at the most; returns whether there may be more."""
        with self._one_follower, closing(self._database.connect_to_write()) as connection:
            through, chain = connection.one(FOLLOWED)
            with self._journal.open_reading() as work:
                if is_others := not self._is_checked and through > 0 and _link(work.journal, through) != chain:
                    through = 0
                some = work.journal.stored_after(through, most)
            if some or is_others:
                connection.sql("BEGIN IMMEDIATE")
                if is_others:
                    forget_all(connection)
                read_on(connection, some)
                connection.sql("COMMIT")
            self._is_checked = True
            return len(some) == most


def _link(journal: Journal, sequence: int) -> str:
    """The link at a place of the journal; empty where it is not that long."""
    return "".join(stored.chain for stored in journal.stored_after(sequence - 1, 1))


def _members(connection: Connection, words: tuple[str, ...]) -> list[str]:
    """The members with a name word for the beginning of each word."""
    first = max(words, key=len)
    rows = connection.all(_KEYS, first=first, past=f"{first}\U0010ffff")
    return list({member for key, member in rows if fits(words, tuple(key.split()))})


def _payment(row: Any) -> DeskPayment:
    place, through, receipt, taken_at, business_date, member, initials, paid_by, waited_s, voided = row
    return DeskPayment(
        place=place,
        through=through,
        receipt=receipt,
        taken_at=read_instant(taken_at),
        business_date=date.fromisoformat(business_date),
        member=member,
        initials=initials,
        paid_by=tuple(
            PaidBy(_KINDS[kind], _money(cents), words, number, _money(tendered), _money(change))
            for kind, cents, words, number, tendered, change in _tenders(paid_by)
        ),
        waited_s=waited_s,
        voided=bool(voided),
    )


_KINDS = {kind.value: kind for kind in TenderKind}
# A day is read again and again, and its amounts are the same ones.
_money = lru_cache(maxsize=8_192)(Money)
_tenders = json.JSONDecoder().decode  # `json.loads` asks itself each time what it was given.
