"""Writes what the ledger sends into the directory: one page, one transaction, and the name keys with it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Table, bindparam, column, delete, exists, func, null, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from cashier.domain.names import folded_name, keys_of
from cashier.domain.paid_elsewhere import PaidElsewhere
from cashier.domain.statements import Member
from cashier.domain.times import instant_text
from cashier.store.engine import Connection, Database, Ready
from cashier.store.tables import (
    came_back,
    filled,
    members,
    name_keys,
    paid_elsewhere,
    prefixes,
    returned_checks,
    staff,
    statements,
    year_keys,
)
from cashier.store.wiping import wipe
from cashier.usecases.ports.directory import CameBack, DirectoryCursor, DirectoryPage, Known, ReturnedCheck, StaffRecord


def _upsert(table: Table, *key: str) -> Ready:
    """Insert a row, or bring the one that has its key up to date."""
    row = insert(table).values({column: bindparam(column.name) for column in table.c})
    return Ready(row.on_conflict_do_update(set_={c: row.excluded[c.name] for c in table.c if c.name not in key}))


_FILLED = Ready(select(filled.c.epoch, filled.c.after, filled.c.generation, filled.c.first_fill))
_FILL = Ready(
    update(filled).values(
        epoch=bindparam("epoch"),
        after=bindparam("cursor"),
        generation=bindparam("generation"),
        first_fill=bindparam("first_fill"),
        as_of=func.coalesce(bindparam("as_of"), filled.c.as_of),
    )
)
_PUT_MEMBER = _upsert(members, "member", "number")
_PUT_STATEMENT = _upsert(statements, "number")
_PUT_STAFF = _upsert(staff, "user_key")
_PUT_PAID_ELSEWHERE = _upsert(paid_elsewhere, "number")
_PUT_RETURNED = _upsert(returned_checks, "token")
_PUT_CAME_BACK = _upsert(came_back, "receipt", "line_id")
_numbers = func.json_each(bindparam("numbers")).table_valued(column("value"))
_KNOWN_MEMBERS = Ready(
    select(members.c.number, members.c.member, members.c.folded, members.c.birth_date).join_from(
        _numbers, members, members.c.number == _numbers.c.value
    )
)
_LAST_MEMBER = Ready(select(func.max(members.c.member)))
_GONE_MEMBERS = Ready(
    select(members.c.member, members.c.folded, members.c.birth_date).where(
        members.c.generation < bindparam("generation")
    )
)
_FORGET = tuple(
    Ready(delete(table).where(table.c.generation < bindparam("generation")))
    for table in (members, statements, staff, paid_elsewhere, returned_checks, came_back)
)
_WITH_PEOPLE = (members, name_keys, year_keys, prefixes, statements, paid_elsewhere, returned_checks, came_back, staff)
_ROWS_LEFT = Ready(select(or_(*(exists(select(table)) for table in _WITH_PEOPLE))))
_CLEAR = (
    *(Ready(delete(table)) for table in _WITH_PEOPLE),
    Ready(update(filled).values(epoch="", after="", as_of=null())),
)
_GONE = Ready(
    select(members.c.member, members.c.folded, members.c.birth_date).join_from(
        _numbers, members, members.c.number == _numbers.c.value
    )
)
_gone_numbers = select(_numbers.c.value)
_FORGET_GONE = tuple(
    Ready(delete(table).where(number.in_(_gone_numbers)))
    for table, number in (
        (members, members.c.number),
        (statements, statements.c.member_number),
        (paid_elsewhere, paid_elsewhere.c.member_number),
    )
)
_KEY_TABLES = (name_keys, year_keys)
_ADD_KEYS = tuple(
    Ready(insert(table).values({column: bindparam(column.name) for column in table.c}).on_conflict_do_nothing())
    for table in _KEY_TABLES
)
_TAKE_KEYS = tuple(
    Ready(delete(table).where(*(column == bindparam(column.name) for column in table.c))) for table in _KEY_TABLES
)
_count = insert(prefixes).values(prefix=bindparam("prefix"), total=bindparam("more"))
_COUNT_PREFIX = Ready(_count.on_conflict_do_update(set_={"total": prefixes.c.total + _count.excluded.total}))


class DirectoryPages:
    """`ports.DirectoryWriter`, from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor(self) -> DirectoryCursor:
        with closing(self._database.connect()) as connection:
            epoch, after, _, _ = connection.one(_FILLED)
        return DirectoryCursor(epoch, after)

    def forget(self) -> None:
        """Take all rows out, also from the disk, and begin anew. Raises StoreTrouble."""
        with closing(self._database.connect_to_write()) as connection:
            wipe(connection, _ROWS_LEFT, tuple(partial(connection.run, statement) for statement in _CLEAR))
        self._database.writes += 1

    def apply(self, page: DirectoryPage, as_of: datetime) -> None:
        with self._writing() as connection:
            _apply(connection, page, as_of)

    def bring(self, page: DirectoryPage) -> bool:
        with self._writing() as connection:
            epoch, _, generation, _ = connection.one(_FILLED)
            if page.epoch != epoch:
                return False
            _put(connection, page, generation)
        return True

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction; of two threads the second one waits for the connection."""
        try:
            with closing(self._database.connect_to_write()) as connection:
                connection.sql("BEGIN IMMEDIATE")
                yield connection
                connection.sql("COMMIT")
        finally:
            self._database.writes += 1


def _apply(connection: Connection, page: DirectoryPage, as_of: datetime) -> None:
    epoch, _, generation, first_fill = connection.one(_FILLED)
    if page.epoch != epoch:
        generation, first_fill = generation + 1, 1
    _forget(connection, page.gone)
    _put(connection, page, generation)
    if first_fill and not page.more:
        _forget_older(connection, generation)
        first_fill = 0
    connection.run(
        _FILL,
        epoch=page.epoch,
        cursor=page.after,
        generation=generation,
        first_fill=first_fill,
        as_of=None if page.more else instant_text(as_of),
    )


def _put(connection: Connection, page: DirectoryPage, generation: int) -> None:
    _put_members(connection, page.members, generation)
    connection.run_many(_PUT_STATEMENT, [_statement_row(known, generation) for known in page.statements])
    connection.run_many(_PUT_STAFF, [_staff_row(record, generation) for record in page.staff])
    connection.run_many(_PUT_PAID_ELSEWHERE, [_paid_row(paid, generation) for paid in page.paid_elsewhere])
    connection.run_many(_PUT_RETURNED, [_returned_row(one, generation) for one in page.returned])
    connection.run_many(_PUT_CAME_BACK, [_came_back_row(one, generation) for one in page.came_back])


def _put_members(connection: Connection, sent: tuple[Member, ...], generation: int) -> None:
    newest = {member.number: member for member in sent}
    if not newest:
        return
    known = {row[0]: row[1:] for row in connection.all(_KNOWN_MEMBERS, numbers=json.dumps(list(newest)))}
    next_id = (connection.one(_LAST_MEMBER)[0] or 0) + 1
    keys = _Keys()
    rows = []
    for member in newest.values():
        folded, born = folded_name(member.family_name, member.given_names), member.birth_date.isoformat()
        if member.number in known:
            member_id, old_folded, old_born = known[member.number]
            if (old_folded, old_born) != (folded, born):
                keys.take(member_id, old_folded, old_born)
                keys.add(member_id, folded, born)
        else:
            member_id, next_id = next_id, next_id + 1
            keys.add(member_id, folded, born)
        rows.append(_member_row(member, member_id, folded, born, generation))
    connection.run_many(_PUT_MEMBER, rows)
    keys.write(connection)


def _forget(connection: Connection, gone: tuple[str, ...]) -> None:
    """Members who are no longer this desk's to hold, with all that is theirs."""
    if not gone:
        return
    numbers, keys = json.dumps(gone), _Keys()
    for member_id, folded, born in connection.all(_GONE, numbers=numbers):
        keys.take(member_id, folded, born)
    keys.write(connection)
    for forget in _FORGET_GONE:
        connection.run(forget, numbers=numbers)


