"""What every paper of training says, above and below all else (R13)."""

from dataclasses import replace

from cashier.domain.place import Place
from cashier.domain.training import TRAINING_WORDS
from receipts.document import Align, Block, Document, Feed, Text


def marked(document: Document, place: Place) -> Document:
    """The document as it is at a real desk; in training between its words, so that neither end is cut off unseen."""
    if not place.is_training:
        return document
    words: list[Block] = [Text(text=text, align=Align.CENTER, bold=True) for text in TRAINING_WORDS]
    return replace(document, blocks=(*words, Feed(), *document.blocks, Feed(), *words))
