"""The proof of a journal: every line is as it was written, where it was written, and nothing is missing between."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cashier.domain.chain import chained, first_link
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Numbered, read_line
from cashier.store.journal import item_columns, line_columns, transfer_columns
from cashier.store.rows import ITEMS_PAST, LINES_PAST, TRANSFERS_PAST, named
from cashier.store.tables import items, lines, transfers
from cashier.store.work import JournalFile

LINES_AT_ONCE = 1_000
PROBLEMS_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was counted, and what does not hold: at most ``PROBLEMS_MOST`` sentences; none means all holds."""

    desk: str
    lines: int
    transfers: int
    receipts: int
    chain: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


def verify_journal(journal: JournalFile) -> VerifyReport:
    """Walk the whole journal from its first line. Raises StoreTrouble if it cannot be read at all."""
    walk = _Walk(journal.desk)
    for row, its_transfers, its_items in _rows(journal):
        walk.look_at(row, its_transfers, its_items)
        if len(walk.problems) >= PROBLEMS_MOST:
            break
    return VerifyReport(
        desk=journal.desk,
        lines=walk.sequence,
        transfers=walk.transfers,
        receipts=walk.receipts,
        chain=walk.chain,
        problems=tuple(walk.problems[:PROBLEMS_MOST]),
    )


def read_lines(journal: JournalFile) -> Iterator[Numbered]:
    """Every line in order, for showing. Raises StoreTrouble, and UnreadableBody at a line of another version."""
    past = 0
    while True:
        with journal.open_reading() as work:
            some = work.journal.after(past, LINES_AT_ONCE)
        if not some:
            return
        yield from some
        past = some[-1].sequence


_Row = dict[str, Any]


def _rows(journal: JournalFile) -> Iterator[tuple[_Row, list[_Row], list[_Row]]]:
    """Each line's row with its transfers' and items', in order; short snapshots, so that no log file grows."""
    past = 0
    while True:
        with closing(journal.database.connect()) as connection:
            some = named(lines, connection.all(LINES_PAST, past=past, most=LINES_AT_ONCE))
            through = some[-1]["sequence"] if some else past
            moved = named(transfers, connection.all(TRANSFERS_PAST, past=past, through=through))
            known = named(items, connection.all(ITEMS_PAST, past=past, through=through))
        if not some:
            return
        moved_by, known_by = _by_line(moved), _by_line(known)
        for row in some:
            yield row, moved_by.get(row["sequence"], []), known_by.get(row["sequence"], [])
        past = through


def _by_line(rows: list[_Row]) -> dict[int, list[_Row]]:
    return {sequence: list(some) for sequence, some in groupby(rows, key=lambda row: int(row["sequence"]))}


class _Walk:
    """What has been seen so far, and what did not hold."""

    def __init__(self, desk: str) -> None:
        self._desk = desk
        self._money = 0
        self.sequence = 0
        self.chain = first_link(desk)
        self.transfers = 0
        self.receipts = 0
        self.problems: list[str] = []

    def look_at(self, row: _Row, its_transfers: list[_Row], its_items: list[_Row]) -> None:
        sequence = row["sequence"]
        if sequence != self.sequence + 1:
            self.problems.append(f"Line {self.sequence + 1} is missing.")
        if chained(self.chain, sequence, row["body"]) != row["chain"]:
            self.problems.append(f"Line {sequence} is not as it was written: its link does not match.")
        self.sequence, self.chain = sequence, row["chain"]
        self.transfers += len(its_transfers)
        try:
            line = read_line(row["body"])
        except UnreadableBody as trouble:
            self.problems.append(f"Line {sequence}: {trouble.sentence}")
            return
        numbered = Numbered(sequence=sequence, chain=row["chain"], body=row["body"], line=line)
        if line.desk != self._desk:
            self.problems.append(f"Line {sequence} is of desk {line.desk}.")
        if transfer_columns(numbered) != its_transfers:
            self.problems.append(f"Line {sequence}: its transfers are not those of its body.")
        if item_columns(numbered) != its_items:
            self.problems.append(f"Line {sequence}: its checks and money orders are not found as its body says them.")
        self._count(numbered, row)

    def _count(self, numbered: Numbered, row: dict[str, Any]) -> None:
        said = line_columns(numbered)
        self._money += numbered.line.is_to_send
        if said["receipt"] is not None:
            number = int(said["receipt"].rpartition("-")[2])
            if number > self.receipts + 1:
                self.problems.append(f"Line {numbered.sequence}: receipt {said['receipt']} leaves a gap before it.")
            self.receipts = max(self.receipts, number)
        said |= {"money_so_far": self._money, "receipts_so_far": self.receipts}
        for name, value in said.items():
            if row[name] != value:
                self.problems.append(f"Line {numbered.sequence}: {name} is not what its body says.")
