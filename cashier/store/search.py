"""Finds members as fast as a person types: every query is a short range of a sorted key, never a walk through all.

Two words could each begin a tenth of all names, so the range is that of the rarest word, the other words are looked
for inside the key itself, and a year or date of birth has keys of its own. Full-text search was tried and dropped: with
a short second word its time grows with the number of members.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, column, func, literal_column, or_, select

from cashier.domain.names import PREFIX_LENGTH, fits, rank
from cashier.domain.scan import Query
from cashier.store.engine import Connection, Ready
from cashier.store.tables import members, name_keys, prefixes, statements, year_keys
from cashier.usecases.ports.directory import Found

# Sorts behind every letter, so that ``key < word + _END`` ends a prefix's range.
_END = "\U0010ffff"
_NOTHING = literal_column("''", Text)

_ROW = (
    members.c.member,
    members.c.number,
    members.c.family_name,
    members.c.given_names,
    members.c.folded,
    members.c.birth_date,
    members.c.home_center,
)
_ids = func.json_each(bindparam("members")).table_valued(column("value", Integer))
_BY_MEMBER = Ready(select(*_ROW).join_from(_ids, members, members.c.member == _ids.c.value))
_has_word = func.instr(literal_column("' '").concat(func.replace(members.c.folded, "|", " ")), bindparam("word")) > 0
_BORN_ON = Ready(select(*_ROW).where(members.c.birth_date == bindparam("day"), _has_word).order_by(members.c.folded))
_BY_NUMBER = Ready(
    select(*_ROW)
    .where(members.c.number >= bindparam("first"), members.c.number < bindparam("end"))
    .order_by(members.c.number)
)
_BY_GUARANTOR = Ready(
    select(*_ROW)
    .where(members.c.guarantor_number >= bindparam("first"), members.c.guarantor_number < bindparam("end"))
    .order_by(members.c.guarantor_number, members.c.number)
)
_BY_STATEMENT = Ready(
    select(*_ROW)
    .join(statements, statements.c.member_number == members.c.number)
    .where(statements.c.number == bindparam("first"))
)
_words = func.json_each(bindparam("prefixes")).table_valued(column("value"))
_KEYS_OF_PREFIXES = Ready(
    select(prefixes.c.prefix, prefixes.c.total).join_from(_words, prefixes, prefixes.c.prefix == _words.c.value)
)


def _range_of(table: Any) -> Select[Any]:
    """Keys that begin with one word and hold two others behind it; an empty other word asks for nothing."""
    return (
        select(table.c.member, table.c.key)
        .where(
            table.c.given == bindparam("given"),
            table.c.key >= bindparam("first"),
            table.c.key < bindparam("end"),
            *(
                or_(bindparam(other, type_=Text) == _NOTHING, func.instr(table.c.key, bindparam(other)) > 0)
                for other in ("second", "third")
            ),
        )
        .order_by(table.c.key, table.c.member)
    )


_KEYS = Ready(_range_of(name_keys))
_KEYS_OF_YEAR = Ready(_range_of(year_keys).where(year_keys.c.birth_year == bindparam("year")))


def search(connection: Connection, query: Query, limit: int) -> tuple[Found, ...]:
    """Members for which all that the query says holds, family-name matches first, then by name; at most ``limit``.

    If more match than fit, those come in that a person most likely meant: names that read on as typed, then others.
    """
    if query.is_empty or limit <= 0:
        return ()
    if query.number:
        return _found(_taken(_by_number(connection, query), limit))
    if query.birth_date is not None:
        born = connection.all(
            _BORN_ON, day=query.birth_date.isoformat(), word=" " + max(query.words, key=len, default="")
        )
        rows = [row for row in born if _holds(row, query)]
    else:
        keys = _by_words(connection, query, limit)
        rows = connection.all(_BY_MEMBER, members=json.dumps(keys))
    return _found(sorted(rows, key=lambda row: (*rank(query.words, row[4]), row[1]))[:limit])


def _by_number(connection: Connection, query: Query) -> Iterator[Any]:
    """Member numbers that begin so, then guarantor numbers, then the one statement."""
    for statement in (_BY_NUMBER, _BY_GUARANTOR, _BY_STATEMENT):
        for row in connection.run(statement, first=query.number, end=query.number + _END):
            if _holds(row, query):
                yield row


def _taken(rows: Iterator[Any], limit: int) -> list[Any]:
    """The first ``limit`` rows of different members."""
    taken: dict[int, Any] = {}
    for row in rows:
        taken.setdefault(row[0], row)
        if len(taken) == limit:
            break
    return list(taken.values())


def _by_words(connection: Connection, query: Query, limit: int) -> list[int]:
    """Ids of members, at most ``limit``, by the words and the year of birth."""
    taken: dict[int, None] = {}
    for first, *others in _ranges(connection, query.words):
        for given in (0, 1):
            for member, key in _keys(connection, given, first, others, query.birth_year):
                if len(query.words) < 3 or fits(query.words, tuple(key.split())):
                    taken[member] = None
                    if len(taken) == limit:
                        return list(taken)
    return list(taken)


def _ranges(connection: Connection, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What keys begin with, and what else begins a word of theirs: the likeliest first, at last all that can match."""
    if len(words) < 2:
        yield words or ("",)
        return
    counts = dict(connection.all(_KEYS_OF_PREFIXES, prefixes=json.dumps([word[:PREFIX_LENGTH] for word in words])))
    rarest_first = sorted(words, key=lambda word: (counts.get(word[:PREFIX_LENGTH], 0), -len(word)))
    if rarest_first[0][:PREFIX_LENGTH] not in counts:
        return
    yield (" ".join(words),)
    if len(words) == 2:
        yield (f"{words[1]} {words[0]}",)
    yield tuple(rarest_first)


def _keys(connection: Connection, given: int, first: str, others: list[str], year: int | None) -> Any:
    second, third = ([" " + word for word in others] + ["", ""])[:2]
    values = {"given": given, "first": first, "end": first + _END, "second": second, "third": third}
    if year is None:
        return connection.run(_KEYS, **values)
    return connection.run(_KEYS_OF_YEAR, **values, year=year)


def _holds(row: Any, query: Query) -> bool:
    born = date.fromisoformat(row[5])
    if query.birth_date is not None and born != query.birth_date:
        return False
    if query.birth_year is not None and born.year != query.birth_year:
        return False
    return fits(query.words, tuple(row[4].replace("|", " ").split()))


def _found(rows: list[Any]) -> tuple[Found, ...]:
    return tuple(
        Found(number=row[1], family_name=row[2], given_names=row[3], birth_year=int(row[5][:4]), home_center=row[6])
        for row in rows
    )