def _forget_older(connection: Connection, generation: int) -> None:
    """What the first fill of this epoch has not brought back is gone."""
    keys = _Keys()
    for member_id, folded, born in connection.run(_GONE_MEMBERS, generation=generation):
        keys.take(member_id, folded, born)
    keys.write(connection)
    for forget in _FORGET:
        connection.run(forget, generation=generation)


class _Keys:
    """Name keys to add and to take away, gathered so that each table is written in its own order."""

    def __init__(self) -> None:
        self._added: list[dict[str, Any]] = []
        self._taken: list[dict[str, Any]] = []
        self._counts: Counter[str] = Counter()

    def add(self, member_id: int, folded: str, born: str) -> None:
        self._added.extend(_key_rows(member_id, folded, born))
        self._count(folded, 1)

    def take(self, member_id: int, folded: str, born: str) -> None:
        self._taken.extend(_key_rows(member_id, folded, born))
        self._count(folded, -1)

    def write(self, connection: Connection) -> None:
        in_order = ("given", "key"), ("birth_year", "given", "key")
        for order, take, add in zip(in_order, _TAKE_KEYS, _ADD_KEYS, strict=True):
            connection.run_many(take, _sorted(self._taken, order))
            connection.run_many(add, _sorted(self._added, order))
        connection.run_many(
            _COUNT_PREFIX, [{"prefix": prefix, "more": more} for prefix, more in sorted(self._counts.items()) if more]
        )

    def _count(self, folded: str, more: int) -> None:
        for key in keys_of(folded):
            for prefix in key.prefixes:
                self._counts[prefix] += more


