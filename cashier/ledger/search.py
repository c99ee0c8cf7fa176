"""Finds members among all of the plan, by the same words as a desk's finder, each time in one statement.

Every query is a short range of a sorted key, never a walk through all: of the words that are typed the rarest begins
the range, and the others are looked for inside the key. A year of birth has keys of its own, and so has a date.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from cashier.domain.names import fits, rank
from cashier.domain.scan import Query, read_query
from cashier.wire import FoundRow

FOUND_MOST = 20
_CANDIDATES_MOST = 100  # Where a last condition is looked at here.
_HIGHEST = "\U0010ffff"  # Sorts after whatever may follow a beginning.

_COLUMNS = "member.number, family_name, given_names, birth_date, home_center, folded"
_RANGE = """
    (SELECT {step} AS step, key, number FROM name_keys
     WHERE {year} given = {given} AND key >= {first} AND key < {first} || '{highest}' {others}
     ORDER BY key, number LIMIT :most)
"""
_OTHERS = "AND strpos(key, (SELECT second FROM others)) > 0 AND strpos(key, (SELECT third FROM others)) > 0"


def _by_words(words: int, *, year: bool) -> TextClause:
    """Members by so many words: names that read on as typed, then in the other order, then all that can match."""
    starts = [(":typed", "")]
    starts += [(":turned", "")] if words == 2 else []
    starts += [("(SELECT word FROM rarest)", _OTHERS)] if words > 1 else []
    ranges = [
        _RANGE.format(
            step=2 * place + given,
            year="birth_year = :year AND" if year else "",
            given=bool(given),
            first=first,
            others=others,
            highest=_HIGHEST,
        )
        for place, (first, others) in enumerate(starts)
        for given in (0, 1)
    ]
    return text(
        f"""
        WITH said AS (
            SELECT array_agg(word ORDER BY COALESCE(total, 0), length(word) DESC, place) AS words
            FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS asked (word, place)
            LEFT JOIN name_prefixes ON prefix = left(word, 3)
        ), rarest AS (
            SELECT words[1] AS word FROM said
        ), others AS (
            SELECT COALESCE(' ' || words[2], '') AS second, COALESCE(' ' || words[3], '') AS third FROM said
        ), ranges AS ({" UNION ALL ".join(ranges)}
        ), first_seen AS (
            SELECT DISTINCT ON (number) number, step, key FROM ranges ORDER BY number, step, key
        ), nearest AS (
            SELECT number FROM first_seen ORDER BY step, key, number LIMIT :most
        )
        SELECT {_COLUMNS} FROM nearest JOIN members AS member USING (number)
        """
    )


# By how many words are asked for, none to three: more are as three.
_BY_WORDS = tuple(_by_words(words, year=False) for words in range(4))
_BY_WORDS_AND_YEAR = tuple(_by_words(words, year=True) for words in range(4))
_BORN_ON = text(
    f"""
    SELECT {_COLUMNS} FROM members AS member
    WHERE birth_date = :day AND ' ' || replace(folded, '|', ' ') LIKE ALL (CAST(:patterns AS text[]))
    ORDER BY folded, number LIMIT :most
    """
)
_BY_NUMBER = text(
    f"""
    SELECT {_COLUMNS} FROM (
        (SELECT 0 AS step, number FROM members WHERE number >= :first AND number < :end ORDER BY number LIMIT :most)
        UNION ALL
        (SELECT 1, number FROM members WHERE guarantor_number >= :first AND guarantor_number < :end
         ORDER BY guarantor_number, number LIMIT :most)
        UNION ALL
        (SELECT 2, member_number FROM statements WHERE number = :first)
    ) AS named JOIN members AS member USING (number) ORDER BY step, number LIMIT :most
    """
)


def search_members(connection: Connection, asked: str, today: date) -> tuple[FoundRow, ...]:
    """At most `FOUND_MOST` members for the finder's text. Raises Refused for a bank card's number."""
    query = read_query(asked, today)
    if query.is_empty:
        return ()
    rows = {row.number: row for row in _candidates(connection, query) if _holds(row, query)}.values()
    best = rows if query.number else sorted(rows, key=lambda row: (*rank(query.words, row.folded), row.number))
    return tuple(_found(row) for row in list(best)[:FOUND_MOST])


def _candidates(connection: Connection, query: Query) -> Sequence[Row[Any]]:
    words = query.words
    if query.number:
        asked = {"first": query.number, "end": query.number + _HIGHEST, "most": _CANDIDATES_MOST}
        return connection.execute(_BY_NUMBER, asked).all()
    if query.birth_date is not None:
        patterns = [f"% {word}%" for word in words]
        asked_born = {"day": query.birth_date, "patterns": patterns, "most": _CANDIDATES_MOST}
        return connection.execute(_BORN_ON, asked_born).all()
    kinds = _BY_WORDS if query.birth_year is None else _BY_WORDS_AND_YEAR
    return connection.execute(
        kinds[min(len(words), 3)],
        {
            "words": list(words),
            "typed": " ".join(words),
            "turned": " ".join(reversed(words)),
            "year": query.birth_year,
            "most": FOUND_MOST if len(words) < 3 else _CANDIDATES_MOST,
        },
    ).all()


def _holds(row: Row[Any], query: Query) -> bool:
    if query.birth_date is not None and row.birth_date != query.birth_date:
        return False
    if query.birth_year is not None and row.birth_date.year != query.birth_year:
        return False
    return fits(query.words, tuple(row.folded.replace("|", " ").split()))


def _found(row: Row[Any]) -> FoundRow:
    return FoundRow(
        number=row.number,
        family_name=row.family_name,
        given_names=row.given_names,
        birth_year=row.birth_date.year,
        home_center=row.home_center,
    )
