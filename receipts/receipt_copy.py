"""A receipt of another desk once more: as that one said it, marked, and with where and when it was printed again."""

from dataclasses import replace

from cashier.domain.line import Line
from cashier.domain.payment_facts import read_payment
from cashier.domain.place import Place
from cashier.domain.receipt_seen import place_of, read_seen
from receipts.document import Align, Document, Feed, Text, receipt_document
from receipts.words import receipt_words


def copied_receipt(line: Line, place: Place, copy: int) -> Document:
    """The paper of a RECEIPT_COPIED line, never without its mark. Raises UnreadableBody."""
    seen = read_seen(line)
    document = receipt_document(seen.paper, place_of(seen, place), max(copy, 1))
    words = receipt_words(read_payment(seen.lines[-1]).language)
    now = line.taken_at.astimezone(place.time_zone)
    said = words.printed_again.format(desk=line.desk, when=f"{words.day(now.date())} {words.time(now)}")
    blocks = (*document.blocks, Feed(), Text(text=said, align=Align.CENTER))
    return replace(document, blocks=blocks)
