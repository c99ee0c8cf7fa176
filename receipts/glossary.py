"""What translators work on is what is read: a row a word, a column a language, and where each word stands."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from cashier.domain.languages import SPOKEN

Said = TypeVar("Said")
_HERE = Path(__file__).parent
_APART = "|"


def read_glossary(name: str, make: Callable[..., Said]) -> Iterator[tuple[str, Said]]:
    """Each language of a ``.tsv`` file beside this one, and its words: a dataclass with a field for each row, a tuple
    where a row says several apart by ``|``. Raises TypeError where a row is missing or is none of its fields.
    """
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    in_parts = {word for word, kind in get_type_hints(make).items() if kind is not str}
    for code in SPOKEN:
        said: dict[str, Any] = {row["word"]: row[code] for row in rows}
        yield code, make(**said | {word: tuple(said[word].split(_APART)) for word in in_parts & said.keys()})
