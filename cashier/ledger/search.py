"""Finds members on the ledger itself, by the same words as a desk's finder."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.scan import Query, read_query
from cashier.wire import FoundRow

FOUND_MOST = 20
_HIGHEST = "\U0010ffff"  # Sorts after whatever may follow a beginning.

_BY_WORDS = """
    EXISTS (SELECT FROM member_words AS word WHERE word.number = member.number
            AND word.word >= :word_{0} AND word.word < :word_{0}_end)
"""
_BY_LONGEST_WORD = """
    member.number IN (SELECT number FROM member_words WHERE word >= :word_0 AND word < :word_0_end)
"""
_BY_NUMBER = """
    (member.number >= :number AND member.number < :number_end
     OR member.guarantor_number >= :number AND member.guarantor_number < :number_end
     OR member.number = (SELECT member_number FROM statements WHERE number = :number))
"""
_BY_BIRTH_DATE = "member.birth_date = :birth_date"
_BY_BIRTH_YEAR = "member.birth_date BETWEEN make_date(:birth_year, 1, 1) AND make_date(:birth_year, 12, 31)"


def search_members(connection: Connection, asked: str, today: date) -> tuple[FoundRow, ...]:
    """At most `FOUND_MOST` members for the finder's text. Raises Refused for a bank card's number."""
    query = read_query(asked, today)
    if query.is_empty:
        return ()
    conditions, values = _conditions(query)
    statement = text(
        f"""
        SELECT number, family_name, given_names, extract(year FROM birth_date)::int AS birth_year, home_center
        FROM members AS member WHERE {" AND ".join(conditions)}
        ORDER BY family_name, given_names, number LIMIT {FOUND_MOST}
        """
    )
    return tuple(FoundRow(**row) for row in connection.execute(statement, values).mappings())


def _conditions(query: Query) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    values: dict[str, Any] = {}
    for place, word in enumerate(sorted(query.words, key=len, reverse=True)):
        conditions.append(_BY_WORDS.format(place) if place else _BY_LONGEST_WORD)
        values |= {f"word_{place}": word, f"word_{place}_end": word + _HIGHEST}
    if query.number:
        conditions.append(_BY_NUMBER)
        values |= {"number": query.number, "number_end": query.number + _HIGHEST}
    if query.birth_date is not None:
        conditions.append(_BY_BIRTH_DATE)
        values["birth_date"] = query.birth_date
    if query.birth_year is not None:
        conditions.append(_BY_BIRTH_YEAR)
        values["birth_year"] = query.birth_year
    return conditions, values
