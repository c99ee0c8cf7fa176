"""The slip of a closed drawer's payment that the office moved, for two signatures and the file."""

from cashier.domain.closed_move import read_move_record
from cashier.domain.line import Line
from cashier.domain.place import Place
from receipts.document import Document, Text
from receipts.slip_parts import office_slip, told_blocks


def move_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a MOVE_SLIP line; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_move_record(line)
    stays = Text(text="The drawer stays closed, and its tenders and bags stay as they are.")
    told = (*told_blocks(said.told), stays)
    return office_slip("MOVED BY THE OFFICE", told, (said.staff_name, said.second_name), line, place, copy)
