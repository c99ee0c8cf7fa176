"""Paper receipts of downtimes: a number that two desks entered raises an alarm, and missing ones stand on a list."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line, LineKind
from cashier.domain.origin import NUMBER_MOST, missing_numbers, read_origin
from cashier.ledger.office import PaperBookRow
from cashier.ledger.reading import NAME_MOST, Received

ROWS_MOST = 1_000

_KEEP = text(
    """
    INSERT INTO paper_receipts AS known (center, book, number, desk, sequence)
    VALUES (:center, :book, :number, :desk, :sequence)
    ON CONFLICT (center, book, number) DO NOTHING RETURNING desk
    """
)
_WHOSE = text("SELECT desk, sequence FROM paper_receipts WHERE center = :center AND book = :book AND number = :number")
_ALARM = text("INSERT INTO alarms (what, sentence) VALUES ('paper_twice', :sentence)")
_BOOKS = text(
    f"""
    SELECT paper.center, book, array_agg(number ORDER BY number) AS numbers
    FROM paper_receipts AS paper LEFT JOIN centers USING (center)
    WHERE (:center = '' OR paper.center = :center) AND (:region = '' OR centers.region = :region)
    GROUP BY paper.center, book ORDER BY paper.center, book LIMIT {ROWS_MOST}
    """
)


def is_of_paper(line: Line) -> bool:
    """Whether a line may say which paper receipt it is."""
    return line.kind is LineKind.PAYMENT and "origin" in line.facts


def note_paper(connection: Connection, desk: str, lines: Sequence[Received]) -> None:
    """Take in the paper receipts of a run. The money of one that was entered twice is posted, and looked into."""
    for received in lines:
        line = (received.carried or received.line) if not received.repeated else None
        if line is None or not is_of_paper(line):
            continue
        try:
            origin = read_origin(line.facts["origin"])
        except UnreadableBody:
            continue
        if origin is None or not 0 < len(origin.book) <= NAME_MOST or not 0 < origin.number <= NUMBER_MOST:
            continue
        paper = {"center": line.center, "book": origin.book, "number": origin.number}
        kept = {**paper, "desk": desk, "sequence": received.sequence}
        if connection.scalar(_KEEP, kept) is None:
            first = connection.execute(_WHOSE, paper).one()
            sentence = (
                f"Paper receipt {origin.book}-{origin.number} was entered twice: line {first.sequence} of {first.desk} "
                f"and line {received.sequence} of {desk}. Both are posted. Look at the paper."
            )
            connection.execute(_ALARM, {"sentence": sentence})


def paper_book_rows(connection: Connection, *, center: str = "", region: str = "") -> list[PaperBookRow]:
    """Each book that something was entered from, with the numbers that are missing between its first and last."""
    rows = connection.execute(_BOOKS, {"center": center, "region": region})
    return [
        PaperBookRow(
            center=row.center,
            book=row.book,
            first=row.numbers[0],
            last=row.numbers[-1],
            entered=len(row.numbers),
            missing=" ".join(str(number) for number in missing_numbers(row.numbers)),
        )
        for row in rows
    ]
