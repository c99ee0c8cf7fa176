"""Which paper a print job asks for, and what stands on it: a receipt's lines, or one line of another kind."""

from collections.abc import Callable

from cashier.domain.line import Line, LineKind
from cashier.domain.place import Place
from cashier.domain.slips import SLIPS
from cashier.usecases.ports.work import Journal, PrintJob
from receipts.agreement import agreement_document
from receipts.card_pending import card_pending_slip
from receipts.credit_slip import credit_slip
from receipts.day_slip import day_slip
from receipts.document import Document, receipt_document
from receipts.endorsement_slip import endorsement_document
from receipts.explain_slip import explain_slip
from receipts.move_slip import move_slip
from receipts.payment_papers import asked_document
from receipts.receipt_copy import copied_receipt
from receipts.refund_slip import refund_slip
from receipts.return_slip import return_slip
from receipts.slips import drawer_slip
from receipts.statement_slip import slip_document
from receipts.training import marked

_ASKED = LineKind.PAPER_ASKED
_DOCUMENTS: dict[LineKind, Callable[[Line, Place, int], Document]] = {
    LineKind.STATEMENT_COPIED: slip_document,
    LineKind.CREDIT_SLIP: credit_slip,
    LineKind.REFUND_SLIP: refund_slip,
    LineKind.RETURN_SLIP: return_slip,
    LineKind.MOVE_SLIP: move_slip,
    LineKind.EXPLAIN_SLIP: explain_slip,
    LineKind.DAY_REPORTED: day_slip,
    LineKind.RECEIPT_COPIED: copied_receipt,
    LineKind.ENDORSED: endorsement_document,
    LineKind.CARD_ASKED: card_pending_slip,
    **dict.fromkeys(SLIPS, drawer_slip),
    LineKind.DRAWER_COUNTED: drawer_slip,
    LineKind.DUE_DATE_EXTENDED: agreement_document,
    LineKind.PLAN_AGREED: agreement_document,
    LineKind.ASSISTANCE_ASKED: agreement_document,
}


def lines_of(job: PrintJob, journal: Journal) -> tuple[Line, ...]:
    """The journal's lines that a job's paper says; none if they are not there."""
    if job.line_id is not None:
        found = journal.line(job.line_id)
        if found is None:
            return ()
        told = _of_receipt(_receipt_of(found.line), journal) if found.line.kind is _ASKED else ()
        return (found.line, *told)
    return _of_receipt(job.receipt, journal)


def said_since(job: PrintJob, lines: tuple[Line, ...]) -> str:
    """Of which receipt a job's paper has to say, too, that its check came back; empty for a paper that says none of it.

    A receipt says it from its first copy on, and the papers of a payment that are printed on request from the first.
    """
    if job.line_id is None:
        return job.receipt if job.copy else ""
    return _receipt_of(lines[0]) if lines and lines[0].kind is _ASKED else ""


def _receipt_of(asked: Line) -> str:
    """Whose paper it is; one that can't be read is told when it is made."""
    return str(asked.facts.get("receipt", ""))


def _of_receipt(number: str, journal: Journal) -> tuple[Line, ...]:
    """A payment's lines and its corrections."""
    lines = tuple(numbered.line for numbered in journal.receipt(number))
    corrections = journal.corrections(lines[0].facts["payment"]) if lines else ()
    return (*lines, *(numbered.line for numbered in corrections))


def paper_document(lines: tuple[Line, ...], place: Place, copy: int) -> Document:
    """What the paper says. Raises UnreadableBody, ValueError for no line at all."""
    if lines and lines[0].kind is _ASKED:
        return marked(asked_document(lines, place, copy), place)
    if lines and (make := _DOCUMENTS.get(lines[0].kind)) is not None:
        return marked(make(lines[0], place, copy), place)
    return marked(receipt_document(lines, place, copy), place)
