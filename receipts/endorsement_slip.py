"""The slip for the back of a payment's checks: to be copied, stamped or stuck there, one block a check."""

from cashier.domain.endorsement import EndorsedHow, Endorsement, endorsed_how, read_endorsements
from cashier.domain.errors import UnreadableBody
from cashier.domain.line import Line
from cashier.domain.place import Place
from receipts.document import Align, Block, Document, Feed, Rule, Text
from receipts.words import WORDS


def endorsement_document(line: Line, _: Place, copy: int) -> Document:
    """The slip of an ENDORSED line; ``copy`` counts papers after the first.

    Raises UnreadableBody, also for one that stands on the check itself.
    """
    if endorsed_how(line) is not EndorsedHow.SLIP:
        raise UnreadableBody("This endorsement stands on the check, not on a slip.")
    return slip_of(read_endorsements(line), copy)


def slip_of(backs: tuple[Endorsement, ...], copy: int) -> Document:
    """In English: banks read it."""
    blocks: list[Block] = []
    if copy:
        blocks += [Text(text=WORDS["en"].duplicate.format(copy=copy), align=Align.CENTER, bold=True), Feed()]
    for place, back in enumerate(backs):
        first, *others = back.lines
        blocks += [Rule()] if place else []
        blocks += [Text(text=back.words, align=Align.CENTER), Feed()]
        blocks += [Text(text=first, align=Align.CENTER, bold=True)]
        blocks += [Text(text=text, align=Align.CENTER) for text in others]
    return Document(blocks=tuple(blocks), barcode="", copy=copy, title="Endorsement")
