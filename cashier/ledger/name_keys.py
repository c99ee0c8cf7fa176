"""The keys that members are found by on the ledger: one a word of the name, as at the desk, in a table by key."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from cashier.domain.names import PREFIX_LENGTH, WORDS_MOST, folded_name, keys_of
from cashier.domain.scan import fold
from cashier.ledger.copying import copy_text, text_of

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


def folded_names(names: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Each family name and given names as `folded_name` has them; what many share is folded once."""
    folds = {name: fold(name) for name in {part for both in names for part in both}}
    for family, given in names:
        folded = f"{folds[family]}|{folds[given]}"
        yield folded if folded.count(" ") < WORDS_MOST - 1 else folded_name(family, given)


def take_keys(connection: Connection, names: Mapping[str, str]) -> None:
    """Take the keys of folded names away, by member number."""
    keys = [
        {"given": bool(key.given), "key": key.key, "number": number}
        for number, folded in names.items()
        for key in keys_of(folded)
    ]
    connection.execute(_TAKE, {"keys": json.dumps(keys, ensure_ascii=False)})


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of some members as COPY reads them, and how many begin with each word."""

    text: str
    first_words: Counter[str]


def keys_for(members: Iterable[tuple[str, str, str]]) -> Keys:
    """The keys of members. Of each: the number, the folded name, and the birth date in ISO."""
    keys: list[tuple[str, str, str, str]] = []
    first_words: Counter[str] = Counter()
    for number, folded, born in members:
        year = born[:4]
        family, _, given = folded.partition("|")
        # Nearly all have one of each; the rest is said in full where names are.
        if family and given and " " not in folded:
            keys += ("f", f"{family} {given}", number, year), ("t", f"{given} {family}", number, year)
            first_words[family] += 1
            first_words[given] += 1
            continue
        for is_given, key in {(key.given, key.key) for key in keys_of(folded)}:
            keys.append(("t" if is_given else "f", key, number, year))
            first_words[key.partition(" ")[0]] += 1
    return Keys(text_of(sorted(keys)), first_words)


def give_keys(connection: Connection, keys: Keys) -> None:
    """Give members their keys, which they must not have yet."""
    copy_text(connection, "name_keys (given, key, number, birth_year)", keys.text)
    counts: Counter[str] = Counter()
    for word, total in keys.first_words.items():
        for length in range(1, min(len(word), PREFIX_LENGTH) + 1):
            counts[word[:length]] += total
    rows = [{"prefix": prefix, "total": total} for prefix, total in counts.items()]
    connection.execute(_COUNT, {"counts": json.dumps(rows, ensure_ascii=False)})
