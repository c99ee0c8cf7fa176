"""The slip of a closed drawer's payment that the office moved, for two signatures and the file."""

from cashier.domain.closed_move import read_move_record
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.times import day_words
from receipts.document import Align, Block, Document, Feed, Pair, Rule, Text
from receipts.slip_parts import sign_blocks


def move_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a MOVE_SLIP line; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_move_record(line)
    blocks: list[Block] = [
        Text(text=place.center_name, align=Align.CENTER),
        Text(text=day_words(line.taken_at.astimezone(place.time_zone).date()), align=Align.CENTER),
        *([Text(text=f"DUPLICATE {copy}", align=Align.CENTER, bold=True)] if copy else []),
        Feed(),
        Text(text="MOVED BY THE OFFICE", align=Align.CENTER, bold=True),
        Rule(),
        *(Pair(left=label, right=words) for label, words in said.told),
        Text(text="The drawer stays closed, and its tenders and bags stay as they are."),
        Rule(),
        *sign_blocks(said.staff_name),
        *sign_blocks(said.second_name),
    ]
    return Document(blocks=tuple(blocks), barcode="", copy=copy, title="Slip")