def _sorted(rows: list[dict[str, Any]], order: Iterable[str]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: tuple(row[name] for name in order))


def _key_rows(member_id: int, folded: str, born: str) -> Iterable[dict[str, Any]]:
    year = int(born[:4])
    for key in keys_of(folded):
        yield {"birth_year": year, "given": key.given, "key": key.key, "member": member_id}


def _member_row(member: Member, member_id: int, folded: str, born: str, generation: int) -> dict[str, Any]:
    return {
        "member": member_id,
        "number": member.number,
        "guarantor_number": member.guarantor_number,
        "family_name": member.family_name,
        "given_names": member.given_names,
        "folded": folded,
        "birth_date": born,
        "region": member.region,
        "home_center": member.home_center,
        "plan": member.plan,
        "language": member.language,
        "notes": json.dumps(member.notes, ensure_ascii=False),
        "generation": generation,
        "email": member.email,
    }


def _statement_row(known: Known, generation: int) -> dict[str, Any]:
    statement = known.statement
    return {
        "member_number": statement.member_number,
        "number": statement.number,
        "kind": statement.kind.value,
        "region": statement.region,
        "guarantor_number": statement.guarantor_number,
        "title": statement.title,
        "statement_date": statement.statement_date.isoformat(),
        "due_date": statement.due_date.isoformat(),
        "billed_cents": statement.billed.cents,
        "open_cents": statement.open.cents,
        "held_cents": known.held.cents,
        "version": statement.version,
        "mark": known.mark,
        "service_date": statement.service_date.isoformat() if statement.service_date else None,
        "under_review": int(statement.under_review),
        "autopay_on": statement.autopay_on.isoformat() if statement.autopay_on else None,
        "plan_words": statement.plan_words,
        "confidential": int(statement.confidential),
        "generation": generation,
    }


def _paid_row(paid: PaidElsewhere, generation: int) -> dict[str, Any]:
    return {
        "number": paid.number,
        "member_number": paid.member_number,
        "channel": paid.channel,
        "cents": paid.amount.cents,
        "paid_at": instant_text(paid.paid_at),
        "generation": generation,
    }


def _returned_row(one: ReturnedCheck, generation: int) -> dict[str, Any]:
    return {"token": one.token, "until": one.until.isoformat(), "generation": generation}


def _came_back_row(one: CameBack, generation: int) -> dict[str, Any]:
    body = one.line.body().decode()
    return {"receipt": one.receipt, "line_id": str(one.line.line_id), "body": body, "generation": generation}


def _staff_row(record: StaffRecord, generation: int) -> dict[str, Any]:
    return {
        "user_key": record.staff.user.casefold(),
        "user": record.staff.user,
        "name": record.staff.name,
        "role": record.staff.role.value,
        "passphrase_hash": record.passphrase_hash,
        "badge": record.badge,
        "active": int(record.active),
        "generation": generation,
    }
