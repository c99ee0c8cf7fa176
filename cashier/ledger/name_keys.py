"""The keys that members are found by on the ledger: one a word of the name, as at the desk, in a table by key."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, text

from cashier.domain.names import folded_name, keys_of
from cashier.ledger.copying import copy_rows
from cashier.wire import MemberRow

_TAKE = text(
    """
    DELETE FROM name_keys USING jsonb_to_recordset(CAST(:keys AS jsonb)) AS old (given boolean, key text, number text)
    WHERE (name_keys.given, name_keys.key, name_keys.number) = (old.given, old.key, old.number)
    """
)
_COUNT = text(
    """
    INSERT INTO name_prefixes AS known (prefix, total)
    SELECT prefix, total FROM jsonb_to_recordset(CAST(:counts AS jsonb)) AS counted (prefix text, total bigint)
    ORDER BY prefix
    ON CONFLICT (prefix) DO UPDATE SET total = known.total + excluded.total
    """
)


def names_of(members: Iterable[MemberRow]) -> dict[str, str]:
    """Folded names by member number."""
    return {row.number: folded_name(row.family_name, row.given_names) for row in members}


def give_keys(
    connection: Connection,
    members: Mapping[str, MemberRow],
    names: Mapping[str, str],
    *,
    before: Mapping[str, str | None],
) -> None:
    """Give keys to the members in ``before``, and take those away that they had under the name that stands there."""
    old = [
        {"given": bool(key.given), "key": key.key, "number": number}
        for number, folded in before.items()
        if folded is not None
        for key in keys_of(folded)
    ]
    if old:
        connection.execute(_TAKE, {"keys": json.dumps(old, ensure_ascii=False)})
    copy_rows(connection, "name_keys (given, key, number, birth_year)", sorted(_keys(members, names, before)))
    counts = Counter(prefix for number in before for key in keys_of(names[number]) for prefix in key.prefixes)
    rows = [{"prefix": prefix, "total": total} for prefix, total in counts.items()]
    connection.execute(_COUNT, {"counts": json.dumps(rows, ensure_ascii=False)})


def _keys(
    members: Mapping[str, MemberRow], names: Mapping[str, str], numbers: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    for number in numbers:
        year = members[number].birth_date.year
        for given, key in {(bool(key.given), key.key) for key in keys_of(names[number])}:
            yield given, key, number, year
