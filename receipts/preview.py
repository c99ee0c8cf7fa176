"""The receipt as the screen shows it: the paper's own document, laid out the same way."""

from cashier.domain.endorsement import Endorsement
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.receipt_seen import ReceiptSeen, place_of
from cashier.usecases.ports.paper import PaperLine, PaperText
from receipts.document import receipt_document
from receipts.endorsement_slip import slip_of
from receipts.layout import lay_out


class Preview:
    """Says a payment's lines as paper does (the port `PaperWords`)."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def back_of(self, backs: tuple[Endorsement, ...], *, columns: int) -> tuple[PaperLine, ...]:
        """The slip for the back of checks."""
        return lay_out(slip_of(backs, 0), columns)

    def preview_seen(self, seen: ReceiptSeen, *, columns: int) -> PaperText:
        """Raises UnreadableBody."""
        document = receipt_document(seen.lines, place_of(seen, self._place), 0)
        return PaperText(lines=lay_out(document, columns), barcode=document.barcode)

    def preview(self, lines: tuple[Line, ...], *, copy: int, columns: int) -> PaperText:
        """Raises UnreadableBody for a line that says no payment."""
        document = receipt_document(lines, self._place, copy)
        return PaperText(lines=lay_out(document, columns), barcode=document.barcode)
