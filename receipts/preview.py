"""The receipt as the screen shows it: the paper's own document, laid out the same way."""

from collections.abc import Callable

from cashier.domain.endorsement import Endorsement
from cashier.domain.line import Line
from cashier.domain.place import Place
from cashier.domain.receipt_seen import ReceiptSeen, place_of
from cashier.usecases.ports.paper import PaperLine, PaperText, Squares
from receipts.document import Document, receipt_document, scannable
from receipts.endorsement_slip import slip_of
from receipts.layout import lay_out
from receipts.training import marked


class Preview:
    """Says a payment's lines as paper does (the port `PaperWords`); ``squares`` makes its QR code."""

    def __init__(self, place: Place, *, squares: Callable[[str], Squares]) -> None:
        self._place = place
        self._squares = squares

    def back_of(self, backs: tuple[Endorsement, ...], *, columns: int) -> tuple[PaperLine, ...]:
        """The slip for the back of checks."""
        return lay_out(marked(slip_of(backs, 0), self._place), columns)

    def preview_seen(self, seen: ReceiptSeen, *, columns: int) -> PaperText:
        """Raises UnreadableBody."""
        return self._shown(receipt_document(seen.paper, place_of(seen, self._place), 0), columns)

    def preview(self, lines: tuple[Line, ...], *, copy: int, columns: int) -> PaperText:
        """Raises UnreadableBody for a line that says no payment."""
        return self._shown(receipt_document(lines, self._place, copy), columns)

    def _shown(self, receipt: Document, columns: int) -> PaperText:
        document = marked(receipt, self._place)
        qr = scannable(document.qr)
        return PaperText(
            lines=lay_out(document, columns),
            barcode=scannable(document.barcode),
            qr=qr,
            squares=self._squares(qr) if qr else (),
        )
