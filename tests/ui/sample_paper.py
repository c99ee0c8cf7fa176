"""Paper as the sample desk shows it: a few lines."""

from cashier.domain.endorsement import Endorsement
from cashier.domain.line import Line, LineKind
from cashier.domain.payment_facts import read_payment
from cashier.domain.receipt_seen import ReceiptSeen
from cashier.usecases.ports.paper import PaperLine, PaperText


class PlainPaper:
    """Says a payment in a few lines."""

    def back_of(self, backs: tuple[Endorsement, ...], *, columns: int) -> tuple[PaperLine, ...]:
        return tuple(PaperLine(text) for back in backs for text in (back.words, *back.lines))

    def preview_seen(self, seen: ReceiptSeen, *, columns: int) -> PaperText:
        return _paper(seen.lines, seen.center_name, columns)

    def preview(self, lines: tuple[Line, ...], *, copy: int, columns: int) -> PaperText:
        return _paper(lines, "Oakland Medical Center", columns)


def _paper(lines: tuple[Line, ...], center_name: str, columns: int) -> PaperText:
    facts = read_payment(lines[-1] if lines[-1].kind is LineKind.PAYMENT else lines[0])
    texts = (center_name.center(columns), "", f"TOTAL PAID {facts.paid}", f"Change {facts.change}")
    return PaperText(tuple(PaperLine(text) for text in texts), facts.receipt)
