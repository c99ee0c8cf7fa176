"""Words that leads gave from afar, by the act that each was used for: none is used for a second one."""

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text, bindparam, insert, select

from cashier.domain.asks import WordUsed, words_of
from cashier.domain.line import Line
from cashier.store.engine import Connection, Ready
from cashier.store.tables import JOURNAL

words_used = Table(
    "words_used",
    JOURNAL,
    Column("word", Text, nullable=False),
    Column("act", Text, nullable=False),
    PrimaryKeyConstraint("word"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
_USED_FOR = Ready(select(words_used.c.act).where(words_used.c.word == bindparam("word")))
_USE = Ready(insert(words_used).values({column: bindparam(column.name) for column in words_used.c}))


def use_words(line: Line, connection: Connection) -> None:
    """Note the words that a line uses. Raises WordUsed where another act has used one."""
    for word, act in words_of(line).items():
        used = connection.one(_USED_FOR, word=word)
        if used is None:
            connection.run(_USE, word=word, act=act)
        elif used[0] != act:
            raise WordUsed
