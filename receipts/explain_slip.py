"""The slip of a closed drawer's difference that was explained, for two signatures and the file."""

from cashier.domain.explained import read_explain_record
from cashier.domain.line import Line
from cashier.domain.place import Place
from receipts.document import Document, Text
from receipts.slip_parts import office_slip, told_blocks


def explain_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of an EXPLAIN_SLIP line; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_explain_record(line)
    stays = Text(text="The Z reports stay as they were signed, and so does what members paid.")
    told = (*told_blocks(said.told), stays)
    return office_slip("DIFFERENCE EXPLAINED", told, (said.staff_name, said.second_name), line, place, copy)
