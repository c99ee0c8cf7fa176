"""The slip of a check that came back, for the office's file: what is open again, the fee, and who says so."""

from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.returned_check import read_return_record
from receipts.document import Document
from receipts.slip_parts import office_slip, told_blocks


def return_slip(line: Line, place: Place, copy: int) -> Document:
    """The paper of a RETURN_SLIP line; ``copy`` counts from 0. Raises UnreadableBody."""
    said = read_return_record(line)
    signers = (said.staff_name, said.second_name)
    return office_slip("CHECK RETURNED", told_blocks(said.told), signers, line, place, copy)
